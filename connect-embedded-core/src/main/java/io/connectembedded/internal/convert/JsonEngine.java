/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.connectembedded.internal.convert;

import io.connectembedded.JsonConverter;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Thread-safe after {@code configure}: what a message needs is immutable, save two caches made for concurrent use. */
public final class JsonEngine implements JsonConverter.Engine {

    private volatile @Nullable MessageWriter writer;
    private volatile @Nullable MessageReader reader;

    /** For the service loader. */
    public JsonEngine() {}

    @Override
    public ConfigDef config() {
        return JsonSettings.definition();
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        JsonSettings settings = JsonSettings.of(configs, isKey);
        writer = new MessageWriter(settings);
        reader = new MessageReader(settings);
    }

    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        if (schema == null && value == null) {
            return null;
        }
        try {
            return configured(writer).write(schema, value);
        } catch (IOException e) {
            throw new DataException("A value for topic " + topic + " could not be written as JSON: it holds half of a"
                    + " surrogate pair or is nested too deeply (" + e.getClass().getSimpleName() + ")");
        }
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
        if (value == null) {
            return SchemaAndValue.NULL;
        }
        try {
            return configured(reader).read(value);
        } catch (IOException e) {
            throw JsonStreams.unreadable(topic, e);
        }
    }

    @Override
    public void close() {}

    private static <T> T configured(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("The JSON converter is used before configure was called");
        }
        return part;
    }
}
