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
import static org.assertj.core.api.Assertions.tuple;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.RestartScope;
import io.connectembedded.error.ConnectorExistsException;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.error.ConnectorNotFoundException;
import io.connectembedded.error.InvalidConfigException;
import io.connectembedded.error.WorkerStateException;
import io.connectembedded.event.ConnectEvent.TaskChanged;
import io.connectembedded.status.Completion;
import io.connectembedded.status.ConnectorState;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.TargetState;
import io.connectembedded.status.TaskState;
import io.connectembedded.test.ConnectTestDriver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can be asked of a connector that runs, and when it is done. */
class OperationsTest {

    private final Script script = Script.byHand();
    private final Told told = new Told();
    private final ConnectTestDriver driver = ConnectTestDriver.of(Host.byHand().listener(told));
    private final ConnectWorker worker = driver.worker();

    @AfterEach
    void end() {
        driver.close();
        script.close();
    }

    private ConnectorHandle create(ConnectorSpec spec) {
        ConnectorHandle handle = worker.connectors().create(spec).await();
        assertThat(handle.running().await().isRunning()).isTrue();
        return handle;
    }

    private static ConnectorStatus until(ConnectorHandle handle, Predicate<ConnectorStatus> condition) {
        return handle.until(condition).await();
    }

    private void failPoll(Throwable failure) {
        script.failIn("task.poll", failure);
        assertThatThrownBy(() -> driver.source("src").poll()).isInstanceOf(ConnectorFailedException.class);
    }

    @Test
    void pause_and_resume_are_done_when_every_task_idles_and_runs() {
        ConnectorHandle src = create(script.source("src").tasks(3));
        ConnectorStatus paused = src.pause().await();
        assertThat(paused.state()).isEqualTo(ConnectorState.PAUSED);
        assertThat(paused.target()).isEqualTo(TargetState.PAUSED);
        assertThat(paused.tasks()).hasSize(3).allMatch(task -> task.state() == TaskState.PAUSED);
        assertThat(script.order()).endsWith("connector.stop");
        driver.settle();
        int polls = script.count("task.poll");
        assertThat(src.pause().await().state()).isEqualTo(ConnectorState.PAUSED);
        assertThat(script.count("task.poll")).isEqualTo(polls);
        assertThat(worker.health().isReady()).isTrue();

        ConnectorStatus running = src.resume().await();
        assertThat(running.isRunning()).isTrue();
        assertThat(driver.settle()).isZero();
        assertThat(script.count("task.poll")).isGreaterThan(polls);
        assertThat(script.count("connector.start")).isEqualTo(2);
        assertThat(script.count("task.start")).isEqualTo(3);
    }

    @Test
    void stop_is_done_when_no_task_exists_and_resume_makes_new_ones() {
        ConnectorHandle src = create(script.source("src").tasks(2));
        ConnectorStatus stopped = src.stop().await();
        assertThat(stopped.state()).isEqualTo(ConnectorState.STOPPED);
        assertThat(stopped.tasks()).isEmpty();
        assertThat(src.taskConfigs()).isEmpty();
        assertThat(script.count("task.stop")).isEqualTo(2);
        assertThat(script.count("connector.stop")).isEqualTo(1);
        assertThatThrownBy(() -> src.restart().await())
                .isInstanceOf(WorkerStateException.class)
                .hasMessageContaining("STOPPED");
        assertThat(src.resume().await().tasks()).hasSize(2);
        assertThat(script.count("task.start")).isEqualTo(4);
    }

    @Test
    void a_connector_paused_before_its_first_task_starts_none() {
        ConnectorHandle src = worker.connectors()
                .create(script.source("src").initialState(TargetState.STOPPED))
                .await();
        assertThat(until(src, status -> status.state() == ConnectorState.STOPPED)
                        .tasks())
                .isEmpty();
        src.pause().await();
        assertThat(script.order()).isEmpty();
        src.resume().await();
        assertThat(script.order()).startsWith("connector.start", "connector.taskConfigs", "task.start");
    }

