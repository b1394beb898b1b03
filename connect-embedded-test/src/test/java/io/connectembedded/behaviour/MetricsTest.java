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
import io.connectembedded.status.TaskState;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.RecordingSink;
import io.connectembedded.test.ScriptedSource;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connect's MBeans, with true values, and the typed views of the same numbers. */
@ConnectTest(
        allowedLogs =
                "^ERROR \\S+\\.StateCell State transition m-src\\S* UNASSIGNED -> FAILED in start: (first|second)")
class MetricsTest {

    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

    private final ScriptedSource scripted = ScriptedSource.create();
    private final RecordingSink recording = RecordingSink.create();
    private ConnectWorker worker;

    @AfterEach
    void end() {
        worker.close();
    }

    private static Object bean(String name, String attribute) {
        try {
            return BEANS.getAttribute(new ObjectName("kafka.connect:type=" + name), attribute);
        } catch (JMException e) {
            throw new AssertionError(name + " " + attribute, e);
        }
    }

    private static boolean exists(String name) {
        try {
            return BEANS.isRegistered(new ObjectName("kafka.connect:type=" + name));
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void source_and_sink_show_connects_beans_with_true_values_until_they_are_gone(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        worker = Host.started(Host.builder(broker)
                .name("metrics")
                .connector(scripted.spec("m-src"))
                .connector(recording.spec("m-sink").topics(topic.name())));
        scripted.emitValues(topic.name(), "one", "two", "three");
        recording.awaitRecords(3, LIMIT);
        String source = "source-task-metrics,connector=m-src,task=0";
        String sink = "sink-task-metrics,connector=m-sink,task=0";
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(bean(source, "source-record-write-total")).isEqualTo(3.0));
        assertThat(bean(source, "source-record-poll-total")).isEqualTo(3.0);
        assertThat((Double) bean(source, "source-record-poll-rate")).isPositive();
        assertThat(((Number) bean(source, "source-record-active-count")).intValue())
                .isZero();
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(bean(sink, "sink-record-send-total")).isEqualTo(3.0));
        assertThat(bean(sink, "sink-record-read-total")).isEqualTo(3.0);
        assertThat(((Number) bean(sink, "partition-count")).intValue()).isEqualTo(1);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat((Double) bean(sink, "offset-commit-completion-total"))
                        .isPositive());
        assertThat(bean("connector-metrics,connector=m-src", "status")).isEqualTo("running");
        assertThat(bean("connector-metrics,connector=m-src", "connector-type")).isEqualTo("source");
        assertThat(bean("connector-metrics,connector=m-src", "connector-class"))
                .isEqualTo(scripted.spec("m-src").config().get("connector.class"));
        assertThat(bean("connector-metrics,connector=m-src", "connector-version"))
                .isEqualTo("scripted");
        assertThat(bean("connector-task-metrics,connector=m-src,task=0", "status"))
                .isEqualTo("running");
        assertThat((Double) bean("connector-task-metrics,connector=m-src,task=0", "running-ratio"))
                .isBetween(0.1, 1.0);
        assertThat(((Number) bean("connect-worker-metrics", "connector-count")).intValue())
                .isEqualTo(2);
        assertThat(((Number) bean("connect-worker-metrics", "task-count")).intValue())
                .isEqualTo(2);

        worker.connector("m-src").delete().await(LIMIT);
        assertThat(exists(source)).isFalse();
        assertThat(exists("connector-metrics,connector=m-src")).isFalse();
        assertThat(exists("connector-task-metrics,connector=m-src,task=0")).isFalse();
        assertThat(exists(sink)).isTrue();
        assertThat(((Number) bean("connect-worker-metrics", "connector-count")).intValue())
                .isEqualTo(1);
        worker.close();
        assertThat(exists(sink)).isFalse();
        assertThat(exists("connect-worker-metrics")).isFalse();
    }

    @Test
    void failures_and_restarts_are_counted_and_the_states_shown(KafkaBroker broker) {
        scripted.failIn("connector.start", new IllegalStateException("first"));
        scripted.failIn("start", new IllegalStateException("second"));
        worker = Host.started(Host.builder(broker).name("metrics").connector(scripted.spec("m-src")));
        ConnectorHandle src = worker.connector("m-src");
        assertThat(worker.metrics().connectorStartupFailures()).isEqualTo(1);
        src.restart().thenApply(status -> status).exceptionally(failed -> src.status());
        src.until(status -> status.tasks().stream().anyMatch(task -> task.failure() != null))
                .await(LIMIT);
        assertThat(worker.metrics().taskStartupFailures()).isEqualTo(1);
        assertThat(bean("connector-task-metrics,connector=m-src,task=0", "status"))
                .isEqualTo("failed");
        assertThat(src.restart().await(LIMIT).isRunning()).isTrue();
        assertThat(bean("connector-task-metrics,connector=m-src,task=0", "status"))
                .isEqualTo("running");
        src.pause().await(LIMIT);
        assertThat(bean("connector-task-metrics,connector=m-src,task=0", "status"))
                .isEqualTo("paused");
        assertThat(bean("connector-metrics,connector=m-src", "status")).isEqualTo("paused");
    }

    private static long tasks(String which) {
        return (Long) bean("connect-worker-metrics,connector=m-src", "connector-" + which + "-task-count");
    }

    @Test
    void a_connectors_tasks_are_counted_by_state_as_long_as_it_has_any(KafkaBroker broker) {
        try (Script script = Script.open()) {
            script.failIn("task.start", new IllegalStateException("first"));
            worker = Host.started(Host.builder(broker)
                    .name("metrics")
                    .connector(script.source("m-src").tasks(3)));
            ConnectorHandle src = worker.connector("m-src");
            src.until(status -> status.tasks().stream().noneMatch(task -> task.state() == TaskState.UNASSIGNED))
                    .await(LIMIT);
            assertThat(tasks("total")).isEqualTo(3);
            assertThat(tasks("running")).isEqualTo(2);
            assertThat(tasks("failed")).isEqualTo(1);
            assertThat(tasks("paused")).isZero();

            src.pause().await(LIMIT);
            assertThat(tasks("paused")).isEqualTo(2);
            assertThat(tasks("running")).isZero();
            assertThat(Stream.of("unassigned", "restarting", "destroyed").mapToLong(MetricsTest::tasks))
                    .containsOnly(0L);

            src.stop().await(LIMIT);
            assertThat(exists("connect-worker-metrics,connector=m-src")).isFalse();
            src.resume().await(LIMIT);
            assertThat(tasks("running")).isEqualTo(3);
            src.delete().await(LIMIT);
            assertThat(exists("connect-worker-metrics,connector=m-src")).isFalse();
        }
    }
}
