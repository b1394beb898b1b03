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

import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.lifecycle.TaskGate.Target;
import io.connectembedded.internal.lifecycle.work.RealWaits;
import io.connectembedded.internal.metrics.ConnectMetrics;
import io.connectembedded.status.TaskId;
import org.apache.kafka.common.utils.Time;

/** Of a task that runs in no worker. */
final class TaskHome {

    private TaskHome() {}

    static PluginHome of(String connector, ConnectMetrics metrics) {
        TaskId id = new TaskId(connector, 0);
        TaskGate gate = new TaskGate(Time.SYSTEM, RealWaits.INSTANCE, Target.RUN);
        return new PluginHome(id, gate, metrics.chain(id));
    }
}
