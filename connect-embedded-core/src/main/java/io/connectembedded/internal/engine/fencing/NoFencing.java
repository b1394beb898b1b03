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
package io.connectembedded.internal.engine.fencing;

import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.engine.control.TaskPlan;
import io.connectembedded.internal.lifecycle.TaskGate;

/** Leaves it to each task's own transactional id: enough as long as a connector's number of tasks does not change. */
public final class NoFencing implements ZombieFencing {

    @Override
    public void confirm(TaskPlan plan, TaskGate gate) {
        // Nobody else.
    }

    @Override
    public void fence(TaskPlan plan, TaskGate gate) {
        // Its initTransactions fences what bears the same id.
    }

    @Override
    public void fence(ConnectorConfig connector) {
        // As above.
    }
}
