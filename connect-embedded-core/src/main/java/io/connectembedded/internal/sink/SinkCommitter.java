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
package io.connectembedded.internal.sink;

import io.connectembedded.internal.clients.refusal.Asked;
import io.connectembedded.internal.clients.refusal.RefusedException;
import io.connectembedded.internal.clients.refusal.Refusing;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.sink.position.SinkPositions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits consumer offsets: preCommit, then the consumer's commit (I3). A late answer to an older commit is recognised
 * by its number and not taken for the newest. Task thread.
 */
final class SinkCommitter {

    private static final Logger LOG = LoggerFactory.getLogger(SinkCommitter.class);

    private static final double FOR_THE_COMMIT = 0.25;

    private final SinkTaskParts parts;
    private final SinkTask task;
    private final Consumer<byte[], byte[]> consumer;
    private final TaskCalls calls;
    private final SinkOffsets offsets;
    private final SinkDelivery delivery;
    private final SinkTaskParts.Reports reports;
    private final SinkPositions kept;
    private long sequence;
    private boolean running;
    private long begunMs;
    private long nextMs;

    SinkCommitter(
            SinkTaskParts parts,
            Consumer<byte[], byte[]> consumer,
            SinkRebalance.Positions positions,
            TaskCalls calls) {
        this.parts = parts;
        this.task = parts.plugin().task();
        this.consumer = consumer;
        this.calls = calls;
        this.offsets = positions.offsets();
        this.delivery = positions.delivery();
        this.reports = parts.steps().reports();
        this.kept = positions.kept();
        this.nextMs = now() + parts.commits().interval().toMillis();
    }

    /** Until there is something to do: a commit, or giving up the one that runs. */
    Duration untilNext() {
        long next = running ? begunMs + parts.commits().limit().toMillis() : nextMs;
        return Duration.ofMillis(Math.max(0, next - now()));
    }

    /** Whether the answer to a commit is awaited; then none is begun, and a task's request for one has to wait. */
    boolean isRunning() {
        return running;
    }

    boolean isDue() {
        return now() >= nextMs;
    }

    /** Starts a commit of all assigned partitions; the answer comes in a later poll. */
    void commit() throws InterruptedException {
        nextMs = now() + parts.commits().interval().toMillis();
        Set<TopicPartition> partitions = consumer.assignment();
        reports.pending().await(partitions, parts.gate(), parts.commits().limit(), parts.gate()::isStopping);
        reports.throwIfFailed();
        kept.verify(Deadline.after(parts.time(), parts.commits().limit()));
        Map<TopicPartition, OffsetAndMetadata> toCommit = preCommit(partitions, false);
        if (toCommit.isEmpty()) {
            return;
        }
        long number = begin();
        running = true;
        begunMs = now();
        kept.commit(toCommit, (committed, failure) -> answered(number, toCommit, failure));
    }

    /** Gives up waiting for a commit that takes longer than its limit. */
    void checkLimit() {
        kept.answer();
        if (running && now() >= begunMs + parts.commits().limit().toMillis()) {
            running = false;
            parts.meters().commitFailed(parts.commits().limit());
            parts.listener()
                    .committed(
                            0,
                            parts.commits().limit(),
                            new TimeoutException(kept.keeper()
                                    + " did not answer the commit of offsets in time; it is tried again with"
                                    + " the next"));
        }
    }

    private long begin() {
        sequence++;
        parts.meters().commitBegun(sequence);
        return sequence;
    }

    private void answered(long number, Map<TopicPartition, OffsetAndMetadata> toCommit, @Nullable Exception failure) {
        if (number != sequence || !running) {
            parts.meters().commitSkipped();
            return;
        }
        running = false;
        report(toCommit, failure);
    }

