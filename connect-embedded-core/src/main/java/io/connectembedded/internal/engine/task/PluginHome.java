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
package io.connectembedded.internal.engine.task;

import io.connectembedded.internal.lifecycle.PluginScope;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.metrics.ChainMeters;
import io.connectembedded.internal.metrics.PluginMeters;
import io.connectembedded.status.TaskId;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metrics.Monitorable;

/** Where the converters, transformations and predicates of one task are made. Task thread. */
record PluginHome(TaskId id, TaskGate gate, ChainMeters meters) {

    TaskGate.StoppedException stopped() {
        return stopped(id);
    }

    static TaskGate.StoppedException stopped(TaskId id) {
        return new TaskGate.StoppedException("Task " + id + " was told to stop before it was made");
    }

    /** Under its own class loader. */
    PluginScope scope(Class<?> plugin) {
        return PluginScope.task(id, plugin);
    }

    /**
     * Lets a configured plug-in register metrics of its own (KIP-877), noted in {@code owned} to be closed after it.
     * Whoever hung in configure until the task was abandoned must not register them beside those of its successor.
     */
    void measure(Object plugin, Map<String, String> tags, List<AutoCloseable> owned) {
        if (gate.isStopping()) {
            throw stopped();
        }
        if (plugin instanceof Monitorable monitorable) {
            PluginMeters own = meters.plugin(tags);
            owned.add(own);
            scope(plugin.getClass()).run(() -> monitorable.withPluginMetrics(own));
        }
    }
}
