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

import io.connectembedded.ConnectListener;
import io.connectembedded.RunSummary;
import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.error.WorkerStartException;
import io.connectembedded.error.WorkerStateException;
import io.connectembedded.event.ConnectEvent;
import io.connectembedded.internal.engine.event.EventThread;
import io.connectembedded.internal.engine.event.Events;
import io.connectembedded.internal.engine.foundation.WorkerNames;
import io.connectembedded.internal.engine.goal.GoalRun;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.Patience;
import io.connectembedded.internal.lifecycle.StateCell;
import io.connectembedded.internal.lifecycle.Transitions;
import io.connectembedded.status.Failure;
import io.connectembedded.status.WorkerState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * The states of a worker and the run that each start makes: the one that ran last answers until the next. Any thread,
 * each of the host's that starts, stops or closes the worker for as long as that takes.
 */
final class WorkerLife {

    private static final Duration LAST_WORDS = Duration.ofMillis(200);

    private final WorkerPlan plan;
    private final WorkerNames names;
    private final Assembly assembly;
    private final WorkerViews views;
    private final List<ConnectListener> listeners;
    private final StateCell<WorkerState> state;
    private final Object monitor = new Object();
    private @Nullable EventThread eventThread; // guarded by monitor
    private @Nullable GoalRun goal; // guarded by monitor; of the last run
    private boolean preparing; // guarded by monitor; a start is making its threads
    private volatile @Nullable Throwable controlDeath; // of the last run; written under monitor
    private volatile @Nullable Engine engine;

    WorkerLife(WorkerPlan plan, WorkerNames names, Assembly assembly) {
        this.plan = plan;
        this.names = names;
        this.assembly = assembly;
        this.listeners = new CopyOnWriteArrayList<>(plan.listeners());
        this.views = new WorkerViews(plan, this, assembly);
        this.state = new StateCell<>("worker " + plan.name(), WorkerState.STOPPED, Transitions::worker, this::changed);
    }

    private void changed(WorkerState from, WorkerState to, @Nullable Failure failure) {
        synchronized (monitor) {
            GoalRun run = goal;
            if (run != null && (to == WorkerState.STOPPING || to == WorkerState.FAILED)) {
                run.end(to == WorkerState.FAILED ? RunSummary.Outcome.FAILED : RunSummary.Outcome.STOPPED);
            }
            EventThread events = eventThread;
            if (events != null) {
                Events told = new Events(events, listeners, assembly.time());
                told.tell(new ConnectEvent.WorkerChanged(told.now(), from, to, failure));
            }
            monitor.notifyAll();
        }
    }

    void start() {
        var unused = start(null);
    }

