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

import io.connectembedded.internal.engine.recovery.Fault;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.Interrupts;
import io.connectembedded.internal.lifecycle.PluginScope;
import io.connectembedded.internal.lifecycle.StateCell;
import io.connectembedded.internal.lifecycle.TaskBody;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.lifecycle.TaskGate.Target;
import io.connectembedded.internal.lifecycle.TaskRunner;
import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.internal.lifecycle.work.Work;
import io.connectembedded.status.Failure;
import io.connectembedded.status.TaskId;
import io.connectembedded.status.TaskState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One incarnation of a task: its thread, and the way to stop it within bounds. The state outlives the incarnation: the
 * next one of the same task goes on from it.
 */
final class TaskControl implements TaskRunner.Progress {

    private static final Logger LOG = LoggerFactory.getLogger(TaskControl.class);
    private static final long NEVER = -1;

    private final TaskId id;
    private final Interrupts interrupts;
    private final Services services;
    private final Failures failures;
    private final StateCell<TaskState> state;
    private final Runnable changed;
    private final TaskGate gate;
    private final TaskRunner runner;

    private final Object telling = new Object();
    private volatile boolean leaving; // told to stop: what it reports is no news; with the move, guarded by telling
    private volatile @Nullable Deadline deadline;
    private volatile @Nullable Fault fault;
    private volatile long ranSinceMs = NEVER;
    private boolean everRan; // task thread
    private Execution.@Nullable Running thread; // control thread
    private boolean gone; // control thread: ended or abandoned

    /** {@code changed} is run on the control thread after every change. */
    TaskControl(
            TaskId id,
            TaskPlan plan,
            Target target,
            Services services,
            Failures failures,
            StateCell<TaskState> state,
            Runnable changed) {
        this.id = id;
        this.interrupts = plan.config().interrupts();
        this.services = services;
        this.failures = failures;
        this.state = state;
        this.changed = changed;
        this.gate = new TaskGate(services.time(), services.execution(), target);
        this.runner = new TaskRunner(
                id,
                () -> {
                    plan.refuseTooMany();
                    return services.tasks().create(plan, id, gate);
                },
                gate,
                this,
                PluginScope.task(id, plan.taskClass()),
                this::deadline);
    }

    /** The host makes threads, and may fail to: that fails this task and nothing else. */
    void begin() {
        try {
            thread = services.execution().start("task-" + id, runner);
            boundProviders();
        } catch (Throwable t) {
            gone = true;
            failed("create", t);
        }
    }

    /** A config provider that hangs fails the task, which may be restarted then. */
    private void boundProviders() {
        LiveConfigs live = services.tasks().live();
        if (live.mayHang()) {
            services.control().after(live.limit(), () -> {
                if (!gone && !leaving && ranSinceMs == NEVER && live.isAsking(gate)) {
                    leave(live);
                }
            });
        }
    }

    private void leave(LiveConfigs live) {
        services.abandoned().add(services.events(), id.connector(), id.task(), "ConfigProvider.get", live.limit());
        gate.stop(Deadline.after(services.time(), Duration.ZERO));
        TaskBody body = runner.body();
        failed(body == null ? "create" : body.stage(), live.unanswered());
        gone = true;
        cutOff(body);
        changed.run();
    }

    TaskState state() {
        return state.get();
    }

    StateCell<TaskState> stateCell() {
        return state;
    }

    int number() {
        return id.task();
    }

    @Nullable
    Fault fault() {
        return fault;
    }

    /** How long ago it first ran; nothing when it never did. */
    Duration healthy() {
        long since = ranSinceMs;
        return since == NEVER
                ? Duration.ZERO
                : Duration.ofMillis(services.time().hiResClockMs() - since);
    }

    boolean isGone() {
        return gone;
    }

    boolean isLeaving() {
        return leaving;
    }

    @Nullable
    TaskBody body() {
        return runner.body();
    }

    void ask(Target target) {
        if (gate.target() != target && !gate.isStopping()) {
            gate.ask(target);
            wakeUp();
            if (ranSinceMs == NEVER && target == Target.RUN) {
                boundProviders();
            }
        }
    }

