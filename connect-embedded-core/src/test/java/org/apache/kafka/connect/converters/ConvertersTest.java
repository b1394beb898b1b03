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
package org.apache.kafka.connect.converters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConvertersTest {

    static Stream<Arguments> primitives() {
        return Stream.of(
                Arguments.of(new BooleanConverter(), Schema.OPTIONAL_BOOLEAN_SCHEMA, true, new byte[] {1}),
                Arguments.of(new ShortConverter(), Schema.OPTIONAL_INT16_SCHEMA, (short) 258, new byte[] {1, 2}),
                Arguments.of(new IntegerConverter(), Schema.OPTIONAL_INT32_SCHEMA, 258, new byte[] {0, 0, 1, 2}),
                Arguments.of(
                        new LongConverter(), Schema.OPTIONAL_INT64_SCHEMA, 258L, new byte[] {0, 0, 0, 0, 0, 0, 1, 2}),
                Arguments.of(
                        new FloatConverter(), Schema.OPTIONAL_FLOAT32_SCHEMA, 1.5f, new byte[] {0x3f, (byte) 0xc0, 0, 0
                        }),
                Arguments.of(new DoubleConverter(), Schema.OPTIONAL_FLOAT64_SCHEMA, 1.5d, new byte[] {
                    0x3f, (byte) 0xf8, 0, 0, 0, 0, 0, 0
                }),
                Arguments.of(
                        new ByteArrayConverter(), Schema.OPTIONAL_BYTES_SCHEMA, new byte[] {7, 8}, new byte[] {7, 8}));
    }

    @ParameterizedTest
    @MethodSource("primitives")
    void a_value_becomes_kafkas_bytes_and_comes_back(Converter converter, Schema schema, Object value, byte[] bytes) {
        converter.configure(Map.of(), false);

        assertThat(converter.fromConnectData("t", schema, value)).isEqualTo(bytes);
        assertThat(converter.toConnectData("t", bytes).schema()).isEqualTo(schema);
        assertThat(converter.toConnectData("t", bytes).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("primitives")
    void a_header_is_written_as_a_value_is(HeaderConverter converter, Schema schema, Object value, byte[] bytes) {
        converter.configure(Map.of("converter.type", "header"));

        assertThat(converter.fromConnectHeader("t", "h", schema, value)).isEqualTo(bytes);
        assertThat(converter.toConnectHeader("t", "h", bytes).schema()).isEqualTo(schema);
        assertThat(converter.toConnectHeader("t", "h", bytes).value()).isEqualTo(value);
        assertThat(converter.config().names()).containsExactly("converter.type");
    }

    @ParameterizedTest
    @MethodSource("primitives")
    void null_stays_null(Converter converter, Schema schema) {
        assertThat(converter.fromConnectData("t", schema, null)).isNull();
        assertThat(converter.toConnectData("t", null)).isEqualTo(new SchemaAndValue(schema, null));
    }

    @ParameterizedTest
    @MethodSource("primitives")
    void a_value_of_another_class_is_refused(Converter converter, Schema schema) {
        assertThatThrownBy(() -> converter.fromConnectData("prices", schema, "text"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("java.lang.String")
                .hasMessageContaining("prices");
    }

    @Test
    void bytes_of_the_wrong_length_are_refused() {
        assertThatThrownBy(() -> new LongConverter().toConnectData("prices", new byte[3]))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("3 bytes")
                .hasMessageContaining("prices");
    }

    @Test
    void bytes_and_booleans_also_check_the_schema() {
        assertThatThrownBy(() -> new ByteArrayConverter().fromConnectData("t", Schema.STRING_SCHEMA, new byte[1]))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> new BooleanConverter().fromConnectData("t", Schema.STRING_SCHEMA, true))
                .isInstanceOf(DataException.class);
    }

    @Test
    void a_byte_buffer_is_written_from_its_beginning_and_left_as_it_was() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3}).position(2);

        assertThat(new ByteArrayConverter().fromConnectData("t", null, buffer)).containsExactly(1, 2, 3);
        assertThat(buffer.position()).isEqualTo(2);
    }

    @Test
    void an_unknown_converter_type_is_refused() {
        assertThatThrownBy(() -> new LongConverter().configure(Map.of("converter.type", "other")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("converter.type");
    }
}
