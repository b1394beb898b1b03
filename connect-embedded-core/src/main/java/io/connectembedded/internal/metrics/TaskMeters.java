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

import io.connectembedded.metrics.TaskErrors;
import io.connectembedded.status.TaskId;
import io.connectembedded.status.TaskState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.utils.Time;

/** What every task has: {@code connector-task-metrics}. */
public final class TaskMeters implements AutoCloseable {

    private final TaskId id;
    private final Time time;
    private final MetricGroup group;
    private final ErrorMeters errors;
    private final MetricGroup errorGroup;
    private final StateClock states;
    private final Sensor commitTime;
    private final Sensor commitOutcomes;
    private final Sensor batchSize;
    private volatile long lastCommitMs = -1;

    /** Of a task that counts no failures. */
    public TaskMeters(ConnectMetrics metrics, TaskId id, Time time) {
        this(metrics, id, time, new ErrorMeters(time));
    }

    public TaskMeters(ConnectMetrics metrics, TaskId id, Time time, ErrorMeters errors) {
        this.id = id;
        this.time = time;
        this.group = metrics.group("connector-task-metrics", tags(id));
        this.errors = errors;
        this.errorGroup = errors.registered(metrics, id);
        this.states = new StateClock(time);
        this.commitTime = group.maxAndAverage("offset-commit", "-time-ms", "time of an offset commit, in ms");
        this.commitOutcomes = group.outcomes("offset-commit", "offset commits");
        this.batchSize = group.maxAndAverage("batch-size", "", "number of records in a batch");
        group.gauge("status", "State of the task", () -> states.state().name().toLowerCase(Locale.ROOT));
        group.gauge("running-ratio", "Share of its time the task was running", () -> states.ratio(TaskState.RUNNING));
        group.gauge("pause-ratio", "Share of its time the task was paused", () -> states.ratio(TaskState.PAUSED));
    }

    /** Tells what the task is made of, by the names of the metrics. */
    public TaskMeters madeOf(Map<String, String> facts) {
        facts.forEach((name, value) -> group.gauge(name, "What the task is made of: " + name, () -> value));
        return this;
    }

    static Map<String, String> tags(TaskId id) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("connector", id.connector());
        tags.put("task", Integer.toString(id.task()));
        return tags;
    }

    public void stateChanged(TaskState to) {
        states.changed(to);
    }

    public void batch(int records) {
        batchSize.record(records);
    }

    public void committed(Duration took) {
        commitTime.record((double) took.toMillis());
        commitOutcomes.record(1);
        lastCommitMs = time.hiResClockMs();
    }

    public void commitFailed(Duration took) {
        commitTime.record((double) took.toMillis());
        commitOutcomes.record(0);
    }

    TaskId id() {
        return id;
    }

    TaskErrors errors() {
        return errors.view();
    }

    double runningRatio() {
        return states.ratio(TaskState.RUNNING);
    }

    Optional<Duration> sinceLastCommit() {
        long last = lastCommitMs;
        return last < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(time.hiResClockMs() - last));
    }

    Map<String, Object> values() {
        Map<String, Object> values = group.values();
        values.putAll(errorGroup.values());
        return values;
    }

    @Override
    public void close() {
        group.close();
        errorGroup.close();
    }
}
