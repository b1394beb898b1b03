package io.connectembedded.internal.engine.event;

import io.connectembedded.internal.lifecycle.WorkerThreads;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what is told to the host, in order, one after the other. What host code throws is logged and dropped. */
public final class EventThread {

    private static final Logger LOG = LoggerFactory.getLogger(EventThread.class);
    private static final Runnable END = () -> {};

    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    public EventThread(WorkerThreads threads) {
        this.thread = threads.start("events", this::loop);
    }

    /** Any thread. After {@link #close} nothing is taken any more: nobody is left to be told. */
    public void post(Runnable telling) {
        if (!closed) {
            queue.add(telling);
        }
    }

    public boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    private void loop() {
        try {
            Runnable next = queue.take();
            while (next != END) {
                run(next);
                next = queue.take();
            }
        } catch (InterruptedException e) {
            LOG.debug("The event thread was interrupted to end");
        }
    }

    private static void run(Runnable telling) {
        try {
            telling.run();
        } catch (Throwable t) {
            LOG.warn("A listener failed; the worker goes on", t);
        }
    }

    /** Tells what is left, then ends; false when a listener holds the thread beyond the limit. */
    public boolean close(Duration limit) {
        closed = true;
        queue.add(END);
        if (isCurrentThread()) {
            // A listener closes its own worker: the thread ends after it returns.
            return true;
        }
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(Math.max(1, limit.toMillis()));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (thread.isAlive()) {
            thread.interrupt();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
