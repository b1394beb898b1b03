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
package io.connectembedded.internal.engine.fencing;

import io.connectembedded.error.WorkerStartException;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.internal.lifecycle.work.Work;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a worker's name by being a member of its {@link NameGroup}: looks whether somebody is there before it joins, so
 * that whoever has the name is not disturbed; of two that join at once one leaves. One that finds a member waits as long
 * as the brokers take to notice that it was killed.
 */
public final class NameKeeper implements LiveName {

    private static final Logger LOG = LoggerFactory.getLogger(NameKeeper.class);

    /** A killed member is gone after its session, and what the brokers add to that, first of all for one that was just joining. */
    private static final Duration PATIENCE = NameGroup.SESSION.plusSeconds(6);

    private static final Duration AGAIN = Duration.ofMillis(250);
    private static final Duration LEAVE = Duration.ofSeconds(1);

    private final NameGroup group;
    private final Execution execution;
    private final Time time;
    private @Nullable NameMember member; // guarded by this
    private Execution.@Nullable Running thread; // guarded by this
    private volatile @Nullable String takenBy;

    public NameKeeper(NameGroup group, Execution execution, Time time) {
        this.group = group;
        this.execution = execution;
        this.time = time;
    }

    @Override
    public void claim(Deadline deadline, BooleanSupplier aborted) throws InterruptedException {
        Deadline patience = Deadline.after(time, PATIENCE);
        boolean told = false;
        while (true) {
            String others = others(deadline, aborted);
            if (others.isEmpty()) {
                others = join(deadline, aborted);
            }
            if (others.isEmpty()) {
                return;
            }
            if (patience.hasPassed() || deadline.hasPassed()) {
                throw new WorkerStartException(
                        "Another worker of the name " + group.worker() + " runs: " + others
                                + ". The two would fence each"
                                + " other's exactly-once sources for ever. Stop that one, or give this one a name of its"
                                + " own: name(\"…\")",
                        null);
            }
            if (!told) {
                told = true;
                LOG.info(
                        "The name {} of this worker is held by {}; if that was killed, it is free within {} s",
                        group.worker(),
                        others,
                        PATIENCE.toSeconds());
            }
            if (execution.until(new CompletableFuture<>(), AGAIN, aborted) || aborted.getAsBoolean()) {
                throw stopped();
            }
        }
    }

    private static WorkerStartException stopped() {
        return new WorkerStartException("The worker was stopped while it waited for its name", null);
    }

    private String others(Deadline deadline, BooleanSupplier aborted) throws InterruptedException {
        try {
            return group.members(
                    deadline.remaining(), answer -> execution.until(answer, deadline.remaining(), aborted));
        } catch (NameGroup.NameSearchException e) {
            if (aborted.getAsBoolean()) {
                throw stopped();
            }
            throw new WorkerStartException(Failures.messageOf(e), e.getCause());
        }
    }

    /** Who was faster; empty when nobody was. */
    private String join(Deadline deadline, BooleanSupplier aborted) throws InterruptedException {
        NameMember joining = new NameMember(group, this::lost);
        synchronized (this) {
            member = joining;
            thread = execution.start("name", Work.once(joining));
        }
        boolean joined = false;
        try {
            if (!execution.until(joining.agreed(), deadline.remaining(), aborted)) {
                throw new WorkerStartException(
                        aborted.getAsBoolean()
                                ? "The worker was stopped while it waited for its name"
                                : "The brokers did not let this worker into the group " + group.id()
                                        + ", by which it holds its name, in time; raise startTimeout",
                        null);
            }
            String faster = joining.agreed().get();
            joined = faster.isEmpty();
            return faster;
        } catch (ExecutionException e) {
            Throwable cause = Failures.causeOf(e);
            throw new WorkerStartException(group.told(cause), cause);
        } finally {
            if (!joined) {
                release(LEAVE);
            }
        }
    }

    private void lost(String by) {
        takenBy = by;
        LOG.error(
                "This worker was cut off, and {} has its name {} now: its exactly-once sources fail when they come to"
                        + " write, and are not restarted. Stop one of the two, or give each a name of its own",
                by,
                group.worker());
    }

    @Override
    public @Nullable String takenBy() {
        return takenBy;
    }

    @Override
    public boolean release(Duration limit) {
        NameMember leaving;
        Execution.Running running;
        synchronized (this) {
            leaving = member;
            running = thread;
        }
        if (leaving == null || running == null) {
            return true;
        }
        leaving.leave();
        boolean interrupted = Thread.interrupted();
        try {
            if (!running.join(limit)) {
                running.interrupt();
                return false;
            }
            return true;
        } catch (InterruptedException e) {
            interrupted = true;
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
