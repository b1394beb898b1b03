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
package io.connectembedded.test.internal.kafka.topic;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Values;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/** Connect data through a converter. */
record ConverterForm(Converter converter) implements TopicForm<Object> {

    @Override
    public byte @Nullable [] bytes(String topic, Headers headers, @Nullable Object value) {
        SchemaAndValue data = withSchema(value);
        return converter.fromConnectData(topic, headers, data.schema(), data.value());
    }

    /** The schema that comes with it or that its class means; maps and lists have none, for theirs would be a guess. */
    private static SchemaAndValue withSchema(@Nullable Object value) {
        if (value instanceof SchemaAndValue given) {
            return given;
        }
        return new SchemaAndValue(schemaOf(value), value);
    }

    private static @Nullable Schema schemaOf(@Nullable Object value) {
        if (value instanceof Struct struct) {
            return struct.schema();
        }
        boolean without = value == null || value instanceof Map || value instanceof List;
        return without ? null : Values.inferSchema(value);
    }

    @Override
    public Read<Object> read(String topic, Headers headers, byte @Nullable [] bytes) {
        SchemaAndValue data = converter.toConnectData(topic, headers, bytes);
        return new Read<>(data.schema(), data.value());
    }
}
