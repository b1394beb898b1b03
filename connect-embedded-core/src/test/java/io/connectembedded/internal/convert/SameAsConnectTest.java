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

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine against Connect's own converter: same bytes, same data, same class of exception. */
class SameAsConnectTest {

    private static final int ROUNDS = 3_000;

    static List<Map<String, String>> options() {
        List<Map<String, String>> all = new ArrayList<>();
        for (String schemas : List.of("true", "false")) {
            for (String format : List.of("base64", "NUMERIC")) {
                for (String nulls : List.of("true", "false")) {
                    all.add(Map.of(
                            "schemas.enable",
                            schemas,
                            "decimal.format",
                            format,
                            "replace.null.with.default",
                            nulls,
                            "schemas.cache.size",
                            "10"));
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("options")
    void data_with_schemas_becomes_the_same_bytes_and_comes_back_the_same(Map<String, String> options) {
        Pair pair = new Pair(options);
        GeneratedData data = new GeneratedData(1);
        for (int i = 0; i < ROUNDS; i++) {
            Schema schema = data.schema(3);
            Object value = data.value(schema, true);
            byte[] bytes = pair.assertSameBytes(schema, value);
            if (bytes != null) {
                pair.assertSameData(bytes);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("options")
    void data_without_schemas_becomes_the_same_bytes_and_comes_back_the_same(Map<String, String> options) {
        Pair pair = new Pair(options);
        GeneratedData data = new GeneratedData(2);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = pair.assertSameBytes(null, data.schemaless(4));
            if (bytes != null) {
                pair.assertSameData(bytes);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("options")
    void data_that_does_not_fit_its_schema_fails_the_same(Map<String, String> options) {
        Pair pair = new Pair(options);
        GeneratedData data = new GeneratedData(3);
        for (int i = 0; i < ROUNDS; i++) {
            pair.assertSameBytes(data.schema(2), data.schemaless(2));
            pair.assertSameBytes(data.schema(2), data.value(data.schema(2), true));
        }
    }

    @ParameterizedTest
    @MethodSource("options")
    void a_payload_of_another_schema_is_read_or_refused_the_same(Map<String, String> options) {
        Pair writer = new Pair(Map.of("schemas.enable", "false"));
        Pair envelopes = new Pair(Map.of("schemas.enable", "true"));
        Pair pair = new Pair(options);
        GeneratedData data = new GeneratedData(4);
        for (int i = 0; i < ROUNDS; i++) {
            Schema schema = data.schema(2);
            Schema other = data.schema(2);
            byte[] payload = writer.assertSameBytes(other, data.value(other, true));
            byte[] whole = envelopes.assertSameBytes(schema, data.value(schema, true));
            String beginning = new String(whole, StandardCharsets.UTF_8);
            int at = beginning.lastIndexOf(",\"payload\":");
            String schemaText = beginning.substring("{\"schema\":".length(), at);
            String payloadText = new String(payload, StandardCharsets.UTF_8);
            pair.assertSameData(utf8("{\"schema\":" + schemaText + ",\"payload\":" + payloadText + "}"));
            pair.assertSameData(utf8("{ \"payload\" : " + payloadText + " , \"schema\" : " + schemaText + " }"));
        }
    }

    @ParameterizedTest
    @MethodSource("options")
    void a_damaged_message_is_read_or_refused_the_same(Map<String, String> options) {
        Pair pair = new Pair(options);
        GeneratedData data = new GeneratedData(5);
        Random random = new Random(6);
        for (int i = 0; i < ROUNDS; i++) {
            Schema schema = data.schema(2);
            byte[] bytes = pair.assertSameBytes(schema, data.value(schema, true));
            if (bytes == null) {
                continue;
            }
            byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            pair.assertSameData(cut);
            bytes[random.nextInt(bytes.length)] = (byte) "{}[],:\"0a1.ntf".charAt(random.nextInt(14));
            pair.assertSameData(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "{}",
                "[]",
                "{\"schema\":null}",
                "{\"schema\":null,\"payload\":null}",
                "{\"schema\":null,\"payload\":{\"a\":[1,2.5,-0.0,1e400,12345678901234567890]}}",
                "{\"payload\":1,\"schema\":{\"type\":\"int8\"}}",
                "{\"payload\":1,\"schema\":{\"type\":\"int8\"},\"more\":1}",
                "{\"payload\":1,\"payload\":2,\"schema\":{\"type\":\"int8\"}}",
                "{\"schema\":{\"type\":\"int8\"},\"payload\":1,\"payload\":2}",
                "{\"schema\":{\"type\":\"int8\"},\"payload\":300} trailing",
                "{\"schema\":{\"type\":\"int32\"},\"payload\":007}",
                "{\"schema\":{\"type\":\"int32\"},\"payload\":3.9}",
                "{\"schema\":{\"type\":\"int32\"},\"payload\":\"7\"}",
                "{\"schema\":{\"type\":\"int32\"},\"payload\":{\"a\":1}}",
                "{\"schema\":{\"type\":\"int64\"},\"payload\":123456789012345678901234567890}",
                "{\"schema\":{\"type\":\"float\"},\"payload\":0.1}",
                "{\"schema\":{\"type\":\"float\"},\"payload\":16777217}",
                "{\"schema\":{\"type\":\"double\"},\"payload\":-0.0}",
                "{\"schema\":{\"type\":\"double\"},\"payload\":\"NaN\"}",
                "{\"schema\":{\"type\":\"double\"},\"payload\":1e-400}",
                "{\"schema\":{\"type\":\"bytes\"},\"payload\":\" AQI= \"}",
                "{\"schema\":{\"type\":\"bytes\"},\"payload\":\"?\"}",
                "{\"schema\":{\"type\":\"bytes\"},\"payload\":5}",
                "{\"schema\":{\"type\":\"string\"},\"payload\":5}",
                "{\"schema\":{\"type\":\"string\",\"optional\":true},\"payload\":[5]}",
                "{\"schema\":{\"type\":\"boolean\"},\"payload\":\"true\"}",
                "{\"schema\":{\"type\":\"array\"},\"payload\":[]}",
                "{\"schema\":{\"type\":\"array\",\"items\":null},\"payload\":[]}",
                "{\"schema\":{\"items\":{\"type\":\"int8\"},\"type\":\"array\"},\"payload\":{\"a\":1,\"b\":2}}",
                "{\"schema\":{\"items\":{\"type\":\"int8\"},\"type\":\"array\"},\"payload\":5}",
                "{\"schema\":{\"type\":\"map\",\"keys\":{\"type\":\"int8\"},\"values\":null},\"payload\":[]}",
                "{\"schema\":{\"type\":\"map\",\"keys\":{\"type\":\"int8\"},\"values\":{\"type\":\"int8\"}},\"payload\":[[1]]}",
                "{\"schema\":{\"type\":\"map\",\"keys\":{\"type\":\"int8\"},\"values\":{\"type\":\"int8\"}},\"payload\":[[1,2,3]]}",
                "{\"schema\":{\"type\":\"map\",\"keys\":{\"type\":\"int8\"},\"values\":{\"type\":\"int8\"}},\"payload\":[1]}",
                "{\"schema\":{\"type\":\"map\",\"keys\":{\"type\":\"int8\"},\"values\":{\"type\":\"int8\"}},\"payload\":{}}",
                "{\"schema\":{\"type\":\"nonsense\"},\"payload\":1}",
                "{\"schema\":5,\"payload\":1}",
                "{\"schema\":{\"type\":\"string\",\"fields\":7,\"version\":2.5,\"doc\":1,\"name\":2},\"payload\":\"x\"}",
                "{\"schema\":{\"type\":\"string\",\"parameters\":{\"a\":1}},\"payload\":\"x\"}",
                "{\"schema\":{\"type\":\"string\",\"parameters\":[1]},\"payload\":\"x\"}",
                "{\"schema\":{\"type\":\"string\",\"default\":null},\"payload\":\"x\"}",
                "{\"schema\":{\"type\":\"string\",\"default\":5},\"payload\":\"x\"}",
                "{\"schema\":{\"type\":\"string\",\"optional\":true,\"default\":null},\"payload\":null}",
                "{\"schema\":{\"type\":\"struct\"},\"payload\":{}}",
                "{\"schema\":{\"type\":\"struct\",\"fields\":{}},\"payload\":{}}",
                "{\"schema\":{\"type\":\"struct\",\"fields\":[1]},\"payload\":{}}",
                "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int8\"}]},\"payload\":{}}",
                "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"field\":\"a\",\"type\":\"int8\"},{\"field\":\"a\",\"type\":\"int8\"}]},"
                        + "\"payload\":{}}",
                "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"field\":\"a\",\"type\":\"int8\"}]},\"payload\":{\"b\":[{}],\"a\":1}}",
                "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"field\":\"a\",\"type\":\"int8\"}]},\"payload\":{\"a\":1,\"a\":2}}",
                "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"field\":\"a\",\"type\":\"string\"}]},\"payload\":{\"a\":1}}",
                "{\"schema\":{\"type\":\"string\",\"name\":\"org.apache.kafka.connect.data.Date\"},\"payload\":5}",
                "{\"schema\":{\"type\":\"int32\",\"name\":\"org.apache.kafka.connect.data.Date\"},\"payload\":5.5}",
                "{\"schema\":{\"type\":\"int32\",\"name\":\"org.apache.kafka.connect.data.Time\"},\"payload\":9999999999}",
                "{\"schema\":{\"type\":\"int64\",\"name\":\"org.apache.kafka.connect.data.Timestamp\"},\"payload\":99999999999}",
                "{\"schema\":{\"type\":\"int64\",\"name\":\"org.apache.kafka.connect.data.Timestamp\"},\"payload\":\"x\"}",
                "{\"schema\":{\"type\":\"bytes\",\"name\":\"org.apache.kafka.connect.data.Decimal\"},\"payload\":\"AQ==\"}",
                "{\"schema\":{\"type\":\"bytes\",\"name\":\"org.apache.kafka.connect.data.Decimal\",\"parameters\":{\"scale\":\"2\"}},"
                        + "\"payload\":\"%\"}",
                "{\"schema\":{\"type\":\"bytes\",\"name\":\"org.apache.kafka.connect.data.Decimal\",\"parameters\":{\"scale\":\"2\"}},"
                        + "\"payload\":12.50}",
                "{\"schema\":{\"type\":\"bytes\",\"name\":\"org.apache.kafka.connect.data.Decimal\",\"parameters\":{\"scale\":\"2\"}},"
                        + "\"payload\":true}",
            })
    void an_odd_message_is_read_or_refused_the_same(String message) {
        for (Map<String, String> options : options()) {
            new Pair(options).assertSameData(utf8(message));
            new Pair(options).assertSameData(message.getBytes(StandardCharsets.UTF_16BE));
            new Pair(options).assertSameData(utf8("\ufeff" + message));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "{}", "{\"a\":5}", "{\"a\":null}", "[]", "{\"a\":"})
    void a_schema_in_the_settings_applies_to_every_message(String message) {
        String schema = "{\"type\":\"struct\",\"fields\":[{\"field\":\"a\",\"type\":\"int8\",\"default\":3}]}";
        Pair pair = new Pair(Map.of("schema.content", schema));

        pair.assertSameData(utf8(message));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class Pair {
        private final JsonConverter theirs = new JsonConverter();
        private final JsonEngine ours = new JsonEngine();

        Pair(Map<String, String> options) {
            theirs.configure(options, false);
            ours.configure(options, false);
        }

        byte[] assertSameBytes(Schema schema, Object value) {
            Object expected = outcome(() -> theirs.fromConnectData("t", schema, value));
            Object actual = outcome(() -> ours.fromConnectData("t", schema, value));
            assertThat(shown(actual)).as("schema %s, value %s", schema, value).isEqualTo(shown(expected));
            return expected instanceof byte[] bytes ? bytes : null;
        }

        void assertSameData(byte[] bytes) {
            Object expected = outcome(() -> theirs.toConnectData("t", bytes));
            Object actual = outcome(() -> ours.toConnectData("t", bytes));
            assertThat(comparable(actual))
                    .as(new String(bytes, StandardCharsets.UTF_8))
                    .isEqualTo(comparable(expected));
        }

        private static Object outcome(Supplier<Object> call) {
            try {
                return call.get();
            } catch (RuntimeException e) {
                return e.getClass();
            }
        }

        private static Object shown(Object outcome) {
            return outcome instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : outcome;
        }

        /** Bytes inside data are compared by content, and numbers by class too. */
        private static Object comparable(Object outcome) {
            if (outcome instanceof byte[] bytes) {
                return ByteBuffer.wrap(bytes);
            }
            if (outcome instanceof SchemaAndValue both) {
                List<Object> parts = new ArrayList<>();
                parts.add(describe(both.schema()));
                parts.add(comparable(both.value()));
                return parts;
            }
            if (outcome instanceof List<?> list) {
                return list.stream().map(Pair::comparable).collect(Collectors.toCollection(ArrayList::new));
            }
            if (outcome instanceof Map<?, ?> map) {
                Map<Object, Object> copy = new HashMap<>();
                map.forEach((key, value) -> copy.put(comparable(key), comparable(value)));
                return copy;
            }
            if (outcome instanceof Struct struct) {
                List<Object> parts = new ArrayList<>();
                parts.add(describe(struct.schema()));
                for (Field field : struct.schema().fields()) {
                    parts.add(comparable(struct.getWithoutDefault(field.name())));
                }
                return parts;
            }
            return outcome;
        }

        /** Every attribute; schemas themselves are never equal when a default holds bytes inside a container. */
        private static Object describe(Schema schema) {
            if (schema == null) {
                return "none";
            }
            List<Object> parts = new ArrayList<>(Arrays.asList(
                    schema.type(),
                    schema.isOptional(),
                    schema.name(),
                    schema.version(),
                    schema.doc(),
                    schema.parameters(),
                    comparable(schema.defaultValue())));
            switch (schema.type()) {
                case ARRAY -> parts.add(describe(schema.valueSchema()));
                case MAP -> parts.addAll(List.of(describe(schema.keySchema()), describe(schema.valueSchema())));
                case STRUCT ->
                    schema.fields()
                            .forEach(field ->
                                    parts.addAll(List.of(field.name(), field.index(), describe(field.schema()))));
                default -> {}
            }
            return parts;
        }
    }
}
