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

import static io.connectembedded.behaviour.Host.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.event.ConnectEvent.OffsetsCommitted;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.TaskState;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a sink task may rely on. */
@ConnectTest(
        allowedLogs = {
            "^ERROR \\S+\\.StateCell State transition sink\\S+ RUNNING -> FAILED in put: constraint violated",
            "^WARN \\S+\\.TaskAssembly Commit of offsets of task sink\\S+ failed and is tried again: cannot flush",
            "^WARN \\S+\\.SinkDelivery The task asks for a batch of \\d records again: busy",
            "^WARN \\S+\\.SinkOffsets preCommit answered with"
        })
class SinkPromisesTest {

    private final Script script = Script.open();
    private final Told told = new Told();
    private final String name = "sink-" + UUID.randomUUID();
    private KafkaBroker broker;
    private ConnectWorker worker;

    @BeforeEach
    void begin(KafkaBroker shared) {
        broker = shared;
    }

    @AfterEach
    void end() {
        script.close();
        if (worker != null) {
            worker.close();
        }
    }

    private ConnectorHandle running(ConnectorSpec spec) {
        worker = Host.started(Host.builder(broker).name("sink").listener(told).connector(spec));
        return worker.connector(spec.name());
    }

    private Long committed(TopicPartition partition) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            OffsetAndMetadata offset = admin.listConsumerGroupOffsets("connect-" + name)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(partition);
            return offset == null ? null : offset.offset();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitCommitted(TopicPartition partition, long offset) {
        await("committed " + offset)
                .atMost(LIMIT)
                .until(() -> Long.valueOf(offset).equals(committed(partition)));
    }

    private static TopicPartition first(TestTopic<?, ?> topic) {
        return new TopicPartition(topic.name(), 0);
    }

    @Test
    void the_order_of_calls_is_start_open_put_pre_commit_close_stop(@Topic("t") TestTopic<String, String> topic) {
        topic.sendValues(List.of("one", "two"));
        ConnectorHandle sink = running(script.sink(name).topics(topic.name()));
        script.awaitPut(2);
        sink.stop().await(LIMIT);
        assertThat(script.order().stream()
                        .filter(method -> method.startsWith("task.") && !method.equals("task.putNothing"))
                        .toList())
                .containsExactly("task.start", "task.open", "task.close", "task.stop");
        assertThat(script.calls("task.open").get(0).argument()).isEqualTo(List.of(first(topic)));
        assertThat(script.calls("task.close").get(0).argument()).isEqualTo(List.of(first(topic)));
        assertThat(committed(first(topic))).isEqualTo(2);
        assertThat(script.calls("task.put"))
                .extracting(Script.Call::thread)
                .containsOnly("connect-sink-task-" + name + "-0");
    }

    @Test
    void offsets_are_committed_at_their_interval_and_told(@Topic("t") TestTopic<String, String> topic) {
        running(script.sink(name).topics(topic.name()));
        topic.sendValues(List.of("one", "two", "three"));
        awaitCommitted(first(topic), 3);
        OffsetsCommitted event = told.await1(OffsetsCommitted.class, each -> each.partitions() == 1);
        assertThat(event.failure()).isNull();
        assertThat(event.task().toString()).isEqualTo(name + "-0");
    }

    @Test
    void a_batch_the_task_wants_again_comes_again_as_it_was(@Topic("t") TestTopic<String, String> topic) {
        script.failIn("task.put", new RetriableException("busy"));
        script.failIn("task.put", new RetriableException("busy"));
        topic.sendValues(List.of("one", "two"));
        ConnectorHandle sink = running(script.sink(name).topics(topic.name()));
        assertThat(script.awaitPut(2)).containsExactly("one", "two");
        assertThat(script.calls("task.put")).hasSize(3);
        assertThat(script.calls("task.put").get(1).argument())
                .isEqualTo(script.calls("task.put").get(0).argument());
        topic.send(null, "three");
        assertThat(script.awaitPut(3)).containsExactly("one", "two", "three");
        assertThat(sink.status().isRunning()).isTrue();
        awaitCommitted(first(topic), 3);
    }

