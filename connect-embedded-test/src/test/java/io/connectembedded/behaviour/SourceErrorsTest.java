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
package io.connectembedded.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.ErrorPolicy;
import io.connectembedded.event.ConnectEvent.OffsetsCommitted;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.SourceDriver;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Source records that reach no topic, and what becomes of their offsets. */
class SourceErrorsTest {

    private final Script script = Script.byHand();
    private final ScriptStore store = new ScriptStore();
    private ConnectTestDriver driver;
    private SourceDriver src;

    @AfterEach
    void end() {
        driver.close();
        script.close();
    }

    private ConnectorHandle running(ConnectorSpec spec) {
        return running(Host.byHand(), spec);
    }

    private ConnectorHandle running(ConnectWorker.Builder builder, ConnectorSpec spec) {
        driver = ConnectTestDriver.of(builder.offsetStore(store).connector(spec));
        src = driver.source(spec.name());
        return driver.worker().connector(spec.name());
    }

    private static SourceRecord record(long offset, String value) {
        return new SourceRecord(Map.of("p", "a"), Map.of("o", offset), "t", Schema.STRING_SCHEMA, value);
    }

    private static ConnectRecord<?> withoutDrops(ConnectRecord<?> record) {
        return "drop".equals(record.value()) ? null : record;
    }

    private static ConnectRecord<?> refusingPoison(ConnectRecord<?> record) {
        if ("poison".equals(record.value())) {
            throw new DataException("poison");
        }
        return record;
    }

    private ConnectorSpec poisoned(ErrorPolicy policy) {
        return script.source("src")
                .transform("check", SourceErrorsTest::refusingPoison)
                .errors(policy);
    }

    private List<Object> committedRecords() {
        return script.calls("task.commitRecord").stream()
                .map(Script.Call::argument)
                .toList();
    }

    /** KAFKA-15296: in Connect the offset of a filtered record is never committed. */
    @Test
    void a_source_that_filters_everything_still_moves_its_offset() {
        running(script.source("src").transform("filter", SourceErrorsTest::withoutDrops));
        script.emit(record(1, "drop"), record(2, "drop"));
        src.poll();
        assertThat(src.inFlight()).isZero();
        assertThat(committedRecords()).containsExactly("none", "none");
        assertThat(src.commit()).isTrue();
        assertThat(store.offset("a")).isEqualTo(2);
    }

    @Test
    void the_offset_of_a_dropped_record_waits_for_earlier_records() {
        running(script.source("src").transform("filter", SourceErrorsTest::withoutDrops));
        script.emit(record(1, "good"), record(2, "drop"));
        src.poll();
        assertThat(src.commit()).isFalse();
        src.ackAll();
        assertThat(src.commit()).isTrue();
        assertThat(store.offset("a")).isEqualTo(2);
        assertThat(driver.topic("t").values()).containsExactly("good");
    }

    @Test
    void a_record_whose_transformation_fails_is_skipped_in_its_turn() {
        running(poisoned(ErrorPolicy.skip()));
        script.emit(record(1, "poison"), record(2, "good"), record(3, "poison"));
        src.poll();
        assertThat(committedRecords()).containsExactly("none", "none");
        assertThat(src.commit()).isTrue();
        assertThat(store.offset("a")).isEqualTo(1);
        src.ackAll();
        assertThat(src.commit()).isTrue();
        assertThat(store.offset("a")).isEqualTo(3);
        assertThat(driver.topic("t").values()).containsExactly("good");
    }

    @Test
    void a_record_that_cannot_be_converted_is_skipped_in_its_turn() {
        running(script.source("src")
                .with("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter")
                .errors(ErrorPolicy.skip()));
        script.emit(
                new SourceRecord(Map.of("p", "a"), Map.of("o", 1L), "t", Schema.BYTES_SCHEMA, new byte[] {1}),
                record(2, "text"));
        src.poll();
        assertThat(src.inFlight()).isEqualTo(1);
        src.ackAll();
        assertThat(src.commit()).isTrue();
        assertThat(store.offset("a")).isEqualTo(2);
    }

    @Test
    void a_dead_letter_of_a_source_lets_its_offset_move_on() {
        running(poisoned(ErrorPolicy.deadLetterQueue("dead"))
                .with("errors.deadletterqueue.topic.replication.factor", 1));
        script.emit(record(1, "good"), record(2, "poison"));
        src.poll();
        src.ackAll();
        src.poll();
        assertThat(src.commit()).isTrue();
        assertThat(store.offset("a")).isEqualTo(2);
        assertThat(driver.topic("dead").as(byte[].class, byte[].class).records())
                .hasSize(1);
        assertThat(committedRecords()).hasSize(2).contains("none");
    }

    @Test
    void a_null_among_the_records_of_a_poll_is_passed_over() {
        ConnectorHandle handle = running(script.source("src"));
        script.polls.add(Arrays.asList(record(1, "good"), null, record(2, "good too")));
        src.poll();
        src.ackAll();
        assertThat(handle.status().isRunning()).isTrue();
        assertThat(driver.topic("t").values()).containsExactly("good", "good too");
        assertThat(src.commit()).isTrue();
        assertThat(store.offset("a")).isEqualTo(2);
    }

