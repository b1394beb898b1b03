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
package io.connectembedded.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.internal.lifecycle.SettableTime;
import io.connectembedded.metrics.SinkTaskMetrics;
import io.connectembedded.metrics.SourceTaskMetrics;
import io.connectembedded.metrics.TaskErrors;
import io.connectembedded.status.TaskId;
import io.connectembedded.status.TaskState;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.metrics.JmxReporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetersTest {

    private static final MBeanServer JMX = ManagementFactory.getPlatformMBeanServer();
    private static final TaskId ID = new TaskId("meters-test", 0);

    private final SettableTime time = new SettableTime();
    private final ConnectMetrics metrics =
            new ConnectMetrics(time, Duration.ofSeconds(30), 2, Map.of(), List.of(new JmxReporter()));
    private final TaskMeters task = new TaskMeters(metrics, ID, time);

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void a_source_task_has_connects_names() throws Exception {
        new SourceMeters(metrics, task, () -> 0);

        assertThat(attributes("connector-task-metrics"))
                .containsExactlyInAnyOrder(
                        "status",
                        "running-ratio",
                        "pause-ratio",
                        "offset-commit-max-time-ms",
                        "offset-commit-avg-time-ms",
                        "offset-commit-success-percentage",
                        "offset-commit-failure-percentage",
                        "batch-size-max",
                        "batch-size-avg");
        assertThat(attributes("source-task-metrics"))
                .containsExactlyInAnyOrder(
                        "source-record-poll-rate",
                        "source-record-poll-total",
                        "source-record-write-rate",
                        "source-record-write-total",
                        "poll-batch-max-time-ms",
                        "poll-batch-avg-time-ms",
                        "source-record-active-count",
                        "source-record-active-count-max",
                        "source-record-active-count-avg");
    }

    @Test
    void failures_have_connects_names_and_are_counted() throws Exception {
        ErrorMeters errors = new ErrorMeters(time);
        SinkMeters sink = new SinkMeters(metrics, new TaskMeters(metrics, new TaskId("meters-test", 1), time, errors));
        errors.failed();
        errors.failed();
        errors.retried();
        errors.gaveUp();
        errors.skipped();
        errors.deadLetter();

        assertThat(attributes("task-error-metrics"))
                .containsExactlyInAnyOrder(
                        "total-record-failures",
                        "total-record-errors",
                        "total-records-skipped",
                        "total-retries",
                        "total-errors-logged",
                        "deadletterqueue-produce-requests",
                        "deadletterqueue-produce-failures",
                        "last-error-timestamp");
        assertThat(sink.view(Instant.EPOCH).asMap()).containsEntry("total-record-failures", 2.0);
        assertThat(sink.view(Instant.EPOCH).errors())
                .isEqualTo(new TaskErrors(2, 1, 1, 1, 0, 1, 0, Optional.of(Instant.ofEpochMilli(time.milliseconds()))));
        sink.close();
    }

    @Test
    void a_sink_task_has_connects_names() throws Exception {
        new SinkMeters(metrics, task);

        assertThat(attributes("sink-task-metrics"))
                .containsExactlyInAnyOrder(
                        "sink-record-read-rate",
                        "sink-record-read-total",
                        "sink-record-send-rate",
                        "sink-record-send-total",
                        "put-batch-max-time-ms",
                        "put-batch-avg-time-ms",
                        "offset-commit-completion-rate",
                        "offset-commit-completion-total",
                        "offset-commit-skip-rate",
                        "offset-commit-skip-total",
                        "offset-commit-seq-no",
                        "partition-count",
                        "sink-record-active-count",
                        "sink-record-active-count-max",
                        "sink-record-active-count-avg",
                        "sink-record-lag-max");
    }

    @Test
    void a_connector_and_a_worker_have_connects_names() throws Exception {
        new ConnectorMeters(metrics, "meters-test", Map.of("connector-class", "C"), () -> "running");

        assertThat(attributesOf("kafka.connect:type=connector-metrics,connector=meters-test"))
                .containsExactlyInAnyOrder("connector-class", "status");
        assertThat(attributesOf("kafka.connect:type=connect-worker-metrics"))
                .contains(
                        "connector-count",
                        "task-count",
                        "connector-startup-attempts-total",
                        "connector-startup-success-total",
                        "connector-startup-failure-total",
                        "connector-startup-success-percentage",
                        "connector-startup-failure-percentage",
                        "task-startup-attempts-total",
                        "task-startup-failure-percentage");
    }

    @Test
    void a_source_tasks_values_are_what_was_recorded() {
        SourceMeters source = new SourceMeters(metrics, task, () -> 4);
        task.stateChanged(TaskState.RUNNING);
        source.polled(3, 10);
        source.polled(5, 30);
        source.written(4);
        task.committed(Duration.ofMillis(7));
        time.advance(Duration.ofSeconds(9));
        SourceTaskMetrics view = source.view(Instant.EPOCH);

        assertThat(view.id()).isEqualTo(ID);
        assertThat(view.polled()).isEqualTo(8);
        assertThat(view.written()).isEqualTo(4);
        assertThat(view.inFlightRecords()).isEqualTo(4);
        assertThat(view.sinceLastCommit()).contains(Duration.ofSeconds(9));
        assertThat(view.runningRatio()).isEqualTo(1.0);
        assertThat(view.number("poll-batch-max-time-ms")).hasValue(30);
        assertThat(view.number("poll-batch-avg-time-ms")).hasValue(20);
        assertThat(view.number("batch-size-max")).hasValue(5);
        assertThat(view.number("offset-commit-max-time-ms")).hasValue(7);
        assertThat(view.asMap()).containsEntry("status", "running");
        assertThat(view.number("status")).isEmpty();
        assertThat(view.takenAt()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void a_sink_tasks_values_are_what_was_recorded() {
        SinkMeters sink = new SinkMeters(metrics, task);
        sink.read(6);
        sink.sent(5, 40);
        sink.partitions(3);
        sink.active(6);
        sink.commitCompleted(Duration.ofMillis(2));
        sink.commitSkipped();
        SinkTaskMetrics view = sink.view(Instant.EPOCH);

        assertThat(view.read()).isEqualTo(6);
        assertThat(view.sent()).isEqualTo(5);
        assertThat(view.partitions()).isEqualTo(3);
        assertThat(view.inFlightRecords()).isEqualTo(6);
        assertThat(view.number("put-batch-max-time-ms")).hasValue(40);
        assertThat(view.number("offset-commit-completion-total")).hasValue(1);
        assertThat(view.number("offset-commit-skip-total")).hasValue(1);
        assertThat(view.sinceLastCommit()).contains(Duration.ZERO);
    }

    @Test
    void the_ratios_are_shares_of_the_tasks_time() {
        time.advance(Duration.ofSeconds(1));
        task.stateChanged(TaskState.RUNNING);
        time.advance(Duration.ofSeconds(6));
        task.stateChanged(TaskState.PAUSED);
        time.advance(Duration.ofSeconds(3));

        assertThat(task.values()).containsEntry("running-ratio", 0.6).containsEntry("pause-ratio", 0.3);
    }

    @Test
    void a_workers_startups_are_counted() {
        WorkerMeters worker = metrics.worker();
        worker.counts(2, 5);
        worker.connectorStarted(true);
        worker.taskStarted(true);
        worker.taskStarted(false);
        var view = worker.view(Instant.EPOCH, List.of());

        assertThat(view.connectorCount()).isEqualTo(2);
        assertThat(view.taskCount()).isEqualTo(5);
        assertThat(view.connectorStartupFailures()).isZero();
        assertThat(view.taskStartupFailures()).isEqualTo(1);
        assertThat(view.asMap()).containsEntry("task-startup-success-percentage", 0.5);
        assertThat(view.number("task-startup-attempts-total")).hasValue(2);
    }

    @Test
    void two_tasks_share_no_sensor() {
        TaskMeters other = new TaskMeters(metrics, new TaskId("meters-test", 1), time);
        SourceMeters first = new SourceMeters(metrics, task, () -> 0);
        SourceMeters second = new SourceMeters(metrics, other, () -> 0);
        first.polled(3, 1);
        second.close();
        first.polled(3, 1);

        assertThat(first.view(Instant.EPOCH).polled()).isEqualTo(6);
    }

    @Test
    void closing_removes_the_mbeans_of_the_one_closed() throws Exception {
        TaskMeters other = new TaskMeters(metrics, new TaskId("meters-test", 1), time);
        SinkMeters closed = new SinkMeters(metrics, task);
        SinkMeters kept = new SinkMeters(metrics, other);
        closed.close();

        assertThat(beans("kafka.connect:connector=meters-test,*"))
                .containsExactlyInAnyOrder(
                        "kafka.connect:type=connector-task-metrics,connector=meters-test,task=1",
                        "kafka.connect:type=task-error-metrics,connector=meters-test,task=1",
                        "kafka.connect:type=sink-task-metrics,connector=meters-test,task=1");
        kept.close();
        assertThat(beans("kafka.connect:connector=meters-test,*")).isEmpty();
    }

    @Test
    void a_later_worker_has_its_name_on_every_mbean() throws Exception {
        try (ConnectMetrics second = new ConnectMetrics(
                time, Duration.ofSeconds(30), 2, Map.of("worker", "w-2"), List.of(new JmxReporter()))) {
            new TaskMeters(second, ID, time);

            assertThat(beans("kafka.connect:connector=meters-test,worker=w-2,*"))
                    .hasSize(2);
        }
        assertThat(beans("kafka.connect:connector=meters-test,worker=w-2,*")).isEmpty();
        assertThat(beans("kafka.connect:connector=meters-test,*")).hasSize(2);
    }

    private static Set<String> attributes(String group) throws JMException {
        return attributesOf("kafka.connect:type=" + group + ",connector=meters-test,task=0");
    }

    private static Set<String> attributesOf(String bean) throws JMException {
        return Arrays.stream(JMX.getMBeanInfo(new ObjectName(bean)).getAttributes())
                .map(MBeanAttributeInfo::getName)
                .collect(Collectors.toSet());
    }

    private static List<String> beans(String pattern) throws JMException {
        return JMX.queryNames(new ObjectName(pattern), null).stream()
                .map(ObjectName::toString)
                .toList();
    }
}
