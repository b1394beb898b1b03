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
import io.connectembedded.metrics.WorkerMetrics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;

/** What a worker has: {@code connect-worker-metrics}. */
public final class WorkerMeters {

    private final MetricGroup group;
    private final Startups connectorStartups;
    private final Startups taskStartups;
    private volatile int connectors;
    private volatile int tasks;

    WorkerMeters(ConnectMetrics metrics) {
        this.group = metrics.group("connect-worker-metrics", Map.of());
        this.connectorStartups = new Startups(group, "connector-startup");
        this.taskStartups = new Startups(group, "task-startup");
        group.gauge("connector-count", "Connectors in this worker", () -> connectors);
        group.gauge("task-count", "Tasks in this worker", () -> tasks);
    }

    public void counts(int connectorCount, int taskCount) {
        connectors = connectorCount;
        tasks = taskCount;
    }

    public void connectorStarted(boolean success) {
        connectorStartups.record(success);
    }

    public void taskStarted(boolean success) {
        taskStartups.record(success);
    }

    public WorkerMetrics view(Instant now, List<ConnectorMetrics> views) {
        return new View(
                new Snapshot(now, group.values()),
                connectors,
                tasks,
                connectorStartups.failures.get(),
                taskStartups.failures.get(),
                List.copyOf(views));
    }

    /** Of a worker that does not run. */
    public static WorkerMetrics none(Instant now) {
        return new View(new Snapshot(now, Map.of()), 0, 0, 0, 0, List.of());
    }

    void close() {
        group.close();
    }

    private static final class Startups {

        private final AtomicLong successes = new AtomicLong();
        private final AtomicLong failures = new AtomicLong();

        Startups(MetricGroup group, String stem) {
            group.gauge(stem + "-attempts-total", "Starts tried", () -> successes.get() + failures.get());
            group.gauge(stem + "-success-total", "Starts that succeeded", successes::get);
            group.gauge(stem + "-failure-total", "Starts that failed", failures::get);
            group.gauge(stem + "-success-percentage", "Share of starts that succeeded", () -> share(successes.get()));
            group.gauge(stem + "-failure-percentage", "Share of starts that failed", () -> share(failures.get()));
        }

        void record(boolean success) {
            (success ? successes : failures).incrementAndGet();
        }

        private double share(long part) {
            long all = successes.get() + failures.get();
            return all == 0 ? 0 : part / (double) all;
        }
    }

    private record View(
            Snapshot snapshot,
            int connectorCount,
            int taskCount,
            long connectorStartupFailures,
            long taskStartupFailures,
            List<ConnectorMetrics> connectors)
            implements WorkerMetrics {

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