    /** False when somebody else has started the worker; {@code run} is what this start is for, if it has an end. */
    boolean start(@Nullable GoalRun run) {
        Engine fresh = begin(run);
        if (fresh == null) {
            return false;
        }
        try {
            fresh.start(Deadline.after(assembly.time(), plan.startTimeout()));
            becomeRunning();
            if (run != null) {
                run.begin(fresh.parts().control(), fresh.parts().connectors()::views);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            gaveUp(fresh, e);
            throw new ConnectEmbeddedException(
                    "Interrupted while worker " + plan.name() + " started; it is stopped", e);
        } catch (RuntimeException | Error e) {
            Throwable death = controlDeath;
            gaveUp(fresh, death == null ? e : death);
            if (death != null) {
                throw new WorkerStartException(
                        "The control thread of worker " + plan.name() + " died while it started: "
                                + Failures.messageOf(death),
                        death);
            }
            throw e;
        }
    }

    private void becomeRunning() {
        synchronized (monitor) {
            if (controlDeath != null || !state.move(WorkerState.RUNNING)) {
                throw new WorkerStartException("Worker " + plan.name() + " was stopped while it started", null);
            }
        }
    }

    /** The run to start, or null when somebody else has started the worker. */
    private @Nullable Engine begin(@Nullable GoalRun run) {
        if (!claimStart()) {
            return null;
        }
        EventThread events = null;
        Engine fresh = null;
        try {
            // Outside the monitor: the host's factory makes the threads.
            events = new EventThread(assembly.execution());
            fresh = assembly.engine(
                    views.workerId(), new Events(events, listeners, assembly.time()), this::controlDied, run);
        } catch (Throwable t) {
            String message = "The threads of worker " + plan.name() + " could not be made: " + Failures.messageOf(t);
            throw new WorkerStartException(message + "; look at the factory given to threads(…)", t);
        } finally {
            prepared(events, fresh, run);
        }
        if (state.get() == WorkerState.CLOSED && engine != fresh) {
            fresh.stop(() -> {});
            throw cannotStart(WorkerState.CLOSED);
        }
        return fresh;
    }

    /** False when somebody else has started the worker. */
    private boolean claimStart() {
        synchronized (monitor) {
            boolean waited = awaitOtherStart();
            WorkerState now = state.get();
            if (now == WorkerState.RUNNING) {
                return false;
            }
            if (waited) {
                throw new WorkerStartException(
                        "The start of worker " + plan.name() + " that was under way failed", null);
            }
            if (now != WorkerState.STOPPED) {
                throw cannotStart(now);
            }
            plan.config().warnOfIdleKeys();
            preparing = true;
            return true;
        }
    }

    private WorkerStateException cannotStart(WorkerState now) {
        return new WorkerStateException("Worker " + plan.name() + " is " + now + " and cannot be started"
                + (now == WorkerState.CLOSED ? "; build a new one" : "; stop it first"));
    }

    /** The start has its threads, or failed to make them; it may have been closed meanwhile. */
    private void prepared(@Nullable EventThread events, @Nullable Engine fresh, @Nullable GoalRun run) {
        synchronized (monitor) {
            preparing = false;
            if (fresh != null && state.get() == WorkerState.STOPPED) {
                eventThread = events;
                engine = fresh;
                goal = run;
                controlDeath = null;
                state.move(WorkerState.STARTING);
            }
            monitor.notifyAll();
        }
        if (fresh == null && events != null) {
            events.close(LAST_WORDS);
        }
    }

    /** Waits for the start of another thread; false when there is none. */
    private boolean awaitOtherStart() {
        boolean waited = false;
        synchronized (monitor) {
            while (preparing || state.get() == WorkerState.STARTING) {
                if (assembly.isAlone() || (eventThread != null && eventThread.isCurrentThread())) {
                    throw new WorkerStateException("start() on the event thread of worker " + plan.name()
                            + " would wait for itself: it is STARTING already");
                }
                waited = true;
                try {
                    monitor.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new ConnectEmbeddedException(
                            "Interrupted while waiting for the start of worker " + plan.name() + "; it goes on", e);
                }
            }
        }
        return waited;
    }

    private void gaveUp(Engine fresh, Throwable cause) {
        end(fresh, new Failures(assembly.time(), plan.config().secrets()::redact).of("start", cause));
    }

    /** The worker is STOPPED afterwards, also if the run cannot be ended in order. */
    private void end(Engine run, @Nullable Failure failure) {
        try {
            run.stop(() -> stopped(failure));
        } catch (RuntimeException | Error e) {
            if (engine == run) {
                stopped(failure);
            }
            throw e;
        }
    }

    /** The last event of a run; after it another run may begin, with an event thread of its own. */
    private void stopped(@Nullable Failure failure) {
        synchronized (monitor) {
            if (failure == null) {
                state.move(WorkerState.STOPPED);
            } else {
                state.moveThenThrow(WorkerState.STOPPED, failure);
            }
            eventThread = null;
        }
    }

    private void controlDied(Throwable cause) {
        Failure failure = new Failures(assembly.time(), plan.config().secrets()::redact).of("control", cause);
        Engine current;
        synchronized (monitor) {
            current = engine;
            controlDeath = cause;
            state.move(WorkerState.FAILED, failure);
        }
        if (current != null) {
            current.controlDied();
        }
    }

    void stop() {
        Engine toStop = beginStop();
        if (toStop != null) {
            end(toStop, null);
        }
    }

    /** The run to stop, or null when there is none any more. */
    private @Nullable Engine beginStop() {
        synchronized (monitor) {
            // Whoever waits here may find that another start has begun meanwhile: each is ended in its turn.
            while (state.get() == WorkerState.STARTING && engine != null) {
                engine.abort();
                if (!awaitEndOf(WorkerState.STARTING)) {
                    return null;
                }
            }
            Engine current = engine;
            if (current != null && state.move(WorkerState.STOPPING)) {
                return current;
            }
            var unused = awaitEndOf(WorkerState.STOPPING);
            return null;
        }
    }

    void close() {
        Deadline grace = Deadline.after(assembly.time(), plan.config().shutdownTimeout());
        for (boolean again = true; again && state.get() != WorkerState.CLOSED; again = !assembly.isAlone()) {
            views.keepForClosed();
            stop();
            closeStopped(grace);
        }
    }

    /** Does nothing when another thread has started the worker again meanwhile. */
    private void closeStopped(Deadline grace) {
        EventThread events = listeners.isEmpty() ? null : assembly.lastEventThread();
        synchronized (monitor) {
            if (state.get() == WorkerState.STOPPED) {
                eventThread = events;
                state.move(WorkerState.CLOSED);
                eventThread = null;
                views.closed();
                goal = null;
                engine = null; // A host may hold a closed worker for ever, and the run holds plug-ins.
                names.close();
                assembly.close();
            }
        }
        assembly.closePlugins(state.get() == WorkerState.CLOSED, grace);
        if (events != null) {
            events.close(LAST_WORDS);
        }
    }

    /** False at once when it is the caller who must bring the end about, as he does after he has returned. */
    private boolean awaitEndOf(WorkerState passing) {
        boolean waits = !assembly.isAlone();
        Patience.waitWhile(monitor, () -> waits && state.get() == passing);
        return waits;
    }

    /** The run in which an operation may be done, or the reason why there is none. */
    Engine running(String operation) {
        Engine current = engine;
        WorkerState now = state.get();
        if (current == null || (now != WorkerState.RUNNING && now != WorkerState.STARTING)) {
            throw new WorkerStateException("The " + operation + " needs worker " + plan.name() + " RUNNING, and it is "
                    + now + (now == WorkerState.CLOSED ? "; build a new one" : "; call start() first"));
        }
        return current;
    }

    /** The run whose connectors can be seen, if there is one. */
    @Nullable
    Engine visible() {
        WorkerState now = state.get();
        return now == WorkerState.STOPPED || now == WorkerState.CLOSED ? null : engine;
    }

    /** The last run, also when it has ended, until the worker is closed. */
    @Nullable
    Engine last() {
        return engine;
    }

    Time time() {
        return assembly.time();
    }

    /** Whether the worker is driven by its caller alone. */
    boolean isAlone() {
        return assembly.isAlone();
    }

    WorkerState state() {
        return state.get();
    }

    WorkerViews views() {
        return views;
    }

    ConnectListener.Registration listen(ConnectListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