    @Test
    void nothing_is_committed_while_a_batch_waits(@Topic("t") TestTopic<String, String> topic) {
        script.failAlwaysIn("task.put", new RetriableException("busy"));
        topic.sendValues(List.of("one", "two"));
        running(script.sink(name).topics(topic.name()));
        script.awaitCalls("task.put", 3);
        assertThat(committed(first(topic))).isNull();
        worker.close();
        assertThat(committed(first(topic))).isNull();
    }

    @Test
    void a_put_that_fails_ends_the_task_and_commits_only_what_was_delivered(
            @Topic("t") TestTopic<String, String> topic) {
        ConnectorHandle sink = running(script.sink(name).topics(topic.name()));
        topic.send(null, "one");
        script.awaitPut(1);
        script.failIn("task.put", new IllegalStateException("constraint violated"));
        topic.send(null, "two");
        ConnectorStatus failed = sink.until(ConnectorStatus::hasFailed).await(LIMIT);
        assertThat(failed.tasks().get(0).state()).isEqualTo(TaskState.FAILED);
        assertThat(failed.tasks().get(0).failure().stage()).isEqualTo("put");
        assertThat(failed.tasks().get(0).failure().message()).isEqualTo("constraint violated");
        script.awaitCalls("task.stop", 1);
        assertThat(script.count("task.close")).isEqualTo(1);
        assertThat(committed(first(topic))).isEqualTo(1);
        assertThat(sink.restart().await(LIMIT).isRunning()).isTrue();
        assertThat(script.awaitPut(2)).containsExactly("one", "two");
    }

    @Test
    void offset_rewinds_from_open_and_later(@Topic("t") TestTopic<String, String> topic) {
        topic.sendValues(List.of("0", "1", "2", "3"));
        script.once("task.open", () -> script.sinkContext.offset(first(topic), 2));
        running(script.sink(name).topics(topic.name()));
        assertThat(script.awaitPut(2)).containsExactly("2", "3");
        script.once("task.putNothing", () -> script.sinkContext.offset(Map.of(first(topic), 1L)));
        assertThat(script.awaitPut(5)).containsExactly("2", "3", "1", "2", "3");
        awaitCommitted(first(topic), 4);
    }

    @Test
    void a_partition_the_task_paused_brings_nothing_until_resumed(
            @Topic(value = "t", partitions = 2) TestTopic<String, String> topic) {
        TopicPartition held = new TopicPartition(topic.name(), 0);
        script.once("task.open", () -> script.sinkContext.pause(held));
        ConnectorHandle sink = running(script.sink(name).topics(topic.name()));
        send(topic, 0, "held", Map.of());
        send(topic, 1, "free", Map.of());
        assertThat(script.awaitPut(1)).containsExactly("free");
        // A pause of the connector and its end leave the task's own pause as it was.
        sink.pause().await(LIMIT);
        sink.resume().await(LIMIT);
        send(topic, 1, "freer", Map.of());
        assertThat(script.awaitPut(2)).containsExactly("free", "freer");
        script.once("task.putNothing", () -> script.sinkContext.resume(held));
        assertThat(script.awaitPut(3)).containsExactly("free", "freer", "held");
    }

    @Test
    void a_pause_of_a_partition_of_others_is_refused(@Topic("t") TestTopic<String, String> topic) {
        AtomicReference<Exception> thrown = new AtomicReference<>();
        script.once("task.open", () -> {
            try {
                script.sinkContext.pause(new TopicPartition("elsewhere", 0));
            } catch (RuntimeException e) {
                thrown.set(e);
            }
        });
        running(script.sink(name).topics(topic.name()));
        await().atMost(LIMIT).until(() -> thrown.get() != null);
        assertThat(thrown.get()).hasMessageContaining("elsewhere-0");
    }

