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

import ch.qos.logback.classic.Level;
import io.connectembedded.internal.lifecycle.LogLines;
import io.connectembedded.internal.lifecycle.TaskGate;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ErrorHandlingTest {

    private final Exception bad = new DataException("not my kind");
    private final Exception busy = new RetriableException("busy");

    private final ErrorFixture fixture = new ErrorFixture();
    private final LogLines log = new LogLines(LogReporter.class);

    @AfterEach
    void close() {
        log.close();
    }

    private static boolean fails(ErrorHandling<ConsumerRecord<byte[], byte[]>> errors, Exception thrown)
            throws InterruptedException {
        return fails(errors, Stage.VALUE_CONVERTER, 0, thrown);
    }

    private static boolean fails(
            ErrorHandling<ConsumerRecord<byte[], byte[]>> errors, Stage stage, int attempt, Exception thrown)
            throws InterruptedException {
        errors.processing(ErrorFixture.record(5));
        return errors.again(attempt, stage, StringConverter.class, thrown);
    }

    /** Fails in this way until it is given up; the waits between. */
    private List<Long> waitsOf(ErrorHandling<ConsumerRecord<byte[], byte[]>> errors, int most) throws Exception {
        for (int attempt = 0; attempt < most && fails(errors, Stage.TRANSFORMATION, attempt, busy); attempt++) {
            assertThat(attempt).isLessThan(most);
        }
        return fixture.waits;
    }

    @Test
    void the_delay_doubles_from_300_ms_until_the_timeout_since_the_first_failure() throws Exception {
        assertThat(waitsOf(fixture.handling(true, 5_000, 60_000), 20)).containsExactly(300L, 600L, 1200L, 2400L, 500L);
    }

    @Test
    void beyond_the_longest_delay_it_is_random() throws Exception {
        assertThat(waitsOf(fixture.handling(true, -1, 1_000), 6)).containsExactly(300L, 600L, 500L, 500L, 500L, 500L);
    }

    @Test
    void the_delay_never_turns_over_however_often_it_doubles() throws Exception {
        ErrorHandling<ConsumerRecord<byte[], byte[]>> errors = fixture.handling(true, -1, Long.MAX_VALUE);
        assertThat(fails(errors, Stage.TRANSFORMATION, 500, busy)).isTrue();
        assertThat(fixture.waits.get(0)).isPositive();
    }

    @Test
    void a_longest_delay_of_nothing_waits_for_nothing() throws Exception {
        assertThat(fails(fixture.handling(true, -1, 0), busy)).isTrue();
        assertThat(fixture.waits).isEmpty();
    }

    @Test
    void each_record_has_the_whole_time() throws Exception {
        ErrorHandling<ConsumerRecord<byte[], byte[]>> errors = fixture.handling(true, 1_000, 60_000);
        waitsOf(errors, 20);
        fixture.waits.clear();
        assertThat(waitsOf(errors, 20)).containsExactly(300L, 600L, 100L);
    }

    @Test
    void without_a_timeout_and_for_what_does_not_pass_by_itself_there_is_no_retry() throws Exception {
        assertThat(fails(fixture.handling(true, 0, 60_000), busy)).isFalse();
        assertThat(fails(fixture.handling(true, -1, 60_000), bad)).isFalse();
        assertThat(fails(
                        fixture.handling(true, -1, 60_000),
                        new org.apache.kafka.common.errors.TimeoutException("of Kafka's kind")))
                .isFalse();
        assertThat(fixture.waits).isEmpty();
    }

    @Test
    void a_pause_of_the_connector_does_not_shorten_a_wait() throws Exception {
        fixture.whileWaiting = () -> fixture.gate.ask(TaskGate.Target.PAUSE);
        assertThat(fails(fixture.handling(true, -1, 60_000), busy)).isTrue();
        assertThat(fixture.waits).containsExactly(300L);
    }

    @Test
    void a_stop_ends_the_retries_and_the_record_is_neither_skipped_nor_reported() {
        fixture.whileWaiting = () -> fixture.gate.ask(TaskGate.Target.STOP);
        ErrorHandling<ConsumerRecord<byte[], byte[]>> errors = fixture.handling(true, -1, 60_000);
        assertThatThrownBy(() -> fails(errors, busy))
                .isInstanceOf(TaskGate.StoppedException.class)
                .hasMessageContaining("record t-0@5");
        assertThat(log.all()).isEmpty();
        errors.close();
        assertThat(fixture.told).isEmpty();
    }

    @Test
    void what_fails_while_the_task_is_to_stop_is_not_skipped() {
        fixture.gate.ask(TaskGate.Target.STOP);
        assertThatThrownBy(() -> fails(fixture.handling(true, 0, 60_000), new DataException("interrupted")))
                .isInstanceOf(TaskGate.StoppedException.class);
        assertThat(log.all()).isEmpty();
    }

    @Test
    void without_tolerance_the_sentence_names_task_stage_place_class_and_remedy() {
        assertThatThrownBy(() -> fails(fixture.handling(false, 0, 60_000), bad))
                .isExactlyInstanceOf(ConnectException.class)
                .hasCause(bad)
                .hasMessage("Tolerance exceeded in error handler: The value of record t-0@5 cannot be converted"
                        + " (not my kind); choose the converter that fits what wrote the topic, or set"
                        + " errors.tolerance=all to leave such records out (task errors-test-3, stage VALUE_CONVERTER,"
                        + " class org.apache.kafka.connect.storage.StringConverter)");
        assertThat(log.at(Level.ERROR)).hasSize(1);
    }

    @Test
    void a_sources_record_is_named_by_its_offset() {
        ErrorHandling<SourceRecord> errors = new ErrorHandling<>();
        errors.processing(new SourceRecord(
                java.util.Map.of("p", 1), java.util.Map.of("o", 7), "t", null, "contents of the record"));
        assertThatThrownBy(() -> errors.again(0, Stage.KEY_CONVERTER, StringConverter.class, bad))
                .hasMessageContaining("The key of a record for topic t at source offset {o=7} cannot be converted")
                .hasMessageContaining("choose a converter that fits what the connector emits")
                .message()
                .doesNotContain("contents");
    }

    @Test
    void outside_of_transformations_and_converters_only_what_may_pass_is_tolerated() throws Exception {
        ErrorHandling<ConsumerRecord<byte[], byte[]>> errors = fixture.handling(true, 0, 60_000);
        for (Stage stage : List.of(Stage.TASK_POLL, Stage.TASK_PUT, Stage.KAFKA_PRODUCE, Stage.KAFKA_CONSUME)) {
            assertThat(fails(errors, stage, 0, busy)).as(stage.name()).isFalse();
            assertThatThrownBy(() -> fails(errors, stage, 0, bad))
                    .as(stage.name())
                    .hasMessageStartingWith("Unhandled exception in error handler: ")
                    .message()
                    .doesNotContain("errors.tolerance");
        }
        for (Stage stage :
                List.of(Stage.TRANSFORMATION, Stage.KEY_CONVERTER, Stage.VALUE_CONVERTER, Stage.HEADER_CONVERTER)) {
            assertThat(fails(errors, stage, 0, bad)).as(stage.name()).isFalse();
        }
    }

    @Test
    void an_error_of_the_jvm_is_never_tolerated() {
        ErrorHandling<ConsumerRecord<byte[], byte[]>> errors = fixture.handling(true, 0, 60_000);
        assertThatThrownBy(() -> errors.failed(
                        Stage.TASK_PUT, StringConverter.class, new StackOverflowError("deep"), ErrorFixture.record(5)))
                .isInstanceOf(ConnectException.class)
                .hasRootCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void what_kafka_refused_later_is_tolerated_whatever_it_is() {
        ErrorHandling<ConsumerRecord<byte[], byte[]>> errors = fixture.handling(true, 0, 60_000);
        assertThat(errors.failed(Stage.KAFKA_PRODUCE, StringConverter.class, bad, ErrorFixture.record(5)))
                .isCompleted();
        assertThat(log.at(Level.ERROR)).hasSize(1);
    }

    @Test
    void the_log_has_one_line_for_each_record_in_connects_words() throws Exception {
        fails(fixture.handling(true, 0, 60_000), bad);
        assertThat(log.at(Level.ERROR))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith(
                                "Error encountered in task errors-test-3. Executing stage 'VALUE_CONVERTER' with class"
                                        + " 'org.apache.kafka.connect.storage.StringConverter', where consumed record is {topic='t',"
                                        + " partition=0, offset=5}. org.apache.kafka.connect.errors.DataException: not my kind")
                        .contains("\tat "));
    }

    @Test
    void a_task_that_fails_by_it_shows_the_trace_itself() {
        assertThatThrownBy(() -> fails(fixture.handling(false, 0, 60_000), bad)).isInstanceOf(ConnectException.class);
        assertThat(log.at(Level.ERROR))
                .singleElement()
                .satisfies(line -> assertThat(line).endsWith(". not my kind"));
    }

    @Test
    void secrets_reach_neither_log_nor_event_nor_sentence() throws Exception {
        Exception telling = new DataException("refused for hunter22", new IllegalStateException("by hunter22"));
        ErrorHandling<ConsumerRecord<byte[], byte[]>> errors = fixture.handling(true, 0, 60_000);
        fails(errors, telling);
        errors.endOfBatch();
        List<String> shown = new ArrayList<>(log.all());
        shown.addAll(fixture.told);
        assertThatThrownBy(() -> fails(fixture.handling(false, 0, 60_000), telling))
                .satisfies(thrown -> shown.add(thrown.getMessage()));
        assertThat(shown)
                .hasSize(3)
                .allSatisfy(text -> assertThat(text).contains("[hidden]").doesNotContain(ErrorFixture.SECRET));
    }

    @Test
    void a_batch_is_told_once_and_one_without_failures_not_at_all() throws Exception {
        ErrorHandling<ConsumerRecord<byte[], byte[]>> errors = fixture.handling(true, 0, 60_000);
        fails(errors, bad);
        fails(errors, new DataException("the second"));
        errors.endOfBatch();
        errors.endOfBatch();
        assertThat(fixture.told).containsExactly("2 VALUE_CONVERTER not my kind");
    }
}