    @Test
    void each_restart_scope_restarts_what_it_names() {
        ConnectorHandle src = create(script.source("src").tasks(2));
        src.restart().await();
        assertThat(script.count("connector.start")).isEqualTo(2);
        assertThat(script.count("task.start")).isEqualTo(4);

        src.restart(RestartScope.CONNECTOR).await();
        assertThat(script.count("connector.start")).isEqualTo(3);
        assertThat(script.count("task.start")).isEqualTo(4);

        src.restart(RestartScope.FAILED).await();
        src.restart(RestartScope.CONNECTOR_IF_FAILED).await();
        assertThat(script.count("connector.start")).isEqualTo(3);
        assertThat(script.count("task.start")).isEqualTo(4);

        failPoll(new IllegalStateException("broken pipe"));
        assertThat(src.restart(RestartScope.FAILED).await().isRunning()).isTrue();
        assertThat(script.count("task.start")).isEqualTo(5);
        assertThat(script.count("connector.start")).isEqualTo(3);

        ConnectorStatus one = src.restartTask(1).await();
        assertThat(one.isRunning()).isTrue();
        assertThat(script.count("task.start")).isEqualTo(6);
        assertThatThrownBy(() -> src.restartTask(7).await())
                .isInstanceOf(ConnectorNotFoundException.class)
                .hasMessageContaining("no task 7");
    }

    @Test
    void a_restarted_task_tells_restarting_then_running_and_a_new_one_unassigned_first() {
        ConnectorHandle src = create(script.source("src"));
        src.restartTask(0).await();
        src.delete().await();
        assertThat(told.of(TaskChanged.class))
                .extracting(TaskChanged::from, TaskChanged::to)
                .containsExactly(
                        tuple(TaskState.UNASSIGNED, TaskState.RUNNING),
                        tuple(TaskState.RUNNING, TaskState.RESTARTING),
                        tuple(TaskState.RESTARTING, TaskState.RUNNING),
                        tuple(TaskState.RUNNING, TaskState.DESTROYED));
    }

    @Test
    void an_equal_spec_changes_nothing_and_another_replaces_connector_and_tasks() {
        ConnectorSpec spec = script.source("src");
        ConnectorHandle src = create(spec);
        worker.connectors().put(spec.with("a", 1).without("a")).await();
        src.update(same -> same).await();
        assertThat(script.count("connector.start")).isEqualTo(1);
        assertThat(script.count("task.start")).isEqualTo(1);

        worker.connectors().put(spec.with("a", 1)).await();
        assertThat(src.running().await().isRunning()).isTrue();
        assertThat(script.connectorConfig).containsEntry("a", "1");
        // The task configs are the same; converters and the like come from the connector's.
        assertThat(script.count("task.start")).isEqualTo(2);
        assertThat(script.count("task.stop")).isEqualTo(1);
        assertThat(script.count("connector.stop")).isEqualTo(1);
        assertThat(src.spec().config()).containsEntry("a", "1");

        src.update(was -> was.with("b", was.config().get("a"))).await();
        assertThat(src.spec().config()).containsEntry("b", "1");
        ConnectorSpec other = script.source("other");
        assertThatThrownBy(() -> src.update(was -> other).await()).hasMessageContaining("rename");
    }

    @Test
    void a_changed_config_of_a_paused_connector_never_runs_the_old_one_again() {
        ConnectorHandle src = create(script.source("src"));
        src.pause().await();
        script.taskConfigs =
                max -> List.of(Map.of("script", script.equalTasks(1).get(0).get("script"), "new", "yes"));
        src.update(spec -> spec.with("a", 1)).await();
        script.forgetCalls();
        ConnectorStatus resumed = src.resume().await();
        assertThat(resumed.isRunning()).isTrue();
        assertThat(src.taskConfigs().get(0)).containsEntry("new", "yes");
        assertThat(script.order()).containsExactly("connector.start", "connector.taskConfigs", "task.start");
    }