    @Test
    void a_paused_sink_gets_no_records_and_commits_what_it_had(@Topic("t") TestTopic<String, String> topic) {
        ConnectorHandle sink = running(script.sink(name).topics(topic.name()));
        topic.send(null, "one");
        script.awaitPut(1);
        sink.pause().await(LIMIT);
        topic.send(null, "two");
        awaitCommitted(first(topic), 1);
        script.awaitCalls("task.putNothing", script.count("task.putNothing") + 3);
        assertThat(script.values()).containsExactly("one");
        sink.resume().await(LIMIT);
        assertThat(script.awaitPut(2)).containsExactly("one", "two");
        assertThat(script.count("task.open")).isEqualTo(1);
    }

    @Test
    void timeout_sets_the_pace_of_empty_puts_and_of_retries(@Topic("t") TestTopic<String, String> topic) {
        worker = Host.started(Host.builder(broker)
                .name("sink")
                .offsetFlushInterval(Duration.ofMinutes(1))
                .connector(script.sink(name).topics(topic.name())));
        script.awaitCalls("task.open", 1);
        script.always("task.putNothing", () -> script.sinkContext.timeout(20));
        script.once("task.put", () -> script.sinkContext.timeout(20));
        topic.send(null, "one");
        script.awaitPut(1);
        script.awaitCalls("task.putNothing", 5);
        script.never("task.putNothing");
        for (int i = 0; i < 6; i++) {
            script.once("task.put", () -> {
                script.sinkContext.timeout(10);
                throw new RetriableException("busy");
            });
        }
        topic.send(null, "two");
        script.awaitPut(2);
    }

    @Test
    void a_requested_commit_comes_before_its_interval(@Topic("t") TestTopic<String, String> topic) {
        worker = Host.started(Host.builder(broker)
                .name("sink")
                .offsetFlushInterval(Duration.ofMinutes(1))
                .connector(script.sink(name).topics(topic.name())));
        script.once("task.put", () -> {
            script.sinkContext.requestCommit();
            script.sinkContext.timeout(10);
        });
        topic.send(null, "one");
        awaitCommitted(first(topic), 1);
    }

    @Test
    void pre_commit_decides_what_is_committed_but_not_beyond_what_was_delivered(
            @Topic(value = "t", partitions = 2) TestTopic<String, String> topic) {
        TopicPartition zero = new TopicPartition(topic.name(), 0);
        TopicPartition one = new TopicPartition(topic.name(), 1);
        script.preCommit = offsets -> {
            Map<TopicPartition, OffsetAndMetadata> answer = new HashMap<>();
            answer.put(zero, new OffsetAndMetadata(1));
            answer.put(one, new OffsetAndMetadata(1000));
            answer.put(new TopicPartition("elsewhere", 3), new OffsetAndMetadata(1));
            return answer;
        };
        running(script.sink(name).topics(topic.name()));
        send(topic, 0, "a", Map.of());
        send(topic, 0, "b", Map.of());
        send(topic, 1, "c", Map.of());
        script.awaitPut(3);
        awaitCommitted(zero, 1);
        script.awaitCalls("task.preCommit", script.count("task.preCommit") + 2);
        assertThat(committed(zero)).isEqualTo(1);
        assertThat(committed(one)).isNull();
        script.preCommit = offsets -> Map.of();
        worker.close();
        assertThat(committed(zero)).isEqualTo(1);
    }

    @Test
    void a_pre_commit_that_throws_rewinds_to_the_last_commit(@Topic("t") TestTopic<String, String> topic) {
        ConnectorHandle sink = running(script.sink(name).topics(topic.name()));
        topic.send(null, "one");
        awaitCommitted(first(topic), 1);
        script.awaitCalls("task.putNothing", 1);
        CountDownLatch fail = new CountDownLatch(1);
        script.preCommit = offsets -> {
            if (offsets.get(first(topic)).offset() > 1 && fail.getCount() > 0) {
                fail.countDown();
                throw new IllegalStateException("cannot flush");
            }
            return offsets;
        };
        topic.send(null, "two");
        assertThat(script.awaitPut(3)).containsExactly("one", "two", "two");
        OffsetsCommitted failed = told.await1(OffsetsCommitted.class, event -> event.failure() != null);
        assertThat(failed.failure().message()).isEqualTo("cannot flush");
        awaitCommitted(first(topic), 2);
        assertThat(sink.status().isRunning()).isTrue();
    }

