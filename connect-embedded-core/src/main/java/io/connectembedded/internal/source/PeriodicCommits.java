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
package io.connectembedded.internal.source;

import io.connectembedded.internal.lifecycle.WorkerThreads;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
        this.callbacks = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                threads.factory("commit-callback"));
        this.interval = interval;
        this.limit = limit;
    }

    Registration register(SourceCommitter committer) {
        ScheduledFuture<?> ticks = timer.scheduleWithFixedDelay(
                () -> commit(committer), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return () -> ticks.cancel(false);
    }

    /** Throws nothing, for that would end the ticks. */
    private void commit(SourceCommitter committer) {
        try {
            CompletableFuture<Integer> flush = committer.begin(callbacks);
            if (!flush.isDone()) {
                var unused = timer.schedule(
                        () -> flush.completeExceptionally(tooLate()), limit.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (Throwable t) {
            committer.failed(t);
        }
    }

    private TimeoutException tooLate() {
        return new TimeoutException(
                "The offset store did not answer within " + limit + "; the offsets go with the next commit");
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
