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
package io.connectembedded.status;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of one task at one moment.
 *
 * @param id the task
 * @param state what it is doing
 * @param workerId the worker it runs in; empty when it runs in none
 * @param reason text for people, such as {@code worker is stopped}; empty when there is nothing to say
 * @param failure why it is FAILED; null in any other state
 */
public record TaskStatus(
        TaskId id,
        TaskState state,
        String workerId,
        String reason,
        @Nullable Failure failure) {
    public TaskStatus {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(workerId, "workerId");
        Objects.requireNonNull(reason, "reason");
    }
}
