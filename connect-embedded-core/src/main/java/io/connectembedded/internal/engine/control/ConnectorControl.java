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
import io.connectembedded.internal.engine.event.Waiters;
import io.connectembedded.internal.engine.recovery.Fault;
import io.connectembedded.internal.engine.recovery.Restarts;
import io.connectembedded.internal.engine.recovery.TaskPlanRetry;
import io.connectembedded.internal.lifecycle.StateCell;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.lifecycle.Transitions;
import io.connectembedded.internal.metrics.ConnectorGauges;
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
    private final ConnectorGauges gauges;
    private final ConnectorRecovery recovery;

    // wanted
    private CheckedConnector wanted;
    private TargetState target;
    private long version = 1;
    private @Nullable TaskState leavingAs;

    // there
    private @Nullable ConnectorRun run;
    private @Nullable TaskPlan plan;
    private boolean planWanted;
    private @Nullable Fault failure;

    /** {@code published} is told after every reconciliation. */
    ConnectorControl(
            CheckedConnector wanted, Services services, Restarts restarts, Consumer<ConnectorControl> published) {
        this.name = wanted.config().name();
        this.wanted = wanted;
        this.target = wanted.config().spec().target();
        this.services = services;
        this.published = published;
        this.state = new StateCell<>(name, ConnectorState.UNASSIGNED, Transitions::connector, this::tell);
        this.tasks = new TaskSet(name, services, this::reconcile);
        this.waiters = new Waiters<>(services.events(), this::status);
        this.planRetry = new TaskPlanRetry(services.control());
        this.gauges = new ConnectorGauges(
                services.metrics(), name, () -> state.get().name().toLowerCase(Locale.ROOT));
        this.recovery = new ConnectorRecovery(this, services, restarts);
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

    ConnectorRecovery recovery() {
        return recovery;
    }

    void put(CheckedConnector changed) {
        boolean sameRun = changed.runsLike(wanted);
        wanted = changed;
        if (sameRun) {
            recovery.operated();
            return;
        }
        recovery.configured();
        planRetry.reset();
        version++;
        if (target != TargetState.STARTED) {
            // A connector that does not run plans nothing: its tasks must not come back with the old config.
            plan = null;
        }
    }

    void target(TargetState asked) {
        target = asked;
        if (recovery.retargeted(asked)) {
            again(failure != null, tasks.failed());
        }
        if (asked == TargetState.STOPPED) {
            plan = null;
            if (failure != null) {
                // Nothing of the failed incarnation is of use; the next resume starts a new one.
                version++;
            }
        }
    }

    /** An operator's own. */
    void restart(boolean connector, Set<Integer> taskNumbers) {
        recovery.operated(connector, taskNumbers);
        again(connector, taskNumbers);
    }

    /** Whoever asks for it. */
    void again(boolean connector, Set<Integer> taskNumbers) {
        tasks.restart(taskNumbers);
        if (connector) {
            version++;
            state.move(ConnectorState.RESTARTING);
        }
    }

    /** Everything of it ends; {@code as} is what its tasks are then. */
    void leave(TaskState as) {
        leavingAs = as;
        recovery.configured();
    }

    void requestTaskConfigs(long fromVersion) {
        if (fromVersion == version) {
            planWanted = true;
            reconcile();
        }
    }

    // ---- one step -------------------------------------------------------------------------------------------------

    @Override
    public void reconcile() {
        reconcileRun();
        TaskPlan wantedPlan = leavingAs == null && target != TargetState.STOPPED ? plan : null;
        tasks.towards(
                wantedPlan,
                target == TargetState.PAUSED ? TaskGate.Target.PAUSE : TaskGate.Target.RUN,
                services.failures(wanted.secrets()),
                leavingAs == null ? TaskState.DESTROYED : leavingAs);
        showState();
        recovery.look(current(), failure != null && !isOfPlan(failure) ? failure : null);
        if (isGone()) {
            gauges.close();
        }
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

    /** The incarnation of what is wanted now, if there is one. */
    private @Nullable ConnectorRun current() {
        ConnectorRun current = run;
        return current == null || current.version() != version ? null : current;
    }

    private void begin() {
        failure = null;
        planWanted = false;
        EmbeddedConnectorContext context = new EmbeddedConnectorContext(this, version, wanted, services);
        ConnectorRun fresh = new ConnectorRun(wanted, version, context, services, this);
        run = fresh;
        if (target == TargetState.STARTED) {
            nextStep(fresh);
        } else {
            fresh.initialize();
        }
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
    public void started(String ofVersion) {
        planWanted = true;
        gauges.started(wanted.config().type(), wanted.config().connectorClass(), ofVersion);
    }

    @Override
    public void planned(TaskPlan planned) {
        planRetry.succeeded();
        if (failure != null && isOfPlan(failure)) {
            failure = null;
        }
        if (target != TargetState.STOPPED && planned.differsFrom(plan)) {
            plan = planned;
        }
    }

    private static boolean isOfPlan(Fault fault) {
        return fault.failure().stage().equals("taskConfigs");
    }

    @Override
    public void failed(Fault fault) {
        String message = fault.failure().message();
        if (isOfPlan(fault) && target != TargetState.STARTED) {
            LOG.warn("Connector {} failed in taskConfigs; it is asked again at resume(): {}", name, message);
            return;
        }
        if (fault.failure().stage().equals("stop") && target == TargetState.STOPPED) {
            // As in Connect, it is STOPPED all the same; the next resume starts a new instance.
            LOG.warn(
                    "Connector {} failed in stop; it is discarded: {}\n{}",
                    name,
                    message,
                    fault.failure().trace());
            version++;
            return;
        }
        failure = fault;
        if (fault.cause() instanceof TaskPlan.TooManyTasksException) {
            // To ask again would bring the same; tasks of the config before may not go on by it.
            plan = plan == null ? null : plan.of(wanted);
        } else if (isOfPlan(fault)) {
            planRetry.later(() -> requestTaskConfigs(version));
        }
    }

    /** {@code ConnectorContext.raiseError}. */
    void raise(long fromVersion, Fault raised) {
        boolean isNews = failure == null || isOfPlan(failure);
        if (fromVersion == version && run != null && leavingAs == null && isNews) {
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
            state.move(ConnectorState.FAILED, failure.failure());
        } else if (current.phase() == Phase.READY) {
            state.move(target == TargetState.STOPPED ? ConnectorState.STOPPED : ConnectorState.PAUSED);
        } else if (current.phase() == Phase.STARTED && !planWanted) {
            state.move(ConnectorState.RUNNING);
        }
    }

    void hurry(Duration limit) {
        ConnectorRun current = run;
        if (current != null) {
            current.hurry(limit);
        }
        tasks.controls().forEach(task -> task.hurry(limit));
    }

    boolean isLeaving() {
        return leavingAs != null;
    }

    boolean isGone() {
        return leavingAs != null && run == null && tasks.isEmpty();
    }

    /** Nothing is under way: what is wanted is there, or has failed. */
    boolean isSettled() {
        ConnectorRun current = current();
        if (current == null || current.phase() == Phase.BUSY) {
            return false;
        }
        boolean atTarget = failure != null
                || (target == TargetState.STARTED
                        ? current.phase() == Phase.STARTED && !planWanted
                        : current.phase() == Phase.READY);
        TaskPlan wantedPlan = target == TargetState.STOPPED ? null : plan;
        return atTarget && tasks.isAt(wantedPlan) && tasks.all(AT_REST);
    }

    /** Its tasks are about to be decided anew. */
    boolean isPlanning() {
        ConnectorRun current = current();
        return current == null || (failure == null && (planWanted || current.phase() != Phase.STARTED));
    }

    boolean hasFailed() {
        return failure != null || tasks.any(TaskState.FAILED);
    }

    /** Itself, whatever its tasks do. */
    boolean connectorFailed() {
        return failure != null;
    }

    /** The new config is in force and nothing runs by the old one, or it cannot come into force. */
    boolean isReplaced() {
        ConnectorRun current = current();
        if (current == null) {
            // A failure of the incarnation before it says nothing of the new config.
            return false;
        }
        boolean inForce = current.phase() != Phase.BUSY
                && !(planWanted && target == TargetState.STARTED)
                && tasks.isAt(target == TargetState.STOPPED ? null : plan);
        return inForce || failure != null;
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
                gauges.version(),
                recovery.reason(),
                failure != null && state.get() == ConnectorState.FAILED ? failure.failure() : null,
                tasks.statuses(recovery::reasonOfTask));
    }

    ConnectorView view() {
        List<Map<String, String>> configs = plan == null ? List.of() : plan.configs();
        return new ConnectorView(
                wanted.config().spec(), status(), configs, tasks.controls(), gauges.meters(), isSettled());
    }

    String name() {
        return name;
    }
}
