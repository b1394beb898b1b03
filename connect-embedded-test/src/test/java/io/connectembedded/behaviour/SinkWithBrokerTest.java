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
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a sink task may rely on that takes threads or a real group. */
@ConnectTest
class SinkWithBrokerTest {

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
