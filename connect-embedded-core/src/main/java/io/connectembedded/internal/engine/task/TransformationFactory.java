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

import io.connectembedded.internal.engine.control.TaskPlan;
import io.connectembedded.internal.error.ErrorHandling;
import io.connectembedded.internal.transform.TransformationChain;
import io.connectembedded.status.TaskId;
import java.util.List;
import org.apache.kafka.connect.connector.ConnectRecord;

/** Makes the transformations of a task from its connector's {@code transforms} and {@code predicates}. */
public final class TransformationFactory {

    <R extends ConnectRecord<R>> TransformationChain<R> create(TaskPlan plan, TaskId id, ErrorHandling<?> errors) {
        return new TransformationChain<>(List.of(), errors);
    }
}
