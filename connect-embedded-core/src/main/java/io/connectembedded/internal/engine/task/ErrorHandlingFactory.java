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
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.status.TaskId;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.source.SourceRecord;

/** Makes the error handling of a task from its connector's {@code errors.*}. */
public final class ErrorHandlingFactory {

    ErrorHandling<SourceRecord> forSource(TaskPlan plan, TaskId id, TaskGate gate) {
        return new ErrorHandling<>();
    }

    ErrorHandling<ConsumerRecord<byte[], byte[]>> forSink(TaskPlan plan, TaskId id, TaskGate gate) {
        return new ErrorHandling<>();
    }
}
