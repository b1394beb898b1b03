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
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.ErrorPolicy;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.IllegalWorkerStateException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Plug-ins that change what they were given, call back when they should be gone, and spoil the threads they run on. */
@ConnectTest(allowedLogs = "^WARN \\S+\\.SinkOffsets preCommit answered with")
class HostileGuestTest {

    private final Scene scene = Scene.open();
    private final Stage.Offsets offsets = new Stage.Offsets();
    private ConnectWorker worker;

    @AfterEach
    void end() {
        scene.close();
        if (worker != null) {
            worker.close();
        }
        await().atMost(Stage.LIMIT).until(() -> Stage.threads("connect-spoiled").isEmpty());
    }

    private void begin(KafkaBroker broker) {
        worker = Stage.started(
                Stage.builder(broker.bootstrapServers()).name("spoiled").offsetStore(offsets));
    }

    private ConnectorHandle create(ConnectorSpec spec) {
        ConnectorHandle handle = worker.connectors().create(spec).await(Stage.LIMIT);
        handle.running().await(Stage.LIMIT);
        return handle;
    }

    @Test
    void a_source_that_changes_its_lists_and_maps_after_it_gave_them_away_is_read_as_it_gave_them(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        begin(broker);
        Map<String, String> task = Scene.ownedBy("bad");
        List<Map<String, String>> tasks = new ArrayList<>(List.of(task));
        Map<String, Object> partition = new HashMap<>(Map.of("p", "a"));
        Map<String, Object> offset = new HashMap<>(Map.of("o", 1));
        List<SourceRecord> polled = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            polled.add(new SourceRecord(partition, offset, topic.name(), Schema.STRING_SCHEMA, "v" + i));
        }
        scene.on("bad", "taskConfigs", Scene.answering(tasks));
        scene.on("bad", "task.start", argument -> {
            task.clear();
            tasks.clear();
            return Scene.USUAL;
        });
        scene.on("bad", "poll", Scene.answering(polled));
        scene.on("bad", "commitRecord", argument -> {
            polled.clear();
            partition.put("p", "b");
            offset.put("o", 99);
            return Scene.USUAL;
        });
        ConnectorHandle bad = create(Stage.source("bad", ""));
        assertThat(topic.awaitValues(3, Stage.LIMIT)).contains("v1", "v2", "v3");
        await().atMost(Stage.LIMIT).until(() -> offsets.text().contains("{\"p\":\"a\"}={\"o\":1}"));
        assertThat(offsets.text()).doesNotContain("99").doesNotContain("\"b\"");
        assertThat(bad.taskConfigs())
                .singleElement()
                .satisfies(config -> assertThat(config).containsEntry(Scene.OWNER, "bad"));
        assertThat(bad.restart().await(Stage.LIMIT).isRunning()).isTrue();
    }

    @Test
    @SuppressWarnings("unchecked") // An act is handed what its method is.
    void a_sink_that_changes_what_it_was_given_loses_nothing(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) throws Exception {
        begin(broker);
        String name = "bad-" + UUID.randomUUID();
        List<Object> put = new CopyOnWriteArrayList<>();
        scene.always(name, "open", argument -> {
            ((Collection<TopicPartition>) argument).clear();
            return Scene.USUAL;
        });
        scene.always(name, "put", argument -> {
            Collection<SinkRecord> records = (Collection<SinkRecord>) argument;
            records.forEach(record -> {
                put.add(record.value());
                record.headers().clear();
                record.headers().addString("mine", "now");
            });
            records.clear();
            return Scene.USUAL;
        });
        scene.always(name, "preCommit", argument -> {
            Map<TopicPartition, OffsetAndMetadata> given = (Map<TopicPartition, OffsetAndMetadata>) argument;
            Map<TopicPartition, OffsetAndMetadata> answer = new HashMap<>(given);
            given.clear();
            given.put(new TopicPartition("other", 7), new OffsetAndMetadata(7));
            answer.put(null, null);
            answer.put(new TopicPartition(topic.name(), 0), answer.get(new TopicPartition(topic.name(), 0)));
            answer.put(new TopicPartition("another", 7), new OffsetAndMetadata(7));
            return answer;
        });
        scene.always(name, "close", argument -> {
            ((Collection<TopicPartition>) argument).clear();
            return Scene.USUAL;
        });
        ConnectorHandle bad = create(Stage.sink(name, topic.name()));
        topic.send(null, "one");
        topic.send(null, "two");
        await().atMost(Stage.LIMIT).until(() -> put.containsAll(List.of("one", "two")));
        bad.stop().await(Stage.LIMIT);
        assertThat(put).containsExactly("one", "two");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(admin.listConsumerGroupOffsets("connect-" + name)
                            .partitionsToOffsetAndMetadata()
                            .get())
                    .isEqualTo(Map.of(new TopicPartition(topic.name(), 0), new OffsetAndMetadata(2)));
        }
    }

    private static Throwable refused(Scene.Act call) {
        return catchThrowable(() -> call.play(null));
    }

    private static void register(PluginMetrics metrics, String name) {
        metrics.addMetric(metrics.metricName(name, "", new LinkedHashMap<>()), (Gauge<Integer>) (config, now) -> 1);
    }

    private static Set<ObjectName> beans(String connector) throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("kafka.connect:connector=" + connector + ",*"), null);
    }

    @Test
    void a_source_that_calls_back_after_its_end_is_refused_and_disturbs_no_namesake(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) throws Exception {
        begin(broker);
        scene.on("bad", "start", keeping("connector"));
        scene.on("bad", "task.start", keeping("task"));
        create(Stage.source("bad", topic.name())).delete().await(Stage.LIMIT);
        ConnectorHandle namesake = create(Stage.source("bad", topic.name()));
        Set<ObjectName> before = beans("bad");

        SourceConnectorContext connector = (SourceConnectorContext) scene.seen.get("connector");
        assertThat(refused(none -> call(connector::requestTaskReconfiguration))).isInstanceOf(ConnectException.class);
        assertThat(refused(none -> call(() -> connector.raiseError(new ConnectException("late")))))
                .isInstanceOf(ConnectException.class);
        assertThat(refused(none -> connector.offsetStorageReader().offset(Map.of("p", "bad"))))
                .isInstanceOf(ConnectException.class);
        assertThat(refused(none -> call(() -> register(connector.pluginMetrics(), "late"))))
                .isInstanceOf(IllegalStateException.class);
        SourceTaskContext task = (SourceTaskContext) scene.seen.get("task");
        assertThat(task.configs()).containsEntry(Scene.OWNER, "bad");
        assertThat(task.transactionContext()).isNull();
        assertThat(refused(none -> task.offsetStorageReader().offsets(List.of(Map.of("p", "bad")))))
                .isInstanceOf(ConnectException.class);
        assertThat(refused(none -> call(() -> register(task.pluginMetrics(), "late"))))
                .isInstanceOf(IllegalStateException.class);

        assertThat(namesake.running().await(Stage.LIMIT).isRunning()).isTrue();
        assertThat(beans("bad")).isEqualTo(before);
    }

    private Scene.Act keeping(String name) {
        return context -> {
            scene.seen.put(name, context);
            return Scene.USUAL;
        };
    }

    private static Object call(Runnable code) {
        code.run();
        return Scene.USUAL;
    }

    @Test
    void a_sink_that_calls_back_after_its_end_is_refused_and_reports_nothing(
            KafkaBroker broker,
            @Topic("t") TestTopic<String, String> topic,
            @Topic("dead") TestTopic<String, String> dead) {
        begin(broker);
        String name = "bad-" + UUID.randomUUID();
        scene.on(name, "start", keeping("connector"));
        scene.on(name, "task.start", keeping("task"));
        scene.on(name, "put", argument -> {
            scene.seen.put("record", ((Collection<?>) argument).iterator().next());
            return Scene.USUAL;
        });
        ConnectorSpec spec = Stage.sink(name, topic.name())
                .errors(ErrorPolicy.deadLetterQueue(dead.name()))
                .with("errors.deadletterqueue.topic.replication.factor", 1);
        topic.send(null, "one");
        ConnectorHandle bad = create(spec);
        scene.awaitCall(name + ".put");
        await().atMost(Stage.LIMIT).until(() -> scene.seen.containsKey("record"));
        bad.delete().await(Stage.LIMIT);

        SinkTaskContext task = (SinkTaskContext) scene.seen.get("task");
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        for (Scene.Act call : List.<Scene.Act>of(
                none -> call(() -> task.offset(partition, 0)),
                none -> call(() -> task.offset(Map.of(partition, 0L))),
                none -> call(() -> task.timeout(1)),
                none -> task.assignment(),
                none -> call(() -> task.pause(partition)),
                none -> call(() -> task.resume(partition)),
                none -> call(task::requestCommit))) {
            assertThat(refused(call)).isInstanceOf(IllegalWorkerStateException.class);
        }
        assertThat(task.configs()).containsEntry(Scene.OWNER, name);
        assertThat(refused(none -> call(() -> register(task.pluginMetrics(), "late"))))
                .isInstanceOf(IllegalStateException.class);
        ErrantRecordReporter reporter = task.errantRecordReporter();
        SinkRecord record = (SinkRecord) scene.seen.get("record");
        assertThat(refused(none -> reporter.report(record, new ConnectException("late"))
                        .get(LIMIT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)))
                .isNotNull();
        assertThat(dead.values()).isEmpty();
        ConnectorContext connector = (ConnectorContext) scene.seen.get("connector");
        assertThat(refused(none -> call(connector::requestTaskReconfiguration))).isInstanceOf(ConnectException.class);
    }

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** What a plug-in finds on its thread. */
    private record Found(String name, int priority, ClassLoader loader, String request, String context, String local) {}

    private static final ThreadLocal<String> LEAKED = new ThreadLocal<>();

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // nobody should rely on it, and a plug-in of others does
    void a_plug_in_that_spoils_its_thread_leaves_it_to_nobody_else(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        begin(broker);
        List<Found> found = new CopyOnWriteArrayList<>();
        for (String bad : List.of("bad-one", "bad-two")) {
            scene.always(bad, "commit", argument -> {
                Thread thread = Thread.currentThread();
                found.add(new Found(
                        thread.getName(),
                        thread.getPriority(),
                        thread.getContextClassLoader(),
                        MDC.get("request"),
                        MDC.get("connector.context"),
                        LEAKED.get()));
                thread.setName("mine");
                thread.setPriority(thread.getPriority() - 1);
                thread.setContextClassLoader(null);
                thread.setUncaughtExceptionHandler((other, thrown) -> {});
                MDC.put("request", "mine");
                LEAKED.set("mine");
                return Scene.USUAL;
            });
            create(Stage.source(bad, topic.name()));
        }
        await().atMost(Stage.LIMIT).until(() -> found.size() >= 6);
        assertThat(found).allSatisfy(each -> {
            assertThat(each.name()).isEqualTo("connect-spoiled-commit-callback");
            assertThat(each.priority()).isEqualTo(Thread.NORM_PRIORITY);
            assertThat(each.loader()).isSameAs(HostileSource.class.getClassLoader());
            assertThat(each.request()).isNull();
            assertThat(each.context()).matches("\\[bad-(one|two)\\|task-0] ");
            assertThat(each.local()).isNull();
        });
        worker.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(Thread::isAlive)
                .extracting(Thread::getName)
                .doesNotContain("mine");
    }
}
