package io.connectembedded.internal.source;

import io.connectembedded.internal.lifecycle.WorkerThreads;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Commits the offsets of all source tasks of a worker at their interval, on one thread that never waits. {@code
 * SourceTask.commit} runs on a thread of its own, made on demand: what hangs there holds up nobody else.
 */
public final class PeriodicCommits implements AutoCloseable {

    private static final int IDLE_SECONDS = 10;

    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor callbacks;
    private final Duration interval;
    private final Duration limit;

    public PeriodicCommits(WorkerThreads threads, Duration interval, Duration limit) {
        this.timer = new ScheduledThreadPoolExecutor(1, threads.factory("offset-commits"));
        this.timer.setRemoveOnCancelPolicy(true);
        this.callbacks = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS,
                new SynchronousQueue<>(), threads.factory("commit-callback"));
        this.interval = interval;
        this.limit = limit;
    }

    Registration register(SourceCommitter committer) {
        ScheduledFuture<?> ticks = timer.scheduleWithFixedDelay(() -> committer.commit(callbacks, limit),
                interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return () -> ticks.cancel(false);
    }

    Duration limit() {
        return limit;
    }

    /** Ends the ticks of one task. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        callbacks.shutdown();
    }

    /** Waits for the threads to end; false when one is still in a task's commit. */
    public boolean awaitEnd(Duration grace) throws InterruptedException {
        return timer.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)
                && callbacks.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
    }
}