    /**
     * The last commit of partitions that go: preCommit, close, then a commit that waits, so long at most. A stop that
     * comes meanwhile, and may come in the middle of a rebalance, shortens the wait (I5).
     */
    void commitAndClose(Collection<TopicPartition> partitions, Deadline limit) {
        Map<TopicPartition, OffsetAndMetadata> toCommit = Map.of();
        try {
            // Kafka may be away, for reports and the commit alike: the one must not take all of the other's time.
            awaitReports(partitions, limit.leaving(FOR_THE_COMMIT));
            toCommit = preCommit(partitions, true);
        } finally {
            calls.run("close", () -> task.close(new ArrayList<>(partitions)));
        }
        if (!toCommit.isEmpty()) {
            begin();
            running = false;
            begunMs = now();
            commitNow(toCommit, limit);
        }
        verifyLast(limit);
    }

    /** The task has ended: who looks for its last rows hears why they are not there. */
    private void verifyLast(Deadline limit) {
        try {
            kept.verify(limit);
        } catch (ConnectException e) {
            parts.meters().commitFailed(Duration.ZERO);
            parts.listener().committed(0, Duration.ZERO, e);
        }
    }

    private void awaitReports(Collection<TopicPartition> partitions, Deadline limit) {
        TaskGate gate = parts.gate();
        try {
            boolean stopping = gate.isStopping();
            reports.pending().await(partitions, gate, gate.within(limit), () -> !stopping && gate.isStopping());
            if (!stopping && gate.isStopping()) {
                reports.pending().await(partitions, gate, gate.within(limit), () -> false);
            }
        } catch (InterruptedException e) {
            // It was meant for the plug-in; what is not durable by now is left out of the last commit.
            LOG.debug("Task {} was interrupted while it waited for its reports", parts.id());
        }
    }

    private void commitNow(Map<TopicPartition, OffsetAndMetadata> toCommit, Deadline limit) {
        try {
            kept.commitNow(toCommit, limit);
            report(toCommit, null);
        } catch (RuntimeException e) {
            report(toCommit, e);
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> preCommit(Collection<TopicPartition> partitions, boolean closing) {
        Map<TopicPartition, OffsetAndMetadata> asked = offsets.delivered(partitions);
        if (asked.isEmpty()) {
            return Map.of();
        }
        try {
            Map<TopicPartition, OffsetAndMetadata> answered =
                    calls.get("preCommit", () -> task.preCommit(new HashMap<>(asked)));
            return answered == null || !kept.areWritten()
                    ? Map.of()
                    : reports.pending().before(offsets.valid(answered, asked), offsets::isNew);
        } catch (RuntimeException e) {
            calls.forgive();
            parts.meters().commitFailed(Duration.ZERO);
            // Of the task, and not of Kafka, whatever client of its own it may come from.
            parts.listener()
                    .committed(
                            0,
                            Duration.ZERO,
                            new ConnectException("The task failed in preCommit: " + Failures.textOf(e), e));
            if (!closing) {
                rewind(partitions);
            }
            return Map.of();
        }
    }

    /**
     * What was delivered since the last commit is not safe with the task: it is read again, and what waits to be put with
     * it, in its turn.
     */
    private void rewind(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            offsets.committed(partition).ifPresent(last -> {
                consumer.seek(partition, last);
                offsets.assigned(partition, last.offset());
            });
        }
        delivery.forgetToReadAgain(partitions);
    }

    private void report(Map<TopicPartition, OffsetAndMetadata> toCommit, @Nullable Exception failure) {
        Duration took = Duration.ofMillis(now() - begunMs);
        if (failure == null) {
            offsets.committed(toCommit);
            parts.meters().commitCompleted(took);
            parts.meters().active(offsets.uncommitted());
        } else {
            parts.meters().commitFailed(took);
        }
        parts.listener().committed(failure == null ? toCommit.size() : 0, took, explained(failure));
    }

    private @Nullable Throwable explained(@Nullable Exception failure) {
        return failure == null || !Refusing.isRefusal(failure)
                ? failure
                : new RefusedException(parts.kafka().refusing().told(failure, Asked.read()), failure);
    }

    private long now() {
        return parts.time().hiResClockMs();
    }
}
