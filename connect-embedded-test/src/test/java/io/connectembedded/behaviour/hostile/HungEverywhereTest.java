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
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.WorkerState;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plug-ins hung in each method there is, all at once on one worker: a healthy connector does not notice. */
@ConnectTest(
        allowedLogs = {
            "^WARN \\S+\\.Abandoned (Connector|Task) hung-\\S+ did not return from",
            "^WARN \\S+\\.TaskControl Task hung-\\S+ failed in \\S+ while it was told to stop",
            "^WARN \\S+\\.Engine Threads did not end in time and go on as daemons",
            "^WARN \\S+\\.(Worker(Sink|Source)Task|AtLeastOnce) (Failure while closing the (consumer|producer)|The consumer of"
                    + " abandoned task|\\d+ records were not acknowledged)",
            "^WARN \\S+\\.TaskAssembly Commit of offsets of task hung-",
            "^(WARN|ERROR) org\\.apache\\.kafka\\.clients\\."
        })
class HungEverywhereTest {

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration NOISE = Duration.ofMillis(100);
    private static final int TIMES = 5;

    private final Scene scene = Scene.open();
    private final Stage.Abandonments told = new Stage.Abandonments();
    private final Map<String, String> expected = new TreeMap<>(); // what hangs, by the call that shows it
    private final List<ConnectorSpec> hung = new ArrayList<>();
    private ConnectWorker worker;

    @AfterEach
    void end() {
        scene.close();
        if (worker != null) {
            worker.close();
        }
        await().atMost(Stage.LIMIT).until(() -> Stage.threads("connect-every").isEmpty());
        await().atMost(Stage.LIMIT).until(() -> scene.hung().stream().noneMatch(Thread::isAlive));
    }

    /** {@code named}: what is to be told of it. */
    private void hang(ConnectorSpec spec, String method, String named) {
        scene.on(spec.name(), method, scene::hang);
        expected.put(spec.name() + "." + method, named);
        hung.add(spec);
    }

    private void hangConnectors(String topic) {
        for (String method : List.of("start", "taskClass", "taskConfigs", "version", "validate", "stop")) {
            String name = "hung-" + method;
            hang(Stage.source(name, busy(method, topic)), method, name + " in " + method);
        }
        hung.add(ConnectorSpec.source("hung-constructor", HostileSource.Unborn.class));
        // The first is made for the validation.
        scene.on("Unborn", "constructor", Scene.usual(), scene::hang);
        expected.put("Unborn.constructor", "hung-constructor in create");
        hung.add(ConnectorSpec.source("hung-config", HostileSource.Undefined.class));
        scene.on("Undefined", "config", scene::hang);
        expected.put("Undefined.config", "hung-config in validate");
    }

    private void hangTasks(String topic) {
        for (String method : List.of("task.start", "poll", "commit", "commitRecord", "task.stop")) {
            String name = "hung-" + method.replace('.', '-');
            hang(Stage.source(name, busy(method, topic)), method, name + "-0 in " + method.replace("task.", ""));
        }
        ConnectorSpec unborn = Stage.source("hung-unborn", topic);
        scene.on("hung-unborn", "taskClass", Scene.answering(HostileSource.UnbornTask.class));
        scene.on("UnbornTask", "task.constructor", scene::hang);
        expected.put("UnbornTask.task.constructor", "hung-unborn-0 in create");
        hung.add(unborn);
        for (String method : List.of("open", "put", "preCommit", "flush", "close", "task.stop")) {
            String name = "hung-sink-" + method.replace('.', '-');
            String stage = method.equals("flush") ? "preCommit" : method.replace("task.", "");
            hang(Stage.sink(name, topic), method, name + "-0 in " + stage);
        }
    }

    private void hangSteps(String topic) {
        Map<String, String> stages = Map.of(
                "converter.configure", "create",
                "transform.configure", "create",
                "fromConnectData", "convert",
                "apply", "transform",
                "test", "transform",
                "converter.close", "close",
                "transform.close", "close");
        stages.forEach((method, stage) -> {
            String name = "hung-" + method.replace('.', '-');
            hang(Stage.withSteps(Stage.source(name, busy(method, topic))), method, name + "-0 in " + stage);
        });
        hang(
                Stage.withSteps(Stage.sink("hung-toConnectData", topic)),
                "toConnectData",
                "hung-toConnectData-0 in convert");
    }

