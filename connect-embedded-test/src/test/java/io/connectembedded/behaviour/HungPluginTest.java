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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.WorkerStartException;
import io.connectembedded.event.ConnectEvent.PluginAbandoned;
import io.connectembedded.health.Health;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.WorkerState;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plug-ins that never return: the worker, its other connectors and the host go on. */
@ConnectTest(
        allowedLogs = {
            "^WARN \\S+\\.TaskControl Task \\S+ failed in (create|start) while it was told to stop",
            "^WARN \\S+\\.Abandoned (Connector bad|Task (bad\\S*|late)-0) did not return from",
            "^WARN \\S+\\.Engine A listener did not return",
            "^WARN \\S+\\.Engine Threads did not end in time and go on as daemons: \\[connect-hung-\\S*-bad\\S*\\]$",
            "^WARN \\S+\\.TaskAssembly Commit of offsets of task src-0 failed .*(did not answer "
                    + "within|InterruptedException)",
            "^WARN \\S+\\.Worker(Sink|Source)Task Failure while closing the (consumer|producer); "
                    + ".*InterruptException",
            "^ERROR org\\.apache\\.kafka\\.clients\\.consumer\\.\\S+ .*Failed to close fetcher",
            "^ERROR \\S+\\.KafkaProducer .*Interrupted while joining ioThread"
        })
class HungPluginTest {

    private static final Duration GRACE = Duration.ofMillis(600);
    private static final Duration BOUND = GRACE.plusSeconds(1);

    private final Script script = Script.open();
    private final Script other = Script.open();
    private final Told told = new Told();
    private ConnectWorker worker;

    @AfterEach
    void end() {
        script.close();
        other.close();
        if (worker != null) {
            worker.close();
        }
        await().atMost(LIMIT).until(() -> Host.threads("connect-hung").isEmpty());
    }

    private void begin(KafkaBroker broker) {
        worker = Host.started(Host.builder(broker)
                .name("hung")
                .listener(told)
                .shutdownTimeout(GRACE)
                .connector(other.source("good")));
    }

    private void closesInTime(String named) {
        assertThat(Host.timed(worker::close)).isLessThan(BOUND);
        assertThat(worker.state()).isEqualTo(WorkerState.CLOSED);
        assertThat(worker.describe()).contains("abandoned " + named);
        PluginAbandoned event = told.of(PluginAbandoned.class).get(0);
        assertThat(event.waited()).isEqualTo(GRACE);
        assertThat(other.count("task.stop")).isEqualTo(1);
        assertThat(other.count("connector.stop")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"task.start", "task.poll", "task.stop", "connector.taskConfigs", "connector.stop"})
    void close_returns_in_time_and_names_what_hangs_in_a_source(String method, KafkaBroker broker) {
        begin(broker);
        if (!method.endsWith("stop")) {
            script.hangIn(method);
        }
        ConnectorHandle handle =
                worker.connectors().create(script.source("bad")).await(LIMIT);
        if (method.endsWith("stop")) {
            handle.running().await(LIMIT);
            script.hangIn(method);
        } else {
            script.awaitBegun(method);
        }
        int polls = other.count("task.poll");
        other.awaitCalls("task.poll", polls + 2);
        assertThat(worker.connector("good").status().isRunning()).isTrue();
        boolean task = method.startsWith("task.");
        closesInTime((task ? "bad-0 in " : "bad in ") + method.substring(method.indexOf('.') + 1));
        assertThat(told.of(PluginAbandoned.class)).hasSize(1);
    }

    @Test
    void a_connector_that_starts_only_after_it_was_abandoned_is_stopped(KafkaBroker broker) {
        begin(broker);
        script.hangIn("connector.start");
        worker.connectors().create(script.source("bad")).await(LIMIT);
        script.awaitBegun("connector.start");
        closesInTime("bad in start");
        assertThat(script.count("connector.stop")).isZero();

        script.close();
        script.awaitCalls("connector.stop", 1);
    }

    @Test
    void close_returns_in_time_when_a_connector_hangs_in_start(KafkaBroker broker) {
        begin(broker);
        script.hangIn("connector.start");
        worker.connectors().create(script.source("bad")).await(LIMIT);
        script.awaitBegun("connector.start");
        closesInTime("bad in start");
    }

