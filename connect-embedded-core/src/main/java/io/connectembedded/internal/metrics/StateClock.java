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

import io.connectembedded.status.TaskState;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.common.utils.Time;

/** How long a task has been in each state. Thread-safe. */
final class StateClock {

    private final Time time;
    private final Map<TaskState, Long> spentMs = new EnumMap<>(TaskState.class); // guarded by "this"
    private TaskState state = TaskState.UNASSIGNED; // guarded by "this"
    private long sinceMs; // guarded by "this"

    StateClock(Time time) {
        this.time = time;
        this.sinceMs = time.hiResClockMs();
    }

    synchronized void changed(TaskState to) {
        settle();
        state = to;
    }

    synchronized TaskState state() {
        return state;
    }

    /** Share of the time since the task was created, from 0 to 1. */
    synchronized double ratio(TaskState of) {
        settle();
        long total = spentMs.values().stream().mapToLong(Long::longValue).sum();
        return total == 0 ? 0 : spentMs.getOrDefault(of, 0L) / (double) total;
    }

    private void settle() {
        long now = time.hiResClockMs();
        spentMs.merge(state, now - sinceMs, Long::sum);
        sinceMs = now;
    }
}
