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

import io.connectembedded.internal.error.ErrorHandling;
import io.connectembedded.internal.source.inflight.InFlightLimit;
import io.connectembedded.internal.transform.TaskConverters;
import io.connectembedded.internal.transform.TransformationChain;
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

class SourceStepsTest {

    @Test
    void key_value_partition_timestamp_and_headers_go_to_kafka() throws Exception {
        SourceRecord record = record(42L);
        record.headers().addString("trace", "a").addString("trace", "b");
        ProducerRecord<byte[], byte[]> converted = steps().apply(record);

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
    void no_timestamp_leaves_it_to_the_producer() throws Exception {
        assertThat(steps().apply(record(null)).timestamp()).isNull();
        assertThat(steps().apply(record(-1L)).timestamp()).isNull();
    }

    @Test
    void another_negative_timestamp_is_refused() throws Exception {
        assertThatThrownBy(() -> steps().apply(record(-2L)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("topic t")
                .hasMessageContaining("-2");
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

    private static SourceSteps steps() {
        return steps(new TaskConverters(string(true), string(false), new SimpleHeaderConverter(), List.of()));
    }

    private static SourceSteps steps(TaskConverters converters) {
        ErrorHandling<SourceRecord> errors = new ErrorHandling<>();
        return new SourceSteps(new SourceTaskParts.Steps(
                new TransformationChain<>(List.of(), errors),
                converters,
                errors,
                TopicCreation.none(),
                topic -> {},
                new InFlightLimit(1, 1)));
    }

    private static StringConverter string(boolean isKey) {
        StringConverter converter = new StringConverter();
        converter.configure(Map.of(), isKey);
        return converter;
    }
}
