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

import io.connectembedded.ConnectListener;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.error.ConnectorNotFoundException;
import io.connectembedded.error.WorkerStateException;
import io.connectembedded.event.ConnectEvent.ConnectorChanged;
import io.connectembedded.event.ConnectEvent.WorkerChanged;
import io.connectembedded.health.Health;
import io.connectembedded.status.Completion;
import io.connectembedded.status.ConnectorState;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.WorkerState;
import io.connectembedded.test.ConnectTestDriver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a worker answers in each of its states, and what it refuses. */
class WorkerStatesTest {

    private final Script script = Script.byHand();
    private final Told told = new Told();
    private ConnectTestDriver driver;
    private ConnectWorker worker;

    @AfterEach
    void end() {
        driver.close();
        script.close();
    }

    private ConnectWorker begin() {
        driver = ConnectTestDriver.of(Host.byHand().name("life").listener(told).connector(script.source("src")));
        worker = driver.worker();
        return worker;
    }

    @Test
    void a_stopped_worker_answers_and_refuses_operations() {
        begin().stop();
        assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
        assertThat(worker.connectors().names()).containsExactly("src");
        assertThat(worker.connector("src").status().state()).isEqualTo(ConnectorState.UNASSIGNED);
        assertThat(worker.connector("src").status().reason()).isEqualTo("worker is stopped");
        assertThat(worker.connector("src").taskConfigs()).isEmpty();
        assertThat(worker.describe()).contains("life STOPPED").contains("src");
        assertThat(worker.health()).isInstanceOf(Health.Down.class);
        assertThat(worker.metrics().connectorCount()).isZero();
        assertThat(worker.info().id()).endsWith("/life");
        refusesOperations(worker, "STOPPED");
        worker.stop();
        assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
    }

    @Test
    void start_stop_and_start_again_tell_every_state_in_order() {
        begin();
        assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
        worker.start();
        assertThat(worker.connector("src").status().isRunning()).isTrue();
        assertThat(worker.health()).isInstanceOf(Health.Up.class);
        worker.stop();
        worker.stop();
        assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
        worker.start();
        assertThat(worker.connector("src").status().isRunning()).isTrue();
        driver.close();
        assertThat(told.of(WorkerChanged.class))
                .extracting(WorkerChanged::to)
                .containsExactly(
                        WorkerState.STARTING,
                        WorkerState.RUNNING,
                        WorkerState.STOPPING,
                        WorkerState.STOPPED,
                        WorkerState.STARTING,
                        WorkerState.RUNNING,
                        WorkerState.STOPPING,
                        WorkerState.STOPPED,
                        WorkerState.CLOSED);
        assertThat(told.of(ConnectorChanged.class).get(0).to()).isEqualTo(ConnectorState.RUNNING);
    }

    @Test
    void a_closed_worker_refuses_start_operations_and_listeners_but_answers() {
        begin();
        worker.close();
        worker.close();
        worker.stop();
        assertThat(worker.state()).isEqualTo(WorkerState.CLOSED);
        assertThatThrownBy(worker::start)
                .isInstanceOf(WorkerStateException.class)
                .hasMessageContaining("CLOSED")
                .hasMessageContaining("build a new one");
        assertThatThrownBy(() -> worker.listen(new ConnectListener() {})).isInstanceOf(WorkerStateException.class);
        refusesOperations(worker, "CLOSED");
        assertThat(worker.describe()).contains("CLOSED");
        assertThat(worker.connectors().names()).containsExactly("src");
        assertThat(worker.health().isReady()).isFalse();
    }

    private static void refusesOperations(ConnectWorker worker, String state) {
        ConnectorHandle handle = worker.connector("src");
        List<Completion<?>> refused = new ArrayList<>(List.of(
                handle.pause(),
                handle.resume(),
                handle.stop(),
                handle.restart(),
                handle.restartTask(0),
                handle.update(spec -> spec),
                handle.delete(),
                handle.running(),
                handle.until(status -> true),
                worker.connectors().create(handle.spec()),
                worker.connectors().put(handle.spec()),
                worker.connectors().putAll(List.of(handle.spec()))));
        for (Completion<?> each : refused) {
            assertThatThrownBy(each::await)
                    .isInstanceOf(WorkerStateException.class)
                    .hasMessageContaining(state);
        }
    }

    @Test
    void an_unknown_connector_is_named_with_those_that_are_near() {
        begin();
        assertThatThrownBy(() -> worker.connector("srk"))
                .isInstanceOf(ConnectorNotFoundException.class)
                .hasMessageContaining("srk")
                .hasMessageContaining("src");
    }

    @Test
    void a_worker_closed_while_it_runs_shows_what_was_last_seen_and_a_stopped_one_what_is_declared() {
        begin();
        worker.connectors().create(script.source("late").with("k", 7)).await();
        worker.connector("late").running().await();
        worker.close();
        assertThat(worker.connectors().names()).containsExactly("late", "src");
        assertThat(worker.connector("late").spec().config()).containsEntry("k", "7");
        assertThat(worker.connector("late").taskConfigs()).hasSize(1);
        ConnectorStatus last = worker.connector("late").status();
        assertThat(last.reason()).contains("closed");
        assertThat(last.tasks()).hasSize(1);

        begin().connectors().create(script.source("late")).await();
        worker.stop();
        assertThat(worker.connectors().names()).containsExactly("src");
    }
}
