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
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Commits the offsets of all source tasks of a worker at their interval, on one thread that never waits. {@code
 * SourceTask.commit} runs on a thread of its own, see {@link CommitCalls}.
 */
public final class PeriodicCommits implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timer;
    private final CommitCalls calls;
    private final Duration interval;
    private final Duration limit;
    private final Duration grace;

    /**
     * {@code grace}: what a task that ends leaves to its commit under way, which is interrupted after half of it; {@code
     * hung} is told of one that does not return at all.
     */
    public PeriodicCommits(
            WorkerThreads threads, Duration interval, Duration limit, Duration grace, Consumer<TaskId> hung) {
        this.timer = new ScheduledThreadPoolExecutor(1, threads.factory("offset-commits"));
        this.timer.setRemoveOnCancelPolicy(true);
        // A task abandoned earlier may end after the close.
        this.timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        this.calls = new CommitCalls(threads, hung);
        this.interval = interval;
        this.limit = limit;
        this.grace = grace;
    }

    Registration register(SourceCommitter committer) {
        ScheduledFuture<?> ticks = timer.scheduleWithFixedDelay(
                () -> commit(committer), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return () -> {
            ticks.cancel(false);
            if (committer.tellsTask()) {
                after(grace.dividedBy(2), () -> calls.interrupt(committer));
                after(grace, () -> calls.abandon(committer));
            }
        };
    }

    private void after(Duration delay, Runnable step) {
        var unused = timer.schedule(step, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Throws nothing, for that would end the ticks. */
    private void commit(SourceCommitter committer) {
        try {
            CompletableFuture<Integer> flush = committer.begin(calls.of(committer));
            if (!flush.isDone()) {
                after(limit, () -> flush.completeExceptionally(tooLate()));
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

    /** Ends the ticks and interrupts every task that is in its commit still. */
    @Override
    public void close() {
        timer.shutdownNow();
        calls.interruptAll();
    }

    /** After the close: tells of every task that did not return from its commit. */
    public void abandonRest() {
        calls.abandonAll();
    }
}
