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

import io.connectembedded.internal.lifecycle.StateCell;
import io.connectembedded.status.TaskState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connector's tasks by state: {@code connect-worker-metrics} with the tag {@code connector}, there as long as it has
 * tasks. Control thread; the numbers are read by any.
 */
public final class TaskCounts {

    private final ConnectMetrics metrics;
    private final String connector;
    private volatile List<StateCell<TaskState>> tasks = List.of();
    private @Nullable MetricGroup group;

    public TaskCounts(ConnectMetrics metrics, String connector) {
        this.metrics = metrics;
        this.connector = connector;
    }

    /** These tasks are there now. */
    public void of(List<StateCell<TaskState>> present) {
        tasks = present;
        MetricGroup shown = group;
        if (shown == null && !present.isEmpty()) {
            group = registered();
        } else if (shown != null && present.isEmpty()) {
            shown.close();
            group = null;
        }
    }

    private MetricGroup registered() {
        MetricGroup fresh = metrics.group("connect-worker-metrics", Map.of("connector", connector));
        fresh.gauge("connector-total-task-count", "Tasks of the connector", () -> (long) tasks.size());
        for (TaskState state : TaskState.values()) {
            String name = state.name().toLowerCase(Locale.ROOT);
            fresh.gauge(
                    "connector-" + name + "-task-count", "Tasks of the connector that are " + name, () -> in(state));
        }
        return fresh;
    }

    private long in(TaskState state) {
        return tasks.stream().filter(task -> task.get() == state).count();
    }
}
