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

import io.connectembedded.metrics.SinkTaskMetrics;
import io.connectembedded.metrics.TaskErrors;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.kafka.common.metrics.Sensor;

/** What a sink task has: {@code sink-task-metrics}. Recorded once a batch. */
public final class SinkMeters implements AutoCloseable {

    private static final long UNKNOWN = -1;

    private final TaskMeters task;
    private final MetricGroup group;
    private final Sensor read;
    private final Sensor sent;
    private final Sensor putTime;
    private final Sensor commits;
    private final Sensor skips;
    private final Sensor activeCounts;
    private volatile int partitions;
    private volatile long active;
    private volatile long lag = UNKNOWN;
    private volatile long sequence;

    public SinkMeters(ConnectMetrics metrics, TaskMeters task) {
        this.task = task;
        this.group = metrics.group("sink-task-metrics", TaskMeters.tags(task.id()));
        this.read = group.rateAndTotal("sink-record-read", "Records read from Kafka");
        this.sent = group.rateAndTotal("sink-record-send", "Records put into the task");
        this.putTime = group.maxAndAverage("put-batch", "-time-ms", "time of a put, in ms");
        this.commits = group.rateAndTotal("offset-commit-completion", "Offset commits that were completed");
        this.skips = group.rateAndTotal("offset-commit-skip", "Offset commits that came too late and were skipped");
        group.gauge("partition-count", "Partitions assigned to the task", () -> partitions);
        group.gauge("sink-record-active-count", "Records read, their offsets not yet committed", () -> active);
        this.activeCounts =
                group.maxAndAverage("sink-record-active-count", "", "number of records read and not yet committed");
        group.gauge("offset-commit-seq-no", "Number of the offset commit that was begun last", () -> sequence);
        group.gauge(
                "sink-record-lag-max",
                "Records between what was read and the end, of the partition that is behind most; -1 while unknown",
                () -> lag);
    }

    public TaskMeters task() {
        return task;
    }

    public void read(int records) {
        read.record(records);
        task.batch(records);
    }

    public void sent(int records, long tookMs) {
        sent.record(records);
        putTime.record((double) tookMs);
    }

    public void partitions(int assigned) {
        partitions = assigned;
    }

    public void active(long records) {
        active = records;
        activeCounts.record((double) records);
    }

    /** How far the partition that is behind most is behind; negative while nothing is known. */
    public void lag(long records) {
        lag = records;
    }

    public void commitBegun(long number) {
        sequence = number;
    }

    public void commitFailed(Duration took) {
        task.commitFailed(took);
    }

    public void commitCompleted(Duration took) {
        commits.record(1);
        task.committed(took);
    }

    public void commitSkipped() {
        skips.record(1);
    }

    public SinkTaskMetrics view(Instant now) {
        Map<String, Object> values = task.values();
        values.putAll(group.values());
        return new View(
                new Snapshot(now, values),
                task.id(),
                task.runningRatio(),
                active,
                task.sinceLastCommit(),
                task.errors(),
                partitions,
                maxLag());
    }

    private OptionalLong maxLag() {
        long last = lag;
        return last < 0 ? OptionalLong.empty() : OptionalLong.of(last);
    }

    @Override
    public void close() {
        group.close();
        task.close();
    }

    private record View(
            Snapshot snapshot,
            TaskId id,
            double runningRatio,
            long inFlightRecords,
            Optional<Duration> sinceLastCommit,
            TaskErrors errors,
            int partitions,
            OptionalLong maxLag)
            implements SinkTaskMetrics {

        @Override
        public double readRate() {
            return snapshot.rate("sink-record-read-rate");
        }

        @Override
        public double sendRate() {
            return snapshot.rate("sink-record-send-rate");
        }

        @Override
        public long read() {
            return snapshot.total("sink-record-read-total");
        }

        @Override
        public long sent() {
            return snapshot.total("sink-record-send-total");
        }

        @Override
        public Instant takenAt() {
            return snapshot.takenAt();
        }

        @Override
        public OptionalDouble number(String name) {
            return snapshot.number(name);
        }

        @Override
        public Map<String, Object> asMap() {
            return snapshot.asMap();
        }
    }
}
