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
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.Connectors;
import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.error.WorkerStartException;
import io.connectembedded.error.WorkerStateException;
import io.connectembedded.event.ConnectEvent;
import io.connectembedded.health.Health;
import io.connectembedded.internal.engine.event.EventThread;
import io.connectembedded.internal.engine.event.Events;
import io.connectembedded.internal.health.HealthCheck;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.StateCell;
import io.connectembedded.internal.lifecycle.Transitions;
import io.connectembedded.metrics.WorkerMetrics;
import io.connectembedded.status.Failure;
import io.connectembedded.status.WorkerInfo;
import io.connectembedded.status.WorkerState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The worker a host holds: its life cycle, and the way to whatever runs now. Each start makes a new {@link Engine}; the
 * engine that ran last answers questions until the next.
 */
final class EmbeddedWorker implements ConnectWorker {

    private static final Duration LAST_WORDS = Duration.ofMillis(200);

    private final WorkerPlan plan;
    private final WorkerNames names;
    private final Assembly assembly;
    private final WorkerViews views;
    private final List<ConnectListener> listeners;
    private final StateCell<WorkerState> state;
    private final Object monitor = new Object();
    private @Nullable EventThread eventThread; // guarded by monitor
    private volatile @Nullable Engine engine;

    EmbeddedWorker(WorkerPlan plan, WorkerNames names, Assembly assembly) {
        this.plan = plan;
        this.names = names;
        this.assembly = assembly;
        this.listeners = new CopyOnWriteArrayList<>(plan.listeners());
        this.views = new WorkerViews(plan, this);
        this.state = new StateCell<>("worker " + plan.name(), WorkerState.STOPPED, Transitions::worker, this::changed);
    }

    private void changed(WorkerState from, WorkerState to, @Nullable Failure failure) {
        synchronized (monitor) {
            EventThread events = eventThread;
            if (events != null) {
                Events told = new Events(events, listeners, assembly.time());
                told.tell(new ConnectEvent.WorkerChanged(told.now(), from, to, failure));
            }
            monitor.notifyAll();
        }
    }

    // ---- life cycle -----------------------------------------------------------------------------------------------

