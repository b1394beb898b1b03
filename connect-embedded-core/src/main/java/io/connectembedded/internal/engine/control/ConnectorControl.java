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

import io.connectembedded.event.ConnectEvent;
import io.connectembedded.internal.engine.control.ConnectorRun.Phase;
import io.connectembedded.internal.lifecycle.StateCell;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.lifecycle.Transitions;
import io.connectembedded.internal.lifecycle.work.CommandLoop;
import io.connectembedded.internal.metrics.ConnectorMeters;
import io.connectembedded.status.ConnectorState;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.Failure;
import io.connectembedded.status.TargetState;
import io.connectembedded.status.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connector: what is wanted of it, what is there, and the next step from the one to the other. Every change of
 * either ends in {@link #reconcile}. Control thread.
 */
final class ConnectorControl implements ConnectorRun.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorControl.class);
    private static final Set<TaskState> AT_REST = Set.of(TaskState.RUNNING, TaskState.PAUSED, TaskState.FAILED);

    private final String name;
    private final Services services;
    private final Consumer<ConnectorControl> published;
    private final StateCell<ConnectorState> state;
    private final TaskSet tasks;
    private final Waiters<ConnectorStatus> waiters;
    private final TaskPlanRetry planRetry;

    // wanted
    private CheckedConnector wanted;
    private TargetState target;
    private long version = 1;
    private @Nullable TaskState leavingAs;

    // there
    private @Nullable ConnectorRun run;
    private @Nullable TaskPlan plan;
    private boolean planWanted;
    private @Nullable Failure failure;
    private @Nullable ConnectorMeters meters;
    private String pluginVersion = "undefined";

    /** {@code published} is told after every reconciliation. */
    ConnectorControl(CheckedConnector wanted, Services services, Consumer<ConnectorControl> published) {
        this.name = wanted.config().name();
        this.wanted = wanted;
        this.target = wanted.config().spec().target();
        this.services = services;
        this.published = published;
        this.state = new StateCell<>(name, ConnectorState.UNASSIGNED, Transitions::connector, this::tell);
        this.tasks = new TaskSet(name, services, this::reconcile);
        this.waiters = new Waiters<>(services.events(), this::status);
        this.planRetry = new TaskPlanRetry(services.control());
    }

    private void tell(ConnectorState from, ConnectorState to, @Nullable Failure cause) {
        services.events()
                .tell(new ConnectEvent.ConnectorChanged(services.events().now(), name, from, to, cause));
    }

    // ---- what is wanted -------------------------------------------------------------------------------------------

    CheckedConnector wanted() {
        return wanted;
    }

    TargetState target() {
        return target;
    }

    Waiters<ConnectorStatus> waiters() {
        return waiters;
    }

    void put(CheckedConnector changed) {
        wanted = changed;
        version++;
        if (target != TargetState.STARTED) {
            // A connector that does not run plans nothing: its tasks must not come back with the old config.
            plan = null;
        }
    }

    void target(TargetState asked) {
        target = asked;
        if (asked == TargetState.STOPPED) {
            plan = null;
            if (failure != null) {
                // Nothing of the failed incarnation is of use; the next resume starts a new one.
                version++;
            }
        }
    }

    void restart(boolean connector, Set<Integer> taskNumbers) {
        tasks.restart(taskNumbers);
        if (connector) {
            version++;
            state.move(ConnectorState.RESTARTING);
        }
    }

    /** Everything of it ends; {@code as} is what its tasks are then. */
    void leave(TaskState as) {
        leavingAs = as;
    }

    void requestTaskConfigs(long fromVersion) {
        if (fromVersion == version) {
            planWanted = true;
            reconcile();
        }
    }

    // ---- one step -------------------------------------------------------------------------------------------------

    void reconcile() {
        reconcileRun();
        TaskPlan wantedPlan = leavingAs == null && target != TargetState.STOPPED ? plan : null;
        boolean paused = target == TargetState.PAUSED;
        tasks.towards(
                wantedPlan,
                paused ? TaskGate.Target.PAUSE : TaskGate.Target.RUN,
                services.failures(wanted.secrets()),
                leavingAs == null ? TaskState.DESTROYED : leavingAs);
        showState();
        published.accept(this);
        waiters.check();
    }

    private void reconcileRun() {
        ConnectorRun current = run;
        if (current != null && current.phase() == Phase.GONE) {
            run = null;
            current = null;
        }
        if (current == null) {
            if (leavingAs == null) {
                begin();
            }
        } else if (leavingAs != null || current.version() != version) {
            current.retire(services.grace());
        } else {
            nextStep(current);
        }
        ConnectorRun left = run;
        if (left != null && left.phase() == Phase.GONE) {
            reconcileRun();
        }
    }

    private void begin() {
        failure = null;
        planWanted = false;
        EmbeddedConnectorContext context = new EmbeddedConnectorContext(this, version, wanted, services);
        ConnectorRun fresh = new ConnectorRun(wanted, version, context, services, this);
        run = fresh;
        nextStep(fresh);
    }

    private void nextStep(ConnectorRun current) {
        boolean started = target == TargetState.STARTED;
        if (current.phase() == Phase.READY && started) {
            current.start();
        } else if (current.phase() == Phase.STARTED && !started) {
            current.stop();
        } else if (current.phase() == Phase.STARTED && planWanted) {
            planWanted = false;
            current.configureTasks();
        }
    }

    // ---- what a step came to --------------------------------------------------------------------------------------

    @Override
    public void changed() {
        reconcile();
    }

    @Override
    public void started(String ofVersion) {
        pluginVersion = ofVersion;
        planWanted = true;
        measure();
    }

    @Override
    public void planned(TaskPlan planned) {
        planRetry.succeeded();
        Failure former = failure;
        if (former != null && former.stage().equals("taskConfigs")) {
            failure = null;
        }
        if (target != TargetState.STOPPED && planned.differsFrom(plan)) {
            plan = planned;
        }
    }

    @Override
    public void failed(Failure failed) {
        boolean ofPlan = failed.stage().equals("taskConfigs");
        if (ofPlan && target != TargetState.STARTED) {
            LOG.warn("Connector {} failed in taskConfigs; it is asked again at resume(): {}", name, failed.message());
            return;
        }
        failure = failed;
        if (ofPlan) {
            planRetry.later(() -> requestTaskConfigs(version));
        }
    }

    /** {@code ConnectorContext.raiseError}. */
    void raise(long fromVersion, Failure raised) {
        if (fromVersion == version && run != null) {
            run.fail();
            failed(raised);
            reconcile();
        }
    }

    // ---- what others see ------------------------------------------------------------------------------------------

    private void showState() {
        ConnectorRun current = run;
        if (current == null) {
            state.move(leavingAs == TaskState.UNASSIGNED ? ConnectorState.UNASSIGNED : ConnectorState.DESTROYED);
        } else if (failure != null && current.version() == version) {
            state.move(ConnectorState.FAILED, failure);
        } else if (current.phase() == Phase.READY) {
            state.move(target == TargetState.STOPPED ? ConnectorState.STOPPED : ConnectorState.PAUSED);
        } else if (current.phase() == Phase.STARTED && !planWanted) {
            state.move(ConnectorState.RUNNING);
        }
    }

    private void measure() {
        removeMeters();
        meters = new ConnectorMeters(
                services.metrics(),
                name,
                Map.of(
                        "connector-type", wanted.config().type().name().toLowerCase(Locale.ROOT),
                        "connector-class", wanted.config().connectorClass().getName(),
                        "connector-version", pluginVersion),
                () -> state.get().name().toLowerCase(Locale.ROOT));
    }

    void removeMeters() {
        if (meters != null) {
            meters.close();
        }
    }

    void hurry(Duration limit) {
        ConnectorRun current = run;
        if (current != null) {
            current.endWithin(Duration.ZERO, limit);
        }
        tasks.controls().forEach(task -> task.endWithin(Duration.ZERO, limit));
    }

    boolean isLeaving() {
        return leavingAs != null;
    }

    boolean isGone() {
        return leavingAs != null && run == null && tasks.isEmpty();
    }

    /** Nothing is under way: what is wanted is there, or has failed. */
    boolean isSettled() {
        ConnectorRun current = run;
        if (current == null || current.version() != version || current.phase() == Phase.BUSY) {
            return false;
        }
        boolean atTarget = failure != null
                || (target == TargetState.STARTED
                        ? current.phase() == Phase.STARTED && !planWanted
                        : current.phase() == Phase.READY);
        TaskPlan wantedPlan = target == TargetState.STOPPED ? null : plan;
        return atTarget && tasks.isAt(wantedPlan) && tasks.all(AT_REST);
    }

    boolean hasFailed() {
        return failure != null || tasks.any(TaskState.FAILED);
    }

    /** The connector itself has failed, whatever its tasks do. */
    boolean connectorFailed() {
        return failure != null;
    }

    /** The new config is in force and nothing runs by the old one, or it cannot come into force. */
    boolean isReplaced() {
        ConnectorRun current = run;
        if (current == null || current.version() != version) {
            // A failure of the incarnation before it says nothing of the new config.
            return false;
        }
        boolean inForce = current.phase() != Phase.BUSY
                && !(planWanted && target == TargetState.STARTED)
                && tasks.isAt(target == TargetState.STOPPED ? null : plan);
        return inForce || failure != null;
    }

    boolean allTasks(Set<TaskState> states) {
        return tasks.all(states);
    }

    TaskSet tasks() {
        return tasks;
    }

    ConnectorStatus status() {
        return new ConnectorStatus(
                name,
                wanted.config().type(),
                target,
                state.get(),
                services.workerId(),
                pluginVersion,
                "",
                state.get() == ConnectorState.FAILED ? failure : null,
                tasks.statuses());
    }

    ConnectorView view() {
        List<Map<String, String>> configs = plan == null ? List.of() : plan.configs();
        return new ConnectorView(wanted.config().spec(), status(), configs, tasks.controls(), meters, isSettled());
    }

    String name() {
        return name;
    }

    /** Tries taskConfigs again after a growing delay, as Connect does. */
    private static final class TaskPlanRetry {

        private static final Duration FIRST = Duration.ofMillis(250);
        private static final Duration LONGEST = Duration.ofSeconds(60);

        private final CommandLoop control;
        private Duration delay = FIRST;
        private boolean pending;

        TaskPlanRetry(CommandLoop control) {
            this.control = control;
        }

        void later(Runnable again) {
            if (!pending) {
                pending = true;
                control.after(delay, () -> {
                    pending = false;
                    again.run();
                });
            }
            Duration doubled = delay.multipliedBy(2);
            delay = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        }

        void succeeded() {
            delay = FIRST;
        }
    }
}
