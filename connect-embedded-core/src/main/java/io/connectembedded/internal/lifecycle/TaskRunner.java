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

import io.connectembedded.internal.lifecycle.TaskGate.Target;
import io.connectembedded.internal.lifecycle.work.Work;
import io.connectembedded.status.TaskId;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of a task thread, or of a task moved by hand: create, start, rounds until told to stop, last commit, close. It
 * owns the thread's MDC and context class loader, and tells {@link Progress} what became of the task; a failure of any kind, {@code Error}s
 * included, ends the task alone.
 */
public final class TaskRunner implements Work {

    private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);

    private static final int DEEPEST_CAUSE = 20;

    /** What became of the task; called on the task thread. */
    public interface Progress {

        void running();

        void paused();

        void failed(String stage, Throwable cause);

        /** The last call: everything is closed. */
        void ended();
    }

    private final TaskId id;
    private final Callable<TaskBody> creation;
    private final TaskGate gate;
    private final Progress progress;
    private final PluginScope scope;
    private final Supplier<Deadline> grace;
    private volatile @Nullable TaskBody body;
    private boolean paused; // task thread
    private volatile boolean over;

    /**
     * {@code creation} makes the body on the task thread, for it calls the plug-in's constructor; {@code grace} gives
     * the time that is left to end, once the task is to end.
     */
    public TaskRunner(
            TaskId id,
            Callable<TaskBody> creation,
            TaskGate gate,
            Progress progress,
            PluginScope scope,
            Supplier<Deadline> grace) {
        this.id = id;
        this.creation = creation;
        this.gate = gate;
        this.progress = progress;
        this.scope = scope;
        this.grace = grace;
    }

    /** Null before it is created; any thread. */
    public @Nullable TaskBody body() {
        return body;
    }

    @Override
    public void run() {
        scope.run(() -> {
            while (!over) {
                guarded(() -> {
                    if (!move()) {
                        awaitedRound();
                    }
                });
            }
        });
    }

    @Override
    public boolean runPending() {
        boolean[] moved = new boolean[1];
        scope.run(() -> {
            while (!over && moved()) {
                moved[0] = true;
            }
        });
        return moved[0];
    }

    private boolean moved() {
        boolean[] moved = new boolean[] {true};
        guarded(() -> moved[0] = move());
        return moved[0];
    }

    /** By hand, this instead of what a thread does in between: one round, a commit. */
    public void byHand(Step step) {
        scope.run(() -> guarded(() -> {
            TaskBody task = body;
            if (!over && task != null) {
                step.of(task);
            }
        }));
    }

    /** Something a hand does with a task. */
    @FunctionalInterface
    public interface Step {
        void of(TaskBody task) throws Exception;
    }

    @Override
    public boolean isOver() {
        return over;
    }

    public TaskId id() {
        return id;
    }

    /** Whether rounds are made now: it runs, or is paused and stays in its group. */
    public boolean makesRounds() {
        TaskBody task = body;
        return !over && task != null && (!paused || task.iteratesWhilePaused());
    }

    @FunctionalInterface
    private interface Part {
        void run() throws Exception;
    }

    private void guarded(Part part) {
        try {
            part.run();
        } catch (Throwable t) {
            if (over) {
                throw unchecked(t);
            }
            failed(t);
        }
    }

    /** Ending throws nothing checked. */
    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException known ? known : new IllegalStateException(thrown);
    }

    private void failed(Throwable thrown) {
        boolean interrupted = Thread.interrupted() || isOfInterrupt(thrown);
        if (gate.isStopping() && (interrupted || thrown instanceof TaskGate.StoppedException)) {
            LOG.info(
                    "Task {} ended by {} when it was to stop",
                    id,
                    thrown.getClass().getName());
            endWith(false);
            return;
        }
        try {
            TaskBody failed = body;
            progress.failed(failed == null ? "create" : failed.stage(), thrown);
        } finally {
            endWith(true);
        }
    }

    /** Many plug-ins wrap it, the flag already cleared. */
    private static boolean isOfInterrupt(Throwable thrown) {
        int depth = 0;
        for (Throwable cause = thrown; cause != null && depth < DEEPEST_CAUSE; cause = causeOf(cause)) {
            if (cause instanceof InterruptedException
                    || cause instanceof InterruptException
                    || cause instanceof ClosedByInterruptException
                    || cause instanceof InterruptedIOException) {
                return true;
            }
            depth++;
        }
        return false;
    }

    /** A plug-in's exception may override it, and fail in it. */
    private static @Nullable Throwable causeOf(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (Throwable t) {
            LOG.debug("{} fails to tell its cause", thrown.getClass().getName());
            return null;
        }
    }

    /** One step towards what is asked; false when that is so already. */
    private boolean move() throws Exception {
        Target asked = gate.target();
        TaskBody task = body;
        if (asked == Target.STOP) {
            endWith(false);
            return true;
        }
        boolean pause = asked == Target.PAUSE;
        if (pause == paused && (pause || task != null)) {
            return false;
        }
        if (pause) {
            if (task != null) {
                task.pause();
            }
            progress.paused();
        } else if (task != null) {
            task.resume();
            progress.running();
        } else {
            create();
        }
        paused = pause;
        return true;
    }

    private void create() throws Exception {
        LOG.info("Creating task {}", id);
        TaskBody created = creation.call();
        body = created;
        if (!gate.isStopping()) {
            created.start();
            progress.running();
        }
    }

    private void awaitedRound() throws Exception {
        TaskBody task = body;
        if (task != null && makesRounds()) {
            task.iterate();
        } else {
            gate.awaitUnpaused();
        }
    }

    private void endWith(boolean failed) {
        over = true;
        try {
            // An interrupt was meant for the plug-in; flush, commit and close must not fall over it.
            Thread.interrupted();
            end(failed);
        } finally {
            progress.ended();
        }
    }

    private void end(boolean failed) {
        TaskBody created = body;
        if (created == null) {
            return;
        }
        Deadline deadline = grace.get();
        try {
            created.finish(failed, deadline);
        } finally {
            created.close(deadline);
        }
    }
}
