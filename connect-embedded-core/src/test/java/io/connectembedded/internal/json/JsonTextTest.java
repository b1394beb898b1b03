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
package io.connectembedded.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.spi.RuntimeServices;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @Test
    void values_keep_their_order_and_come_back_as_json_types() {
        Object parsed = JsonText.parse("{\"b\":1,\"a\":[1.5,true,null,\"x\"],\"c\":{}}");

        assertThat(parsed).isInstanceOf(Map.class);
        assertThat(((Map<?, ?>) parsed).keySet().toString()).isEqualTo("[b, a, c]");
        assertThat(parsed).isEqualTo(Map.of("b", 1L, "a", Arrays.asList(1.5d, true, null, "x"), "c", Map.of()));
    }

    @Test
    void numbers_that_fit_no_primitive_stay_exact() {
        assertThat(JsonText.parse("[92233720368547758070, 0.1, 0.12345678901234567890123, 1e400]"))
                .isEqualTo(List.of(
                        new BigInteger("92233720368547758070"),
                        0.1d,
                        new BigDecimal("0.12345678901234567890123"),
                        new BigDecimal("1e400")));
    }

    @Test
    void of_equal_keys_the_last_wins() {
        assertThat(JsonText.parseObject("{\"a\":1,\"a\":2}")).isEqualTo(Map.of("a", 2L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "{\"a\":hunter2}", "{\"a\":1} hunter2", "[1,]", "{'a':1}", "{\"a\":1}}", "01"})
    void a_text_that_is_not_one_json_value_is_refused_with_its_place_and_without_its_contents(String text) {
        assertThatThrownBy(() -> JsonText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 1, column")
                .hasNoCause()
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void a_deeply_nested_text_is_refused() {
        assertThatThrownBy(() -> JsonText.parse("[".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nested too deeply");
    }

    @Test
    void an_object_is_required_where_one_is_asked_for() {
        assertThatThrownBy(() -> JsonText.parseObject("[1]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("an object is expected");
    }

    @Test
    void scalars_are_written_to_the_byte_as_connect_does() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("text", "a\"b\\c/\u0000\u001f\u007f\u2028 \u00e9 \ud83d\ude00");
        value.put("bool", true);
        value.put("int8", (byte) -1);
        value.put("int16", (short) 300);
        value.put("int32", Integer.MIN_VALUE);
        value.put("int64", Long.MAX_VALUE);
        value.put("floats", List.of(1.0f, 0.1f, 1e20f, Float.NaN, Float.NEGATIVE_INFINITY));
        value.put("doubles", List.of(1.0d, 0.1d, 1e300d, -0.0d, Double.NaN, Double.POSITIVE_INFINITY, 1e7, 1e-5));
        value.put("bytes", new byte[] {-1, 0, 1, 2});
        value.put("buffer", ByteBuffer.wrap(new byte[] {9, 8}));
        value.put("nothing", null);
        value.put("sorted", new TreeMap<>(Map.of("z", 1, "a", 2)));

        assertThat(JsonText.write(value)).isEqualTo(connects(value));
        assertThat(JsonText.write(null)).isEqualTo("null");
    }

    @Test
    void what_has_no_json_form_is_refused() {
        assertThatThrownBy(() -> JsonText.write(Map.of("a", new Object())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Object");
        assertThatThrownBy(() -> JsonText.write(Map.of(1, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Integer");
    }

    @Test
    void the_api_finds_its_json_reader() {
        ConnectorSpec.JsonReader reader = RuntimeServices.load(ConnectorSpec.JsonReader.class);

        assertThat(reader.read("{\"name\":\"a\",\"config\":{\"tasks.max\":2}}"))
                .isEqualTo(Map.of("name", "a", "config", Map.of("tasks.max", 2L)));
    }

    private static String connects(Object value) {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "false"), false);
            return new String(converter.fromConnectData("t", null, value), StandardCharsets.UTF_8);
        }
    }
}
