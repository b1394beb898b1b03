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

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of one connector and its tasks at one moment.
 *
 * @param name the connector's name
 * @param type which way it moves records
 * @param target what it has been asked to be
 * @param state what it is doing
 * @param workerId the worker it runs in; empty when it runs in none
 * @param version the version the connector's class reports; empty when unknown
 * @param reason text for people, such as {@code worker is stopped}; empty when there is nothing to say
 * @param failure why the connector itself is FAILED; null in any other state
 * @param tasks its tasks in the order of their numbers; empty when it has none
 */
public record ConnectorStatus(
        String name,
        ConnectorType type,
        TargetState target,
        ConnectorState state,
        String workerId,
        String version,
        String reason,
        @Nullable Failure failure,
        List<TaskStatus> tasks) {
    public ConnectorStatus {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(workerId, "workerId");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(reason, "reason");
        tasks = List.copyOf(Objects.requireNonNull(tasks, "tasks"));
    }

    /** Whether the connector and every task it has are RUNNING; a connector without tasks can be running. */
    public boolean isRunning() {
        return state == ConnectorState.RUNNING && tasks.stream().allMatch(task -> task.state() == TaskState.RUNNING);
    }

    /** Whether the connector or at least one of its tasks is FAILED. */
    public boolean hasFailed() {
        return state == ConnectorState.FAILED || tasks.stream().anyMatch(task -> task.state() == TaskState.FAILED);
    }
}
