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
package io.connectembedded.internal.engine;

import io.connectembedded.error.WorkerStartException;
import io.connectembedded.error.WorkerStateException;
import io.connectembedded.internal.engine.control.CheckedConnector;
import io.connectembedded.internal.engine.control.ConnectorSet;
import io.connectembedded.internal.engine.event.EmbeddedCompletion;
import io.connectembedded.internal.engine.event.Events;
import io.connectembedded.internal.engine.event.OpenCompletions;
import io.connectembedded.internal.engine.fencing.LiveName;
import io.connectembedded.internal.engine.goal.GoalRun;
import io.connectembedded.internal.engine.offsets.OffsetOperations;
import io.connectembedded.internal.engine.validation.Validation;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.work.CommandLoop;
import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.internal.metrics.ConnectMetrics;
import io.connectembedded.internal.offset.OffsetStorages;
import io.connectembedded.internal.source.PeriodicCommits;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.ConnectorType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a worker, from start to stop: owns the control thread and everything that lives no longer than the run. */
final class Engine {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    /** What is left to close when connectors and tasks are gone gets this much beyond the shutdown timeout. */
    private static final Duration AFTERMATH = Duration.ofMillis(800);

    /** For a step of the end that has no time left. */
    private static final Duration LEAST = Duration.ofMillis(100);

    /** What listeners get to hear the last events. */
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    /** What plug-ins get when the stop itself is interrupted. */
    private static final Duration HURRY = Duration.ofMillis(400);

    /** Of the time that is left, what waiting for threads leaves to the steps after it. */
    private static final double FOR_THE_REST = 0.4;

    /** What a run consists of; made by {@link Assembly}. */
    record Parts(
            Execution execution,
            Events events,
            CommandLoop control,
            ConnectorSet connectors,
            OffsetOperations offsets,
            Stores stores,
            Validation validation,
            ConnectMetrics metrics,
            Kafka kafka,
            Time time) {}

    /** Where offsets go, and when. */
    record Stores(OffsetStorages storages, PeriodicCommits commits) {}

    /** What is asked of Kafka before connectors start: whether it is there, and whether the worker's name is free. */
    record Kafka(BrokerCheck brokers, LiveName name) {}

    private final Parts parts;
    private final List<CheckedConnector> declared;
    private final Duration grace;
    private final @Nullable GoalRun goal;
    private final OpenCompletions open = new OpenCompletions();
    private final List<Runnable> untilStarted = new ArrayList<>(); // guarded by itself until started
    private boolean started; // guarded by untilStarted
    private Execution.Running controlThread;
    private volatile String clusterId = "";
    private volatile boolean aborted;

    Engine(Parts parts, List<CheckedConnector> declared, Duration grace, @Nullable GoalRun goal) {
        this.goal = goal;
        this.parts = parts;
        this.declared = declared;
        this.grace = grace;
        this.controlThread = parts.execution().create("control", parts.control());
    }

    Parts parts() {
        return parts;
    }

    /** Empty before the broker has answered. */
    String clusterId() {
        return clusterId;
    }

    /** Runs {@code asking} once the start is over, at once if it is; never, if the start fails. */
    void whenStarted(Runnable asking) {
        synchronized (untilStarted) {
            if (!started) {
                untilStarted.add(asking);
                return;
            }
        }
        asking.run();
    }

    /** Returns when every declared connector has reached its first lasting state. */
    void start(Deadline deadline) throws InterruptedException {
        if (parts.stores().storages().worker().needsKafka()) {
            controlThread.start();
            clusterId = parts.kafka().brokers().clusterId(deadline, () -> aborted);
            awaitOpen(parts.stores().storages().worker().open(), deadline);
        } else {
            CompletableFuture<Void> opening = parts.stores().storages().worker().open();
            controlThread.start();
            askBrokers(opening, deadline);
        }
        parts.kafka().name().claim(deadline, () -> aborted);
        declare(deadline);
        synchronized (untilStarted) {
            started = true;
        }
        untilStarted.forEach(Runnable::run);
    }

    /** The store opens meanwhile; when it cannot, that is told at once, whatever the brokers do. */
    private void askBrokers(CompletableFuture<Void> opening, Deadline deadline) throws InterruptedException {
        try {
            clusterId =
                    parts.kafka().brokers().clusterId(deadline, () -> aborted || opening.isCompletedExceptionally());
        } catch (WorkerStartException e) {
            if (opening.isCompletedExceptionally()) {
                awaitOpen(opening, deadline);
            }
            throw e;
        }
        awaitOpen(opening, deadline);
    }

    private void awaitOpen(CompletableFuture<Void> opening, Deadline deadline) throws InterruptedException {
        try {
            await(
                    opening,
                    deadline,
                    "The offset store was not open in time; raise startTimeout, or look"
                            + " at what the store waits for");
        } catch (ExecutionException e) {
            Throwable cause = Failures.causeOf(e);
            throw new WorkerStartException(Failures.messageOf(cause), cause);
        }
    }

    private void declare(Deadline deadline) throws InterruptedException {
        List<EmbeddedCompletion<ConnectorStatus>> written = declared.stream()
                .map(connector -> this.<ConnectorStatus>completion(
                        "creation of connector " + connector.config().name()))
                .toList();
        parts.connectors().put(declared, true, written);
        for (int i = 0; i < declared.size(); i++) {
            awaitSettled(declared.get(i).config().name(), written.get(i), deadline);
        }
    }

