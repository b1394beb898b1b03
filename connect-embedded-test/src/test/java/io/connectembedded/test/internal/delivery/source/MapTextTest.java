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
package io.connectembedded.test.internal.delivery.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.JsonConverter;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MapTextTest {

    @Test
    void a_map_is_written_as_the_worker_writes_it() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("text", "a \"quoted\" \\ back\nslash\t\b\f\r \u0001 é \ud83d\ude00");
        map.put("int", 1);
        map.put("long", Long.MIN_VALUE);
        map.put("short", (short) 2);
        map.put("byte", (byte) 3);
        map.put("double", 1.5e300);
        map.put("float", 0.1f);
        map.put("nan", Double.NaN);
        map.put("true", true);
        map.put("null", null);
        map.put("bytes", new byte[] {1, 2, 3});
        map.put("nested", Map.of("list", Arrays.asList(1, null, "x")));

        byte[] written = JsonConverter.schemaless().fromConnectData("any", null, map);

        assertThat(MapText.of(map)).isEqualTo(new String(written, StandardCharsets.UTF_8));
    }

    @Test
    void null_is_null_or_its_text() {
        assertThat(MapText.of(null)).isNull();
        assertThat(MapText.ofNullable(null)).isEqualTo("null");
        assertThat(MapText.of(Map.of())).isEqualTo("{}");
    }

    @Test
    void the_canonical_text_knows_no_order() {
        Map<String, Object> nested = new LinkedHashMap<>();
        nested.put("y", 1L);
        nested.put("x", Map.of());
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("b", Arrays.asList(nested, null));
        map.put("a", 2);

        assertThat(MapText.canonical(map)).isEqualTo("{\"a\":2,\"b\":[{\"x\":{},\"y\":1},null]}");
        assertThat(MapText.canonical(null)).isNull();
    }

    @Test
    void what_converters_refuse_is_written_all_the_same() {
        assertThat(MapText.of(Map.of("b", ByteBuffer.wrap(new byte[] {1, 2, 3}))))
                .isEqualTo("{\"b\":\"AQID\"}");
        assertThat(MapText.of(Map.of("i", BigInteger.TEN.pow(30)))).isEqualTo("{\"i\":" + BigInteger.TEN.pow(30) + "}");
        assertThat(MapText.of(Map.of("c", Thread.State.NEW))).isEqualTo("{\"c\":\"NEW\"}");
    }
}
