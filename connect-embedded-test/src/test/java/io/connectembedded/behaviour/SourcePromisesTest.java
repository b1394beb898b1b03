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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.event.ConnectEvent.OffsetsCommitted;
import io.connectembedded.status.Failure;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.SourceDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a source task may rely on. */
class SourcePromisesTest {

    private final Script script = Script.byHand();
    private final Told told = new Told();
    private final ScriptStore store = new ScriptStore();
    private ConnectTestDriver driver;
    private SourceDriver src;

    @AfterEach
    void end() {
        driver.close();
        script.close();
    }

    private ConnectorHandle running(ConnectorSpec... specs) {
        driver = ConnectTestDriver.of(
                Host.byHand().listener(told).offsetStore(store).connectors(List.of(specs)));
        src = driver.source(specs[0].name());
        return driver.worker().connector(specs[0].name());
    }

    private Failure failed(ConnectorHandle connector) {
        assertThatThrownBy(src::poll).isInstanceOf(ConnectorFailedException.class);
        assertThat(connector.status().hasFailed()).isTrue();
        return connector.status().tasks().get(0).failure();
    }

    private List<String> failures() {
        return told.of(OffsetsCommitted.class).stream()
                .filter(event -> event.failure() != null)
                .map(event -> event.failure().trace())
                .toList();
    }

    @Test
    void offsets_are_flushed_at_their_interval_told_and_followed_by_commit() {
        running(script.source("src"));
        script.emit(Script.record("t", "a", 1), Script.record("t", "a", 2));
        src.poll();
        src.ackAll();
        driver.advance(Duration.ofMillis(99));
        assertThat(store.offset("a")).isNull();
        driver.advance(Duration.ofMillis(1));
        assertThat(store.offset("a")).isEqualTo(2);
        assertThat(script.count("task.commit")).isEqualTo(1);
        driver.advance(Duration.ofMillis(200));
        assertThat(script.count("task.commit")).isEqualTo(3);
        assertThat(told.of(OffsetsCommitted.class)).singleElement().satisfies(event -> {
            assertThat(event.failure()).isNull();
            assertThat(event.partitions()).isEqualTo(1);
            assertThat(event.task()).hasToString("src-0");
        });
    }

    @Test
    void no_offset_passes_a_record_that_kafka_has_not_acknowledged() {
        running(script.source("src"));
        script.emit(Script.record("t", "a", 1), Script.record("t", "a", 2), Script.record("t", "a", 3));
        src.poll();
        assertThat(src.commit()).isFalse();
        src.ack(1);
        assertThat(src.commit()).isTrue();
        assertThat(store.offset("a")).isEqualTo(1);
        src.ackAll();
        assertThat(src.commit()).isTrue();
        assertThat(store.offset("a")).isEqualTo(3);
    }

    @Test
    void commit_is_called_only_after_the_flush_is_durable() {
        running(script.source("src"));
        List<Integer> commitsAtWrite = new ArrayList<>();
        List<Long> storedAtCommit = new ArrayList<>();
        store.beforeWrite(() -> commitsAtWrite.add(script.count("task.commit")));
        script.always("task.commit", () -> storedAtCommit.add(store.offset("a")));
        for (int offset = 1; offset <= 2; offset++) {
            script.emit(Script.record("t", "a", offset));
            src.poll();
            src.ackAll();
            src.commit();
        }
        assertThat(commitsAtWrite).containsExactly(0, 1);
        assertThat(storedAtCommit).containsExactly(1L, 2L);
    }

    @Test
    void a_store_that_fails_leaves_the_task_running_and_gets_the_newest_offsets_later() {
        ConnectorHandle connector = running(script.source("src"));
        store.failWrites(new IllegalStateException("disk full"));
        script.emit(Script.record("t", "a", 1), Script.record("t", "b", 1));
        src.poll();
        src.ackAll();
        assertThat(src.commit()).isFalse();
        assertThat(failures()).singleElement().asString().contains("disk full");
        assertThat(told.of(OffsetsCommitted.class).get(0).partitions()).isZero();
        assertThat(script.count("task.commit")).isZero();
        script.emit(Script.record("t", "a", 2));
        src.poll();
        src.ackAll();
        assertThat(connector.status().isRunning()).isTrue();
        store.failWrites(null);
        assertThat(src.commit()).isTrue();
        assertThat(store.offset("a")).isEqualTo(2);
        assertThat(store.offset("b")).isEqualTo(1);
    }

    @Test
    void a_worker_started_again_goes_on_from_its_offsets() {
        running(script.source("src"));
        script.emit(Script.record("t", "a", 7));
        src.poll();
        src.ackAll();
        AtomicReference<Map<String, Object>> found = new AtomicReference<>();
        script.always("task.start", () -> {
            var context = (SourceTaskContext) script.calls("task.start").get(1).argument();
            found.set(context.offsetStorageReader().offset(Map.of("p", "a")));
            assertThat(context.offsetStorageReader().offset(Map.of("p", "unknown")))
                    .isNull();
            assertThat(context.configs()).containsEntry("number", "0").containsKey("task.class");
        });
        driver.restart();
        assertThat(driver.worker().connector("src").status().isRunning()).isTrue();
        assertThat(found.get()).isEqualTo(Map.of("o", 7L));
    }