    /** Stop, interrupt unless that is never to be, abandon after all of the grace (I5). */
    void stop(Duration grace) {
        synchronized (telling) {
            if (leaving) {
                return;
            }
            leaving = true;
        }
        Deadline over = Deadline.after(services.time(), grace);
        deadline = over;
        gate.stop(over);
        wakeUp();
        endWithin(interrupts, grace);
    }

    /** The grace is cut short to this. */
    void hurry(Duration limit) {
        endWithin(interrupts.atOnce(), limit);
    }

    private void endWithin(Interrupts when, Duration limit) {
        when.within(limit)
                .ifPresent(delay -> services.control().after(delay, () -> {
                    if (!gone) {
                        interrupt();
                    }
                }));
        services.control().after(limit, () -> {
            if (!gone) {
                abandon(limit);
            }
        });
    }

    private void interrupt() {
        Execution.Running running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void abandon(Duration waited) {
        gone = true;
        TaskBody body = runner.body();
        services.abandoned()
                .add(services.events(), id.connector(), id.task(), body == null ? "create" : body.stage(), waited);
        cutOff(body);
        removeMetrics();
        changed.run();
    }

    private void cutOff(@Nullable TaskBody body) {
        if (body != null) {
            cancel(body);
        }
        if (!interrupts.isNever()) {
            // What it hangs in now it may have come to only after the first interrupt.
            interrupt();
        }
    }

    private void cancel(TaskBody body) {
        services.abandoned().cutting(this, id.connector());
        try {
            services.execution().start("abandoned-" + id, Work.once(() -> {
                body.cancel();
                services.abandoned().cutOff(this);
            }));
        } catch (Throwable t) {
            LOG.error(
                    "The abandoned task {} cannot be cut off, for its thread cannot be made; it may still write",
                    id,
                    t);
        }
    }

    private void wakeUp() {
        TaskBody body = runner.body();
        if (body != null) {
            body.wakeUp();
        }
    }

    private Deadline deadline() {
        Deadline asked = deadline;
        return asked == null ? Deadline.after(services.time(), services.grace()) : asked;
    }

    @Override
    public void running() {
        if (!everRan) {
            everRan = true;
            ranSinceMs = services.time().hiResClockMs();
            services.metrics().worker().taskStarted(true);
        }
        move(TaskState.RUNNING);
    }

    @Override
    public void paused() {
        move(TaskState.PAUSED);
    }

    private void move(TaskState to) {
        synchronized (telling) {
            // The next incarnation goes on from the same state: once told to stop, this one must not touch it.
            if (leaving) {
                return;
            }
            // First, for whoever waits for the state may look at the metrics next.
            tellBody(to);
            state.move(to);
        }
        services.control().post(changed);
    }

    @Override
    public void failed(String stage, Throwable cause) {
        // Before the lock: it runs code of the plug-in's exception, which may take its time.
        Failure failed = failures.of(stage, cause);
        synchronized (telling) {
            if (!leaving) {
                fault = new Fault(failed, cause);
                state.move(TaskState.FAILED, failed);
            }
        }
        if (fault == null) {
            LOG.warn("Task {} failed in {} while it was told to stop: {}", id, stage, failed.message());
            return;
        }
        if (!everRan) {
            services.metrics().worker().taskStarted(false);
        }
        tellBody(TaskState.FAILED);
        services.control().post(changed);
    }

    private void tellBody(TaskState to) {
        TaskBody body = runner.body();
        if (body != null) {
            body.stateChanged(to);
        }
    }

    @Override
    public void ended() {
        services.control().post(() -> {
            TaskBody body = runner.body();
            String left = body == null || gone ? null : body.leftIn();
            if (left != null) {
                services.abandoned().add(services.events(), id.connector(), id.task(), left, services.grace());
            }
            gone = true;
            changed.run();
        });
    }

    /** The metrics of a failed task stay until it is replaced or removed. */
    void removeMetrics() {
        services.metrics().taskOver(id);
        TaskBody body = runner.body();
        if (body != null) {
            body.removeMetrics();
        }
    }
}
