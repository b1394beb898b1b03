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
package io.connectembedded.metrics;

import java.util.List;

/** The numbers of a worker; Connect's {@code connect-worker-metrics}. */
public interface WorkerMetrics extends MetricsSnapshot {
    /** How many connectors run in this worker: {@code connector-count}. */
    int connectorCount();

    /** How many tasks run in this worker: {@code task-count}. */
    int taskCount();

    /** How many starts of connectors have failed: {@code connector-startup-failure-total}. */
    long connectorStartupFailures();

    /** How many starts of tasks have failed: {@code task-startup-failure-total}. */
    long taskStartupFailures();

    /** The numbers of each connector in this worker. */
    List<ConnectorMetrics> connectors();
}
