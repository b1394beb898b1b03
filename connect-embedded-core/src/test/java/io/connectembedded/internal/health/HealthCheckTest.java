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
package io.connectembedded.internal.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.event.ConnectEvent.PluginAbandoned;
import io.connectembedded.health.Health;
import io.connectembedded.health.Health.Reason;
import io.connectembedded.health.Severity;
import io.connectembedded.status.ConnectorState;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.ConnectorType;
import io.connectembedded.status.Failure;
import io.connectembedded.status.TargetState;
import io.connectembedded.status.TaskId;
import io.connectembedded.status.TaskState;
import io.connectembedded.status.TaskStatus;
import io.connectembedded.status.WorkerState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HealthCheckTest {

    private static final Failure FAILURE = new Failure(Instant.EPOCH, "poll", "disk full", "trace");

    @ParameterizedTest
    @CsvSource({
        // target, connector, task, healthy
        "STARTED, RUNNING, RUNNING, true",
        "STARTED, RUNNING, PAUSED, false",
        "STARTED, RUNNING, UNASSIGNED, false",
        "STARTED, RUNNING, FAILED, false",
        "STARTED, RUNNING, RESTARTING, false",
        "STARTED, FAILED, RUNNING, false",
        "STARTED, UNASSIGNED, RUNNING, false",
        "STARTED, PAUSED, RUNNING, false",
        "PAUSED, PAUSED, PAUSED, true",
        "PAUSED, PAUSED, FAILED, false",
        "PAUSED, FAILED, PAUSED, false",
        "STOPPED, STOPPED, UNASSIGNED, true",
        "STOPPED, FAILED, UNASSIGNED, false"
    })
    void a_worker_is_healthy_when_what_should_run_runs_and_nothing_failed(
            TargetState target, ConnectorState connector, TaskState task, boolean healthy) {
        Health health = HealthCheck.of(WorkerState.RUNNING, List.of(status(target, connector, null, task)), List.of());

        assertThat(health.isReady()).isEqualTo(healthy);
        assertThat(health.isLive()).isTrue();
        assertThat(health.reasons()).hasSize(healthy ? 0 : 1);
    }

    @Test
    void nothing_to_run_is_up() {
        assertThat(HealthCheck.of(WorkerState.RUNNING, List.of(), List.of())).isEqualTo(new Health.Up());
    }

    @Test
    void the_reasons_name_connector_task_stage_and_failure() {
        Health health = HealthCheck.of(
                WorkerState.RUNNING,
                List.of(status(TargetState.STARTED, ConnectorState.FAILED, FAILURE, TaskState.FAILED)),
                List.of());

        assertThat(health)
                .isEqualTo(new Health.Degraded(
                        List.of(
                                new Reason("c", null, Severity.CRITICAL, "is FAILED in poll: disk full"),
                                new Reason("c", 3, Severity.CRITICAL, "is FAILED in poll: disk full")),
                        false));
    }

    @Test
    void an_abandoned_plug_in_is_a_warning_of_a_worker_that_is_ready() {
        PluginAbandoned abandoned = new PluginAbandoned(Instant.EPOCH, "c", 1, "poll", Duration.ofSeconds(5));
        Health health = HealthCheck.of(WorkerState.RUNNING, List.of(), List.of(abandoned));

        assertThat(health.isReady()).isTrue();
        assertThat(health.reasons())
                .containsExactly(
                        new Reason("c", 1, Severity.WARNING, "did not return from poll within PT5S and was abandoned"));
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTING", "STOPPING", "STOPPED", "CLOSED"})
    void a_worker_that_does_not_run_is_down_and_alive(WorkerState state) {
        Health health = HealthCheck.of(state, List.of(), List.of());

        assertThat(health).isInstanceOf(Health.Down.class);
        assertThat(health.isLive()).isTrue();
        assertThat(health.isReady()).isFalse();
        assertThat(health.reasons()).singleElement().extracting(Reason::text).isEqualTo("The worker is " + state);
    }

    @Test
    void a_worker_that_ended_still_names_what_it_left_behind() {
        PluginAbandoned abandoned = new PluginAbandoned(Instant.EPOCH, "c", 1, "poll", Duration.ofSeconds(5));
        Health health = HealthCheck.of(WorkerState.CLOSED, List.of(), List.of(abandoned));

        assertThat(health.reasons())
                .extracting(Reason::text)
                .containsExactly("The worker is CLOSED", "did not return from poll within PT5S and was abandoned");
    }

    @Test
    void a_worker_whose_control_thread_died_is_not_alive() {
        Health health = HealthCheck.of(WorkerState.FAILED, List.of(), List.of());

        assertThat(health.isLive()).isFalse();
        assertThat(health.reasons())
                .singleElement()
                .extracting(Reason::text)
                .asString()
                .contains("start() it again");
    }

    private static ConnectorStatus status(TargetState target, ConnectorState state, Failure failure, TaskState task) {
        TaskStatus ofTask = new TaskStatus(new TaskId("c", 3), task, "w", "", failure);
        return new ConnectorStatus("c", ConnectorType.SOURCE, target, state, "w", "1", "", failure, List.of(ofTask));
    }
}