    private void awaitSettled(String name, EmbeddedCompletion<ConnectorStatus> written, Deadline deadline)
            throws InterruptedException {
        String tooLate = "Connector " + name
                + " reached no lasting state in time; raise startTimeout, or look at what its plug-in or a config"
                + " provider waits for";
        EmbeddedCompletion<ConnectorStatus> settled = completion("start of connector " + name);
        try {
            await(written, deadline, tooLate);
            parts.connectors().settling().awaitSettled(name, settled);
            await(settled, deadline, tooLate);
        } catch (ExecutionException e) {
            throw new WorkerStartException(
                    "Connector " + name + " did not start: " + Failures.messageOf(Failures.causeOf(e)),
                    Failures.causeOf(e));
        }
    }

    private void await(Future<?> future, Deadline deadline, String tooLate)
            throws InterruptedException, ExecutionException {
        if (parts.execution().until(future, deadline.remaining(), () -> aborted)) {
            future.get();
            return;
        }
        throw new WorkerStartException(aborted ? "The worker was stopped while it started" : tooLate, null);
    }

    <T> EmbeddedCompletion<T> completion(String operation) {
        EmbeddedCompletion<T> completion =
                new EmbeddedCompletion<>(operation, parts.events()::isCurrentThread, parts.execution());
        open.add(completion);
        return completion;
    }

    /** Makes a start that runs give up. */
    void abort() {
        aborted = true;
    }

    /** The control thread is gone: what was asked of it will not be done. */
    void controlDied() {
        abort();
        open.end(parts.events(), () -> new WorkerStateException("The worker's control thread died; stop() it first"));
    }

    /**
     * Stops what runs within the grace, then closes the rest, the event thread last; never throws, restores the
     * interrupt flag. {@code lastWords} runs before the event thread is told to end.
     */
    void stop(Runnable lastWords) {
        boolean interrupted = Thread.interrupted();
        Deadline deadline = Deadline.after(parts.time(), grace.plus(AFTERMATH));
        interrupted |= stopConnectors(deadline);
        interrupted |= accountOffsets(deadline);
        closeRest(deadline);
        open.end(parts.events(), () -> new WorkerStateException("The worker was stopped; start it again first"));
        lastWords.run();
        if (!parts.events().close(atLeast(LEAST, deadline.atMost(LAST_WORDS)))) {
            LOG.warn("A listener did not return; the event thread is left behind");
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** For the summary of a bounded run, before the stores are closed; whether it was interrupted. */
    private boolean accountOffsets(Deadline deadline) {
        GoalRun run = goal;
        if (run == null) {
            return false;
        }
        try {
            for (CheckedConnector connector : declared) {
                if (connector.config().type() == ConnectorType.SOURCE
                        || connector.config().spec().offsetStore().isPresent()) {
                    run.stored(
                            connector.config().name(),
                            parts.offsets().stored(connector.config(), deadline.atMost(LAST_WORDS)));
                }
            }
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    private boolean stopConnectors(Deadline deadline) {
        if (!controlThread.wasStarted()) {
            return false;
        }
        CompletableFuture<Void> gone = new CompletableFuture<>();
        parts.connectors().stopAll(() -> gone.complete(null));
        boolean interrupted = false;
        try {
            if (!parts.execution().until(gone, deadline.remaining(), this::reviveControl)) {
                LOG.warn("Not all connectors and tasks ended within {}; they are left behind", grace);
            }
        } catch (InterruptedException e) {
            interrupted = true;
            hurry(gone);
        }
        parts.control().end();
        return interrupted;
    }

    /** If it died of a defect of ours, a new thread goes on with the same loop, so that plug-ins are stopped in order. */
    private boolean reviveControl() {
        if (!controlThread.isAlive()) {
            controlThread = parts.execution().start("control", parts.control());
        }
        return false;
    }

    /** Somebody wants the stop to end: what does not return at once is abandoned. */
    private void hurry(Future<?> gone) {
        parts.connectors().hurry(HURRY);
        try {
            if (!parts.execution().until(gone, HURRY.multipliedBy(2), () -> false)) {
                LOG.warn("Not all connectors and tasks ended after an interrupt; they are left behind");
            }
        } catch (InterruptedException e) {
            LOG.warn("Interrupted again while connectors and tasks ended; they are left behind");
        }
    }

    private static Duration atLeast(Duration least, Duration other) {
        return other.compareTo(least) < 0 ? least : other;
    }

    private void closeRest(Deadline deadline) {
        parts.validation().close();
        parts.stores().commits().close();
        Duration left = atLeast(LEAST, deadline.remaining());
        if (!parts.stores().storages().close(left.dividedBy(2))) {
            LOG.warn("An offset store did not close in time and is left behind");
        }
        if (!parts.kafka().name().release(atLeast(LEAST, deadline.remaining().dividedBy(2)))) {
            LOG.warn("The worker's name is not free at once; the next worker that has it waits a few seconds for it");
        }
        awaitThreads(deadline);
        parts.validation().abandonRest();
        parts.stores().commits().abandonRest();
        parts.metrics().close();
    }

    /** What was abandoned does not end, and is not waited for any longer (I5, I8). */
    private void awaitThreads(Deadline deadline) {
        boolean abandoned = !parts.connectors().abandoned().isEmpty();
        try {
            boolean ended = parts.execution()
                    .awaitEnd(abandoned ? Deadline.after(parts.time(), LEAST) : deadline.leaving(FOR_THE_REST));
            if (!ended) {
                LOG.warn(
                        "Threads did not end in time and go on as daemons: {}",
                        parts.execution().live());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