    @Test
    @SuppressWarnings("unchecked") // as plug-ins in other languages do
    void a_partition_whose_keys_are_no_strings_fails_its_commit_and_is_named() {
        Told told = new Told();
        ConnectorHandle handle = running(Host.byHand().listener(told), script.source("src"));
        Map<?, ?> partition = new HashMap<>(Map.of(7, "a"));
        script.emit(new SourceRecord((Map<String, ?>) partition, Map.of("o", 1L), "t", null, "good"));
        src.poll();
        src.ackAll();
        assertThat(src.commit()).isFalse();
        assertThat(handle.status().isRunning()).isTrue();
        assertThat(told.of(OffsetsCommitted.class))
                .extracting(event -> String.valueOf(event.failure()))
                .anyMatch(failure -> failure.contains("the keys must be strings"));
    }

    @Test
    void what_a_task_throws_from_its_commit_counts_as_no_failed_commit() {
        ConnectorHandle handle = running(script.source("src"));
        script.failAlwaysIn("task.commit", new IllegalStateException("no"));
        script.emit(record(1, "good"));
        src.poll();
        src.ackAll();
        assertThat(src.commit()).isTrue();
        assertThat(handle.metrics().tasks().get(0).number("offset-commit-failure-percentage"))
                .hasValue(0);
        assertThat(handle.metrics().tasks().get(0).number("offset-commit-success-percentage"))
                .hasValue(1);
    }

    @Test
    void the_write_total_counts_no_record_that_was_dropped() {
        ConnectorHandle handle = running(poisoned(ErrorPolicy.skip()));
        script.emit(record(1, "good"), record(2, "poison"), record(3, "good"));
        src.poll();
        src.ackAll();
        src.poll();
        assertThat(handle.metrics().tasks().get(0).number("source-record-poll-total"))
                .hasValue(3);
        assertThat(handle.metrics().tasks().get(0).number("source-record-write-total"))
                .hasValue(2);
    }

    /** In Connect the task hears of it on the producer's thread. */
    @Test
    void a_tolerated_record_that_kafka_refuses_is_dropped_by_the_task_at_its_next_round() {
        ConnectorHandle handle = running(script.source("src").errors(ErrorPolicy.skip()));
        script.emit(record(1, "large"), record(2, "good"));
        src.failNextSend(new RecordTooLargeException("1000 bytes"));
        src.poll();
        src.ackAll();
        assertThat(committedRecords()).hasSize(1).doesNotContain("none");
        assertThat(src.commit()).isFalse();
        src.poll();
        assertThat(committedRecords()).hasSize(2).endsWith("none");
        assertThat(src.commit()).isTrue();
        assertThat(store.offset("a")).isEqualTo(2);
        assertThat(handle.status().isRunning()).isTrue();
    }

    @Test
    void a_tolerated_record_that_kafka_refuses_is_dropped_at_the_end_if_no_round_follows() {
        ConnectorHandle handle = running(script.source("src").errors(ErrorPolicy.skip()));
        script.emit(record(1, "large"), record(2, "good"));
        src.failNextSend(new RecordTooLargeException("1000 bytes"));
        src.poll();
        src.ackAll();
        handle.stop().await();
        assertThat(store.offset("a")).isEqualTo(2);
        assertThat(script.all())
                .filteredOn(
                        call -> call.argument().equals("none") || call.method().equals("task.stop"))
                .extracting(Script.Call::method)
                .containsExactly("task.commitRecord", "task.stop");
    }

    @Test
    void only_the_step_that_fails_is_done_again() {
        AtomicInteger transformed = new AtomicInteger();
        Counting keys = new Counting(0);
        Counting values = new Counting(2);
        running(
                Host.byHand().keyConverter(keys).valueConverter(values),
                script.source("src")
                        .transform("count", record -> {
                            transformed.incrementAndGet();
                            return record;
                        })
                        .errors(ErrorPolicy.failTask().retryFor(Duration.ofMinutes(1))));
        script.emit(record(1, "good"));
        src.poll();
        assertThat(src.inFlight()).isEqualTo(1);
        assertThat(transformed).hasValue(1);
        assertThat(keys.calls).hasValue(1);
        assertThat(values.calls).hasValue(3);
    }

    /** Cannot convert at first. */
    private static final class Counting extends StringConverter {

        private final AtomicInteger calls = new AtomicInteger();
        private final int failures;

        Counting(int failures) {
            this.failures = failures;
            configure(Map.of(), false);
        }

        @Override
        public byte[] fromConnectData(String topic, Headers headers, Schema schema, Object value) {
            if (calls.incrementAndGet() <= failures) {
                throw new RetriableException("registry is away");
            }
            return super.fromConnectData(topic, schema, value);
        }
    }
}
