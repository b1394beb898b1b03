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
package io.connectembedded.behaviour.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.InterruptPolicy;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When code of a plug-in that does not return is interrupted is its connector's affair (trap 13). */
@ConnectTest(
        allowedLogs = {
            "^WARN \\S+\\.Abandoned (Connector|Task) bad\\S* did not return from",
            "^WARN \\S+\\.TaskControl Task bad\\S* failed in \\S+ while it was told to stop",
            "^WARN \\S+\\.Engine Threads did not end in time and go on as daemons",
            "^WARN \\S+\\.WorkerSinkTask The consumer of abandoned task",
            "^WARN \\S+\\.WorkerSourceTask Failure while closing the producer; .*InterruptException"
        })
class InterruptSettingTest {

    private static final Duration GRACE = Duration.ofMillis(800);

    private final Scene scene = Scene.open();
    private final Stage.Abandonments told = new Stage.Abandonments();
    private final Stage.Offsets offsets = new Stage.Offsets();
    private ConnectWorker worker;

    @AfterEach
    void end() {
        scene.close();
        if (worker != null) {
            worker.close();
        }
        await().atMost(Stage.LIMIT)
                .until(() -> Stage.threads("connect-interrupt").isEmpty());
    }

    private void begin(KafkaBroker broker) {
        worker = Stage.started(Stage.builder(broker.bootstrapServers())
                .name("interrupt")
                .listener(told)
                .offsetStore(offsets)
                .shutdownTimeout(GRACE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "taskConfigs", "stop", "validate", "task.start", "poll", "commit", "task.stop"})
    void never_is_no_interrupt_at_all_and_the_thread_is_abandoned(String method, KafkaBroker broker) {
        begin(broker);
        scene.on("bad", method, scene::block);
        ConnectorSpec bad = Stage.source("bad", "").interrupt(InterruptPolicy.never());
        CompletableFuture<ConnectorHandle> created =
                worker.connectors().create(bad).toCompletableFuture();
        if (method.endsWith("stop")) {
            created.join().running().await(Stage.LIMIT);
        } else {
            scene.awaitCall("bad." + method);
        }
        assertThat(Stage.timed(worker::close)).isLessThan(GRACE.plusSeconds(1));
        assertThat(told.all()).singleElement().asString().endsWith(" in " + method.replace("task.", ""));
        assertThat(scene.wasInterrupted()).isFalse();
        assertThat(scene.hung()).singleElement().satisfies(thread -> {
            assertThat(thread.isAlive()).isTrue();
            assertThat(thread.isInterrupted()).isFalse();
        });
    }

    @Test
    void a_sink_is_never_interrupted_in_put_either(KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        begin(broker);
        topic.send(null, "one");
        String name = "bad-" + UUID.randomUUID();
        scene.on(name, "put", scene::block);
        worker.connectors()
                .create(Stage.sink(name, topic.name()).with("task.shutdown.interrupt.after.ms", -1))
                .await(Stage.LIMIT);
        scene.awaitCall(name + ".put");
        assertThat(Stage.timed(worker::close)).isLessThan(GRACE.plusSeconds(1));
        assertThat(told.all()).containsExactly(name + "-0 in put");
        assertThat(scene.wasInterrupted()).isFalse();
    }

    @Test
    void a_stop_in_a_hurry_does_not_interrupt_it_either(KafkaBroker broker) throws InterruptedException {
        begin(broker);
        scene.on("bad", "poll", scene::block);
        worker.connectors()
                .create(Stage.source("bad", "").interrupt(InterruptPolicy.never()))
                .await(Stage.LIMIT);
        scene.awaitCall("bad.poll");
        Thread host = new Thread(worker::close, "host");
        host.start();
        host.interrupt();
        host.join(Stage.LIMIT.toMillis());
        assertThat(told.all()).containsExactly("bad-0 in poll");
        assertThat(scene.wasInterrupted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 100, 60_000})
    void an_interrupt_comes_when_it_is_set_and_at_the_latest_with_the_end_of_the_grace(
            long afterMs, KafkaBroker broker) {
        begin(broker);
        scene.on("bad", "poll", scene::block);
        worker.connectors()
                .create(Stage.source("bad", "").interrupt(InterruptPolicy.after(Duration.ofMillis(afterMs))))
                .await(Stage.LIMIT);
        scene.awaitCall("bad.poll");
        Duration took = Stage.timed(worker::close);
        await().atMost(Stage.LIMIT).until(scene::wasInterrupted);
        if (afterMs < GRACE.toMillis()) {
            assertThat(took).isBetween(Duration.ofMillis(afterMs), GRACE);
            assertThat(told.all()).isEmpty();
        } else {
            assertThat(took).isGreaterThanOrEqualTo(GRACE);
        }
    }

    @Test
    void after_an_interrupt_of_poll_the_last_offsets_are_committed_and_the_task_is_told(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        worker = Stage.started(Stage.builder(broker.bootstrapServers())
                .name("interrupt")
                .listener(told)
                .offsetStore(offsets)
                .offsetFlushInterval(Duration.ofHours(1))
                .shutdownTimeout(GRACE));
        scene.on("bad", "poll", Scene.answering(List.of(HostileSource.record(topic.name(), "bad", 7))), scene::block);
        worker.connectors()
                .create(Stage.source("bad", topic.name()).interrupt(InterruptPolicy.after(Duration.ofMillis(50))))
                .await(Stage.LIMIT);
        scene.awaitCalls("bad.poll", 2);
        topic.awaitValues(1, Stage.LIMIT);
        await().atMost(Stage.LIMIT).until(() -> !scene.hung().isEmpty());
        assertThat(offsets.text()).doesNotContain("7");
        worker.close();
        assertThat(scene.wasInterrupted()).isTrue();
        assertThat(offsets.text()).contains("7");
        assertThat(scene.count("bad.task.stop")).isEqualTo(1);
        assertThat(scene.count("bad.commit")).isPositive();
        assertThat(told.all()).isEmpty();
    }

    @Test
    void after_an_interrupt_of_put_what_was_delivered_is_committed_and_nothing_else(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) throws Exception {
        worker = Stage.started(Stage.builder(broker.bootstrapServers())
                .name("interrupt")
                .listener(told)
                .offsetFlushInterval(Duration.ofHours(1))
                .shutdownTimeout(GRACE));
        String name = "bad-" + UUID.randomUUID();
        scene.on(name, "put", Scene.usual(), scene::block);
        worker.connectors()
                .create(Stage.sink(name, topic.name()).interrupt(InterruptPolicy.after(Duration.ofMillis(50))))
                .await(Stage.LIMIT);
        topic.send(null, "delivered");
        scene.awaitCall(name + ".put");
        topic.send(null, "hung");
        scene.awaitCalls(name + ".put", 2);
        worker.close();
        assertThat(scene.wasInterrupted()).isTrue();
        assertThat(told.all()).isEmpty();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(admin.listConsumerGroupOffsets("connect-" + name)
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .get(new TopicPartition(topic.name(), 0))
                            .offset())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-2", "soon"})
    void another_value_is_refused(String value, ConnectWorker plain) {
        assertThat(plain.validate(Stage.source("bad", "").with("task.shutdown.interrupt.after.ms", value))
                        .await(Stage.LIMIT)
                        .problems())
                .anySatisfy(problem -> assertThat(problem.toString()).contains("task.shutdown.interrupt.after.ms"));
    }
}