    @Test
    void putting_many_is_all_or_none() {
        ConnectorSpec good = script.source("good");
        ConnectorSpec bad = ConnectorSpec.source("bad", "NoSuchConnector");
        assertThatThrownBy(() -> worker.connectors().putAll(List.of(good, bad)).await())
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("NoSuchConnector");
        assertThat(worker.connectors().names()).isEmpty();
        assertThatThrownBy(() -> worker.connectors().putAll(List.of(good, good)).await())
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("good");
        List<ConnectorHandle> both = worker.connectors()
                .putAll(List.of(good, script.source("other")))
                .await();
        assertThat(both).extracting(ConnectorHandle::name).containsExactly("good", "other");
        assertThat(worker.connectors().putAll(List.of()).await()).isEmpty();
        assertThatThrownBy(() -> worker.connectors().create(good).await())
                .isInstanceOf(ConnectorExistsException.class)
                .hasMessageContaining("good");
    }

    @Test
    void a_deleted_connector_is_gone_and_may_be_created_again() {
        ConnectorHandle src = create(script.source("src"));
        Completion<ConnectorStatus> never = src.until(status -> false);
        ConnectorStatus last = src.delete().await();
        assertThat(last.state()).isEqualTo(ConnectorState.DESTROYED);
        assertThat(worker.connectors().names()).isEmpty();
        assertThat(script.count("connector.stop")).isEqualTo(1);
        assertThat(script.count("task.stop")).isEqualTo(1);
        assertThatThrownBy(src::status).isInstanceOf(ConnectorNotFoundException.class);
        assertThatThrownBy(() -> src.pause().await()).isInstanceOf(ConnectorNotFoundException.class);
        assertThatThrownBy(() -> never.await()).isInstanceOf(ConnectorNotFoundException.class);
        create(script.source("src"));
        assertThat(src.status().isRunning()).isTrue();
    }

    @Test
    void a_connector_that_does_not_start_fails_alone_and_restarts_when_asked() {
        script.failIn("connector.start", new IllegalArgumentException("no such host"));
        ConnectorHandle src = worker.connectors().create(script.source("src")).await();
        assertThatThrownBy(() -> src.running().await())
                .isInstanceOf(ConnectorFailedException.class)
                .hasMessageContaining("Connector src FAILED in start: no such host");
        ConnectorStatus status = src.status();
        assertThat(status.state()).isEqualTo(ConnectorState.FAILED);
        assertThat(status.failure().trace()).contains("IllegalArgumentException");
        assertThat(worker.health().reasons())
                .anySatisfy(reason -> assertThat(reason.text()).contains("no such host"));
        assertThat(src.restart(RestartScope.CONNECTOR_IF_FAILED).await().isRunning())
                .isTrue();
        assertThat(src.status().failure()).isNull();
    }

    @Test
    void a_failed_connector_may_be_stopped_and_resumed() {
        script.failIn("connector.start", new IllegalArgumentException("no such host"));
        ConnectorHandle src = worker.connectors().create(script.source("src")).await();
        assertThat(src.status().hasFailed()).isTrue();
        assertThat(src.stop().await().state()).isEqualTo(ConnectorState.STOPPED);
        assertThat(src.resume().await().isRunning()).isTrue();
    }

    @Test
    void resume_fails_when_a_task_has_failed() {
        ConnectorHandle src = create(script.source("src"));
        failPoll(new NoClassDefFoundError("missing/Driver"));
        assertThatThrownBy(() -> src.resume().await())
                .isInstanceOf(ConnectorFailedException.class)
                .hasMessageContaining("src-0")
                .hasMessageContaining("missing/Driver");
        assertThat(src.pause().await().tasks().get(0).state()).isEqualTo(TaskState.FAILED);
    }

