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

import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.Optional;

/** The numbers of a task, source or sink; Connect's {@code connector-task-metrics}. */
public sealed interface TaskMetrics extends MetricsSnapshot permits SourceTaskMetrics, SinkTaskMetrics {
    /** The task. */
    TaskId id();

    /** The share of its time it was running, from 0 to 1: {@code running-ratio}. */
    double runningRatio();

    /**
     * Records on their way through the task: polled and not yet acknowledged ({@code source-record-active-count}),
     * or consumed and not yet committed ({@code sink-record-active-count}).
     */
    long inFlightRecords();

    /** How its records failed, and what became of them. */
    TaskErrors errors();

    /** How long ago its offsets were last committed; empty before the first commit. */
    Optional<Duration> sinceLastCommit();
}
