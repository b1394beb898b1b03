package io.connectembedded.internal.lifecycle;

import io.connectembedded.internal.lifecycle.TaskGate.Target;
import io.connectembedded.status.TaskId;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of a task thread: start, rounds until told to stop, last commit, close. It owns the thread's name, MDC and
 * context class loader, and tells {@link Progress} what became of the task; a failure of any kind, {@code Error}s
 * included, ends the task alone.
 */
public final class TaskRunner implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);

    /** What became of the task; called on the task thread. */
    public interface Progress {
        void running();

        void paused();

        void failed(String stage, Throwable cause);

        /** The last call: everything is closed. */
        void ended();
    }

    private final TaskId id;
    private final TaskBody body;
    private final TaskGate gate;
    private final Progress progress;
    private final ClassLoader pluginLoader;
    private final Supplier<Deadline> grace;

    /** {@code grace} gives the time that is left to end, once the task is to end. */
    public TaskRunner(TaskId id, TaskBody body, TaskGate gate, Progress progress, ClassLoader pluginLoader,
            Supplier<Deadline> grace) {
        this.id = id;
        this.body = body;
        this.gate = gate;
        this.progress = progress;
        this.pluginLoader = pluginLoader;
        this.grace = grace;
    }

    @Override
    public void run() {
        try (LoggingScope mdc = LoggingScope.task(id); ClassLoaderScope loader = ClassLoaderScope.of(pluginLoader)) {
            boolean failed = !untilStopped();
            // An interrupt was meant for the plug-in; flush, commit and close must not fall over it.
            Thread.interrupted();
            end(failed);
        } finally {
            progress.ended();
        }
    }

    private boolean untilStopped() {
        try {
            loop();
            return true;
        } catch (InterruptedException e) {
            if (gate.isStopping()) {
                return true;
            }
            progress.failed(body.stage(), e);
            return false;
        } catch (Throwable t) {
            if (gate.isStopping() && Thread.interrupted()) {
                LOG.info("Task {} ended by {} after it was interrupted to stop", id, t.toString());
                return true;
            }
            progress.failed(body.stage(), t);
            return false;
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
        body.start();
        progress.running();
        while (!gate.isStopping()) {
            if (gate.target() == Target.PAUSE) {
                paused();
            } else {
                body.iterate();
            }
        }
    }

    private void paused() throws Exception {
        body.pause();
        progress.paused();
        if (body.iteratesWhilePaused()) {
            while (gate.target() == Target.PAUSE) {
                body.iterate();
            }
        } else {
            gate.awaitUnpaused();
        }
        if (!gate.isStopping()) {
            body.resume();
            progress.running();
        }
    }

    private void end(boolean failed) {
        Deadline deadline = grace.get();
        try {
            body.finish(failed, deadline);
        } finally {
            body.close(deadline);
        }
    }
}