    @Override
    public void start() {
        Engine fresh = begin();
        if (fresh == null) {
            return;
        }
        try {
            fresh.start(Deadline.after(assembly.time(), plan.startTimeout()));
            if (!state.move(WorkerState.RUNNING)) {
                throw new WorkerStartException("Worker " + plan.name() + " was stopped while it started", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            gaveUp(fresh, e);
            throw new ConnectEmbeddedException(
                    "Interrupted while worker " + plan.name() + " started; it is stopped", e);
        } catch (RuntimeException | Error e) {
            gaveUp(fresh, e);
            throw e;
        }
    }

    /** The run to start, or null when somebody else has started the worker. */
    private @Nullable Engine begin() {
        synchronized (monitor) {
            boolean waited = awaitEndOf(WorkerState.STARTING);
            WorkerState now = state.get();
            if (now == WorkerState.RUNNING) {
                return null;
            }
            if (waited) {
                throw new WorkerStartException(
                        "The start of worker " + plan.name() + " that was under way failed", null);
            }
            if (now != WorkerState.STOPPED) {
                throw new WorkerStateException("Worker " + plan.name() + " is " + now + " and cannot be started"
                        + (now == WorkerState.CLOSED ? "; build a new one" : "; stop it first"));
            }
            plan.config().warnOfIdleKeys();
            EventThread events = new EventThread(assembly.threads());
            eventThread = events;
            Engine fresh = assembly.engine(
                    views.workerId(), new Events(events, listeners, assembly.time()), this::controlDied);
            engine = fresh;
            state.move(WorkerState.STARTING);
            return fresh;
        }
    }

    private void gaveUp(Engine fresh, Throwable cause) {
        Failure failure = new Failures(assembly.time(), UnaryOperator.identity()).of("start", cause);
        fresh.stop(() -> stopped(failure));
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
        Engine current = engine;
        state.move(WorkerState.FAILED, new Failures(assembly.time(), UnaryOperator.identity()).of("control", cause));
        if (current != null) {
            current.controlDied();
        }
    }

    @Override
    public void stop() {
        Engine toStop = beginStop();
        if (toStop != null) {
            toStop.stop(() -> stopped(null));
        }
    }

    /** The run to stop, or null when there is none any more. */
    private @Nullable Engine beginStop() {
        synchronized (monitor) {
            // Whoever waits here may find that another start has begun meanwhile: each is ended in its turn.
            while (state.get() == WorkerState.STARTING && engine != null) {
                engine.abort();
                awaitEndOf(WorkerState.STARTING);
            }
            Engine current = engine;
            if (current != null && state.move(WorkerState.STOPPING)) {
                return current;
            }
            awaitEndOf(WorkerState.STOPPING);
            return null;
        }
    }

    @Override
    public void close() {
        while (state.get() != WorkerState.CLOSED) {
            stop();
            closeStopped();
        }
    }

    /** Does nothing when another thread has started the worker again meanwhile. */
    private void closeStopped() {
        EventThread events;
        synchronized (monitor) {
            if (state.get() != WorkerState.STOPPED) {
                return;
            }
            events = listeners.isEmpty() ? null : new EventThread(assembly.threads());
            eventThread = events;
            state.move(WorkerState.CLOSED);
            eventThread = null;
            names.close();
        }
        if (events != null) {
            events.close(LAST_WORDS);
        }
    }

    /** Waits, without giving up, until another thread has moved on; keeps the interrupt flag. False when none had to. */
    private boolean awaitEndOf(WorkerState passing) {
        boolean waited = false;
        boolean interrupted = false;
        synchronized (monitor) {
            while (state.get() == passing) {
                waited = true;
                try {
                    monitor.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return waited;
    }

    // ---- what is --------------------------------------------------------------------------------------------------

    /** The run in which an operation may be done, or the reason why there is none. */
    Engine running() {
        Engine current = engine;
        WorkerState now = state.get();
        if (current == null || (now != WorkerState.RUNNING && now != WorkerState.STARTING)) {
            throw new WorkerStateException("Worker " + plan.name() + " is " + now + "; operations need it RUNNING");
        }
        return current;
    }

    /** The run whose connectors can be seen, if there is one. */
    @Nullable
    Engine visible() {
        WorkerState now = state.get();
        return now == WorkerState.STOPPED || now == WorkerState.CLOSED ? null : engine;
    }

    /** Whether connectors come or go just now, so that some of those declared are not to be seen. */
    boolean isInTransit() {
        WorkerState now = state.get();
        return now == WorkerState.STARTING || now == WorkerState.STOPPING;
    }

    /** The last run, also when it has ended. */
    @Nullable
    Engine last() {
        return engine;
    }

    @Override
    public String name() {
        return plan.name();
    }

    @Override
    public WorkerState state() {
        return state.get();
    }

    @Override
    public WorkerInfo info() {
        return views.info();
    }

    @Override
    public Connectors connectors() {
        return new EmbeddedConnectors(this, views, plan);
    }

    @Override
    public ConnectorHandle connector(String name) {
        Objects.requireNonNull(name, "name");
        views.status(name);
        return new EmbeddedHandle(name, this, views, plan);
    }

    @Override
    public Health health() {
        return HealthCheck.of(state.get(), views.statuses(), views.abandoned());
    }

    @Override
    public WorkerMetrics metrics() {
        return views.metrics();
    }

    @Override
    public String describe() {
        return views.describe();
    }

    @Override
    public ConnectListener.Registration listen(ConnectListener listener) {
        Objects.requireNonNull(listener, "listener");
        if (state.get() == WorkerState.CLOSED) {
            throw new WorkerStateException("Worker " + plan.name() + " is CLOSED and tells nothing any more");
        }
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