    @Test
    void raise_error_fails_the_connector_and_leaves_its_tasks() {
        ConnectorHandle src = create(script.source("src"));
        script.connectorContext.raiseError(new IllegalStateException("lost the catalogue"));
        ConnectorStatus failed = until(src, status -> status.state() == ConnectorState.FAILED);
        assertThat(failed.failure().message()).contains("lost the catalogue");
        assertThat(failed.tasks().get(0).state()).isEqualTo(TaskState.RUNNING);
        script.emit(Script.record("t", "a", 1));
        assertThat(driver.source("src").poll()).hasSize(1);
        assertThat(src.restart(RestartScope.CONNECTOR).await().isRunning()).isTrue();
        assertThat(script.count("connector.stop")).isEqualTo(1);
    }

    @Test
    void new_task_configs_replace_the_tasks_and_equal_ones_do_not() {
        ConnectorHandle src = create(script.source("src").tasks(2));
        script.connectorContext.requestTaskReconfiguration();
        src.running().await();
        assertThat(script.count("connector.taskConfigs")).isEqualTo(2);
        assertThat(script.count("task.start")).isEqualTo(2);

        script.taskConfigs = max -> script.equalTasks(1);
        script.connectorContext.requestTaskReconfiguration();
        ConnectorStatus fewer = until(src, status -> status.tasks().size() == 1 && status.isRunning());
        assertThat(fewer.isRunning()).isTrue();
        assertThat(script.count("task.stop")).isEqualTo(2);
    }

    @Test
    void task_configs_that_fail_are_asked_for_again() {
        ConnectorHandle src = create(script.source("src"));
        script.failIn("connector.taskConfigs", new IllegalStateException("no tables"));
        script.connectorContext.requestTaskReconfiguration();
        ConnectorStatus failed = until(src, status -> status.state() == ConnectorState.FAILED);
        assertThat(failed.failure().message()).contains("no tables");
        assertThat(failed.tasks().get(0).state()).isEqualTo(TaskState.RUNNING);
        driver.advance(Duration.ofSeconds(1));
        assertThat(src.status().isRunning()).isTrue();
        assertThat(src.status().failure()).isNull();
        assertThat(script.count("task.start")).isEqualTo(1);
    }

    @Test
    void more_tasks_than_allowed_fail_the_connector() {
        script.taskConfigs = max -> script.equalTasks(max + 1);
        ConnectorHandle src =
                worker.connectors().create(script.source("src").tasks(2)).await();
        assertThatThrownBy(() -> src.running().await())
                .isInstanceOf(ConnectorFailedException.class)
                .hasMessageContaining("tasks.max");
        assertThat(src.status().tasks()).isEmpty();
    }

    @Test
    void operations_on_a_failed_task_and_others_do_not_disturb_each_other() {
        ConnectorHandle good = create(script.source("good"));
        Script other = Script.byHand();
        other.failAlwaysIn("task.start", new OutOfMemoryError("only said so"));
        ConnectorHandle bad = worker.connectors().create(other.source("bad")).await();
        assertThatThrownBy(() -> bad.running().await()).hasMessageContaining("only said so");
        script.emit(Script.record("t", "a", 1));
        assertThat(driver.source("good").poll()).hasSize(1);
        assertThat(good.status().isRunning()).isTrue();
        assertThat(worker.describe()).contains("bad-0 FAILED").contains("good-0 RUNNING");
        other.never("task.start");
        assertThat(bad.restart().await().isRunning()).isTrue();
        other.close();
    }

    @Test
    void a_later_operation_supersedes_one_that_has_not_begun() {
        ConnectorHandle src = create(script.source("src"));
        Completion<ConnectorStatus> pause = src.pause();
        Completion<ConnectorStatus> resume = src.resume();
        assertThatThrownBy(pause::await)
                .isInstanceOf(WorkerStateException.class)
                .hasMessageContaining("Superseded")
                .hasMessageContaining("resume of connector src");
        assertThat(resume.await().isRunning()).isTrue();
        Completion<ConnectorStatus> restart = src.restart();
        assertThat(src.stop().await().state()).isEqualTo(ConnectorState.STOPPED);
        assertThatThrownBy(restart::await)
                .isInstanceOf(WorkerStateException.class)
                .hasMessageContaining("Superseded");
    }
}
