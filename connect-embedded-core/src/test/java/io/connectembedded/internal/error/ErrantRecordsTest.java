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
package io.connectembedded.internal.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.internal.lifecycle.LogLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.runtime.InternalSinkRecord;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ErrantRecordsTest {

    private final ErrorFixture fixture = new ErrorFixture();
    private final PendingReports pending = new PendingReports();
    private final LogLines log = new LogLines(LogReporter.class);

    @AfterEach
    void close() {
        log.close();
    }

    private ErrantRecords errants(ErrorHandling<ConsumerRecord<byte[], byte[]>> errors) {
        return new ErrantRecords(errors, built -> ErrorFixture.record(built.kafkaOffset() + 100), pending);
    }

    private static SinkRecord kept() {
        SinkRecord changed =
                new SinkRecord("renamed", 0, Schema.STRING_SCHEMA, "k", Schema.STRING_SCHEMA, "changed", 7);
        return new InternalSinkRecord(new ProcessingContext<>(ErrorFixture.record(7)), changed);
    }

    private static void report(ErrantRecords errants, SinkRecord record, Throwable reason) {
        assertThat(errants.report(record, reason)).isNotDone();
    }

    private List<String> written() {
        return fixture.producer.history().stream()
                .map(letter -> new String(letter.value(), java.nio.charset.StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void what_was_consumed_is_written_whatever_became_of_it() {
        report(errants(fixture.deadLetters(true)), kept(), new DataException("no"));
        assertThat(written()).containsExactly("value 7");
        assertThat(new String(
                        fixture.producer
                                .history()
                                .get(0)
                                .headers()
                                .lastHeader("__connect.errors.stage")
                                .value(),
                        java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("TASK_PUT");
    }

    @Test
    void a_record_the_plug_in_built_by_itself_is_converted_back() {
        SinkRecord built = new SinkRecord("t", 0, null, "k", null, "v", 1);
        report(errants(fixture.deadLetters(true)), built, new DataException("no"));
        assertThat(written()).containsExactly("value 101");
    }

    @Test
    void a_report_is_done_when_it_is_written_and_may_be_cancelled() {
        ErrantRecords errants = errants(fixture.deadLetters(true));
        Future<?> first = errants.report(kept(), new DataException("no"));
        Future<?> second = errants.report(kept(), new DataException("no"));
        assertThat(first).isNotDone();
        assertThat(second.cancel(true)).isTrue();
        assertThat(second).isCancelled();
        fixture.producer.completeNext();
        fixture.producer.completeNext();
        assertThat(first).isDone();
    }

    @Test
    void reports_of_partitions_that_were_lost_are_cancelled() {
        Future<?> report = errants(fixture.deadLetters(true)).report(kept(), new DataException("no"));
        pending.cancel(List.of(new TopicPartition("t", 0)));
        assertThat(report).isCancelled();
        pending.throwIfFailed();
    }

    @Test
    void without_tolerance_the_plug_in_is_told_by_an_exception() {
        ErrantRecords errants = errants(fixture.deadLetters(false, true));
        assertThatThrownBy(() -> errants.report(kept(), new DataException("no")))
                .hasMessageStartingWith(
                        "Tolerance exceeded in error handler: The task cannot handle record t-0@7 (no)");
        assertThatThrownBy(errants::throwIfRefused).hasMessageStartingWith("Tolerance exceeded");
    }

    @Test
    void an_error_the_plug_in_names_as_the_reason_is_tolerated_and_so_is_no_reason() {
        ErrantRecords errants = errants(fixture.deadLetters(true));
        report(errants, kept(), new StackOverflowError("deep"));
        report(errants, kept(), null);
        assertThat(written()).hasSize(2);
    }

    @Test
    void no_offset_passes_a_record_whose_report_was_refused_on_a_thread_of_the_plug_in() {
        ErrantRecords errants = errants(fixture.deadLetters(false, true));
        assertThatThrownBy(() -> errants.report(kept(), new DataException("no")))
                .hasMessageContaining("Tolerance exceeded");
        TopicPartition partition = new TopicPartition(
                ErrorFixture.record(7).topic(), ErrorFixture.record(7).partition());
        assertThat(pending.before(Map.of(partition, new OffsetAndMetadata(9)), (any, offset) -> true))
                .isEqualTo(Map.of(partition, new OffsetAndMetadata(7)));
    }

    @Test
    void threads_of_the_plug_in_report_side_by_side() throws Exception {
        ErrorHandling<ConsumerRecord<byte[], byte[]>> errors = fixture.deadLetters(true);
        ErrantRecords errants = errants(errors);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(new Thread(() -> {
                for (int j = 0; j < 50; j++) {
                    report(errants, kept(), new DataException("no"));
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        errors.endOfBatch();
        assertThat(written()).hasSize(200);
        assertThat(fixture.told).containsExactly("200 TASK_PUT no");
    }
}
