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
import static io.connectembedded.behaviour.Host.beside;
import static io.connectembedded.behaviour.Host.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectListener;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.error.WorkerStartException;
import io.connectembedded.error.WorkerStateException;
import io.connectembedded.event.ConnectEvent.ConnectorChanged;
import io.connectembedded.event.ConnectEvent.WorkerChanged;
import io.connectembedded.status.Completion;
import io.connectembedded.status.ConnectorState;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.WorkerState;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of a worker's life: each call in each state. */
@ConnectTest(
        allowedLogs = {
            "^WARN \\S+\\.TaskControl Task \\S+ failed in (create|start) while it was told to stop",
            "^ERROR \\S+\\.StateCell State transition worker life RUNNING -> FAILED in control: The thread "
                    + "of the worker's commands was interrupted",
            "^WARN \\S+\\.Assembly Listeners of worker life are not told that it is CLOSED: no thread",
            "^WARN \\S+\\.Engine Threads did not end in time and go on as daemons: \\[connect-life-task-src-0\\]$",
            "^WARN \\S+\\.Abandoned Task src-0 did not return from stop",
            "^WARN \\S+\\.Events The listener \\S+WorkerLifeCycleTest\\S+ failed at"
        })
class WorkerLifeCycleTest {

    /** A port nobody listens on. */
    private static final String NOBODY = "127.0.0.1:1";

    private final Script script = Script.open();
    private final Told told = new Told();

    @AfterEach
    void end() {
        script.close();
    }

    private ConnectWorker.Builder builder(KafkaBroker broker) {
        return Host.builder(broker).name("life").listener(told).connector(script.source("src"));
    }

    @Test
    void a_worker_that_finds_no_broker_gives_up_and_is_stopped() {
        try (ConnectWorker worker = Host.builder(NOBODY)
                .name("life")
                .listener(told)
                .connector(script.source("src"))
                .startTimeout(Duration.ofMillis(700))
                .build()) {
            assertThatThrownBy(worker::start)
                    .isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining(NOBODY)
                    .hasMessageContaining("startTimeout");
            assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
            assertThat(Host.threads("connect-life")).isEmpty();
            assertThat(script.order()).isEmpty();
        }
        WorkerChanged gaveUp = told.of(WorkerChanged.class).get(1);
        assertThat(gaveUp.from()).isEqualTo(WorkerState.STARTING);
        assertThat(gaveUp.to()).isEqualTo(WorkerState.STOPPED);
        assertThat(gaveUp.failure()).isNotNull();
    }

    @Test
    void stop_ends_a_start_which_throws() throws Exception {
        try (ConnectWorker worker = starting()) {
            CompletableFuture<Object> start = beside(() -> {
                worker.start();
                return "started";
            });
            await().atMost(LIMIT).until(() -> worker.state() == WorkerState.STARTING);
            Completion<ConnectorStatus> queued = worker.connector("src").pause();
            Duration took = Host.timed(worker::stop);
            assertThat(took).isLessThan(Host.GRACE.plusSeconds(1));
            assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
            assertThat(outcome(start)).isInstanceOf(WorkerStartException.class);
            assertThatThrownBy(() -> queued.await(Duration.ofSeconds(3))).isInstanceOf(WorkerStateException.class);
        }
    }

    private ConnectWorker starting() {
        return Host.builder(NOBODY).name("life").connector(script.source("src")).build();
    }

    @Test
    void close_ends_a_start_which_throws() throws Exception {
        ConnectWorker worker = starting();
        CompletableFuture<Object> start = beside(() -> {
            worker.start();
            return "started";
        });
        await().atMost(LIMIT).until(() -> worker.state() == WorkerState.STARTING);
        worker.close();
        assertThat(worker.state()).isEqualTo(WorkerState.CLOSED);
        assertThat(outcome(start)).isInstanceOf(WorkerStartException.class);
        await().atMost(LIMIT).until(() -> Host.threads("connect-life").isEmpty());
    }

