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
package io.connectembedded.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.RestartPolicy;
import io.connectembedded.RestartScope;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.status.ConnectorState;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.TargetState;
import io.connectembedded.status.TaskState;
import io.connectembedded.test.ConnectTestDriver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which tasks a connector has, and when they are replaced. */
class TaskPlanTest {

    private static final String TOO_MANY =
            "The connector src has generated 3 tasks, which is greater than 2, the maximum"
                    + " number of tasks it is configured to create. This behaviour should be considered a bug and is disallowed."
                    + " If necessary, it can be permitted by reconfiguring the connector with 'tasks.max.enforce' set to false;"
                    + " however, this option will be removed in a future release of Kafka Connect.";

    private final Script script = Script.byHand();
    private final ConnectTestDriver driver = ConnectTestDriver.of(Host.byHand());

    @AfterEach
    void end() {
        driver.close();
        script.close();
    }

    private ConnectorHandle create(ConnectorSpec spec) {
        return driver.worker().connectors().create(spec).await();
    }

    private void reconfigure(ConnectorHandle src) {
        int before = script.count("connector.taskConfigs");
        script.connectorContext.requestTaskReconfiguration();
        src.until(any -> script.count("connector.taskConfigs") > before).await();
    }

    @Test
    void trap_15_a_connector_may_have_no_tasks() {
        script.taskConfigs = max -> List.of();
        ConnectorHandle src = create(script.source("src").tasks(4));
        ConnectorStatus running = src.running().await();
        assertThat(running.state()).isEqualTo(ConnectorState.RUNNING);
        assertThat(running.tasks()).isEmpty();
        script.taskConfigs = max -> script.equalTasks(1);
        reconfigure(src);
        assertThat(src.running().await().tasks()).hasSize(1);
        script.taskConfigs = max -> List.of();
        reconfigure(src);
        assertThat(src.until(status -> status.tasks().isEmpty()).await().isRunning())
                .isTrue();
        assertThat(script.count("task.stop")).isEqualTo(1);
    }

    @Test
    void trap_15_more_tasks_than_tasks_max_fail_the_connector_in_connects_words_and_are_not_asked_for_again() {
        script.taskConfigs = max -> script.equalTasks(max + 1);
        ConnectorHandle src = create(script.source("src")
                .tasks(2)
                .restart(RestartPolicy.exponentialBackoff(Duration.ofSeconds(1), Duration.ofSeconds(1))));
        assertThatThrownBy(() -> src.running().await()).isInstanceOf(ConnectorFailedException.class);
        assertThat(src.status().failure().message()).isEqualTo(TOO_MANY);
        assertThat(src.status().tasks()).isEmpty();
        driver.advance(Duration.ofHours(1));
        assertThat(script.count("connector.taskConfigs")).isEqualTo(1);
        script.taskConfigs = script::equalTasks;
        assertThat(src.restart().await().tasks()).hasSize(2);
    }

    @Test
    void trap_15_tasks_of_a_connector_whose_tasks_max_is_lowered_fail_with_it() {
        script.taskConfigs = max -> script.equalTasks(3);
        ConnectorHandle src = create(script.source("src").tasks(3));
        assertThat(src.running().await().tasks()).hasSize(3);
        src.update(spec -> spec.tasks(2)).await();
        ConnectorStatus failed = src.until(
                        status -> status.tasks().stream().allMatch(task -> task.state() == TaskState.FAILED))
                .await();
        assertThat(failed.state()).isEqualTo(ConnectorState.FAILED);
        assertThat(failed.tasks())
                .hasSize(3)
                .allSatisfy(task -> assertThat(task.failure().message()).isEqualTo(TOO_MANY));
        assertThat(script.count("task.start")).isEqualTo(3);
        assertThat(script.count("task.stop")).isEqualTo(3);
        assertThat(src.update(spec -> spec.tasks(3))
                        .thenCompose(done -> src.running())
                        .await()
                        .isRunning())
                .isTrue();
    }

    @Test
    void trap_15_more_tasks_than_tasks_max_run_unless_that_is_enforced() {
        script.taskConfigs = max -> script.equalTasks(3);
        ConnectorHandle src = create(script.source("src").tasks(2).with("tasks.max.enforce", false));
        assertThat(src.running().await().tasks()).hasSize(3);
    }

