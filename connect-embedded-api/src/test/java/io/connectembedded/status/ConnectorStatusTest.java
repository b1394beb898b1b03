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

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectorStatusTest {
    @Test
    void a_connector_runs_when_it_and_every_task_run() {
        assertThat(status(ConnectorState.RUNNING, TaskState.RUNNING, TaskState.RUNNING)
                        .isRunning())
                .isTrue();
        assertThat(status(ConnectorState.RUNNING).isRunning()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RUNNING")
    void one_task_in_another_state_keeps_it_from_running(TaskState other) {
        assertThat(status(ConnectorState.RUNNING, TaskState.RUNNING, other).isRunning())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RUNNING")
    void a_connector_in_another_state_does_not_run(ConnectorState other) {
        assertThat(status(other, TaskState.RUNNING).isRunning()).isFalse();
    }

    @Test
    void it_has_failed_when_it_or_one_task_has() {
        assertThat(status(ConnectorState.FAILED, TaskState.RUNNING).hasFailed()).isTrue();
        assertThat(status(ConnectorState.RUNNING, TaskState.RUNNING, TaskState.FAILED)
                        .hasFailed())
                .isTrue();
        assertThat(status(ConnectorState.PAUSED, TaskState.PAUSED).hasFailed()).isFalse();
    }

    @Test
    void its_tasks_are_a_copy() {
        List<TaskStatus> tasks = new ArrayList<>();
        ConnectorStatus status = status(tasks, ConnectorState.RUNNING);
        tasks.add(task(0, TaskState.FAILED));
        assertThat(status.tasks()).isEmpty();
        assertThat(status.tasks()).isUnmodifiable();
    }

    @Test
    void a_task_id_prints_as_in_connect() {
        assertThat(new TaskId("orders", 3)).hasToString("orders-3");
    }

    private static ConnectorStatus status(ConnectorState state, TaskState... tasks) {
        return status(Stream.of(tasks).map(task -> task(0, task)).toList(), state);
    }

    private static ConnectorStatus status(List<TaskStatus> tasks, ConnectorState state) {
        return new ConnectorStatus("a", ConnectorType.SOURCE, TargetState.STARTED, state, "w", "1", "", null, tasks);
    }

    private static TaskStatus task(int number, TaskState state) {
        return new TaskStatus(new TaskId("a", number), state, "w", "", null);
    }
}
