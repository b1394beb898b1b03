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
package io.connectembedded.internal.lifecycle;

import io.connectembedded.status.ConnectorState;
import io.connectembedded.status.TaskState;
import io.connectembedded.status.WorkerState;
import java.util.Map;
import java.util.Set;

/** The legal transitions of each state machine; tabled in docs/threads.md. */
public final class Transitions {

    private static final Map<WorkerState, Set<WorkerState>> WORKER = Map.of(
            WorkerState.STOPPED, Set.of(WorkerState.STARTING, WorkerState.CLOSED),
            WorkerState.STARTING, Set.of(WorkerState.RUNNING, WorkerState.STOPPED),
            WorkerState.RUNNING, Set.of(WorkerState.STOPPING, WorkerState.FAILED),
            WorkerState.STOPPING, Set.of(WorkerState.STOPPED),
            WorkerState.FAILED, Set.of(WorkerState.STOPPING),
            WorkerState.CLOSED, Set.of());

    private Transitions() {}

    public static boolean worker(WorkerState from, WorkerState to) {
        return WORKER.getOrDefault(from, Set.of()).contains(to);
    }

    /** A connector may go from any state to any other but DESTROYED, which is final. */
    public static boolean connector(ConnectorState from, ConnectorState to) {
        return from != ConnectorState.DESTROYED;
    }

    /** DESTROYED is final, and a FAILED task only comes back as a new incarnation, by way of RESTARTING or UNASSIGNED. */
    public static boolean task(TaskState from, TaskState to) {
        return switch (from) {
            case DESTROYED -> false;
            case FAILED -> to == TaskState.RESTARTING || to == TaskState.UNASSIGNED || to == TaskState.DESTROYED;
            default -> true;
        };
    }
}
