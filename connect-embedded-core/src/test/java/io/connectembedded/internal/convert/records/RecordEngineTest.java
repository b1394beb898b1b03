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
package io.connectembedded.internal.convert.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.inapp.Records;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordEngineTest {

    private record Item(String name, int count) {}

    private record Order(
            long id, List<Item> items, @Nullable String note, Optional<Item> gift) {}

    private record Page<T>(List<T> rows, @Nullable T next) {}

    private record Pages(Page<Item> items, Page<@Nullable String> texts) {}

    private record Self(String name, List<Self> parts) {}

    private record Odd(Item fine, char[] letters) {}

    private record Positive(int value) {
        private Positive {
            if (value <= 0) {
                throw new IllegalArgumentException("secret");
            }
        }
    }

    private record Whole(byte b, short s, int i, long l) {}

    private record Times(Instant at, java.util.Date date, LocalDate day, LocalTime time) {}

    private record Fractions(float f, double d, BigDecimal decimal) {}

    @Test
    void a_schema_has_the_names_order_and_types_of_the_components() {
        Schema item = SchemaBuilder.struct()
                .name(getClass().getName() + ".Item")
                .field("name", Schema.STRING_SCHEMA)
                .field("count", Schema.INT32_SCHEMA)
                .build();
        Schema schema = Records.schemaOf(Order.class);

        assertThat(schema.name()).isEqualTo(getClass().getName() + ".Order");
        assertThat(schema.fields()).extracting(f -> f.name()).containsExactly("id", "items", "note", "gift");
        assertThat(schema.field("id").schema()).isEqualTo(Schema.INT64_SCHEMA);
        assertThat(schema.field("items").schema())
                .isEqualTo(SchemaBuilder.array(item).build());
        assertThat(schema.field("note").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
        assertThat(schema.field("gift").schema().isOptional()).isTrue();
        assertThat(Records.schemaOf(Order.class)).isSameAs(schema);
    }

    @Test
    void logical_types_are_those_of_connect() {
        Schema times = Records.schemaOf(Times.class);
        assertThat(times.fields())
                .extracting(f -> f.schema())
                .containsExactly(Timestamp.SCHEMA, Timestamp.SCHEMA, Date.SCHEMA, Time.SCHEMA);
        assertThat(Records.schemaOf(Fractions.class).field("decimal").schema())
                .isEqualTo(Decimal.schema(Records.DECIMAL_SCALE));
    }

    @Test
    void a_null_is_refused_where_nothing_says_it_may_be() {
        assertThatThrownBy(() -> Records.toStruct(new Order(1, nulls(), null, Optional.empty())))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("component items[1].name: is null")
                .hasMessageContaining("@Nullable");
    }

    @SuppressWarnings("NullAway") // A caller who is not checked for nulls.
    private static List<Item> nulls() {
        return List.of(new Item("a", 1), new Item(null, 2));
    }

    @Test
    void type_parameters_are_resolved_where_a_component_gives_them() {
        Pages pages = new Pages(new Page<>(List.of(new Item("a", 1)), null), new Page<>(List.of("x"), "y"));
        Struct struct = Records.toStruct(pages);
        assertThat(struct.schema()
                        .field("texts")
                        .schema()
                        .field("rows")
                        .schema()
                        .valueSchema())
                .isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
        assertThat(Records.fromStruct(Pages.class, struct)).isEqualTo(pages);
        assertThatThrownBy(() -> Records.schemaOf(Page.class))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("component rows")
                .hasMessageContaining("T");
    }

    @Test
    void a_record_that_contains_itself_is_refused() {
        assertThatThrownBy(() -> Records.schemaOf(Self.class))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("component parts: the record " + Self.class.getName() + " contains itself");
    }

    @Test
    void a_type_connect_has_no_data_for_is_refused_with_what_it_has() {
        assertThatThrownBy(() -> Records.schemaOf(Odd.class))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("component letters")
                .hasMessageContaining("char[]")
                .hasMessageContaining("use a primitive");
    }

    @Test
    void what_the_constructor_throws_is_the_cause_and_its_text_is_not_told() {
        assertThat(Records.fromConnect(Positive.class, Map.of("value", 1))).isEqualTo(new Positive(1));
        assertThatThrownBy(() -> Records.fromConnect(Positive.class, Map.of("value", 0)))
                .isInstanceOf(DataException.class)
                .hasMessageNotContaining("secret")
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_schemaless_map_makes_a_record_and_unknown_keys_are_passed_over() {
        Map<String, Object> map = Map.of("id", 7, "items", List.of(Map.of("name", "a", "count", 2L)), "more", "x");
        assertThat(Records.fromConnect(Order.class, map))
                .isEqualTo(new Order(7, List.of(new Item("a", 2)), null, Optional.empty()));
    }

    @Test
    void a_missing_field_is_refused_by_its_path() {
        Map<String, Object> map = Map.of("id", 7, "items", List.of(Map.of("name", "a")));
        assertThatThrownBy(() -> Records.fromConnect(Order.class, map))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("component items[0].count: expected a value, found none");
    }

    @Test
    void numbers_of_another_width_are_taken_if_they_fit() {
        Map<String, Object> map = Map.of("b", 127L, "s", 5.0, "i", new BigDecimal("-1.00"), "l", BigInteger.TEN);
        assertThat(Records.fromConnect(Whole.class, map)).isEqualTo(new Whole((byte) 127, (short) 5, -1, 10));
        Map<String, Object> fractions = Map.of("f", 1.1, "d", 3L, "decimal", 1.1);
        assertThat(Records.fromConnect(Fractions.class, fractions))
                .isEqualTo(new Fractions(1.1f, 3, new BigDecimal("1.1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"b", "s", "i", "l"})
    void a_number_that_does_not_fit_is_refused(String field) {
        Map<String, Object> map = new HashMap<>(Map.of("b", 1, "s", 1, "i", 1, "l", 1));
        for (Object bad : List.of(BigInteger.ONE.shiftLeft(64), 0.5, Double.NaN, "1", true)) {
            map.put(field, bad);
            assertThatThrownBy(() -> Records.fromConnect(Whole.class, map))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("component " + field + ": expected a whole number from ")
                    .hasMessageContaining(", found a");
        }
    }

    @Test
    void a_fraction_that_loses_digits_is_refused() {
        Map<String, Object> fits = Map.of("f", 1.5, "d", 1.5, "decimal", 1.5);
        for (var bad : List.<Map.Entry<String, Object>>of(
                Map.entry("f", 0.1234567891),
                Map.entry("f", 1e300),
                Map.entry("d", (1L << 53) + 1),
                Map.entry("decimal", "1.5"),
                Map.entry("decimal", Double.POSITIVE_INFINITY))) {
            Map<String, Object> map = new HashMap<>(fits);
            map.put(bad.getKey(), bad.getValue());
            assertThatThrownBy(() -> Records.fromConnect(Fractions.class, map))
                    .as(bad.toString())
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("component " + bad.getKey() + ": expected ");
        }
        assertThatThrownBy(() -> Records.toStruct(new Fractions(1, 1, new BigDecimal("1e-19"))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("component decimal: expected a decimal of at most 18 digits");
    }

    @Test
    void times_are_taken_as_numbers_and_as_text() {
        Times times = new Times(
                Instant.ofEpochMilli(1), new java.util.Date(2), LocalDate.of(1970, 1, 2), LocalTime.of(0, 0, 1));
        assertThat(Records.fromConnect(Times.class, Map.of("at", 1, "date", 2, "day", 1, "time", 1000)))
                .isEqualTo(times);
        assertThat(Records.fromConnect(
                        Times.class,
                        Map.of(
                                "at", "1970-01-01T00:00:00.001Z",
                                "date", "1970-01-01T00:00:00.002Z",
                                "day", "1970-01-02",
                                "time", "00:00:01")))
                .isEqualTo(times);
        assertThatThrownBy(() -> Records.fromConnect(Times.class, Map.of("at", "soon")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("component at: expected a Timestamp")
                .hasMessageNotContaining("soon");
    }

    @Test
    void values_beside_records_are_made_or_passed_as_they_are() {
        assertThat(Records.fromConnect(Long.class, 5)).isEqualTo(5L);
        assertThat(Records.fromConnect(byte[].class, ByteBuffer.wrap(new byte[] {1, 2})))
                .containsExactly(1, 2);
        assertThat(Records.fromConnect(Object.class, Set.of(1))).isEqualTo(Set.of(1));
        assertThat(Records.fromConnect(Thread.State.class, "NEW")).isEqualTo(Thread.State.NEW);
        assertThat(Records.fromConnect(String.class, null)).isNull();
        assertThatThrownBy(() -> Records.fromConnect(Map.class, "text"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("expected a java.util.Map, found a java.lang.String");
        assertThatThrownBy(() -> Records.fromConnect(Thread.State.class, "hidden"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("one of [NEW,")
                .hasMessageNotContaining("hidden");
    }
}
