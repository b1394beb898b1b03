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

import io.connectembedded.metrics.SourceTaskMetrics;
import io.connectembedded.metrics.TaskErrors;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.apache.kafka.common.metrics.Sensor;

/** What a source task has: {@code source-task-metrics}. Recorded once a batch. */
public final class SourceMeters implements AutoCloseable {

    private final TaskMeters task;
    private final MetricGroup group;
    private final Sensor polled;
    private final Sensor written;
    private final Sensor pollTime;
    private final Sensor activeCounts;
    private final IntSupplier inFlight;

    /** {@code inFlight} counts the records that are sent and not yet acknowledged. */
    public SourceMeters(ConnectMetrics metrics, TaskMeters task, IntSupplier inFlight) {
        this.task = task;
        this.inFlight = inFlight;
        this.group = metrics.group("source-task-metrics", TaskMeters.tags(task.id()));
        this.polled = group.rateAndTotal("source-record-poll", "Records polled");
        this.written = group.rateAndTotal("source-record-write", "Records acknowledged by Kafka");
        this.pollTime = group.maxAndAverage("poll-batch", "-time-ms", "time of a poll, in ms");
        group.gauge("source-record-active-count", "Records polled, not yet acknowledged", inFlight::getAsInt);
        this.activeCounts =
                group.maxAndAverage("source-record-active-count", "", "number of records polled and not yet written");
    }

    /** How many records a transaction has: of a source that writes in transactions. */
    public IntConsumer transactionSizes() {
        Sensor sizes = group.sizes("transaction-size", "number of records in a transaction");
        return records -> sizes.record((double) records);
    }

    public TaskMeters task() {
        return task;
    }

    public void polled(int records, long tookMs) {
        polled.record(records);
        // Those of this batch are not in flight yet.
        activeCounts.record((double) inFlight.getAsInt() + records);
        pollTime.record((double) tookMs);
        task.batch(records);
    }

    public void written(long records) {
        written.record((double) records);
        activeCounts.record((double) inFlight.getAsInt());
    }

    public SourceTaskMetrics view(Instant now) {
        Map<String, Object> values = task.values();
        values.putAll(group.values());
        return new View(
                new Snapshot(now, values),
                task.id(),
                task.runningRatio(),
                inFlight.getAsInt(),
                task.sinceLastCommit(),
                task.errors());
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
            TaskErrors errors)
            implements SourceTaskMetrics {

        @Override
        public double pollRate() {
            return snapshot.rate("source-record-poll-rate");
        }

        @Override
        public double writeRate() {
            return snapshot.rate("source-record-write-rate");
        }

        @Override
        public long polled() {
            return snapshot.total("source-record-poll-total");
        }

        @Override
        public long written() {
            return snapshot.total("source-record-write-total");
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