    @Test
    void close_returns_in_time_when_a_sink_hangs_in_put_and_nothing_of_it_is_committed(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) throws Exception {
        String name = "bad-" + UUID.randomUUID();
        worker = Host.started(Host.builder(broker)
                .name("hung")
                .listener(told)
                .shutdownTimeout(GRACE)
                .offsetFlushInterval(Duration.ofMinutes(1))
                .connector(other.source("good")));
        worker.connectors().create(script.sink(name).topics(topic.name())).await(LIMIT);
        topic.send(null, "delivered");
        script.awaitPut(1);
        script.hangIn("task.put");
        topic.send(null, "hung");
        script.awaitBegun("task.put");
        closesInTime(name + "-0 in put");
        script.close();
        await().atMost(LIMIT).until(() -> Host.threads("connect-hung").isEmpty());
        assertThat(script.count("task.stop")).isEqualTo(1);
        assertThat(group(broker, name)).isEmpty();
    }

    private static Map<?, ?> group(KafkaBroker broker, String name) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.listConsumerGroupOffsets("connect-" + name)
                    .partitionsToOffsetAndMetadata()
                    .get();
        }
    }

    @Test
    void an_abandoned_sink_gives_its_partitions_to_its_successor(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        String name = "bad-" + UUID.randomUUID();
        begin(broker);
        script.hangIn("task.put");
        ConnectorHandle sink = worker.connectors()
                .create(script.sink(name).topics(topic.name()))
                .await(LIMIT);
        topic.send(null, "one");
        script.awaitBegun("task.put");
        register("rows");
        assertThat(sink.restart().await(LIMIT).isRunning()).isTrue();
        assertThat(told.of(PluginAbandoned.class)).hasSize(1);
        register("rows");
        await().atMost(Duration.ofSeconds(10)).until(() -> script.count("task.put") == 2);
        Health health = worker.health();
        assertThat(health).isInstanceOf(Health.Degraded.class);
        assertThat(health.isReady()).isTrue();
        assertThat(health.reasons().get(0).connector()).isEqualTo(name);
        assertThat(health.reasons().get(0).text()).contains("abandoned");
        assertThat(metric("kafka.connect:type=sink-task-metrics,connector=" + name + ",task=0"))
                .isTrue();
        script.close();
        // The old one comes back late: it may disturb neither the new one nor its metrics.
        script.awaitCalls("task.stop", 1);
        await().atMost(LIMIT).until(() -> threadsOf(name) == 1);
        assertThat(sink.status().isRunning()).isTrue();
        assertThat(metric("kafka.connect:type=sink-task-metrics,connector=" + name + ",task=0"))
                .isTrue();
        assertThat(metric("kafka.connect:type=plugins,connector=" + name + ",task=0"))
                .isTrue();
        topic.send(null, "two");
        await().atMost(LIMIT).until(() -> script.values().contains("two"));
    }

    /** The old one's and the new one's have one name. */
    private static long threadsOf(String connector) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("connect-hung-task-" + connector))
                .count();
    }

    /** As the task that was started last. */
    private void register(String metric) {
        PluginMetrics own = script.sinkContext.pluginMetrics();
        own.addMetric(own.metricName(metric, "", new LinkedHashMap<>()), (Gauge<Integer>) (config, now) -> 1);
    }

    private static boolean metric(String name) {
        try {
            return ManagementFactory.getPlatformMBeanServer().isRegistered(new ObjectName(name));
        } catch (MalformedObjectNameException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void what_an_abandoned_source_still_does_reaches_neither_kafka_nor_the_store(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        ScriptStore store = new ScriptStore();
        worker = Host.started(Host.builder(broker)
                .name("hung")
                .listener(told)
                .offsetStore(store)
                .shutdownTimeout(GRACE)
                .connector(script.source("bad")));
        ConnectorHandle bad = worker.connector("bad");
        script.emit(Script.record(topic.name(), "a", 1));
        store.awaitOffset("a", 1);
        script.hangIn("task.poll").awaitBegun("task.poll");
        bad.stop().await(LIMIT);
        assertThat(told.of(PluginAbandoned.class)).hasSize(1);
        // What it returns from the poll it hung in is dropped.
        script.emit(Script.record(topic.name(), "a", 2));
        script.close();
        script.awaitCalls("task.stop", 1);
        await().atMost(LIMIT)
                .until(() -> Host.threads("connect-hung-task").isEmpty()
                        && Host.threads("kafka-producer-network-thread | connector-producer-bad")
                                .isEmpty());
        assertThat(topic.values()).containsExactly("a-1");
        assertThat(store.offset("a")).isEqualTo(1L);
    }

    @Test
    void a_hung_connector_is_deleted_and_its_late_end_leaves_its_namesake_alone(KafkaBroker broker) {
        begin(broker);
        script.hangIn("task.stop");
        ConnectorHandle bad = worker.connectors().create(script.source("bad")).await(LIMIT);
        bad.running().await(LIMIT);
        bad.delete().await(LIMIT);
        Script again = Script.open();
        worker.connectors().create(again.source("bad")).await(LIMIT).running().await(LIMIT);
        script.close();
        await().atMost(LIMIT).until(() -> Host.threads("connect-hung-task-bad").size() == 1);
        worker.connectors().create(again.source("next")).await(LIMIT).running().await(LIMIT);
        assertThat(worker.connectors().names()).contains("bad");
        assertThat(metric("kafka.connect:type=connector-metrics,connector=bad")).isTrue();
        assertThat(bad.status().isRunning()).isTrue();
        assertThat(bad.pause().await(LIMIT).tasks()).hasSize(1);
        again.close();
    }

    @Test
    void an_interrupt_after_half_the_grace_ends_a_plugin_that_heeds_it(KafkaBroker broker) {
        begin(broker);
        script.waitIn("task.poll");
        worker.connectors().create(script.source("bad")).await(LIMIT);
        script.awaitBegun("task.poll");
        Duration took = Host.timed(worker::close);
        assertThat(took).isBetween(GRACE.dividedBy(2), GRACE);
        assertThat(told.of(PluginAbandoned.class)).isEmpty();
        assertThat(script.count("task.stop")).isEqualTo(1);
        assertThat(script.count("task.commit")).isPositive();
    }

    @Test
    void a_start_gives_up_on_a_declared_connector_that_hangs(KafkaBroker broker) {
        script.hangIn("connector.start");
        worker = Host.builder(broker)
                .name("hung")
                .shutdownTimeout(GRACE)
                .startTimeout(Duration.ofMillis(500))
                .connector(script.source("bad"))
                .build();
        assertThatThrownBy(worker::start)
                .isInstanceOf(WorkerStartException.class)
                .hasMessageContaining("bad")
                .hasMessageContaining("startTimeout");
        assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
        assertThat(worker.describe()).contains("abandoned bad in start");
    }

    @Test
    void a_task_that_hangs_in_its_constructor_is_abandoned_and_not_started_later(KafkaBroker broker) {
        begin(broker);
        HangingTask.hold(script);
        ConnectorHandle late = worker.connectors()
                .create(ConnectorSpec.source("late", HangingTask.Connector.class))
                .await(LIMIT);
        script.awaitCalls("constructor", 1);
        ConnectorStatus stopped = late.stop().await(LIMIT);
        assertThat(stopped.tasks()).isEmpty();
        assertThat(told.of(PluginAbandoned.class).get(0).method()).isEqualTo("create");
        script.close();
        await().atMost(LIMIT).until(() -> Host.threads("connect-hung-task-late").isEmpty());
        assertThat(script.count("late.start")).isZero();
        HangingTask.letGo();
    }

    @Test
    void a_listener_that_hangs_does_not_hold_up_a_close(KafkaBroker broker) {
        worker = Host.started(Host.builder(broker)
                .name("hung")
                .shutdownTimeout(GRACE)
                .listener(new io.connectembedded.ConnectListener() {
                    @Override
                    public void onWorkerChanged(io.connectembedded.event.ConnectEvent.WorkerChanged e) {
                        script.hang();
                    }
                }));
        assertThat(Host.timed(worker::close)).isLessThan(BOUND);
    }

    @Test
    void an_offset_store_that_hangs_does_not_hold_up_a_close(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        ScriptStore store = new ScriptStore();
        worker = Host.started(Host.builder(broker)
                .name("hung")
                .shutdownTimeout(GRACE)
                .offsetStore(store)
                .connector(script.source("src")));
        var hold = store.holdWrites();
        script.emit(Script.record(topic.name(), "a", 1));
        store.awaitWriting();
        assertThat(Host.timed(worker::close)).isLessThan(BOUND);
        hold.countDown();
    }
}
