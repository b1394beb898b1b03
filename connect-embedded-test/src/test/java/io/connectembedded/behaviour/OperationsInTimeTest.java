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

import static io.connectembedded.behaviour.Host.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.OperationTimeoutException;
import io.connectembedded.error.WorkerStateException;
import io.connectembedded.status.Completion;
import io.connectembedded.status.ConnectorState;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of a connector while something else is under way on its threads. */
@ConnectTest(
        allowedLogs = {
            "^WARN \\S+\\.TaskControl Task \\S+ failed in (create|start) while it was told to stop",
            "^WARN \\S+\\.Abandoned Task src-0 did not return from poll within",
            "^WARN \\S+\\.ConnectorControl Connector src failed in taskConfigs; it is asked again at resume\\(\\)"
        })
class OperationsInTimeTest {

    private final Script script = Script.open();
    private final Told told = new Told();
    private ConnectWorker worker;

    @BeforeEach
    void begin(KafkaBroker broker) {
        worker = Host.started(Host.builder(broker).name("ops").listener(told));
    }

    @AfterEach
    void end() {
        script.close();
        worker.close();
    }

    private ConnectorHandle create(ConnectorSpec spec) {
        ConnectorHandle handle = worker.connectors().create(spec).await(LIMIT);
        assertThat(handle.running().await(LIMIT).isRunning()).isTrue();
        return handle;
    }

    @Test
    void putting_a_connector_that_is_being_deleted_is_refused() {
        ConnectorHandle src = create(script.source("src"));
        script.hangIn("task.stop");
        Completion<ConnectorStatus> delete = src.delete();
        script.awaitCalls("task.stop", 1);
        assertThatThrownBy(() -> worker.connectors().put(script.source("src")).await(LIMIT))
                .isInstanceOf(WorkerStateException.class)
                .hasMessageContaining("deleted");
        script.close();
        delete.await(LIMIT);
    }

    @Test
    void a_connector_may_be_deleted_changed_or_stopped_while_it_starts() {
        script.once("connector.start", () -> Thread.currentThread().join(50));
        ConnectorHandle src = worker.connectors().create(script.source("src")).await(LIMIT);
        assertThat(src.delete().await(LIMIT).state()).isEqualTo(ConnectorState.DESTROYED);
        assertThat(script.count("connector.stop")).isEqualTo(1);

        script.once("connector.start", () -> Thread.currentThread().join(50));
        worker.connectors().create(script.source("src")).await(LIMIT);
        worker.connectors().put(script.source("src").with("a", 1)).await(LIMIT);
        assertThat(src.running().await(LIMIT).isRunning()).isTrue();
        assertThat(script.connectorConfig).containsEntry("a", "1");

        script.once("connector.start", () -> Thread.currentThread().join(50));
        Completion<ConnectorHandle> put =
                worker.connectors().put(script.source("src").with("a", 2));
        Completion<ConnectorStatus> stop = src.stop();
        assertThat(stop.await(LIMIT).tasks()).isEmpty();
        put.await(LIMIT);
        assertThat(src.resume().await(LIMIT).isRunning()).isTrue();
        assertThat(script.connectorConfig).containsEntry("a", "2");
    }

    @Test
    void a_plan_that_arrives_after_a_stop_is_not_run() {
        ConnectorHandle src = create(script.source("src"));
        CountDownLatch plan = new CountDownLatch(1);
        script.once("connector.taskConfigs", plan::await);
        script.connectorContext.requestTaskReconfiguration();
        script.awaitCalls("connector.taskConfigs", 2);
        Completion<ConnectorStatus> stop = src.stop();
        plan.countDown();
        assertThat(stop.await(LIMIT).state()).isEqualTo(ConnectorState.STOPPED);
        assertThat(src.taskConfigs()).isEmpty();
        script.forgetCalls();
        src.resume().await(LIMIT);
        assertThat(script.order()).containsExactly("connector.start", "connector.taskConfigs", "task.start");
    }

    @Test
    void a_later_operation_supersedes_one_that_is_not_done() {
        ConnectorHandle src = create(script.source("src"));
        script.hangIn("task.poll").awaitBegun("task.poll");
        Completion<ConnectorStatus> pause = src.pause();
        Completion<ConnectorStatus> resume = src.resume();
        assertThatThrownBy(() -> pause.await(LIMIT))
                .isInstanceOf(WorkerStateException.class)
                .hasMessageContaining("Superseded")
                .hasMessageContaining("resume of connector src");
        assertThat(resume.await(LIMIT).isRunning()).isTrue();

        Completion<ConnectorStatus> restart = src.restart();
        Completion<ConnectorStatus> stop = src.stop();
        assertThatThrownBy(() -> restart.await(LIMIT))
                .isInstanceOf(WorkerStateException.class)
                .hasMessageContaining("Superseded");
        assertThat(stop.await(LIMIT).state()).isEqualTo(ConnectorState.STOPPED);
    }

    @Test
    void an_await_that_runs_out_of_time_leaves_the_operation_going() {
        ConnectorHandle src = create(script.source("src"));
        script.hangIn("task.poll").awaitBegun("task.poll");
        Completion<ConnectorStatus> pause = src.pause();
        assertThatThrownBy(() -> pause.await(Duration.ofMillis(50)))
                .isInstanceOf(OperationTimeoutException.class)
                .hasMessageContaining("pause of connector src");
        script.close();
        assertThat(pause.await(LIMIT).state()).isEqualTo(ConnectorState.PAUSED);
    }

    @Test
    void task_configs_that_fail_after_a_stop_do_not_fail_the_connector() {
        ConnectorHandle src = create(script.source("src"));
        script.waitIn("connector.taskConfigs");
        script.connectorContext.requestTaskReconfiguration();
        script.awaitCalls("connector.taskConfigs", 2);
        Completion<ConnectorStatus> stop = src.stop();
        Host.thread("connect-ops-connector-src").interrupt();
        assertThat(stop.await(LIMIT).state()).isEqualTo(ConnectorState.STOPPED);
        assertThat(src.resume().await(LIMIT).isRunning()).isTrue();
    }

    @Test
    void updates_from_many_threads_all_take_effect() throws Exception {
        ConnectorHandle src = create(script.source("src").with("count", 0));
        List<CompletableFuture<Object>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(Host.beside(() -> src.update(spec -> spec.with(
                            "count", 1 + Integer.parseInt(spec.config().get("count"))))
                    .await(LIMIT)));
        }
        for (var each : all) {
            assertThat(Host.outcome(each)).isInstanceOf(ConnectorStatus.class);
        }
        assertThat(src.spec().config()).containsEntry("count", "8");
        src.running().await(LIMIT);
        await().atMost(LIMIT).until(() -> script.count("task.start") == script.count("task.stop") + 1);
    }

    @Test
    void the_thread_of_a_deleted_connector_ends_with_it() {
        create(script.source("src")).delete().await(LIMIT);
        assertThat(Host.threads("connect-ops-connector")).isEmpty();
    }
}