    /** Created, run and deleted again: the median of a few. */
    private Duration healthy(String name, String topic) {
        return Stream.generate(() -> Stage.timed(() -> {
                    ConnectorHandle healthy = worker.connectors()
                            .create(Stage.source(name, topic))
                            .await(Stage.LIMIT);
                    assertThat(healthy.running().await(Stage.LIMIT).isRunning()).isTrue();
                    healthy.delete().await(Stage.LIMIT);
                }))
                .limit(TIMES)
                .sorted()
                .skip(TIMES / 2)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_healthy_connector_does_not_notice_and_the_close_names_each_of_them(
            KafkaBroker broker,
            @Topic("hung") TestTopic<String, String> topic,
            @Topic("healthy") TestTopic<String, String> other) {
        topic.send(null, "one");
        worker = Stage.started(Stage.builder(broker.bootstrapServers())
                .name("every")
                .listener(told)
                .shutdownTimeout(GRACE)
                .connector(Stage.source("neighbour", other.name())));
        healthy("warm", other.name());
        Duration before = healthy("before", other.name());

        hangConnectors(topic.name());
        hangTasks(topic.name());
        hangSteps(topic.name());
        hung.forEach(spec -> worker.connectors().create(spec));
        expected.keySet().stream().filter(call -> !endsBy(call)).forEach(scene::awaitCall);
        scene.awaitCalls("Unborn.constructor", 2);
        await().atMost(Stage.LIMIT)
                .until(() -> hung.stream()
                        .filter(spec -> endsBy(spec.name()))
                        .allMatch(spec -> worker.connector(spec.name()).status().isRunning()));

        // What else the machine does can only slow it down: of a few medians one has to be right.
        Duration beside = Stream.generate(() -> healthy("beside", other.name()))
                .limit(TIMES)
                .filter(median -> median.compareTo(before.multipliedBy(2).plus(NOISE)) < 0)
                .findFirst()
                .orElse(null);
        assertThat(beside).as("less than twice " + before).isNotNull();
        assertThat(worker.connector("neighbour").status().isRunning()).isTrue();

        Duration closing = Stage.timed(worker::close);
        assertThat(worker.state()).isEqualTo(WorkerState.CLOSED);
        namesEach();
        assertThat(closing).isLessThan(GRACE.plusSeconds(1));
        assertThat(scene.count("neighbour.task.stop")).isEqualTo(1);
        assertThat(scene.count("neighbour.stop")).isEqualTo(1);
        assertThat(scene.hung())
                .hasSize(expected.size())
                .allMatch(Thread::isAlive)
                .allMatch(Thread::isDaemon);
    }

    /** One that is to run until it hangs at its stop makes no records: it is the hung ones that are measured. */
    private static String busy(String method, String topic) {
        return endsBy(method) ? "" : topic;
    }

    /** Of those that hang only when they are to stop. */
    private static boolean endsBy(String call) {
        return call.contains("stop") || call.contains("close");
    }

    private void namesEach() {
        List<String> names = expected.values().stream().sorted().toList();
        assertThat(told.all()).isEqualTo(names);
        assertThat(worker.describe().lines().filter(line -> line.contains("abandoned ")))
                .extracting(line -> line.trim().replaceFirst("^abandoned (.*) after .*$", "$1"))
                .filteredOn(line -> line.matches("\\S+ in \\S+"))
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(worker.health().reasons().stream()
                        .filter(reason -> reason.connector() != null)
                        .map(reason -> reason.connector()
                                + (reason.task() == null ? "" : "-" + reason.task())
                                + reason.text().replaceFirst("^did not return( from)?(.*) within.*$", " in$2")))
                .containsExactlyInAnyOrderElementsOf(names);
        Map<String, ConnectorStatus> statuses = worker.connectors().all().stream()
                .map(ConnectorHandle::status)
                .collect(Collectors.toMap(ConnectorStatus::name, status -> status));
        for (String name : names) {
            String connector = name.replaceFirst("(-0)? in .*$", "");
            String method = name.replaceFirst("^.* in ", "");
            if (!method.equals("validate")) { // which came to no connector
                assertThat(statuses.get(connector).toString()).contains("abandoned in " + method);
            }
        }
    }
}
