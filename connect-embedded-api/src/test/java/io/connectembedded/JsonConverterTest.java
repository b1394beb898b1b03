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
package io.connectembedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonConverterTest {
    @Test
    void the_two_factories_differ_in_schemas_enable() {
        assertThat(text(JsonConverter.schemaless().fromConnectData("t", null, "v")))
                .isEqualTo("{schemas.enable=false} key=false t v");
        assertThat(text(JsonConverter.withSchemas().fromConnectData("t", null, "v")))
                .isEqualTo("{schemas.enable=true} key=false t v");
    }

    @Test
    void each_converter_has_an_engine_of_its_own() {
        JsonConverter first = new JsonConverter();
        JsonConverter second = new JsonConverter();
        first.configure(Map.of("x", "1"), true);
        second.configure(Map.of("x", "2"));
        assertThat(text(first.fromConnectData("t", null, "v"))).startsWith("{x=1} key=true");
        assertThat(text(second.fromConnectData("t", null, "v"))).startsWith("{x=2} key=false");
    }

    @Test
    void headers_are_converted_as_values_are() {
        try (JsonConverter converter = JsonConverter.schemaless()) {
            assertThat(converter.fromConnectHeader("t", "h", null, "v"))
                    .isEqualTo(converter.fromConnectData("t", null, "v"));
            byte[] json = "1".getBytes(StandardCharsets.UTF_8);
            assertThat(converter.toConnectHeader("t", "h", json)).isEqualTo(converter.toConnectData("t", json));
        }
    }

    @Test
    void its_options_are_the_engines_and_its_version_is_never_null() {
        assertThat(new JsonConverter().config().names()).containsExactly("echo");
        assertThat(new JsonConverter().version()).isEqualTo("undefined");
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }

    /** Writes down how it was called. */
    public static final class EchoEngine implements JsonConverter.Engine {
        private String configured = "not configured";

        @Override
        public void configure(Map<String, ?> configs, boolean isKey) {
            configured = configs + " key=" + isKey;
        }

        @Override
        public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
            return (configured + " " + topic + " " + value).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
            return new SchemaAndValue(null, topic + " " + text(value));
        }

        @Override
        public ConfigDef config() {
            return new ConfigDef().define("echo", ConfigDef.Type.STRING, ConfigDef.Importance.LOW, "");
        }

        @Override
        public void close() {}
    }
}
