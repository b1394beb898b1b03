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
package io.connectembedded.internal.engine.control;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.RestartScope;
import io.connectembedded.error.ConnectorExistsException;
import io.connectembedded.error.ConnectorNotFoundException;
import io.connectembedded.error.WorkerStateException;
import io.connectembedded.event.ConnectEvent;
import io.connectembedded.internal.engine.event.EmbeddedCompletion;
import io.connectembedded.internal.engine.event.Holds;
import io.connectembedded.internal.engine.event.Waiters;
import io.connectembedded.internal.engine.event.Waiters.Waiter;
import io.connectembedded.internal.engine.recovery.Restarts;
import io.connectembedded.internal.engine.topics.ActiveTopics;
import io.connectembedded.status.ConnectorState;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.TargetState;
import io.connectembedded.status.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connectors of a worker and the operations on them. Operations come from any thread and run on the control thread;
 * views may be read by any.
 */
public final class ConnectorSet {

    private final Services services;
    private final Map<String, ConnectorControl> controls = new TreeMap<>(); // control thread
    private final ConcurrentMap<String, ConnectorView> views = new ConcurrentHashMap<>();
    private final Settling settling;
    private final Restarts restarts;
    private final ActiveTopics topics;
    private final Holds holds = new Holds(); // control thread
    private @Nullable Runnable whenEmpty; // control thread; set once the worker stops

    public ConnectorSet(Services services, Restarts restarts, ActiveTopics topics) {
        this.services = services;
        this.restarts = restarts;
        this.topics = topics;
        this.settling = new Settling(services.events(), views);
    }

    public Map<String, ConnectorView> views() {
        return views;
    }

    /** What was left behind in plug-in code since the worker started. */
    public List<ConnectEvent.PluginAbandoned> abandoned() {
        return services.abandoned().all();
    }

    public Settling settling() {
        return settling;
    }

    // ---- operations, from any thread ------------------------------------------------------------------------------

    /**
     * Creates or changes all of these in one step of the control thread, or none. Each completion is done when the
     * config is written and nothing runs by an older one.
     *
     * @param mustBeNew whether a connector that exists already is an error
     */
    public void put(
            List<CheckedConnector> connectors,
            boolean mustBeNew,
            List<EmbeddedCompletion<ConnectorStatus>> completions) {
        services.control().post(() -> putNow(connectors, mustBeNew, completions));
    }

    private void putNow(
            List<CheckedConnector> connectors,
            boolean mustBeNew,
            List<EmbeddedCompletion<ConnectorStatus>> completions) {
        Runnable again = () -> putNow(connectors, mustBeNew, completions);
        if (connectors.stream().noneMatch(each -> holds.waits(each.config().name(), again))) {
            try {
                connectors.forEach(connector -> refuse(connector.config().name(), mustBeNew));
                for (int i = 0; i < connectors.size(); i++) {
                    put(connectors.get(i), completions.get(i));
                }
            } catch (RuntimeException e) {
                services.events().afterThat(() -> completions.forEach(each -> each.completeExceptionally(e)));
            }
        }
    }

    /** Replaces a connector's config if it still is what {@code from} says; else answers through {@code overtaken}. */
    public void replace(
            ConnectorSpec from,
            CheckedConnector to,
            EmbeddedCompletion<ConnectorStatus> completion,
            Runnable overtaken) {
        on(from.name(), completion, control -> {
            if (control.wanted().config().spec().equals(from)) {
                put(to, completion);
            } else {
                overtaken.run();
            }
        });
    }

    public void pause(String name, EmbeddedCompletion<ConnectorStatus> completion) {
        retarget(
                name,
                TargetState.PAUSED,
                completion,
                control -> control.tasks().all(Set.of(TaskState.PAUSED, TaskState.FAILED)));
    }

    public void resume(String name, EmbeddedCompletion<ConnectorStatus> completion) {
        retarget(
                name,
                TargetState.STARTED,
                completion,
                control -> control.tasks().all(Set.of(TaskState.RUNNING)));
    }

