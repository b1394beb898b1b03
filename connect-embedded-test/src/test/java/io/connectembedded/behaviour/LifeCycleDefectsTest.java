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
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.error.WorkerStateException;
import io.connectembedded.status.Completion;
import io.connectembedded.status.ConnectorState;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.TargetState;
import io.connectembedded.status.TaskState;
import io.connectembedded.test.ConnectTestDriver;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The life cycle to the letter, and where Connect itself errs. */
class LifeCycleDefectsTest {

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

    @Test
    void defect_a_a_stopped_connector_lists_no_stale_paused_task() {
        ConnectorHandle src = create(script.source("src").tasks(2));
        src.running().await();
        src.pause().await();
        ConnectorStatus stopped = src.stop().await();
        assertThat(stopped.state()).isEqualTo(ConnectorState.STOPPED);
        assertThat(stopped.tasks()).isEmpty();
        assertThat(src.status().tasks()).isEmpty();
        assertThat(src.taskConfigs()).isEmpty();
        assertThat(driver.worker().describe()).doesNotContain("src-0");
    }

    @Test
    void defect_b_a_task_made_while_paused_never_starts_when_its_connector_is_stopped() {
        ConnectorHandle src = create(script.source("src").tasks(2));
        src.running().await();
        src.pause().await();
        // New incarnations, which wait to be unpaused before they are made.
        assertThat(src.restart().await().tasks()).allMatch(task -> task.state() == TaskState.PAUSED);
        script.forgetCalls();
        assertThat(src.stop().await().tasks()).isEmpty();
        driver.settle();
        assertThat(script.order()).doesNotContain("task.start", "task.stop");
        assertThat(src.resume().await().isRunning()).isTrue();
        assertThat(script.count("task.start")).isEqualTo(2);
    }

    @Test
    void defect_b_nor_does_it_when_it_is_deleted_or_its_worker_stops() {
        ConnectorHandle src = create(script.source("src"));
        src.pause().await();
        src.restart().await();
        ConnectorHandle other = create(script.source("other"));
        other.pause().await();
        other.restart().await();
        script.forgetCalls();
        src.delete().await();
        driver.worker().stop();
        assertThat(script.order()).doesNotContain("task.start", "task.stop");
    }

    @Test
    void a_paused_connector_is_initialized_but_not_started() {
        ConnectorHandle bad =
                create(ConnectorSpec.source("bad", FailsInInitialize.class).initialState(TargetState.PAUSED));
        ConnectorStatus failed =
                bad.until(status -> status.state() == ConnectorState.FAILED).await();
        assertThat(failed.failure().stage()).isEqualTo("initialize");
        ConnectorHandle src = create(script.source("src").initialState(TargetState.PAUSED));
        assertThat(src.until(status -> status.state() == ConnectorState.PAUSED)
                        .await()
                        .tasks())
                .isEmpty();
        assertThat(script.all()).isEmpty();
        assertThat(src.resume().await().isRunning()).isTrue();
    }

    @Test
    void only_what_connect_calls_is_called_and_validation_sees_another_instance() {
        ConnectorHandle picky = create(ConnectorSpec.source("picky", Picky.class));
        assertThat(picky.running().await().isRunning()).isTrue();
        picky.update(spec -> spec.with("a", 1))
                .thenCompose(done -> picky.running())
                .await();
        assertThat(picky.pause().await().hasFailed()).isFalse();
        assertThat(picky.resume().await().isRunning()).isTrue();
        assertThat(picky.restart().await().isRunning()).isTrue();
    }

    @Test
    void a_context_that_is_closed_refuses_requests() {
        ConnectorHandle src = create(script.source("src"));
        src.running().await();
        ConnectorContext context = script.connectorContext;
        src.delete().await();
        assertThatThrownBy(context::requestTaskReconfiguration)
                .isInstanceOf(ConnectException.class)
                .hasMessage("The request for task reconfiguration has been rejected because this instance of the"
                        + " connector 'src' has already been shut down.");
        assertThatThrownBy(() -> context.raiseError(new IllegalStateException("too late")))
                .isInstanceOf(ConnectException.class)
                .hasMessage("The request to fail the connector has been rejected because this instance of the"
                        + " connector 'src' has already been shut down.");
    }

    @Test
    void an_error_raised_within_start_fails_the_connector_which_plans_no_tasks() {
        script.once("connector.start", () -> script.connectorContext.raiseError(new IllegalStateException("half up")));
        ConnectorHandle src = create(script.source("src"));
        assertThatThrownBy(() -> src.running().await())
                .isInstanceOf(ConnectorFailedException.class)
                .hasMessageContaining("half up");
        assertThat(script.count("connector.taskConfigs")).isZero();
        assertThat(src.restart().await().isRunning()).isTrue();
        assertThat(script.count("connector.stop")).isEqualTo(1);
    }