    @Test
    void two_tasks_share_the_partitions_and_each_is_closed_once_by_its_owner(
            @Topic(value = "t", partitions = 4) TestTopic<String, String> topic) {
        running(script.sink(name).topics(topic.name()).tasks(2));
        await().atMost(LIMIT)
                .until(() -> owned().values().stream()
                                .filter(partitions -> partitions.size() == 2)
                                .count()
                        == 2);
        for (int i = 0; i < 4; i++) {
            send(topic, i, "p" + i, Map.of());
        }
        assertThat(script.awaitPut(4)).containsExactlyInAnyOrder("p0", "p1", "p2", "p3");
        worker.close();
        assertThat(owned().values()).allMatch(Collection::isEmpty);
        for (int i = 0; i < 4; i++) {
            assertThat(committed(new TopicPartition(topic.name(), i))).isEqualTo(1);
        }
    }

    /** By thread; fails when a partition is closed that is not open, or opened twice. */
    private Map<String, List<TopicPartition>> owned() {
        Map<String, List<TopicPartition>> owned = new HashMap<>();
        script.all().forEach(call -> {
            List<TopicPartition> mine = owned.computeIfAbsent(call.thread(), any -> new ArrayList<>());
            if (call.method().equals("task.open")) {
                assertThat(mine).doesNotContainAnyElementsOf(partitions(call));
                mine.addAll(partitions(call));
            } else if (call.method().equals("task.close")) {
                assertThat(mine).containsAll(partitions(call));
                mine.removeAll(partitions(call));
            }
        });
        return owned;
    }

    private static List<TopicPartition> partitions(Script.Call call) {
        List<TopicPartition> partitions = new ArrayList<>();
        ((List<?>) call.argument()).forEach(each -> partitions.add((TopicPartition) each));
        return partitions;
    }

    @Test
    void topics_are_found_by_a_regular_expression(@Topic("t") TestTopic<String, String> topic) {
        topic.send(null, "one");
        running(script.sink(name)
                .topicsMatching(topic.name().substring(0, topic.name().length() - 1) + "."));
        assertThat(script.awaitPut(1)).containsExactly("one");
    }

    @Test
    void tombstones_keys_headers_and_positions_arrive(@Topic("t") TestTopic<String, String> topic) {
        running(script.sink(name).topics(topic.name()));
        topic.send("gone", null);
        send(topic, 0, "with", Map.of("trace", "abc"));
        script.awaitPut(2);
        SinkRecord tombstone = script.put.get(0);
        assertThat(tombstone.key()).isEqualTo("gone");
        assertThat(tombstone.value()).isNull();
        assertThat(tombstone.timestamp()).isPositive();
        SinkRecord second = script.put.get(1);
        assertThat(second.headers().lastWithName("trace").value()).isEqualTo("abc");
        assertThat(second.kafkaOffset()).isEqualTo(1);
        assertThat(second.topic()).isEqualTo(topic.name());
        assertThat(second.kafkaPartition()).isZero();
    }

    @Test
    void a_stop_is_prompt_while_no_record_comes(@Topic("t") TestTopic<String, String> topic) {
        worker = Host.started(Host.builder(broker)
                .name("sink")
                .offsetFlushInterval(Duration.ofMinutes(1))
                .connector(script.sink(name).topics(topic.name()).tasks(3)));
        for (int i = 0; i < 5; i++) {
            worker.connector(name).pause().await(LIMIT);
            worker.connector(name).resume().await(LIMIT);
        }
        assertThat(Host.timed(worker::close)).isLessThan(Duration.ofMillis(900));
        assertThat(worker.describe()).doesNotContain("abandoned");
    }

    private void send(TestTopic<?, ?> topic, int partition, String value, Map<String, String> headers) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> record = new ProducerRecord<>(topic.name(), partition, null, value);
            headers.forEach((key, text) -> record.headers().add(key, text.getBytes(StandardCharsets.UTF_8)));
            producer.send(record).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