    public void stop(String name, EmbeddedCompletion<ConnectorStatus> completion) {
        retarget(
                name,
                TargetState.STOPPED,
                completion,
                control -> control.tasks().isEmpty());
    }

    private void retarget(
            String name,
            TargetState target,
            EmbeddedCompletion<ConnectorStatus> completion,
            Predicate<ConnectorControl> reached) {
        on(name, completion, control -> {
            control.waiters().overtake(target, completion.operation());
            control.target(target);
            Supplier<@Nullable RuntimeException> failure =
                    target == TargetState.STARTED ? failureOf(control) : ConnectorSet::never;
            control.waiters()
                    .add(new Waiter<>(target, completion, () -> control.isSettled() && reached.test(control), failure));
            control.reconcile();
        });
    }

    public void restart(String name, RestartScope scope, EmbeddedCompletion<ConnectorStatus> completion) {
        on(name, completion, control -> {
            boolean connector = switch (scope) {
                case ALL, CONNECTOR -> true;
                case FAILED, CONNECTOR_IF_FAILED -> control.connectorFailed();
            };
            Set<Integer> tasks = switch (scope) {
                case ALL -> Set.copyOf(control.tasks().numbers());
                case FAILED -> control.tasks().failed();
                case CONNECTOR, CONNECTOR_IF_FAILED -> Set.of();
            };
            restart(control, connector, tasks, completion);
        });
    }

    public void restartTask(String name, int task, EmbeddedCompletion<ConnectorStatus> completion) {
        on(name, completion, control -> {
            if (!control.tasks().numbers().contains(task)) {
                throw ConnectorNotFoundException.ofTask(
                        name, task, control.tasks().numbers());
            }
            restart(control, false, Set.of(task), completion);
        });
    }

    private void restart(
            ConnectorControl control,
            boolean connector,
            Set<Integer> tasks,
            EmbeddedCompletion<ConnectorStatus> completion) {
        if (control.target() == TargetState.STOPPED) {
            throw new WorkerStateException(
                    "Connector " + control.name() + " is STOPPED and has nothing to restart; call resume()");
        }
        control.restart(connector, tasks);
        control.waiters()
                .add(new Waiter<>(
                        Waiters.RESTART,
                        completion,
                        () -> control.isSettled() && !control.hasFailed(),
                        failureOf(control)));
        control.reconcile();
    }

    public void delete(String name, EmbeddedCompletion<ConnectorStatus> completion) {
        on(name, completion, control -> {
            control.waiters().supersede(kind -> true, completion.operation());
            control.leave(TaskState.DESTROYED);
            control.waiters().add(new Waiter<>(Waiters.OTHER, completion, control::isGone, ConnectorSet::never));
            control.reconcile();
        });
    }

    /**
     * Restarts a connector and its tasks after this time, for values of its config end then ({@code
     * config.action.reload=restart}); the latest word holds. A change of its config, or its deletion, calls it off. A
     * connector that is STOPPED then has nothing to restart.
     */
    public void restartAfter(String name, Duration ttl) {
        services.control().post(() -> {
            ConnectorControl control = controls.get(name);
            if (control != null && !control.isLeaving()) {
                control.recovery().restartAfter(ttl);
            }
        });
    }

    /**
     * Lets somebody alone with a connector that is stopped and has no task: other operations of it wait until he is
     * done. {@code granted} runs on the control thread and must not block; any thread may {@link Held#release()}.
     */
    public void whileStopped(String name, EmbeddedCompletion<?> completion, Consumer<Held> granted) {
        on(name, completion, control -> {
            services.refuseUnlessStopped(control, completion.operation());
            holds.hold(name);
            granted.accept(new Held(control.wanted(), () -> services.control().post(() -> holds.release(name))));
        });
    }

    /** A connector that nobody else does anything with. */
    public record Held(CheckedConnector connector, Runnable end) {

        public void release() {
            end.run();
        }
    }

    /** What the connector is to run now, whatever state it is in; on the control thread. */
    public void look(String name, EmbeddedCompletion<?> completion, Consumer<CheckedConnector> looking) {
        services.control().post(() -> onNow(name, completion, control -> looking.accept(control.wanted())));
    }