    @Test
    void a_second_start_waits_for_the_first_and_shares_its_outcome(KafkaBroker broker) throws Exception {
        script.once("task.start", script::hang);
        try (ConnectWorker worker = builder(broker).build()) {
            CompletableFuture<Object> first = beside(() -> {
                worker.start();
                return "started";
            });
            script.awaitCalls("task.start", 1);
            CompletableFuture<Object> second = beside(() -> {
                worker.start();
                return worker.state();
            });
            assertThat(first).isNotDone();
            assertThat(second).isNotDone();
            script.close();
            assertThat(outcome(first)).isEqualTo("started");
            assertThat(outcome(second)).isEqualTo(WorkerState.RUNNING);
        }
    }

    @Test
    void operations_during_a_start_wait_for_it(KafkaBroker broker) throws Exception {
        script.once("task.start", script::hang);
        try (ConnectWorker worker = builder(broker).build()) {
            CompletableFuture<Object> start = beside(() -> {
                worker.start();
                return "started";
            });
            await().atMost(LIMIT).until(() -> worker.state() == WorkerState.STARTING);
            assertThat(worker.connectors().names()).containsExactly("src");
            Completion<ConnectorStatus> pause = worker.connector("src").pause();
            script.awaitCalls("task.start", 1);
            assertThat(pause.isDone()).isFalse();
            script.close();
            assertThat(outcome(start)).isEqualTo("started");
            assertThat(pause.await(LIMIT).state()).isEqualTo(ConnectorState.PAUSED);
        }
    }

    @Test
    void a_stopping_worker_refuses_start_and_operations_and_answers(KafkaBroker broker) throws Exception {
        try (ConnectWorker worker = builder(broker).build()) {
            worker.start();
            ConnectorHandle handle = worker.connector("src");
            script.hangIn("task.stop");
            CompletableFuture<Object> stop = beside(() -> {
                worker.stop();
                return worker.state();
            });
            script.awaitCalls("task.stop", 1);
            assertThat(worker.state()).isEqualTo(WorkerState.STOPPING);
            assertThatThrownBy(worker::start).isInstanceOf(WorkerStateException.class);
            assertThatThrownBy(() -> handle.pause().await()).isInstanceOf(WorkerStateException.class);
            assertThat(worker.connectors().names()).containsExactly("src");
            assertThat(worker.describe()).contains("STOPPING");
            assertThat(worker.health().isReady()).isFalse();
            CompletableFuture<Object> second = beside(() -> {
                worker.stop();
                return worker.state();
            });
            script.close();
            assertThat(outcome(stop)).isEqualTo(WorkerState.STOPPED);
            assertThat(outcome(second)).isEqualTo(WorkerState.STOPPED);
        }
    }

    @Test
    void a_worker_whose_control_thread_died_has_failed_until_it_is_stopped(KafkaBroker broker) {
        try (ConnectWorker worker = builder(broker).build()) {
            worker.start();
            Host.thread("connect-life-control").interrupt();
            await().atMost(LIMIT).until(() -> worker.state() == WorkerState.FAILED);
            assertThat(worker.health().isLive()).isFalse();
            assertThatThrownBy(worker::start)
                    .isInstanceOf(WorkerStateException.class)
                    .hasMessageContaining("stop it first");
            assertThatThrownBy(() -> worker.connector("src").pause().await()).isInstanceOf(WorkerStateException.class);
            worker.stop();
            assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
            assertThat(script.count("task.stop")).isEqualTo(1);
            assertThat(script.count("connector.stop")).isEqualTo(1);
            worker.start();
            assertThat(worker.connector("src").status().isRunning()).isTrue();
        }
        assertThat(told.of(WorkerChanged.class))
                .filteredOn(event -> event.to() == WorkerState.FAILED)
                .hasSize(1);
    }

    @Test
    void a_listener_may_close_its_worker(KafkaBroker broker) {
        AtomicReference<ConnectWorker> self = new AtomicReference<>();
        ConnectWorker worker = builder(broker)
                .listener(ConnectListener.on(WorkerChanged.class, event -> {
                    if (event.to() == WorkerState.RUNNING) {
                        self.get().close();
                    }
                }))
                .build();
        self.set(worker);
        worker.start();
        await().atMost(LIMIT).until(() -> worker.state() == WorkerState.CLOSED);
        await().atMost(LIMIT).until(() -> Host.threads("connect-life").isEmpty());
        assertThat(script.count("task.stop")).isEqualTo(1);
    }

