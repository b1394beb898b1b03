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

import io.connectembedded.metrics.ConnectorMetrics;
import io.connectembedded.metrics.SinkTaskMetrics;
import io.connectembedded.metrics.SourceTaskMetrics;
import io.connectembedded.metrics.TaskMetrics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** What a connector has: {@code connector-metrics}. */
public final class ConnectorMeters implements AutoCloseable {

    private final String connector;
    private final MetricGroup group;

    public ConnectorMeters(
            ConnectMetrics metrics, String connector, Map<String, String> facts, Supplier<String> status) {
        this.connector = connector;
        this.group = metrics.group("connector-metrics", Map.of("connector", connector));
        facts.forEach((name, value) -> group.gauge(name, "Fact of the connector", () -> value));
        group.gauge("status", "State of the connector", status::get);
    }

    public ConnectorMetrics view(Instant now, List<TaskMetrics> tasks) {
        return new View(new Snapshot(now, group.values()), connector, List.copyOf(tasks));
    }

    /** Of a connector that never started. */
    public static ConnectorMetrics none(Instant now, String connector) {
        return new View(new Snapshot(now, Map.of()), connector, List.of());
    }

    @Override
    public void close() {
        group.close();
    }

    private record View(Snapshot snapshot, String connector, List<TaskMetrics> tasks) implements ConnectorMetrics {

        @Override
        public double recordRate() {
            return tasks.stream().mapToDouble(View::rate).sum();
        }

        @Override
        public long recordTotal() {
            return tasks.stream().mapToLong(View::total).sum();
        }

        private static double rate(TaskMetrics task) {
            return task instanceof SourceTaskMetrics source ? source.writeRate() : ((SinkTaskMetrics) task).sendRate();
        }

        private static long total(TaskMetrics task) {
            return task instanceof SourceTaskMetrics source ? source.written() : ((SinkTaskMetrics) task).sent();
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
