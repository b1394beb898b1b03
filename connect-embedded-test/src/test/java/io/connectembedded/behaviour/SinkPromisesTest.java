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

import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.event.ConnectEvent.OffsetsCommitted;
import io.connectembedded.status.TaskState;
import io.connectembedded.status.TaskStatus;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.SinkDriver;
import io.connectembedded.test.TestTopic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a sink task may rely on. */
class SinkPromisesTest {

    private static final TopicPartition ZERO = new TopicPartition("t", 0);
    private static final TopicPartition ONE = new TopicPartition("t", 1);
    private static final Duration FLUSH = Duration.ofMillis(100);

    private final Script script = Script.byHand();
    private final Told told = new Told();
    private ConnectTestDriver driver;
    private ConnectorHandle connector;
    private SinkDriver sink;
    private TestTopic<Object, Object> topic;

    @AfterEach
    void end() {
        driver.close();
        script.close();
    }

    private void running(int partitions) {
        running(script.sink("sink").topics("t"), FLUSH, partitions);
    }

    private void running(ConnectorSpec spec, Duration flush, int partitions) {
        driver = ConnectTestDriver.of(
                Host.byHand().listener(told).offsetFlushInterval(flush).connector(spec));
        topic = driver.topic("t", partitions);
        sink = driver.sink("sink");
        connector = driver.worker().connector("sink");
    }

    /** The values a worker that comes after a crash is given, all of which the group has not committed. */
    private List<Object> uncommitted() {
        driver.crash();
        script.put.clear();
        driver.settle();
        return script.values();
    }

    private List<Object> putAll() {
        while (sink.put() > 0) {
            assertThat(script.put.size()).isLessThan(100);
        }
        return script.values();
    }

    @Test
    void the_order_of_calls_is_start_open_put_pre_commit_close_stop() {
        running(1);
        topic.sendValues(List.of("one", "two"));
        sink.put();
        connector.stop().await();
        assertThat(script.all().stream()
                        .map(Script.Call::method)
                        .filter(method -> method.startsWith("task.") && !method.equals("task.putNothing")))
                .containsExactly("task.start", "task.open", "task.put", "task.preCommit", "task.close", "task.stop");
        assertThat(script.calls("task.open").get(0).argument()).isEqualTo(List.of(ZERO));
        assertThat(script.calls("task.close").get(0).argument()).isEqualTo(List.of(ZERO));
        assertThat(script.calls("task.preCommit").get(0).argument()).isEqualTo(Map.of(ZERO, new OffsetAndMetadata(2)));
        assertThat(uncommitted()).isEmpty();
    }

    @Test
    void offsets_are_committed_at_their_interval_and_told() {
        running(1);
        topic.sendValues(List.of("one", "two", "three"));
        sink.put();
        driver.advance(Duration.ofMillis(99));
        assertThat(told.of(OffsetsCommitted.class)).isEmpty();
        driver.advance(Duration.ofMillis(1));
        assertThat(told.of(OffsetsCommitted.class)).singleElement().satisfies(event -> {
            assertThat(event.failure()).isNull();
            assertThat(event.partitions()).isEqualTo(1);
            assertThat(event.task()).hasToString("sink-0");
        });
        assertThat(uncommitted()).isEmpty();
    }

    @Test
    void a_batch_the_task_wants_again_comes_again_as_it_was() {
        script.failIn("task.put", new RetriableException("busy"));
        script.failIn("task.put", new RetriableException("busy"));
        running(1);
        topic.sendValues(List.of("one", "two"));
        assertThat(sink.put()).isZero();
        topic.send(null, "three");
        driver.advance(Duration.ofSeconds(1));
        assertThat(script.values()).containsExactly("one", "two");
        assertThat(script.calls("task.put")).hasSize(3);
        assertThat(script.calls("task.put").get(1).argument())
                .isEqualTo(script.calls("task.put").get(0).argument());
        assertThat(putAll()).containsExactly("one", "two", "three");
        assertThat(connector.status().isRunning()).isTrue();
        assertThat(sink.commit()).isTrue();
        assertThat(uncommitted()).isEmpty();
    }

    @Test
    void nothing_is_committed_while_a_batch_waits() {
        script.failAlwaysIn("task.put", new RetriableException("busy"));
        running(1);
        topic.sendValues(List.of("one", "two"));
        sink.put();
        driver.advance(Duration.ofMinutes(1));
        assertThat(script.count("task.put")).isGreaterThan(3);
        assertThat(sink.commit()).isFalse();
        driver.worker().stop();
        assertThat(told.of(OffsetsCommitted.class)).isEmpty();
        script.never("task.put");
        assertThat(uncommitted()).containsExactly("one", "two");
    }

    @Test
    void a_put_that_fails_ends_the_task_and_commits_only_what_was_delivered() {
        running(1);
        topic.send(null, "one");
        sink.put();
        script.failIn("task.put", new IllegalStateException("constraint violated"));
        topic.send(null, "two");
        assertThatThrownBy(sink::put)
                .isInstanceOf(ConnectorFailedException.class)
                .hasMessageContaining("constraint violated");
        TaskStatus failed = connector.status().tasks().get(0);
        assertThat(failed.state()).isEqualTo(TaskState.FAILED);
        assertThat(failed.failure().stage()).isEqualTo("put");
        assertThat(failed.failure().message()).isEqualTo("constraint violated");
        assertThat(script.order()).endsWith("task.close", "task.stop");
        assertThat(connector.restart().await().isRunning()).isTrue();
        assertThat(putAll()).containsExactly("one", "two");
    }

