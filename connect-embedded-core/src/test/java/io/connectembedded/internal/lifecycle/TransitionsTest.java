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
package io.connectembedded.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.status.ConnectorState;
import io.connectembedded.status.TaskState;
import io.connectembedded.status.WorkerState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransitionsTest {

    @Test
    void a_worker_moves_along_its_ladder_and_nowhere_else() {
        List<String> legal = new ArrayList<>();
        for (WorkerState from : WorkerState.values()) {
            for (WorkerState to : WorkerState.values()) {
                if (Transitions.worker(from, to)) {
                    legal.add(from + ">" + to);
                }
            }
        }

        assertThat(legal)
                .containsExactlyInAnyOrder(
                        "STOPPED>STARTING",
                        "STOPPED>CLOSED",
                        "STARTING>RUNNING",
                        "STARTING>STOPPED",
                        "RUNNING>STOPPING",
                        "RUNNING>FAILED",
                        "STOPPING>STOPPED",
                        "FAILED>STOPPING");
    }

    @Test
    void a_failed_task_comes_back_only_as_a_new_incarnation() {
        assertThat(EnumSet.allOf(TaskState.class).stream().filter(to -> Transitions.task(TaskState.FAILED, to)))
                .containsExactlyInAnyOrder(TaskState.RESTARTING, TaskState.UNASSIGNED, TaskState.DESTROYED);
    }

    @Test
    void destroyed_is_final() {
        assertThat(EnumSet.allOf(TaskState.class)).noneMatch(to -> Transitions.task(TaskState.DESTROYED, to));
        assertThat(EnumSet.allOf(ConnectorState.class))
                .noneMatch(to -> Transitions.connector(ConnectorState.DESTROYED, to));
    }

    @Test
    void other_tasks_and_connectors_may_go_anywhere() {
        assertThat(EnumSet.allOf(TaskState.class)).allMatch(to -> Transitions.task(TaskState.RUNNING, to));
        assertThat(EnumSet.allOf(ConnectorState.class))
                .allMatch(to -> Transitions.connector(ConnectorState.FAILED, to));
    }
}