    @Test
    void the_first_error_raised_is_the_one_that_is_shown() {
        ConnectorHandle src = create(script.source("src"));
        src.running().await();
        script.connectorContext.raiseError(new IllegalStateException("first"));
        script.connectorContext.raiseError(new IllegalStateException("second"));
        ConnectorStatus failed =
                src.until(status -> status.state() == ConnectorState.FAILED).await();
        driver.worker();
        assertThat(failed.failure().message()).isEqualTo("first");
        assertThat(src.status().failure().message()).isEqualTo("first");
    }

    @Test
    void a_connector_that_fails_in_stop_is_stopped_all_the_same() {
        ConnectorHandle src = create(script.source("src"));
        src.running().await();
        script.failIn("connector.stop", new IllegalStateException("cannot let go"));
        ConnectorStatus stopped = src.stop().await();
        assertThat(stopped.state()).isEqualTo(ConnectorState.STOPPED);
        assertThat(stopped.failure()).isNull();
        assertThat(src.resume().await().isRunning()).isTrue();
        assertThat(script.count("connector.stop")).isEqualTo(1);
    }

    @Test
    void a_connector_that_fails_in_stop_when_it_is_paused_has_failed() {
        ConnectorHandle src = create(script.source("src"));
        src.running().await();
        script.failIn("connector.stop", new IllegalStateException("cannot let go"));
        src.pause();
        assertThat(src.until(status -> status.state() == ConnectorState.FAILED)
                        .await()
                        .failure()
                        .message())
                .isEqualTo("cannot let go");
    }

    @Test
    void a_superseded_operation_names_itself_and_the_one_that_came_after() {
        ConnectorHandle src = create(script.source("src"));
        src.running().await();
        Completion<ConnectorStatus> pause = src.pause();
        src.resume().await();
        assertThatThrownBy(pause::await)
                .isInstanceOf(WorkerStateException.class)
                .hasMessage("Superseded by a later operation: the pause of connector src by the resume of connector"
                        + " src");
    }

    /** Cannot be handed a context. */
    public static final class FailsInInitialize extends SourceConnector {

        @Override
        public void initialize(ConnectorContext ctx) {
            throw new IllegalStateException("no context, please");
        }

        @Override
        public void start(Map<String, String> config) {
            throw new AssertionError("started without having been initialized");
        }

        @Override
        public Class<? extends Task> taskClass() {
            return IdleSource.IdleTask.class;
        }

        @Override
        public List<Map<String, String>> taskConfigs(int max) {
            return List.of();
        }

        @Override
        public void stop() {
            // It never started.
        }

        @Override
        public ConfigDef config() {
            return new ConfigDef();
        }

        @Override
        public String version() {
            return "1";
        }
    }

    /** Fails in whatever Connect never calls, or not on this instance. */
    public static final class Picky extends SourceConnector {

        private boolean initialized;
        private boolean validated;

        @Override
        public void initialize(ConnectorContext ctx) {
            if (initialized || validated) {
                throw new AssertionError("initialized twice, or after it validated");
            }
            initialized = true;
            super.initialize(ctx);
        }

        @Override
        public void initialize(ConnectorContext ctx, List<Map<String, String>> taskConfigs) {
            throw new AssertionError("Connect never calls this");
        }

        @Override
        public void reconfigure(Map<String, String> config) {
            throw new AssertionError("Connect never calls this");
        }

        @Override
        public Config validate(Map<String, String> config) {
            if (initialized) {
                throw new AssertionError("asked of the instance that runs");
            }
            validated = true;
            return super.validate(config);
        }

        @Override
        public boolean alterOffsets(Map<String, String> config, Map<Map<String, ?>, Map<String, ?>> offsets) {
            throw new AssertionError("nobody altered offsets");
        }

        @Override
        public void start(Map<String, String> config) {
            if (!initialized) {
                throw new AssertionError("started without a context");
            }
        }

        @Override
        public Class<? extends Task> taskClass() {
            return IdleSource.IdleTask.class;
        }

        @Override
        public List<Map<String, String>> taskConfigs(int max) {
            return List.of(Map.of());
        }

        @Override
        public void stop() {
            // It holds nothing.
        }

        @Override
        public ConfigDef config() {
            return new ConfigDef();
        }

        @Override
        public String version() {
            return "1";
        }
    }
}
