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
package io.connectembedded.behaviour.offsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.error.ConnectorNotFoundException;
import io.connectembedded.error.WorkerStateException;
import io.connectembedded.offset.ConnectorOffset;
import io.connectembedded.offset.ConnectorOffsets.Altered;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import io.connectembedded.status.Completion;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.TargetState;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Offsets as an operator reads and changes them: what takes a real group, or threads. */
@ConnectTest(
        allowedLogs = {
            "^WARN \\S+\\.OffsetFetcherUtils .* Not updating high watermark for partition \\S+ as it is no longer assigned",
            "^WARN \\S+\\.Abandoned (Connector|Task) \\S+ did not return from (alterOffsets|poll)",
            "^WARN \\S+\\.Engine Threads did not end in time and go on as daemons: \\[connect-\\S+-(validation|task-\\S+)\\]$"
        })
class ConnectorOffsetsWithBrokerTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Alterations connector = Alterations.open();
    private final OffsetStore store = OffsetStore.memory();
    private final String name = "c-" + UUID.randomUUID();
    private Duration grace = Duration.ofSeconds(2);
    private KafkaBroker broker;
    private ConnectWorker worker;

    @BeforeEach
    void begin(KafkaBroker shared) {
        broker = shared;
    }

    @AfterEach
    void end() {
        connector.close();
        if (worker != null) {
            worker.close();
        }
        await().atMost(LIMIT)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("connect-operated")));
    }

    private ConnectorHandle started(ConnectorSpec spec) {
        worker = ConnectWorker.builder()
                .name("operated")
                .bootstrapServers(broker.bootstrapServers())
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetStore(store)
                .offsetFlushInterval(Duration.ofMillis(100))
                .shutdownTimeout(grace)
                .connector(spec)
                .build();
        worker.start();
        return worker.connector(spec.name());
    }

    private ConnectorHandle stopped(ConnectorSpec spec) {
        return started(spec.initialState(TargetState.STOPPED));
    }

    private void awaitPut(int count) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(10)).until(() -> connector.put.size() >= count);
    }

    private static ConnectorOffset position(long offset) {
        return new ConnectorOffset(Map.of("p", "x"), Map.of("o", offset));
    }

    private void hangUntil(CountDownLatch latch) {
        connector.answer = () -> {
            latch.await();
            return true;
        };
    }

    // ---- a real group ---------------------------------------------------------------------------------------------

    @Test
    void a_sinks_group_is_read_altered_and_reset_and_the_sink_goes_on_there(
            @Topic(value = "t", partitions = 2) TestTopic<String, String> topic) throws Exception {
        TopicPartition zero = new TopicPartition(topic.name(), 0);
        TopicPartition one = new TopicPartition(topic.name(), 1);
        ConnectorHandle sink = started(connector.sink(name, topic.name()).tasks(2));
        sink.running().await(LIMIT);
        assertThat(sink.offsets().read().await()).isEmpty();
        topic.sendValues(List.of("a", "b", "c", "d"));
        awaitPut(4);
        await().atMost(LIMIT).until(() -> committed(sink) == 4);

        sink.stop().await(LIMIT);
        connector.put.clear();
        assertThat(sink.offsets()
                        .alter(List.of(ConnectorOffset.of(zero, 0), ConnectorOffset.of(one, 0)))
                        .await(LIMIT))
                .isEqualTo(Altered.WITH_CONNECTOR);
        assertThat(sink.offsets().read().await())
                .containsExactly(ConnectorOffset.of(zero, 0), ConnectorOffset.of(one, 0));
        sink.resume().await(LIMIT);
        awaitPut(4);
        assertThat(connector.put).containsExactlyInAnyOrder("a", "b", "c", "d");

        await().atMost(LIMIT).until(() -> committed(sink) == 4);
        sink.stop().await(LIMIT);
        sink.offsets()
                .alter(List.of(new ConnectorOffset(ConnectorOffset.of(zero, 0).partition(), null)))
                .await(LIMIT);
        assertThat(sink.offsets().read().await())
                .noneMatch(each -> Integer.valueOf(0).equals(each.partition().get("kafka_partition")));

        assertThat(sink.offsets().reset().await(LIMIT)).isEqualTo(Altered.WITH_CONNECTOR);
        assertThat(sink.offsets().reset().await(LIMIT)).isEqualTo(Altered.WITH_CONNECTOR);
        assertThat(sink.offsets().read().await()).isEmpty();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(admin.listGroups().all().get())
                    .noneMatch(group -> group.groupId().equals("connect-" + name));
        }
        connector.put.clear();
        sink.resume().await(LIMIT);
        awaitPut(4);
    }

    private static long committed(ConnectorHandle sink) {
        return sink.offsets().read().await().stream()
                .mapToLong(each -> (Long) each.offset().get("kafka_offset"))
                .sum();
    }

    @Test
    void topics_and_partitions_that_kafka_does_not_have_are_refused_before_anything_is_changed(
            @Topic("t") TestTopic<String, String> topic) {
        ConnectorHandle sink = stopped(connector.sink(name, topic.name()));
        ConnectorOffset good = ConnectorOffset.of(new TopicPartition(topic.name(), 0), 0);
        assertThatThrownBy(() -> sink.offsets()
                        .alter(List.of(good, ConnectorOffset.of(new TopicPartition("no-" + name, 0), 0)))
                        .await(LIMIT))
                .isInstanceOf(ConnectEmbeddedException.class)
                .hasMessage("Of the offsets given for sink connector " + name + " topic no-" + name
                        + " does not exist; correct its name");
        assertThatThrownBy(() -> sink.offsets()
                        .alter(List.of(good, ConnectorOffset.of(new TopicPartition(topic.name(), 1), 0)))
                        .await(LIMIT))
                .hasMessageContaining("has no partition 1; it has 1, numbered from 0");
        assertThat(sink.offsets().read().await(LIMIT)).isEmpty();
        assertThat(connector.calls).isEmpty();
        // To forget what was never there is fine, though there is no such group.
        sink.offsets()
                .alter(List.of(new ConnectorOffset(good.partition(), null)))
                .await(LIMIT);
    }

    @Test
    void a_member_that_leaves_a_moment_later_is_waited_for(@Topic("t") TestTopic<String, String> topic) {
        topic.sendValues(List.of("a", "b"));
        awaitsTheLateMember(topic, connector.sink(name, topic.name()));
    }

    @Test
    void a_member_that_leaves_a_moment_later_is_waited_for_with_positions_in_a_store_too(
            @Topic("t") TestTopic<String, String> topic) {
        topic.sendValues(List.of("a", "b"));
        awaitsTheLateMember(topic, connector.sink(name, topic.name()).offsetStore(OffsetStore.memory()));
    }

    private void awaitsTheLateMember(TestTopic<String, String> topic, ConnectorSpec spec) {
        ConnectorHandle sink = stopped(spec);
        Completion<Altered> altering;
        try (KafkaConsumer<String, String> late = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", "connect-" + name),
                new StringDeserializer(),
                new StringDeserializer())) {
            late.subscribe(List.of(topic.name()));
            await().atMost(LIMIT).until(() -> {
                late.poll(Duration.ofMillis(50));
                return !late.assignment().isEmpty();
            });
            altering = sink.offsets().alter(List.of(ConnectorOffset.of(new TopicPartition(topic.name(), 0), 1)));
            connector.awaitCalls(1);
            assertThat(altering.isDone()).isFalse();
        }
        assertThat(altering.await(LIMIT)).isEqualTo(Altered.WITH_CONNECTOR);
        sink.resume().await(LIMIT);
        awaitPut(1);
        assertThat(connector.put).containsExactly("b");
    }

    // ---- races ----------------------------------------------------------------------------------------------------

    @Test
    void what_is_asked_of_the_connector_meanwhile_waits_for_the_change_in_order() throws Exception {
        ConnectorHandle src = stopped(connector.source(name));
        CountDownLatch go = new CountDownLatch(1);
        hangUntil(go);
        Completion<Altered> first = src.offsets().alter(List.of(position(1)));
        connector.awaitCalls(1);
        Completion<Altered> second = src.offsets().alter(List.of(position(2)));
        Completion<ConnectorStatus> resumed = src.resume();
        Completion<Altered> third = src.offsets().alter(List.of(position(3)));
        Completion<ConnectorStatus> updated = src.update(spec -> spec.with("pass", "other"));
        Completion<ConnectorStatus> deleted = src.delete();
        Completion<Altered> fourth = src.offsets().reset();
        // Other connectors do not wait, and everything may be looked at.
        worker.connectors().create(connector.source(name + "-other")).await(LIMIT);
        assertThat(src.offsets().read().await(LIMIT)).isEmpty();
        assertThat(src.status().tasks()).isEmpty();
        assertThat(List.of(second, resumed, third, updated, deleted, fourth)).noneMatch(Completion::isDone);
        assertThat(connector.calls).hasSize(1);

        go.countDown();
        assertThat(first.await(LIMIT)).isEqualTo(Altered.WITH_CONNECTOR);
        assertThat(second.await(LIMIT)).isEqualTo(Altered.WITH_CONNECTOR);
        assertThatThrownBy(() -> third.await(LIMIT))
                .isInstanceOf(WorkerStateException.class)
                .hasMessageContaining("its target is STARTED");
        deleted.await(LIMIT);
        assertThatThrownBy(() -> fourth.await(LIMIT)).isInstanceOf(ConnectorNotFoundException.class);
        assertThat(connector.calls).hasSize(2);
        assertThat(store.read(name)).containsExactly(new StoredOffset(name, "{\"p\":\"x\"}", "{\"o\":2}"));
    }

    @Test
    void a_resume_right_after_a_change_begins_behind_it(@Topic("t") TestTopic<String, String> topic) {
        topic.sendValues(List.of("a", "b", "c"));
        ConnectorHandle sink = started(connector.sink(name, topic.name()));
        awaitPut(3);
        TopicPartition zero = new TopicPartition(topic.name(), 0);
        for (int round = 0; round < 5; round++) {
            sink.stop().await(LIMIT);
            connector.put.clear();
            Completion<Altered> altered = sink.offsets().alter(List.of(ConnectorOffset.of(zero, 2)));
            sink.resume().await(LIMIT);
            assertThat(altered.await(LIMIT)).isEqualTo(Altered.WITH_CONNECTOR);
            awaitPut(1);
            assertThat(connector.put).containsExactly("c");
        }
    }

    @Test
    void a_worker_that_stops_meanwhile_fails_the_change_in_time_and_nothing_is_written_afterwards() throws Exception {
        grace = Duration.ofMillis(600);
        ConnectorHandle src = stopped(connector.source(name));
        connector.answer = connector::hang;
        Completion<Altered> altering = src.offsets().alter(List.of(position(1)));
        connector.awaitHanging();
        Completion<ConnectorStatus> resumed = src.resume();
        long begin = System.nanoTime();
        worker.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(grace.plusSeconds(1));
        assertThatThrownBy(() -> altering.await(LIMIT))
                .isInstanceOf(WorkerStateException.class)
                .hasMessageContaining("stopped");
        assertThatThrownBy(() -> resumed.await(LIMIT)).isInstanceOf(WorkerStateException.class);
        assertThat(worker.describe()).contains("abandoned " + name + " in alterOffsets");

        connector.close();
        await().atMost(LIMIT)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("connect-operated-validation")));
        assertThat(store.read(name)).isEmpty();
    }

    @Test
    void offsets_of_a_connector_whose_task_hung_and_was_abandoned_can_be_changed() throws Exception {
        grace = Duration.ofMillis(600);
        connector.pollHangs = true;
        ConnectorHandle src = started(connector.source(name));
        connector.awaitHanging();
        src.stop().await(LIMIT);
        // It is cut off a moment after it was abandoned.
        await().atMost(LIMIT)
                .ignoreExceptionsInstanceOf(WorkerStateException.class)
                .until(() -> {
                    src.offsets().alter(List.of(position(1))).await(LIMIT);
                    return true;
                });
        assertThat(src.offsets().read().await(LIMIT)).containsExactly(position(1));
    }
}
