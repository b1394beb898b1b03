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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.connectembedded.internal.lifecycle.TaskGate.Target;
import io.connectembedded.internal.lifecycle.work.RealWaits;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TaskRunnerTest {

    private final ScriptedBody body = new ScriptedBody();
    private final TaskGate gate = new TaskGate(Time.SYSTEM, RealWaits.INSTANCE, Target.RUN);
    private final List<String> calls = body.calls;

    @Test
    void a_task_starts_goes_round_until_it_is_to_stop_finishes_and_closes() {
        body.rounds.add(() -> {});
        body.rounds.add(() -> gate.ask(Target.STOP));
        run();

        assertThat(calls)
                .containsExactly("create", "start", "RUNNING", "iterate", "iterate", "finish", "close", "ended");
    }

    @Test
    void a_task_whose_start_fails_is_finished_as_failed_and_closed() {
        body.onStart = () -> {
            throw new ConnectException("no file");
        };
        run();

        assertThat(calls)
                .containsExactly("create", "start", "FAILED start: no file", "finish failed", "close", "ended");
    }

    @Test
    void an_error_ends_the_task_alone() {
        body.rounds.add(() -> {
            throw new NoClassDefFoundError("org/example/Driver");
        });
        run();

        assertThat(calls).endsWith("FAILED poll: org/example/Driver", "finish failed", "close", "ended");
    }

    @Test
    void a_task_that_cannot_be_created_has_nothing_to_close() {
        runner(() -> {
                    throw new IllegalStateException("no constructor");
                })
                .run();

        assertThat(calls).containsExactly("FAILED create: no constructor", "ended");
    }

    @Test
    void a_task_that_is_to_stop_before_it_began_is_not_created() {
        gate.ask(Target.STOP);
        run();

        assertThat(calls).containsExactly("ended");
    }

    @Test
    void a_task_created_while_paused_starts_only_when_it_is_to_run() throws Exception {
        gate.ask(Target.PAUSE);
        body.rounds.add(() -> gate.ask(Target.STOP));
        Thread thread = onThread();
        await().until(() -> thread.getState() == Thread.State.WAITING);
        assertThat(calls).containsExactly("PAUSED");
        gate.ask(Target.RUN);
        thread.join();

        assertThat(calls)
                .containsExactly("PAUSED", "create", "start", "RUNNING", "iterate", "finish", "close", "ended");
    }

    @Test
    void a_task_created_while_paused_and_then_stopped_never_starts() throws Exception {
        gate.ask(Target.PAUSE);
        Thread thread = onThread();
        await().until(() -> thread.getState() == Thread.State.WAITING);
        gate.ask(Target.STOP);
        thread.join();

        assertThat(calls).containsExactly("PAUSED", "ended");
    }

    @Test
    void a_paused_source_rests_and_goes_on() throws Exception {
        body.rounds.add(() -> gate.ask(Target.PAUSE));
        body.rounds.add(() -> gate.ask(Target.STOP));
        Thread thread = onThread();
        await().until(() -> calls.contains("PAUSED") && thread.getState() == Thread.State.WAITING);
        gate.ask(Target.RUN);
        thread.join();

        assertThat(calls).containsSubsequence("iterate", "pause", "PAUSED", "resume", "RUNNING", "iterate", "finish");
        assertThat(calls).filteredOn("iterate"::equals).hasSize(2);
    }

    @Test
    void a_paused_sink_goes_round_all_the_same() {
        body.iteratesWhilePaused = true;
        body.rounds.add(() -> gate.ask(Target.PAUSE));
        body.rounds.add(() -> {});
        body.rounds.add(() -> gate.ask(Target.STOP));
        run();

        assertThat(calls)
                .containsSubsequence("iterate", "pause", "PAUSED", "iterate", "iterate", "finish")
                .doesNotContain("resume");
    }

    @Test
    void an_interrupt_to_stop_is_no_failure_and_does_not_reach_the_last_commit() throws Exception {
        Semaphore polling = new Semaphore(0);
        body.rounds.add(() -> {
            polling.release();
            new CountDownLatch(1).await();
        });
        Thread thread = onThread();
        polling.acquire();
        gate.ask(Target.STOP);
        thread.interrupt();
        thread.join();

        assertThat(calls).endsWith("iterate", "finish", "close", "ended");
        assertThat(body.interruptedAtEnd).isFalse();
    }

    @Test
    void an_interrupt_that_the_plug_in_wrapped_is_no_failure_either() {
        List<Exception> wrapped = List.of(
                new ConnectException(new InterruptedException()),
                new IllegalStateException(new ConnectException(new InterruptedException())),
                new InterruptException("woken"));
        for (Exception thrown : wrapped) {
            ScriptedBody each = new ScriptedBody();
            TaskGate stopped = new TaskGate(Time.SYSTEM, RealWaits.INSTANCE, Target.RUN);
            each.rounds.add(() -> {
                stopped.ask(Target.STOP);
                throw thrown;
            });
            runner(() -> each, stopped, each.calls).run();

            assertThat(each.calls).endsWith("iterate", "finish", "close", "ended");
        }
    }

    @Test
    void an_interrupt_without_a_stop_is_a_failure() {
        body.rounds.add(() -> {
            throw new InterruptedException("who was that?");
        });
        run();

        assertThat(calls).endsWith("FAILED poll: who was that?", "finish failed", "close", "ended");
    }

    @Test
    void a_failure_of_another_kind_while_stopping_is_a_failure() {
        body.rounds.add(() -> {
            gate.ask(Target.STOP);
            throw new ConnectException("lost");
        });
        run();

        assertThat(calls).contains("FAILED poll: lost");
    }

    @Test
    void the_task_is_closed_and_ends_even_if_its_last_commit_throws() {
        gate.ask(Target.RUN);
        body.rounds.add(() -> gate.ask(Target.STOP));
        body.onFinish = () -> {
            throw new IllegalStateException("against the contract");
        };

        assertThatThrownBy(this::run).isInstanceOf(IllegalStateException.class);
        assertThat(calls).endsWith("finish", "close", "ended");
    }

    @Test
    void a_task_whose_failure_cannot_be_told_is_finished_as_failed_and_closed() {
        body.rounds.add(() -> {
            throw new Unspeakable();
        });

        assertThatThrownBy(this::run).isInstanceOf(UnsupportedOperationException.class);
        assertThat(calls).endsWith("iterate", "finish failed", "close", "ended");
    }

    @Test
    void an_exception_that_cannot_tell_its_cause_does_not_fail_a_task_that_was_interrupted_to_stop() {
        body.rounds.add(() -> {
            gate.ask(Target.STOP);
            Thread.currentThread().interrupt();
            throw new Unspeakable();
        });
        run();

        assertThat(calls).endsWith("iterate", "finish", "close", "ended");
    }

    private static final class Unspeakable extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new UnsupportedOperationException();
        }

        @Override
        public synchronized Throwable getCause() {
            throw new UnsupportedOperationException();
        }
    }

    private void run() {
        runner(() -> {
                    calls.add("create");
                    return body;
                })
                .run();
    }

    private Thread onThread() {
        Thread thread = new Thread(this::run);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private TaskRunner runner(Callable<TaskBody> creation) {
        return runner(creation, gate, calls);
    }

    private static TaskRunner runner(Callable<TaskBody> creation, TaskGate gate, List<String> calls) {
        TaskId id = new TaskId("c", 0);
        return new TaskRunner(
                id,
                creation,
                gate,
                new Notes(calls),
                PluginScope.task(id, TaskRunnerTest.class),
                () -> Deadline.after(Time.SYSTEM, Duration.ofSeconds(1)));
    }

    private record Notes(List<String> calls) implements TaskRunner.Progress {

        @Override
        public void running() {
            calls.add("RUNNING");
        }

        @Override
        public void paused() {
            calls.add("PAUSED");
        }

        @Override
        public void failed(String stage, Throwable cause) {
            calls.add("FAILED " + stage + ": " + cause.getMessage());
        }

        @Override
        public void ended() {
            calls.add("ended");
        }
    }
}
