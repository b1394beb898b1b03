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

import io.connectembedded.internal.lifecycle.Interrupts;
import io.connectembedded.internal.lifecycle.work.CommandLoop;
import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the offsets of all source tasks of a worker at their interval, on one thread that never waits. {@code
 * SourceTask.commit} runs on a thread of its own, see {@link CommitCalls}.
 */
public final class PeriodicCommits implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PeriodicCommits.class);

    private final Execution execution;
    private final CommandLoop loop;
    private final CommitCalls calls;
    private final Duration interval;
    private final Duration limit;
    private final Duration grace;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile Execution.@Nullable Running running; // made when there is something to commit
    private volatile boolean closed;

    /** {@code grace}: what a task that ends leaves to its commit under way; {@code hung} is told of one that does not return. */
    public PeriodicCommits(
            Execution execution, Time time, Duration interval, Duration limit, Duration grace, Consumer<TaskId> hung) {
        this.execution = execution;
        this.loop = CommandLoop.goingOn(time, PeriodicCommits::failed);
        this.calls = new CommitCalls(execution, hung);
        this.interval = interval;
        this.limit = limit;
        this.grace = grace;
    }

    /** Other tasks' commits must not suffer from one that fails. */
    private static void failed(Throwable cause) {
        LOG.warn("A periodic commit of offsets failed; the next is tried when it is time", cause);
    }

    /** {@code interrupts}: of a commit that does not return while its task ends. */
    Registration register(SourceCommitter committer, Interrupts interrupts) {
        begin();
        Ticks ticks = new Ticks(committer, interrupts);
        loop.post(ticks::later);
        return () -> {
            ticks.cancelled = true;
            loop.post(ticks::cancel);
            if (committer.tellsTask()) {
                interrupts.within(grace).ifPresent(delay -> loop.postAfter(delay, () -> calls.interrupt(committer)));
                loop.postAfter(grace, () -> calls.abandon(committer));
            }
        };
    }

    /** Runs this after everything asked so far, and what is due by then; any thread. */
    void afterThat(Runnable step) {
        loop.post(step);
    }

    /** Under no lock: the host makes the thread, and may take its time. */
    private void begin() {
        if (closed || !begun.compareAndSet(false, true)) {
            return;
        }
        try {
            running = execution.start("offset-commits", loop);
        } catch (RuntimeException | Error e) {
            begun.set(false);
            throw e;
        }
    }

    /** The commits of one task, an interval between the end of one and the begin of the next. */
    private final class Ticks {

        private final SourceCommitter committer;
        private final Interrupts interrupts;
        private volatile boolean cancelled;
        private CommandLoop.@Nullable Timer next; // loop only

        Ticks(SourceCommitter committer, Interrupts interrupts) {
            this.committer = committer;
            this.interrupts = interrupts;
        }

        void later() {
            if (!cancelled) {
                next = loop.after(interval, this::tick);
            }
        }

        /** A task that has ended meanwhile hears nothing more. */
        private void tick() {
            if (!cancelled) {
                commit(committer, interrupts);
                later();
            }
        }

        void cancel() {
            if (next != null) {
                loop.cancel(next);
            }
        }
    }

    /** Begins a commit, now. Throws nothing, for that would end the ticks. */
    void commit(SourceCommitter committer, Interrupts interrupts) {
        try {
            CompletableFuture<Integer> flush = committer.begin(calls.of(committer, interrupts));
            if (!flush.isDone()) {
                loop.postAfter(limit, () -> flush.completeExceptionally(tooLate()));
            }
        } catch (Throwable t) {
            committer.failed(t);
        }
    }

    private TimeoutException tooLate() {
        return new TimeoutException(
                "The offset store did not answer within " + limit + "; the offsets go with the next commit");
    }

    /** How long the offset store may take. */
    public Duration limit() {
        return limit;
    }

    /** How long a task may wait for acknowledgements. */
    public Duration patience(Duration wanted) {
        return execution.patience(wanted);
    }

    /** Ends the ticks of one task. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** Ends the ticks and interrupts every task that is in its commit still, unless that is never to be. */
    @Override
    public void close() {
        closed = true;
        loop.endNow();
        Execution.Running started = running;
        if (started != null) {
            started.interrupt();
        }
        calls.interruptAll();
    }

    /** After the close: tells of every task that did not return from its commit. */
    public void abandonRest() {
        calls.abandonAll();
    }
}
