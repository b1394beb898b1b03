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
import static io.connectembedded.behaviour.Host.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.status.Completion;
import io.connectembedded.status.ConnectorState;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.TaskState;
import io.connectembedded.status.WorkerState;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.function.Predicate;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plug-ins that take their time to fail, and hosts that make no threads: what fails is theirs alone. */
@ConnectTest(
        allowedLogs = {
            "^WARN \\S+\\.TaskControl Task bad-0 failed in (create|start|poll) while it was told to stop",
            "^ERROR \\S+\\.StateCell State transition bad(-0)? UNASSIGNED -> FAILED in (start|create): no more threads",
            "^ERROR \\S+\\.StateCell State transition bad RUNNING -> FAILED in raiseError: lost"
        })
class UnrulyThreadsTest {

    private final Script script = Script.open();
    private volatile Predicate<Thread> refused = thread -> false;
    private ConnectWorker worker;

    @AfterEach
    void end() {
        script.close();
        refused = thread -> false;
        if (worker != null) {
            worker.close();
        }
        await().atMost(LIMIT).until(() -> Host.threads("connect-unruly").isEmpty());
    }

    /** An exception whose message takes its time. */
    private static final class Slow extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient CountDownLatch asked = new CountDownLatch(1);
        private final transient CountDownLatch go = new CountDownLatch(1);

        @Override
        public String getMessage() {
            asked.countDown();
            boolean waiting = true;
            while (waiting) {
                try {
                    go.await();
                    waiting = false;
                } catch (InterruptedException e) {
                    waiting = go.getCount() > 0;
                }
            }
            return "slow";
        }
    }

    private ConnectorHandle begin(KafkaBroker broker) {
        worker = Host.started(Host.builder(broker).name("unruly"));
        return worker.connectors().create(script.source("bad")).await(LIMIT);
    }

    private static ConnectorStatus failed(ConnectorHandle handle) {
        return handle.until(ConnectorStatus::hasFailed).await(LIMIT);
    }

    @Test
    void a_task_restarted_while_it_fails_comes_back_and_runs(KafkaBroker broker) throws Exception {
        Slow slow = new Slow();
        script.failIn("task.poll", slow);
        ConnectorHandle bad = begin(broker);
        slow.asked.await();
        Completion<ConnectorStatus> restart = bad.restartTask(0);
        bad.until(status -> status.tasks().get(0).state() == TaskState.RESTARTING)
                .await(LIMIT);
        slow.go.countDown();
        assertThat(outcome(restart.toCompletableFuture()))
                .isInstanceOfSatisfying(
                        ConnectorStatus.class,
                        status -> assertThat(status.isRunning()).isTrue());
        assertThat(script.count("task.start")).isEqualTo(2);
        assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
    }

    @Test
    void a_restart_is_not_done_by_the_late_start_of_the_task_it_replaces(KafkaBroker broker) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        script.once("task.start", () -> {});
        script.once("task.start", go::await);
        ConnectorHandle bad = begin(broker);
        bad.running().await(LIMIT);
        Completion<ConnectorStatus> first = bad.restartTask(0);
        script.awaitCalls("task.start", 2);
        Completion<ConnectorStatus> second = bad.restartTask(0);
        go.countDown();
        assertThat(outcome(first.toCompletableFuture())).isInstanceOf(ConnectorStatus.class);
        assertThat(second.await(LIMIT).isRunning()).isTrue();
        assertThat(script.count("task.start")).isEqualTo(3);
        assertThat(script.count("task.stop")).isEqualTo(2);
    }

    @Test
    void an_update_of_a_failed_connector_is_done_when_nothing_runs_by_the_old_config(KafkaBroker broker)
            throws Exception {
        ConnectorHandle bad = begin(broker);
        bad.running().await(LIMIT);
        script.connectorContext.raiseError(new ConnectException("lost"));
        failed(bad);
        CountDownLatch go = new CountDownLatch(1);
        script.once("connector.stop", go::await);
        Completion<ConnectorStatus> update = bad.update(spec -> spec.with("things", 2));
        script.awaitCalls("connector.stop", 1);
        CompletableFuture<ConnectorStatus> other = bad.until(status -> true).toCompletableFuture();
        outcome(other);
        assertThat(update.isDone()).isFalse();
        go.countDown();
        update.await(LIMIT);
        assertThat(script.count("task.stop")).isEqualTo(1);
    }

    @Test
    void a_connector_or_task_for_which_the_host_makes_no_thread_fails_alone(KafkaBroker broker) {
        worker = Host.started(Host.builder(broker).name("unruly").threads(refusing()));
        refused = thread -> calledBy("ConnectorInstance");
        ConnectorHandle bad = worker.connectors().create(script.source("bad")).await(LIMIT);
        assertThat(failed(bad).state()).isEqualTo(ConnectorState.FAILED);
        assertThat(bad.status().failure().message()).isEqualTo("no more threads");
        refused = thread -> calledBy("TaskControl");
        CompletableFuture<ConnectorStatus> restart = bad.restart().toCompletableFuture();
        ConnectorStatus status = bad.until(
                        now -> !now.tasks().isEmpty() && now.tasks().get(0).state() == TaskState.FAILED)
                .await(LIMIT);
        assertThat(status.tasks().get(0).failure().message()).isEqualTo("no more threads");
        assertThat(restart).failsWithin(LIMIT);
        refused = thread -> false;
        assertThat(bad.restart().await(LIMIT).isRunning()).isTrue();
        assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
    }

    private ThreadFactory refusing() {
        return body -> {
            Thread thread = new Thread(body);
            if (refused.test(thread)) {
                throw new IllegalStateException("no more threads");
            }
            return thread;
        };
    }

    private static boolean calledBy(String type) {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().endsWith("." + type)));
    }
}
