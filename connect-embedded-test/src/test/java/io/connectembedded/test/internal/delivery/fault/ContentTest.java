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
package io.connectembedded.test.internal.delivery.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

class ContentTest {

    private static final Schema ROW = row("row");

    private static Schema row(String name) {
        return SchemaBuilder.struct()
                .name(name)
                .field("id", Schema.INT32_SCHEMA)
                .field("blob", Schema.OPTIONAL_BYTES_SCHEMA)
                .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
                .build();
    }

    private static Struct row(Schema schema, byte[] blob, List<String> tags) {
        return new Struct(schema).put("id", 1).put("blob", blob).put("tags", tags);
    }

    @Test
    void what_is_changed_later_is_known_as_it_was() {
        byte[] bytes = {65};
        List<Object> list = new ArrayList<>(List.of(bytes));
        Map<String, Object> map = new HashMap<>(Map.of("list", list));
        Content before = Content.of(map);
        bytes[0] = 66;
        list.add("more");
        map.put("seen", true);

        assertThat(before).isEqualTo(Content.of(Map.of("list", List.of(new byte[] {65}))));
        assertThat(before).isNotEqualTo(Content.of(map)).hasToString("{list=[A]}");
    }

    @Test
    void a_struct_is_known_by_its_schema_and_what_it_held() {
        byte[] blob = {65};
        List<String> tags = new ArrayList<>(List.of("x"));
        Struct struct = row(ROW, blob, tags);
        Content before = Content.of(struct);
        struct.put("id", 2);
        blob[0] = 66;
        tags.add("y");

        Content same = Content.of(row(ROW, new byte[] {65}, List.of("x")));
        assertThat(before).isEqualTo(same).hasSameHashCodeAs(same).hasToString("Struct{id=1, blob=A, tags=[x]}");
        assertThat(before).isNotEqualTo(Content.of(struct));
        assertThat(before).isNotEqualTo(Content.of(row(row("other"), new byte[] {65}, List.of("x"))));
    }

    @Test
    void bytes_are_known_by_their_content_wherever_they_are() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {65, 66});
        Content before = Content.of(buffer);
        buffer.get();

        assertThat(before)
                .isEqualTo(Content.of(buffer))
                .isEqualTo(Content.of(new byte[] {65, 66}))
                .hasToString("AB");
        assertThat(Content.of(Set.of(buffer))).isEqualTo(Content.of(Set.of(new byte[] {65, 66})));
        assertThat(Content.of(new int[] {1})).isEqualTo(Content.of(new int[] {1}));
    }

    @Test
    void null_is_a_value_too() {
        assertThat(Content.of(null).isNull()).isTrue();
        assertThat(Content.of("").isNull()).isFalse();
        assertThat(Content.of(Arrays.asList("a", null))).hasToString("[a, null]");
    }
}
