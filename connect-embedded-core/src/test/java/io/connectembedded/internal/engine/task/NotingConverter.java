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
package io.connectembedded.internal.engine.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;

/** A converter that notes how it was configured. */
public class NotingConverter implements Converter {

    final List<Map<String, ?>> configured = new ArrayList<>();
    int closed;

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        configured.add(configs);
        if (configs.containsKey("refuse")) {
            throw new IllegalArgumentException("refused");
        }
        assertKind(configs, isKey);
    }

    private static void assertKind(Map<String, ?> configs, boolean isKey) {
        if (!(isKey ? "key" : "value").equals(configs.get("converter.type"))) {
            throw new IllegalStateException("a key's converter is not a value's: " + configs);
        }
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        return new byte[0];
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        return SchemaAndValue.NULL;
    }

    @Override
    public void close() {
        closed++;
    }
}