    @Test
    void waiting_on_the_event_thread_is_refused_at_once(KafkaBroker broker) throws Exception {
        try (ConnectWorker worker = builder(broker).build()) {
            worker.start();
            CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            worker.listen(ConnectListener.on(ConnectorChanged.class, event -> {
                try {
                    worker.connector("src").until(status -> false).await();
                    thrown.complete(new AssertionError("waited"));
                } catch (RuntimeException e) {
                    thrown.complete(e);
                }
            }));
            worker.connector("src").pause();
            assertThat((Throwable) outcome(thrown))
                    .isInstanceOf(WorkerStateException.class)
                    .hasMessageContaining("event thread");
        }
    }

    @Test
    void dependents_run_on_the_event_thread_and_a_listener_that_throws_harms_nobody(KafkaBroker broker) {
        try (ConnectWorker worker = builder(broker)
                .listener(new ConnectListener() {
                    @Override
                    public void onWorkerChanged(WorkerChanged e) {
                        throw new IllegalStateException("a listener's mistake");
                    }
                })
                .build()) {
            worker.start();
            Completion<String> thread = worker.connector("src")
                    .until(status -> status.state() == ConnectorState.PAUSED)
                    .thenApply(status -> Thread.currentThread().getName());
            worker.connector("src").pause();
            assertThat(thread.await(LIMIT)).isEqualTo("connect-life-events");
            ConnectListener.Registration late = worker.listen(told);
            late.close();
        }
    }

    @Test
    void an_interrupt_ends_a_start_and_keeps_the_flag() throws Exception {
        try (ConnectWorker worker = starting()) {
            CompletableFuture<Object> flag = new CompletableFuture<>();
            CompletableFuture<Object> start = beside(() -> {
                flag.complete(Thread.currentThread());
                try {
                    worker.start();
                    return "started";
                } catch (ConnectEmbeddedException e) {
                    return Thread.currentThread().isInterrupted() ? e : "flag lost";
                }
            });
            await().atMost(LIMIT).until(() -> worker.state() == WorkerState.STARTING);
            ((Thread) outcome(flag)).interrupt();
            assertThat(outcome(start)).isInstanceOf(ConnectEmbeddedException.class);
            assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
        }
    }

    @Test
    void an_interrupt_cuts_the_grace_of_a_stop_short_and_keeps_the_flag(KafkaBroker broker) throws Exception {
        ConnectWorker worker =
                builder(broker).shutdownTimeout(Duration.ofSeconds(30)).build();
        worker.start();
        script.hangIn("task.stop");
        CompletableFuture<Thread> stopping = new CompletableFuture<>();
        CompletableFuture<Object> stop = beside(() -> {
            stopping.complete(Thread.currentThread());
            worker.close();
            return Thread.currentThread().isInterrupted();
        });
        script.awaitCalls("task.stop", 1);
        stopping.join().interrupt();
        assertThat(stop.get(5, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo(true);
        assertThat(worker.state()).isEqualTo(WorkerState.CLOSED);
        assertThat(worker.describe()).contains("abandoned src-0 in stop");
        script.close();
        await().atMost(LIMIT).until(() -> Host.threads("connect-life").isEmpty());
    }

    @Test
    void a_stop_with_the_interrupt_flag_set_still_stops_in_order_and_keeps_the_flag(KafkaBroker broker) {
        ConnectWorker worker = builder(broker).build();
        worker.start();
        Thread.currentThread().interrupt();
        worker.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(script.count("task.stop")).isEqualTo(1);
        assertThat(Host.threads("connect-life")).isEmpty();
    }

    @Test
    void starts_stops_and_a_close_from_many_threads_end_closed_with_nothing_left(KafkaBroker broker) throws Exception {
        for (int round = 0; round < 3; round++) {
            ConnectWorker worker = builder(broker).build();
            List<CompletableFuture<Object>> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                all.add(beside(() -> repeat(worker, worker::start)));
                all.add(beside(() -> repeat(worker, worker::stop)));
            }
            await().atMost(LIMIT).until(() -> told.of(WorkerChanged.class).size() > 6);
            worker.close();
            for (CompletableFuture<Object> each : all) {
                assertThat(outcome(each)).isEqualTo("done");
            }
            assertThat(worker.state()).isEqualTo(WorkerState.CLOSED);
            await().atMost(LIMIT).until(() -> Host.threads("connect-life").isEmpty());
        }
        assertThat(script.count("task.start")).isEqualTo(script.count("task.stop"));
    }

    private static Object repeat(ConnectWorker worker, Runnable call) {
        while (worker.state() != WorkerState.CLOSED) {
            try {
                call.run();
            } catch (WorkerStateException | WorkerStartException e) {
                Thread.onSpinWait();
            }
        }
        return "done";
    }

    @Test
    void a_start_by_a_listener_while_the_worker_starts_is_refused_at_once(KafkaBroker broker) throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        AtomicReference<ConnectWorker> self = new AtomicReference<>();
        try (ConnectWorker worker = builder(broker)
                .listener(ConnectListener.on(WorkerChanged.class, event -> {
                    if (event.to() == WorkerState.STARTING) {
                        try {
                            self.get().start();
                            thrown.complete(new AssertionError("waited"));
                        } catch (RuntimeException e) {
                            thrown.complete(e);
                        }
                    }
                }))
                .build()) {
            self.set(worker);
            script.once("task.start", () -> outcome(thrown));
            worker.start();
            assertThat((Throwable) outcome(thrown))
                    .isInstanceOf(WorkerStateException.class)
                    .hasMessageContaining("event thread");
            assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
        }
    }