    @Test
    void commit_record_gets_the_metadata_of_its_record() {
        running(script.source("src"));
        script.emit(Script.record("t", "a", 1), Script.record("t", "a", 2));
        src.poll();
        assertThat(script.calls("task.commitRecord")).isEmpty();
        src.ackAll();
        assertThat(script.calls("task.commitRecord"))
                .extracting(call -> ((RecordMetadata) call.argument()))
                .extracting(RecordMetadata::topic, RecordMetadata::offset)
                .containsExactly(tuple("t", 0L), tuple("t", 1L));
    }

    @Test
    void a_task_ends_with_its_last_commit_then_stop() {
        ConnectorHandle connector = running(script.source("src"));
        script.emit(Script.record("t", "a", 1));
        src.poll();
        src.ackAll();
        script.forgetCalls();
        connector.stop().await();
        assertThat(store.offset("a")).isEqualTo(1);
        assertThat(script.all())
                .extracting(Script.Call::method)
                .containsSubsequence("task.commit", "task.stop")
                .doesNotContain("task.poll");
    }

    @Test
    void what_was_acknowledged_before_a_poll_failed_is_committed() {
        ConnectorHandle connector = running(script.source("src"));
        script.emit(Script.record("t", "a", 1), Script.record("t", "a", 2));
        src.poll();
        src.ack(1);
        script.failIn("task.poll", new ConnectException("over"));
        assertThat(failed(connector).stage()).isEqualTo("poll");
        assertThat(store.offset("a")).isEqualTo(1);
    }

    @Test
    void a_failing_commit_is_told_and_the_task_goes_on() {
        script.failIn("task.commit", new IllegalStateException("cannot acknowledge"));
        ConnectorHandle connector = running(script.source("src"));
        driver.advance(Duration.ofMillis(300));
        assertThat(failures()).singleElement().asString().contains("cannot acknowledge");
        assertThat(script.count("task.commit")).isEqualTo(3);
        assertThat(connector.status().isRunning()).isTrue();
    }

    @Test
    void a_poll_that_asks_to_be_tried_again_is() {
        script.failIn("task.poll", new RetriableException("later"));
        script.failIn("task.poll", new TimeoutException("later"));
        ConnectorHandle connector = running(script.source("src"));
        script.emit(Script.record("t", "a", 1));
        assertThat(src.poll()).isEmpty();
        assertThat(src.poll()).isEmpty();
        assertThat(src.poll()).hasSize(1);
        assertThat(connector.status().isRunning()).isTrue();
    }

    @Test
    void a_poll_that_fails_ends_its_task_with_a_trace_and_no_other() {
        try (Script other = Script.byHand()) {
            ConnectorHandle connector = running(script.source("src"), other.source("good"));
            script.failIn("task.poll", new StackOverflowError("deep"));
            Failure failure = failed(connector);
            assertThat(failure.stage()).isEqualTo("poll");
            assertThat(failure.trace()).contains("StackOverflowError");
            assertThat(script.count("task.stop")).isEqualTo(1);
            other.emit(Script.record("t", "good", 1));
            driver.settle();
            assertThat(driver.topic("t").values()).containsExactly("good-1");
            assertThat(driver.worker().connector("good").status().isRunning()).isTrue();
        }
    }

    @Test
    void a_record_kafka_refuses_fails_the_task_names_the_topic_and_holds_its_offset() {
        ConnectorHandle connector = running(script.source("src"));
        script.emit(Script.record("large", "a", 1), Script.record("t", "a", 2));
        src.failNextSend(new RecordTooLargeException("1000 bytes"));
        src.poll();
        src.ackAll();
        assertThat(failed(connector).message()).contains("topic large");
        assertThat(store.offset("a")).isNull();
    }

    @Test
    void a_record_that_cannot_be_converted_fails_the_task_and_names_its_offset() {
        ConnectorHandle connector = running(
                script.source("src").with("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter"));
        script.emit(new SourceRecord(Map.of("p", "a"), Map.of("o", 31), "t", Schema.STRING_SCHEMA, "text"));
        assertThatThrownBy(src::poll)
                .isInstanceOf(ConnectorFailedException.class)
                .hasMessageContaining("Tolerance exceeded in error handler")
                .hasMessageContaining("VALUE_CONVERTER")
                .hasMessageContaining("31");
        assertThat(connector.status().tasks().get(0).failure().stage()).isEqualTo("convert");
        assertThatThrownBy(() -> connector.running().await()).hasMessageContaining("VALUE_CONVERTER");
    }

    @Test
    void offsets_that_are_no_plain_values_fail_every_commit_with_a_clear_word() {
        ConnectorHandle connector = running(script.source("src"));
        script.emit(new SourceRecord(Map.of("p", "bad"), Map.of("o", new Object()), "t", Schema.STRING_SCHEMA, "x"));
        src.poll();
        src.ackAll();
        driver.advance(Duration.ofMillis(300));
        assertThat(failures())
                .hasSize(3)
                .allSatisfy(failure -> assertThat(failure).contains("java.lang.Object"));
        assertThat(connector.status().isRunning()).isTrue();
    }
}
