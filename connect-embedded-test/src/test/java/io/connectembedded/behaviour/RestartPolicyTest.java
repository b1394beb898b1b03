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
import io.connectembedded.RestartPolicy.Attempt;
import io.connectembedded.RestartPolicy.Decision;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.event.ConnectEvent.RestartScheduled;
import io.connectembedded.status.ConnectorState;
import io.connectembedded.status.TargetState;
import io.connectembedded.status.TaskState;
import io.connectembedded.status.TaskStatus;
import io.connectembedded.test.ConnectTestDriver;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What failed restarts by itself, if its policy says so. */
class RestartPolicyTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final RestartPolicy SOON = RestartPolicy.exponentialBackoff(SECOND, Duration.ofSeconds(4));

    private final Script script = Script.byHand();
    private final Told told = new Told();
    private final List<Attempt> asked = new ArrayList<>();
    private final ConnectTestDriver driver =
            ConnectTestDriver.of(Host.byHand().restart(SOON).listener(told));

    @AfterEach
    void end() {
        driver.close();
        script.close();
    }

    private ConnectorHandle create(ConnectorSpec spec) {
        ConnectorHandle handle = driver.worker().connectors().create(spec).await();
        assertThat(handle.running().await().isRunning()).isTrue();
        return handle;
    }

    private void failPoll(Exception failure) {
        script.failIn("task.poll", failure);
        assertThatThrownBy(() -> driver.source("src").poll()).isInstanceOf(ConnectorFailedException.class);
    }

    private void failPoll() {
        failPoll(new IllegalStateException("gone"));
    }

    private static TaskStatus task(ConnectorHandle src) {
        return src.status().tasks().get(0);
    }

    private RestartPolicy deciding(Function<Attempt, Decision> decider) {
        return SOON.decide(attempt -> {
            asked.add(attempt);
            return decider.apply(attempt);
        });
    }

    @Test
    void a_failed_task_restarts_alone_when_its_delay_is_over() {
        ConnectorHandle src = create(script.source("src").tasks(2));
        script.forgetCalls();
        failPoll();
        assertThat(task(src).state()).isEqualTo(TaskState.FAILED);
        assertThat(task(src).reason()).startsWith("restart 1 in 1 s, at ");
        assertThat(src.status().tasks().get(1).reason()).isEmpty();
        assertThat(driver.worker().describe()).contains("task src-0 FAILED, restart 1 in 1 s");
        assertThat(told.of(RestartScheduled.class)).singleElement().satisfies(event -> {
            assertThat(event.connector()).isEqualTo("src");
            assertThat(event.task()).isZero();
            assertThat(event.attempt()).isEqualTo(1);
            assertThat(event.delay()).isEqualTo(SECOND);
        });
        driver.advance(SECOND.minusMillis(1));
        assertThat(task(src).state()).isEqualTo(TaskState.FAILED);
        driver.advance(Duration.ofMillis(1));
        assertThat(src.status().isRunning()).isTrue();
        assertThat(task(src).reason()).isEmpty();
        assertThat(task(src).failure()).isNull();
        assertThat(script.order()).containsExactly("task.stop", "task.start");
    }

    @Test
    void nothing_restarts_by_itself_under_never() {
        ConnectorHandle src = create(script.source("src").restart(RestartPolicy.never()));
        failPoll();
        driver.advance(Duration.ofHours(1));
        assertThat(task(src).state()).isEqualTo(TaskState.FAILED);
        assertThat(task(src).reason()).isEmpty();
        assertThat(told.of(RestartScheduled.class)).isEmpty();
    }

    @Test
    void delays_double_up_to_the_longest_and_end_with_the_limit() {
        ConnectorHandle src = create(script.source("src").restart(SOON.maxAttempts(4)));
        script.failAlwaysIn("task.start", new ConnectException("no route"));
        failPoll();
        assertThat(task(src).reason()).startsWith("restart 1 of 4 in 1 s");
        driver.advance(Duration.ofMinutes(1));
        assertThat(told.of(RestartScheduled.class))
                .extracting(event -> event.delay().toSeconds())
                .containsExactly(1L, 2L, 4L, 4L);
        assertThat(task(src).state()).isEqualTo(TaskState.FAILED);
        assertThat(task(src).reason()).isEqualTo("no restart after 4 that failed");
        // An operator's restart begins to count anew.
        assertThatThrownBy(() -> src.restartTask(0).await()).hasMessageContaining("no route");
        assertThat(task(src).reason()).startsWith("restart 1 of 4 in 1 s");
        script.never("task.start");
        driver.advance(SECOND);
        assertThat(src.status().isRunning()).isTrue();
    }

    @Test
    void a_task_that_ran_long_enough_is_counted_anew() {
        ConnectorHandle src = create(script.source("src").restart(SOON.resetAfter(Duration.ofMinutes(1))));
        failPoll();
        driver.advance(SECOND);
        driver.advance(Duration.ofSeconds(59));
        failPoll();
        driver.advance(Duration.ofSeconds(2));
        assertThat(src.status().isRunning()).isTrue();
        driver.advance(Duration.ofMinutes(1));
        failPoll();
        assertThat(told.of(RestartScheduled.class))
                .extracting(RestartScheduled::attempt)
                .containsExactly(1, 2, 1);
    }

    @Test
    void a_failed_connector_restarts_without_its_tasks() {
        ConnectorHandle src = create(script.source("src"));
        script.forgetCalls();
        script.connectorContext.raiseError(new IllegalStateException("lost the catalogue"));
        assertThat(src.until(status -> !status.reason().isEmpty()).await().reason())
                .startsWith("restart 1 in 1 s");
        assertThat(src.status().state()).isEqualTo(ConnectorState.FAILED);
        assertThat(told.of(RestartScheduled.class))
                .singleElement()
                .satisfies(event -> assertThat(event.task()).isNull());
        driver.advance(SECOND);
        assertThat(src.status().isRunning()).isTrue();
        assertThat(src.status().reason()).isEmpty();
        assertThat(script.order()).containsExactly("connector.stop", "connector.start", "connector.taskConfigs");
    }

    @Test
    void a_connector_that_does_not_start_is_tried_until_it_does() {
        script.failIn("connector.start", new ConnectException("one"));
        script.failIn("connector.start", new ConnectException("two"));
        ConnectorHandle src =
                driver.worker().connectors().create(script.source("src")).await();
        assertThat(src.status().failure().message()).isEqualTo("one");
        driver.advance(SECOND);
        assertThat(src.status().failure().message()).isEqualTo("two");
        assertThat(src.status().reason()).startsWith("restart 2 in 2 s");
        driver.advance(Duration.ofSeconds(2));
        assertThat(src.status().isRunning()).isTrue();
    }

    @Test
    void the_host_decides_by_what_was_thrown_and_secrets_are_hidden_in_its_text_alone() {
        ConnectorHandle src = create(script.source("src")
                .with("pass", "hunter22")
                .restart(deciding(attempt ->
                        attempt.causedBy(SQLTransientException.class) ? Decision.RESTART : Decision.STAY_FAILED)));
        SQLTransientException deep = new SQLTransientException("busy with hunter22");
        failPoll(new ConnectException("hunter22 again", deep));
        driver.worker();
        assertThat(asked).singleElement().satisfies(attempt -> {
            assertThat(attempt.connector()).isEqualTo("src");
            assertThat(attempt.task()).isZero();
            assertThat(attempt.number()).isEqualTo(1);
            assertThat(attempt.cause()).hasMessage("hunter22 again").hasCause(deep);
            assertThat(attempt.failure().message()).isEqualTo("[hidden] again");
            assertThat(attempt.failure().trace()).doesNotContain("hunter22");
        });
        assertThat(task(src).reason()).startsWith("restart 1 in 1 s");
        driver.advance(SECOND);
        assertThat(src.status().isRunning()).isTrue();

        failPoll(new ConnectException("for good"));
        driver.advance(Duration.ofHours(1));
        assertThat(task(src).state()).isEqualTo(TaskState.FAILED);
        assertThat(asked).hasSize(2);
        assertThat(asked.get(1).number()).isEqualTo(2);
    }

    @Test
    void a_decider_that_throws_leaves_the_task_failed() {
        ConnectorHandle src = create(script.source("src").restart(deciding(attempt -> {
            throw new IllegalArgumentException("host bug");
        })));
        failPoll();
        driver.advance(Duration.ofHours(1));
        assertThat(task(src).state()).isEqualTo(TaskState.FAILED);
        assertThat(asked).hasSize(1);
        assertThat(told.of(RestartScheduled.class)).isEmpty();
    }

    @Test
    void a_connector_that_is_paused_by_decision_is_restarted_where_it_failed_at_resume() {
        ConnectorHandle src = create(script.source("src").tasks(2).restart(deciding(attempt -> Decision.PAUSE)));
        failPoll();
        assertThat(src.until(status -> status.state() == ConnectorState.PAUSED)
                        .await()
                        .reason())
                .isEqualTo("paused by its restart policy, for task src-0 FAILED");
        assertThat(src.status().target()).isEqualTo(TargetState.PAUSED);
        assertThat(src.status().tasks())
                .extracting(TaskStatus::state)
                .containsExactly(TaskState.FAILED, TaskState.PAUSED);
        assertThat(src.resume().await().isRunning()).isTrue();
        assertThat(src.status().reason()).isEmpty();
        assertThat(script.count("task.start")).isEqualTo(3);
    }

    @Test
    void a_connector_that_is_stopped_by_decision_has_no_tasks_until_it_is_resumed() {
        ConnectorHandle src =
                create(script.source("src").restart(RestartPolicy.never().decide(attempt -> Decision.STOP)));
        failPoll();
        assertThat(src.until(status -> status.state() == ConnectorState.STOPPED
                                && status.tasks().isEmpty())
                        .await()
                        .reason())
                .startsWith("stopped by its restart policy");
        assertThat(src.resume().await().isRunning()).isTrue();
    }

    @Test
    void whatever_an_operator_does_calls_a_restart_off() {
        ConnectorHandle src = create(script.source("src"));
        failPoll();
        assertThat(src.restartTask(0).await().isRunning()).isTrue();
        assertCalledOff("restart");
        failPoll();
        src.pause().await();
        assertThat(task(src).reason()).isEmpty();
        assertCalledOff("pause");
        // A failure that is still there is taken in hand anew.
        assertThatThrownBy(() -> src.resume().await()).isInstanceOf(ConnectorFailedException.class);
        assertThat(task(src).reason()).startsWith("restart 1 in 1 s");
        src.stop().await();
        assertCalledOff("stop");
        assertThat(src.resume().await().isRunning()).isTrue();
        failPoll();
        src.update(spec -> spec.with("a", 1)).await();
        assertThat(src.running().await().isRunning()).isTrue();
        assertCalledOff("update");
        failPoll();
        src.delete().await();
        assertCalledOff("delete");
    }

    private void assertCalledOff(String by) {
        int starts = script.count("task.start");
        driver.advance(Duration.ofSeconds(20));
        assertThat(script.count("task.start")).as("starts after " + by).isEqualTo(starts);
    }

    @Test
    void a_changed_policy_restarts_nothing_that_runs_and_counts_for_what_has_failed() {
        ConnectorHandle src = create(script.source("src").tasks(2).restart(RestartPolicy.never()));
        failPoll();
        script.forgetCalls();
        src.update(spec -> spec.restart(SOON.maxAttempts(3))).await();
        assertThat(src.spec().restartPolicy()).contains(SOON.maxAttempts(3));
        assertThat(script.all()).isEmpty();
        assertThat(task(src).reason()).startsWith("restart 1 of 3 in 1 s");
        driver.advance(SECOND);
        assertThat(src.status().isRunning()).isTrue();
        assertThat(script.count("task.start")).isEqualTo(1);
        assertThat(script.count("connector.start")).isZero();
    }

    @Test
    void a_restart_that_is_due_does_not_outlive_its_worker() {
        create(script.source("src"));
        failPoll();
        script.forgetCalls();
        driver.worker().stop();
        driver.advance(Duration.ofSeconds(20));
        assertThat(script.order()).doesNotContain("task.start");
    }
}
