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
package io.connectembedded.internal.engine.control;

import io.connectembedded.internal.lifecycle.TaskBody;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.status.TaskId;
import org.apache.kafka.connect.connector.Connector;

/** Makes the body of a task, on the thread that will run it. */
public interface TaskFactory {
    /** What configs come to, with what config providers give. */
    LiveConfigs live();

    TaskBody create(TaskPlan plan, TaskId id, TaskGate gate) throws Exception;

    /** Hears of each instance of a connector that will be started, on its thread. */
    default void connectorMade(String name, Connector connector) {}
}
