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
package io.connectembedded.event;

import io.connectembedded.status.ConnectorState;
import io.connectembedded.status.Failure;
import io.connectembedded.status.TaskId;
import io.connectembedded.status.TaskState;
import io.connectembedded.status.WorkerState;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something that happened in a worker. New kinds may come with a minor release: keep a default branch. */
public sealed interface ConnectEvent {
    /** When it happened. */
    Instant at();

    /**
     * The worker changed its state.
     *
     * @param at when it happened
     * @param from the state before
     * @param to the state since
     * @param failure why; null unless something failed
     */
    record WorkerChanged(
            Instant at,
            WorkerState from,
            WorkerState to,
            @Nullable Failure failure) implements ConnectEvent {
        public WorkerChanged {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
        }
    }

    /**
     * A connector changed its state.
     *
     * @param at when it happened
     * @param connector the connector's name
     * @param from the state before
     * @param to the state since
     * @param failure why; null unless something failed
     */
    record ConnectorChanged(
            Instant at,
            String connector,
            ConnectorState from,
            ConnectorState to,
            @Nullable Failure failure) implements ConnectEvent {
        public ConnectorChanged {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(connector, "connector");
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
        }
    }

    /**
     * A task changed its state.
     *
     * @param at when it happened
     * @param task the task
     * @param from the state before
     * @param to the state since
     * @param failure why; null unless something failed
     */
    record TaskChanged(
            Instant at,
            TaskId task,
            TaskState from,
            TaskState to,
            @Nullable Failure failure) implements ConnectEvent {
        public TaskChanged {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(task, "task");
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
        }
    }

    /**
     * A connector or a task that FAILED will restart by itself, as its restart policy says.
     *
     * @param at when it was decided
     * @param connector the connector's name
     * @param task the task's number; null for the connector itself
     * @param attempt the number of the restart, from 1
     * @param delay how long after {@code at} it comes
     */
    record RestartScheduled(
            Instant at, String connector, @Nullable Integer task, int attempt, Duration delay) implements ConnectEvent {
        public RestartScheduled {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(connector, "connector");
            Objects.requireNonNull(delay, "delay");
        }
    }

    /**
     * Records of a batch could not be handled and were given up: left out, or, with {@code errors.tolerance=none}, the
     * reason for which the task fails. Told once for each batch, however many there are.
     *
     * @param at when it was told
     * @param task the task
     * @param count how many records
     * @param deadLettered whether they went to a dead letter queue
     * @param first why the first of them was given up
     */
    record RecordsFailed(Instant at, TaskId task, int count, boolean deadLettered, Failure first)
            implements ConnectEvent {
        public RecordsFailed {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(task, "task");
            Objects.requireNonNull(first, "first");
        }
    }

    /**
     * A task committed its offsets, or failed to.
     *
     * @param at when it happened
     * @param task the task
     * @param partitions how many source or topic partitions had a new offset
     * @param took how long it took
     * @param failure why it failed; null when the offsets are durable
     */
    record OffsetsCommitted(
            Instant at,
            TaskId task,
            int partitions,
            Duration took,
            @Nullable Failure failure) implements ConnectEvent {
        public OffsetsCommitted {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(task, "task");
            Objects.requireNonNull(took, "took");
        }
    }

    /**
     * A plug-in did not return in time, and the worker waits for it no longer; its thread lives on as a daemon.
     *
     * @param at when it happened
     * @param connector the connector's name
     * @param task the task's number; null for the connector itself
     * @param method the plug-in's method that did not return
     * @param waited how long it was waited for
     */
    record PluginAbandoned(
            Instant at, String connector, @Nullable Integer task, String method, Duration waited)
            implements ConnectEvent {
        public PluginAbandoned {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(connector, "connector");
            Objects.requireNonNull(method, "method");
            Objects.requireNonNull(waited, "waited");
        }
    }
}