    @Test
    void offset_rewinds_from_open_and_later() {
        script.once("task.open", () -> script.sinkContext.offset(ZERO, 2));
        running(1);
        topic.sendValues(List.of("0", "1", "2", "3"));
        assertThat(putAll()).containsExactly("2", "3");
        script.once("task.putNothing", () -> script.sinkContext.offset(Map.of(ZERO, 1L)));
        sink.put();
        assertThat(putAll()).containsExactly("2", "3", "1", "2", "3");
        sink.commit();
        assertThat(uncommitted()).isEmpty();
    }

    @Test
    void a_partition_the_task_paused_brings_nothing_until_resumed() {
        script.once("task.open", () -> script.sinkContext.pause(ZERO));
        running(2);
        topic.sendValues(List.of("held", "free"));
        assertThat(putAll()).containsExactly("free");
        // A pause of the connector and its end leave the task's own pause as it was.
        connector.pause().await();
        connector.resume().await();
        topic.sendValues(List.of("held too", "freer"));
        assertThat(putAll()).containsExactly("free", "freer");
        script.once("task.putNothing", () -> script.sinkContext.resume(ZERO));
        sink.put();
        assertThat(putAll()).containsExactly("free", "freer", "held", "held too");
    }

    @Test
    void a_pause_of_a_partition_of_others_is_refused() {
        AtomicReference<Exception> thrown = new AtomicReference<>();
        script.once("task.open", () -> {
            try {
                script.sinkContext.pause(new TopicPartition("elsewhere", 0));
            } catch (RuntimeException e) {
                thrown.set(e);
            }
        });
        running(1);
        sink.put();
        assertThat(thrown.get()).hasMessageContaining("elsewhere-0");
    }

    @Test
    void a_paused_sink_gets_no_records_and_commits_what_it_had() {
        running(1);
        topic.send(null, "one");
        sink.put();
        connector.pause().await();
        topic.send(null, "two");
        assertThat(sink.put()).isZero();
        assertThat(told.of(OffsetsCommitted.class)).hasSize(1);
        driver.advance(Duration.ofSeconds(1));
        assertThat(script.values()).containsExactly("one");
        assertThat(script.count("task.putNothing")).isPositive();
        connector.resume().await();
        assertThat(putAll()).containsExactly("one", "two");
        assertThat(script.count("task.open")).isEqualTo(1);
    }

    @Test
    void timeout_sets_the_pace_of_empty_puts_and_of_retries() {
        running(script.sink("sink").topics("t"), Duration.ofMinutes(1), 1);
        script.always("task.putNothing", () -> script.sinkContext.timeout(20));
        sink.put();
        int empty = script.count("task.putNothing");
        driver.advance(Duration.ofMillis(100));
        assertThat(script.count("task.putNothing")).isEqualTo(empty + 5);
        script.never("task.putNothing");
        for (int i = 0; i < 6; i++) {
            script.once("task.put", () -> {
                script.sinkContext.timeout(10);
                throw new RetriableException("busy");
            });
        }
        topic.send(null, "two");
        sink.put();
        driver.advance(Duration.ofMillis(59));
        assertThat(script.count("task.put")).isEqualTo(6);
        driver.advance(Duration.ofMillis(1));
        assertThat(script.values()).containsExactly("two");
    }

    @Test
    void a_requested_commit_comes_before_its_interval() {
        running(script.sink("sink").topics("t"), Duration.ofMinutes(1), 1);
        script.once("task.put", () -> {
            script.sinkContext.requestCommit();
            script.sinkContext.timeout(10);
        });
        topic.send(null, "one");
        sink.put();
        assertThat(script.count("task.preCommit")).isZero();
        driver.advance(Duration.ofMillis(10));
        assertThat(script.count("task.preCommit")).isEqualTo(1);
        assertThat(uncommitted()).isEmpty();
    }

    @Test
    void pre_commit_decides_what_is_committed_but_not_beyond_what_was_delivered() {
        script.preCommit = offsets -> {
            Map<TopicPartition, OffsetAndMetadata> answer = new HashMap<>();
            answer.put(ZERO, new OffsetAndMetadata(1));
            answer.put(ONE, new OffsetAndMetadata(1000));
            answer.put(new TopicPartition("elsewhere", 3), new OffsetAndMetadata(1));
            return answer;
        };
        running(2);
        topic.sendValues(List.of("a", "c", "b"));
        putAll();
        assertThat(sink.commit()).isTrue();
        sink.commit();
        assertThat(told.of(OffsetsCommitted.class)).allMatch(event -> event.partitions() == 1);
        script.preCommit = offsets -> Map.of();
        driver.restart();
        assertThat(uncommitted()).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void a_pre_commit_that_throws_rewinds_to_the_last_commit() {
        running(1);
        topic.send(null, "one");
        sink.put();
        sink.commit();
        topic.send(null, "two");
        sink.put();
        script.failIn("task.preCommit", new IllegalStateException("cannot flush"));
        assertThat(sink.commit()).isFalse();
        assertThat(told.of(OffsetsCommitted.class))
                .last()
                .satisfies(event -> assertThat(event.failure().message())
                        .startsWith("The task failed in preCommit: ")
                        .endsWith("cannot flush"));
        assertThat(putAll()).containsExactly("one", "two", "two");
        assertThat(sink.commit()).isTrue();
        assertThat(connector.status().isRunning()).isTrue();
        assertThat(uncommitted()).isEmpty();
    }

    @Test
    void tombstones_keys_and_positions_arrive() {
        running(1);
        topic.send("gone", null);
        topic.send("there", "with");
        sink.put();
        assertThat(script.put.get(0).key()).isEqualTo("gone");
        assertThat(script.put.get(0).value()).isNull();
        assertThat(script.put.get(0).timestamp()).isEqualTo(driver.now().toEpochMilli());
        assertThat(script.put.get(1).kafkaOffset()).isEqualTo(1);
    }
}
