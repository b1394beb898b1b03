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

import io.connectembedded.internal.lifecycle.work.CommandLoop;
import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
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
    private Execution.@Nullable Running running; // guarded by "this"; made when there is something to commit
    private boolean closed; // guarded by "this"

    /**
     * {@code grace}: what a task that ends leaves to its commit under way, which is interrupted after half of it; {@code
     * hung} is told of one that does not return at all.
     */
    public PeriodicCommits(
            Execution execution, Time time, Duration interval, Duration limit, Duration grace, Consumer<TaskId> hung) {
        this.execution = execution;
        this.loop = new CommandLoop(time, PeriodicCommits::died);
        this.calls = new CommitCalls(execution, hung);
        this.interval = interval;
        this.limit = limit;
        this.grace = grace;
    }

    private static void died(Throwable cause) {
        LOG.error(
                "The periodic commits of offsets ended by a defect; offsets go with the last commit of a task", cause);
    }

    Registration register(SourceCommitter committer) {
        begin();
        Ticks ticks = new Ticks(committer);
        loop.post(ticks::later);
        return () -> {
            ticks.cancelled = true;
            loop.post(ticks::cancel);
            if (committer.tellsTask()) {
                loop.postAfter(grace.dividedBy(2), () -> calls.interrupt(committer));
                loop.postAfter(grace, () -> calls.abandon(committer));
            }
        };
    }

    private synchronized void begin() {
        if (running == null && !closed) {
            running = execution.start("offset-commits", loop);
        }
    }

    /** The commits of one task, an interval between the end of one and the begin of the next. */
    private final class Ticks {

        private final SourceCommitter committer;
        private volatile boolean cancelled;
        private CommandLoop.@Nullable Timer next; // loop only

        Ticks(SourceCommitter committer) {
            this.committer = committer;
        }

        void later() {
            if (!cancelled) {
                next = loop.after(interval, () -> {
                    commit(committer);
                    later();
                });
            }
        }

        void cancel() {
            if (next != null) {
                loop.cancel(next);
            }
        }
    }

    /** Begins a commit, now. Throws nothing, for that would end the ticks. */
    void commit(SourceCommitter committer) {
        try {
            CompletableFuture<Integer> flush = committer.begin(calls.of(committer));
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

    Duration limit() {
        return limit;
    }

    /** How long a task may wait for acknowledgements. */
    Duration patience(Duration wanted) {
        return execution.patience(wanted);
    }

    /** Ends the ticks of one task. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** Ends the ticks and interrupts every task that is in its commit still. */
    @Override
    public void close() {
        loop.endNow();
        Execution.Running started = end();
        if (started != null) {
            started.interrupt();
        }
        calls.interruptAll();
    }

    private synchronized Execution.@Nullable Running end() {
        closed = true;
        return running;
    }

    /** After the close: tells of every task that did not return from its commit. */
    public void abandonRest() {
        calls.abandonAll();
    }
}
