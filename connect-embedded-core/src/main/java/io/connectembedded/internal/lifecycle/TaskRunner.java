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
 * The body of a task thread: create, start, rounds until told to stop, last commit, close. It owns the thread's MDC and
 * context class loader, and tells {@link Progress} what became of the task; a failure of any kind, {@code Error}s
 * included, ends the task alone.
 */
public final class TaskRunner implements Runnable {

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
            try {
                untilEnded();
            } finally {
                progress.ended();
            }
        });
    }

    private void untilEnded() {
        boolean failed = true;
        try {
            failed = !untilStopped();
        } finally {
            // An interrupt was meant for the plug-in; flush, commit and close must not fall over it.
            Thread.interrupted();
            end(failed);
        }
    }

    private boolean untilStopped() {
        try {
            loop();
            return true;
        } catch (Throwable t) {
            boolean interrupted = Thread.interrupted() || isOfInterrupt(t);
            if (gate.isStopping() && interrupted) {
                LOG.info(
                        "Task {} ended by {} after it was interrupted to stop",
                        id,
                        t.getClass().getName());
                return true;
            }
            TaskBody failed = body;
            progress.failed(failed == null ? "create" : failed.stage(), t);
            return false;
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

    private void loop() throws Exception {
        if (gate.target() == Target.PAUSE) {
            progress.paused();
            gate.awaitUnpaused();
        }
        if (gate.isStopping()) {
            return;
        }
        LOG.info("Creating task {}", id);
        TaskBody created = creation.call();
        body = created;
        if (gate.isStopping()) {
            return;
        }
        created.start();
        progress.running();
        while (!gate.isStopping()) {
            if (gate.target() == Target.PAUSE) {
                paused(created);
            } else {
                created.iterate();
            }
        }
    }

    private void paused(TaskBody task) throws Exception {
        task.pause();
        progress.paused();
        if (task.iteratesWhilePaused()) {
            while (gate.target() == Target.PAUSE) {
                task.iterate();
            }
        } else {
            gate.awaitUnpaused();
        }
        if (!gate.isStopping()) {
            task.resume();
            progress.running();
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