    private void on(String name, EmbeddedCompletion<?> completion, Consumer<ConnectorControl> change) {
        services.control().post(() -> unheld(name, () -> onNow(name, completion, change)));
    }

    private void unheld(String name, Runnable operation) {
        if (!holds.waits(name, () -> unheld(name, operation))) {
            operation.run();
        }
    }

    private void onNow(String name, EmbeddedCompletion<?> completion, Consumer<ConnectorControl> change) {
        try {
            ConnectorControl control = controls.get(name);
            if (control == null || control.isLeaving()) {
                throw new ConnectorNotFoundException(name, controls.keySet());
            }
            change.accept(control);
        } catch (RuntimeException e) {
            services.events().afterThat(() -> completion.completeExceptionally(e));
        }
    }

    /** Ends everything; {@code done} runs on the control thread when nothing is left but what was abandoned. */
    public void stopAll(Runnable done) {
        services.control().post(() -> {
            RuntimeException stopping = new WorkerStateException("The worker is stopping; start it again first");
            settling.failAll(stopping);
            holds.clear();
            whenEmpty = done;
            for (ConnectorControl control : List.copyOf(controls.values())) {
                control.waiters().fail(kind -> true, any -> stopping);
                control.leave(TaskState.UNASSIGNED);
                control.reconcile();
            }
            doneIfEmpty();
        });
    }

    /** Interrupts what is ending now, and abandons it after this time. */
    public void hurry(Duration limit) {
        services.control().post(() -> List.copyOf(controls.values()).forEach(control -> control.hurry(limit)));
    }

    // ---- control thread -------------------------------------------------------------------------------------------

    private void refuse(String name, boolean mustBeNew) {
        ConnectorControl existing = controls.get(name);
        if (existing != null && existing.isLeaving()) {
            throw new WorkerStateException("Connector " + name + " is being deleted; await that first");
        }
        if (existing != null && mustBeNew) {
            throw new ConnectorExistsException(name);
        }
        if (whenEmpty != null) {
            throw new WorkerStateException("The worker is stopping; start it again first");
        }
    }

    private void put(CheckedConnector connector, EmbeddedCompletion<ConnectorStatus> completion) {
        String name = connector.config().name();
        ConnectorControl existing = controls.get(name);
        boolean changed = existing != null
                && !existing.wanted().config().spec().equals(connector.config().spec());
        ConnectorControl control =
                existing != null ? existing : new ConnectorControl(connector, services, restarts, this::publish);
        controls.put(name, control);
        if (changed) {
            control.put(connector);
            control.waiters().add(new Waiter<>(Waiters.OTHER, completion, control::isReplaced, ConnectorSet::never));
        } else {
            control.waiters().add(new Waiter<>(Waiters.OTHER, completion, () -> true, ConnectorSet::never));
        }
        control.reconcile();
    }

    private void publish(ConnectorControl control) {
        if (controls.get(control.name()) != control) {
            // Something abandoned has ended after all; its connector is gone, and another may have its name.
            return;
        }
        if (control.isGone()) {
            // What ends late, of a connector that was deleted, must not touch a new one of the same name.
            if (controls.remove(control.name(), control)) {
                views.remove(control.name());
                if (control.status().state() == ConnectorState.DESTROYED) {
                    topics.forget(control.name());
                    services.storages().forget(control.name());
                }
                doneIfEmpty();
            }
        } else {
            views.put(control.name(), control.view());
        }
        services.metrics()
                .worker()
                .counts(
                        controls.size(),
                        controls.values().stream()
                                .mapToInt(each -> each.tasks().count())
                                .sum());
        settling.published();
    }

    private void doneIfEmpty() {
        Runnable done = whenEmpty;
        if (done != null && controls.isEmpty()) {
            whenEmpty = null;
            done.run();
        }
    }

    private static Supplier<@Nullable RuntimeException> failureOf(ConnectorControl control) {
        return () -> control.isSettled() && control.hasFailed() ? Settling.failed(control.status()) : null;
    }

    private static @Nullable RuntimeException never() {
        return null;
    }
}
