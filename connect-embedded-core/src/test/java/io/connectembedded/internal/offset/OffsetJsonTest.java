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
package io.connectembedded.internal.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetJsonTest {

    @Test
    void offsets_are_written_to_the_byte_as_connect_writes_them() {
        Map<String, Object> offset = new LinkedHashMap<>();
        offset.put("z", "last first \u00e9\ud83d\ude00\"");
        offset.put("byte", (byte) 1);
        offset.put("short", (short) 2);
        offset.put("int", 3);
        offset.put("long", 4L);
        offset.put("float", 0.1f);
        offset.put("double", 1e22);
        offset.put("nan", Double.NaN);
        offset.put("bool", false);
        offset.put("none", null);
        offset.put("bytes", new byte[] {1, 2, 3});
        offset.put("buffer", ByteBuffer.wrap(new byte[] {4, 5}));

        assertThat(OffsetJson.offset("src", offset)).isEqualTo(connects(offset));
        assertThat(OffsetJson.partition("src", offset)).isEqualTo(connects(offset));
    }

    @Test
    void null_deletes_an_offset_and_is_a_partition() {
        assertThat(OffsetJson.offset("src", null)).isNull();
        assertThat(OffsetJson.partition("src", null)).isEqualTo("null");
        assertThat(OffsetJson.parse("src", "null")).isNull();
    }

    @Test
    void what_comes_back_has_jsons_types() {
        assertThat(OffsetJson.parse(
                        "src", "{\"i\":3,\"d\":1.5,\"s\":\"x\",\"b\":true,\"n\":null,\"p\":0.12345678901234567890123}"))
                .hasToString("{i=3, d=1.5, s=x, b=true, n=null, p=0.12345678901234568}")
                .containsEntry("i", 3L)
                .containsEntry("p", Double.parseDouble("0.12345678901234567890123"));
    }

    @Test
    void a_value_that_is_no_primitive_is_refused_by_connector_key_and_class() {
        for (Object value : List.of(new Date(), List.of(1), Map.of(), BigDecimal.ONE)) {
            assertThatThrownBy(() -> OffsetJson.offset("orders", Map.of("position", value)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("orders")
                    .hasMessageContaining("'position'")
                    .hasMessageContaining(value.getClass().getName());
        }
    }

    @Test
    void a_key_that_is_no_string_is_refused() {
        assertThatThrownBy(() -> OffsetJson.partition("orders", Map.of(7, "x")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("orders")
                .hasMessageContaining("java.lang.Integer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[1]", "5", "{\"a\":[1]}", "{\"a\":{}}", "{"})
    void stored_text_that_is_no_flat_object_is_refused(String text) {
        assertThatThrownBy(() -> OffsetJson.parse("orders", text))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("orders");
    }

    private static String connects(Object value) {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "false"), false);
            return new String(converter.fromConnectData("t", null, value), StandardCharsets.UTF_8);
        }
    }
}