    @Test
    void an_interrupt_ends_the_wait_for_the_start_of_another_and_keeps_the_flag(KafkaBroker broker) throws Exception {
        script.once("task.start", script::hang);
        try (ConnectWorker worker = builder(broker).build()) {
            CompletableFuture<Object> first = beside(() -> {
                worker.start();
                return "started";
            });
            script.awaitCalls("task.start", 1);
            CompletableFuture<Thread> waiting = new CompletableFuture<>();
            CompletableFuture<Object> second = beside(() -> {
                waiting.complete(Thread.currentThread());
                try {
                    worker.start();
                    return "started";
                } catch (ConnectEmbeddedException e) {
                    return Thread.currentThread().isInterrupted() ? e : "flag lost";
                }
            });
            waiting.join().interrupt();
            assertThat(outcome(second)).isInstanceOf(ConnectEmbeddedException.class);
            assertThat(first).isNotDone();
            script.close();
            assertThat(outcome(first)).isEqualTo("started");
        }
    }

    @Test
    void a_start_during_which_the_control_thread_dies_tells_why(KafkaBroker broker) throws Exception {
        script.waitIn("task.start");
        try (ConnectWorker worker = builder(broker).build()) {
            CompletableFuture<Object> start = beside(() -> {
                worker.start();
                return "started";
            });
            script.awaitCalls("task.start", 1);
            Host.thread("connect-life-control").interrupt();
            assertThat((Throwable) outcome(start))
                    .isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("control thread")
                    .cause()
                    .hasMessageContaining("interrupted");
            assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
            worker.start();
            assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void a_start_for_which_the_host_makes_no_thread_fails_and_leaves_none(int refused, KafkaBroker broker) {
        AtomicInteger made = new AtomicInteger(-1_000);
        ConnectWorker worker = Host.builder(broker)
                .name("life")
                .listener(told)
                .threads(body -> {
                    if (made.incrementAndGet() == refused) {
                        throw new IllegalStateException("no more threads");
                    }
                    return new Thread(body);
                })
                .build();
        made.set(0);
        assertThatThrownBy(worker::start)
                .isInstanceOf(WorkerStartException.class)
                .hasMessageContaining("no more threads");
        assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
        await().atMost(LIMIT).until(() -> Host.threads("connect-life").isEmpty());
        worker.start();
        assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
        made.set(-1_000);
        worker.close();
        await().atMost(LIMIT).until(() -> Host.threads("connect-life").isEmpty());
    }

    @Test
    void a_close_for_which_the_host_makes_no_thread_closes_all_the_same(KafkaBroker broker) {
        AtomicReference<Boolean> refuses = new AtomicReference<>(false);
        ConnectWorker worker = builder(broker)
                .threads(body -> {
                    if (refuses.get()) {
                        throw new IllegalStateException("no more threads");
                    }
                    return new Thread(body);
                })
                .build();
        worker.start();
        refuses.set(true);
        worker.close();
        assertThat(worker.state()).isEqualTo(WorkerState.CLOSED);
        await().atMost(LIMIT).until(() -> Host.threads("connect-life").isEmpty());
    }
}
