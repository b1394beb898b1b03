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
package io.connectembedded.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.internal.transform.TaskConverters;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.apache.kafka.connect.storage.StringConverter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceRecordConverterTest {

    @Test
    void key_value_partition_timestamp_and_headers_go_to_kafka() {
        SourceRecord record = record(42L);
        record.headers().addString("trace", "a").addString("trace", "b");
        ProducerRecord<byte[], byte[]> converted = converter().convert(record);

        assertThat(converted.topic()).isEqualTo("t");
        assertThat(converted.partition()).isEqualTo(3);
        assertThat(converted.timestamp()).isEqualTo(42L);
        assertThat(converted.key()).asString(StandardCharsets.UTF_8).isEqualTo("k");
        assertThat(converted.value()).asString(StandardCharsets.UTF_8).isEqualTo("v");
        assertThat(converted.headers().headers("trace"))
                .extracting(header -> new String(header.value(), StandardCharsets.UTF_8))
                .containsExactly("a", "b");
    }

    @Test
    void no_timestamp_leaves_it_to_the_producer() {
        assertThat(converter().convert(record(null)).timestamp()).isNull();
        assertThat(converter().convert(record(-1L)).timestamp()).isNull();
    }

    @Test
    void another_negative_timestamp_is_refused() {
        assertThatThrownBy(() -> converter().convert(record(-2L)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("its timestamp -2 is negative");
    }

    @Test
    void a_failure_names_the_part_the_topic_and_the_source_offset() {
        StringConverter broken = new StringConverter() {
            @Override
            public byte[] fromConnectData(String topic, Schema schema, Object value) {
                throw new IllegalStateException("not my kind");
            }
        };
        StringConverter fine = string(true);
        TaskConverters converters = new TaskConverters(fine, broken, new SimpleHeaderConverter(), List.of());

        assertThatThrownBy(() -> new SourceRecordConverter(converters).convert(record(1L)))
                .isInstanceOf(ConnectException.class)
                .hasMessage(
                        "The value of a record for topic t at source offset {o=7} cannot be converted (not my kind);"
                                + " choose a converter that fits what the connector emits");
    }

    private static SourceRecord record(@Nullable Long timestamp) {
        return new SourceRecord(
                Map.of("p", 1),
                Map.of("o", 7),
                "t",
                3,
                Schema.STRING_SCHEMA,
                "k",
                Schema.STRING_SCHEMA,
                "v",
                timestamp);
    }

    private static SourceRecordConverter converter() {
        return new SourceRecordConverter(
                new TaskConverters(string(true), string(false), new SimpleHeaderConverter(), List.of()));
    }

    private static StringConverter string(boolean isKey) {
        StringConverter converter = new StringConverter();
        converter.configure(Map.of(), isKey);
        return converter;
    }
}