    @Test
    void too_many_tasks_at_a_reconfiguration_leave_those_that_run() {
        ConnectorHandle src = create(script.source("src").tasks(2));
        src.running().await();
        script.taskConfigs = max -> script.equalTasks(3);
        reconfigure(src);
        ConnectorStatus failed =
                src.until(status -> status.state() == ConnectorState.FAILED).await();
        assertThat(failed.tasks()).hasSize(2).allMatch(task -> task.state() == TaskState.RUNNING);
        assertThat(script.count("task.stop")).isZero();
    }

    @Test
    void trap_4_task_configs_are_kept_and_compared_as_the_connector_config_was_written() {
        ConnectorHandle src = create(script.source("src").with("db.url", "${none:path:key}"));
        src.running().await();
        String key = script.equalTasks(1).get(0).get(Script.KEY);
        script.taskConfigs = max -> List.of(Map.of(Script.KEY, key, "db.url", "first value"));
        reconfigure(src);
        src.running().await();
        assertThat(src.taskConfigs().get(0)).containsEntry("db.url", "${none:path:key}");
        int starts = script.count("task.start");
        script.taskConfigs = max -> List.of(Map.of(Script.KEY, key, "db.url", "rotated value"));
        reconfigure(src);
        assertThat(src.running().await().isRunning()).isTrue();
        assertThat(script.count("task.start"))
                .as("starts, though the secret rotated")
                .isEqualTo(starts);
    }

    @Test
    void trap_5_tasks_restart_when_the_connectors_config_changes_though_their_own_is_equal() {
        ConnectorHandle src = create(script.source("src"));
        src.running().await();
        reconfigure(src);
        assertThat(script.count("task.start")).isEqualTo(1);
        List<Map<String, String>> before = src.taskConfigs();
        src.update(spec -> spec.with("value.converter", "org.apache.kafka.connect.storage.StringConverter"))
                .thenCompose(done -> src.running())
                .await();
        assertThat(src.taskConfigs()).isEqualTo(before);
        assertThat(script.count("task.start")).isEqualTo(2);
    }

    @Test
    void a_changed_initial_state_is_nothing_to_a_connector_that_exists() {
        ConnectorHandle src = create(script.source("src"));
        src.running().await();
        script.forgetCalls();
        driver.worker()
                .connectors()
                .put(script.source("src").initialState(TargetState.PAUSED))
                .await();
        assertThat(src.status().isRunning()).isTrue();
        assertThat(script.all()).isEmpty();
    }

    @Test
    void tasks_may_be_asked_for_anew_from_within_start_and_task_configs() {
        script.once("connector.start", () -> script.connectorContext.requestTaskReconfiguration());
        script.once("connector.taskConfigs", () -> script.connectorContext.requestTaskReconfiguration());
        ConnectorHandle src = create(script.source("src"));
        assertThat(src.running().await().isRunning()).isTrue();
        assertThat(script.count("connector.taskConfigs")).isEqualTo(2);
        assertThat(script.count("task.start")).isEqualTo(1);
    }

    @Test
    void a_task_that_is_not_there_cannot_be_restarted() {
        ConnectorHandle src = create(script.source("src").tasks(2));
        src.running().await();
        assertThatThrownBy(() -> src.restartTask(7).await())
                .hasMessage("Connector 'src' has no task 7: it has the tasks [0, 1].");
    }

    @Test
    void a_restart_of_the_connector_leaves_failed_tasks_and_one_with_tasks_takes_them() {
        ConnectorHandle src = create(script.source("src").tasks(2));
        src.running().await();
        script.failIn("task.poll", new IllegalStateException("gone"));
        assertThatThrownBy(() -> driver.source("src").poll()).isInstanceOf(ConnectorFailedException.class);
        assertThatThrownBy(() -> src.restart(RestartScope.CONNECTOR).await())
                .isInstanceOf(ConnectorFailedException.class)
                .hasMessageContaining("src-0");
        assertThat(script.count("connector.start")).isEqualTo(2);
        assertThat(script.count("task.start")).isEqualTo(2);
        script.connectorContext.raiseError(new IllegalStateException("lost"));
        src.until(status -> status.state() == ConnectorState.FAILED).await();
        assertThat(src.restart(RestartScope.FAILED).await().isRunning()).isTrue();
        assertThat(script.count("connector.start")).isEqualTo(3);
        assertThat(script.count("task.start")).isEqualTo(3);
    }
}
