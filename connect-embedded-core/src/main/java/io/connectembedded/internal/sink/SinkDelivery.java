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

import io.connectembedded.internal.error.ErrorHandling;
import io.connectembedded.internal.error.Stage;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.metrics.SinkMeters;
import io.connectembedded.internal.sink.SinkTaskParts.PutPolicy;
import io.connectembedded.internal.sink.position.SavedPositions;
import io.connectembedded.internal.sink.position.SavedPositions.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.runtime.InternalSinkRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts batches into the task, one put in each round. A batch the task asks for again (Connect's {@code
 * RetriableException}) is kept and put again after a growing delay. With {@code errors.bisect} a batch it refuses is put
 * in ever smaller pieces, until the records at fault are found and given up. Task thread.
 */
final class SinkDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(SinkDelivery.class);
    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

    private final SinkTask task;
    private final Failures failures;
    private final PutPolicy policy;
    private final ErrorHandling<ConsumerRecord<byte[], byte[]>> errors;
    private final Consumer<ConsumerRecord<byte[], byte[]>> dropped;
    private final SinkTaskParts.Reports reports;
    private final TaskGate gate;
    private final SinkMeters meters;
    private final Time time;
    private final Duration commitLimit;
    private final BatchInHand hand = new BatchInHand();
    private final SavedBatch saved;
    private @Nullable RuntimeException doubted; // what was thrown by the put that left a transaction in doubt
    private boolean waiting;
    private Duration delay = Duration.ZERO;
    private long sinceMs; // when this piece was asked for again first
    private long againMs;

    private enum Next {
        THROUGH,
        WAITS,
        FAILS
    }

    SinkDelivery(
            SinkTaskParts parts,
            SavedPositions saved,
            SinkOffsets offsets,
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
        this.saved = new SavedBatch(saved, hand, offsets, consumer);
        this.task = parts.plugin().task();
        this.failures = parts.plugin().failures();
        this.policy = parts.steps().putPolicy();
        this.errors = parts.steps().errors();
        this.dropped = parts.steps().dropped();
        this.reports = parts.steps().reports();
        this.gate = parts.gate();
        this.meters = parts.meters();
        this.time = parts.time();
        this.commitLimit = parts.commits().limit();
    }

    /** Whether a batch, or what is left of it, waits to be put. */
    boolean isWaiting() {
        return waiting;
    }

    /** How long until it is time for that. */
    Duration untilAgain() {
        return Duration.ofMillis(Math.max(0, againMs - time.hiResClockMs()));
    }

    /** For each partition of which something waits, where that begins. */
    Map<TopicPartition, Long> firstLeft() {
        return hand.firstLeft();
    }

    /** Puts this batch, or the next piece of the kept one; false when something is left to be put. */
    boolean put(List<InternalSinkRecord> fresh) {
        hand.add(fresh);
        RuntimeException doubt = doubted;
        if (doubt != null) {
            return afterDoubt(doubt);
        }
        if (!saved.state().mayBegin(commitLimit)) {
            waiting = true;
            return false;
        }
        List<InternalSinkRecord> piece = hand.piece();
        long begin = time.hiResClockMs();
        try {
            saved.begin();
            // A copy: what the task does to its list must not change what is put again.
            task.put(new ArrayList<SinkRecord>(piece));
            saved.returned(piece.isEmpty());
        } catch (Exception e) {
            saved.state().threw();
            reports.throwIfFailed();
            if (saved.state().isInDoubt()) {
                return afterDoubt(e instanceof RuntimeException known ? known : new ConnectException(e));
            }
            Next next = saved.state().failure() == null ? after(piece, e) : afterUnsaved(piece);
            if (next == Next.FAILS) {
                throw e;
            }
            return next == Next.THROUGH;
        }
        reports.throwIfFailed();
        meters.sent(piece.size(), time.hiResClockMs() - begin);
        return through();
    }

    private Next after(List<InternalSinkRecord> piece, Exception e) {
        if (e instanceof RetriableException asked && !isSpent()) {
            keep(piece.size(), asked);
            return Next.WAITS;
        }
        if (mayBisect(piece, e)) {
            return refused(piece, e) ? Next.THROUGH : Next.WAITS;
        }
        if (e instanceof RetriableException asked) {
            throw spent(piece, asked);
        }
        return Next.FAILS;
    }

    /** No record is at fault when its batch cannot be saved: the batch is put again, if that may help, and never split. */
    private Next afterUnsaved(List<InternalSinkRecord> piece) {
        RuntimeException failure = saved.state().failure();
        if (failure == null || saved.state().isFinal()) {
            return Next.FAILS;
        }
        if (isSpent()) {
            throw spent(piece, failure);
        }
        keep(piece.size(), failure);
        return Next.WAITS;
    }

    /**
     * The put threw after it had saved positions in a transaction of its own, which may have been committed or not: the
     * store says. What was committed is not put again, and its failure is the task's as ever, unless records that fail
     * are put again or given up, for here there are none. While the store does not say, nothing is put.
     */
    private boolean afterDoubt(RuntimeException thrown) {
        List<InternalSinkRecord> piece = hand.piece();
        Outcome outcome;
        try {
            outcome = gate.isStopping() ? null : saved.settle();
        } catch (RuntimeException e) {
            if (saved.state().isInDoubt()) {
                doubted = thrown;
                if (isSpent()) {
                    throw spent(piece, e);
                }
                return keep(piece.size(), e);
            }
            throw e;
        }
        if (outcome == null) {
            doubted = thrown;
            return keep(piece.size(), thrown);
        }
        doubted = null;
        Next next = switch (outcome) {
            case COMMITTED -> committed(piece, thrown);
            case ROLLED_BACK -> saved.state().failure() == null ? after(piece, thrown) : afterUnsaved(piece);
            case MOVED -> moved(piece, thrown);
        };
        if (next == Next.FAILS) {
            throw thrown;
        }
        return next == Next.THROUGH;
    }

    private Next committed(List<InternalSinkRecord> piece, RuntimeException thrown) {
        if (!(thrown instanceof RetriableException) && !policy.bisect()) {
            return Next.FAILS;
        }
        LOG.warn(
                "The function failed after its transaction with {} was committed, which is not put again: {}",
                places(piece),
                failures.of("put", thrown).message());
        delay = Duration.ZERO;
        againMs = 0;
        return rest();
    }

    private Next rest() {
        if (hand.left() == 0) {
            through();
            return Next.THROUGH;
        }
        waiting = true;
        return Next.WAITS;
    }

    /** Somebody else holds these partitions, as the next poll may tell, or did. */
    private Next moved(List<InternalSinkRecord> piece, RuntimeException thrown) {
        LOG.warn(
                "The positions of {} were moved by another owner; the task goes on from what the store says: {}",
                places(piece),
                failures.of("put", thrown).message());
        if (hand.left() > 0) {
            keep(hand.left(), thrown);
        }
        return rest();
    }

    private boolean through() {
        delay = Duration.ZERO;
        againMs = 0;
        waiting = hand.next();
        return !waiting;
    }

    private boolean keep(int records, RuntimeException cause) {
        boolean first = delay.isZero();
        if (first) {
            sinceMs = time.hiResClockMs();
            LOG.warn(
                    "The task asks for a batch of {} records again: {}",
                    records,
                    failures.of("put", cause).message());
        }
        waiting = true;
        Duration doubled = first ? FIRST_DELAY : delay.multipliedBy(2);
        delay = doubled.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : doubled;
        againMs = time.hiResClockMs() + delay.toMillis();
        return false;
    }

    /** Whether this piece was asked for again as long as the policy allows. */
    private boolean isSpent() {
        if (policy.retryTimeoutMs() < 0) {
            return false;
        }
        return (delay.isZero() ? 0 : time.hiResClockMs() - sinceMs) >= policy.retryTimeoutMs();
    }

    private ConnectException spent(List<InternalSinkRecord> piece, RuntimeException asked) {
        return new ConnectException(
                "The task asked for " + places(piece) + " again for longer than errors.put.retry.timeout.ms="
                        + policy.retryTimeoutMs() + " allows: " + Failures.messageOf(asked)
                        + ". Mend what it writes to and restart the task, allow more time (-1 is without end), or set"
                        + " errors.bisect=true to give up only the records at fault",
                asked);
    }

    private boolean mayBisect(List<InternalSinkRecord> piece, Exception thrown) {
        return policy.bisect() && !piece.isEmpty() && !gate.isStopping() && !(thrown instanceof InterruptException);
    }

    private boolean refused(List<InternalSinkRecord> piece, Exception thrown) {
        if (hand.isWhole() && piece.size() > 1) {
            LOG.warn(
                    "The task refuses {}, which is put in pieces now to find the records at fault: {}",
                    places(piece),
                    failures.of("put", thrown).message());
        }
        delay = Duration.ZERO;
        againMs = 0;
        if (hand.split()) {
            waiting = true;
            return false;
        }
        ConsumerRecord<byte[], byte[]> original = piece.get(0).context().original();
        reports.pending().add(original, errors.failed(Stage.TASK_PUT, SinkTask.class, thrown, original));
        dropped.accept(original);
        return through();
    }

    private static String places(List<InternalSinkRecord> piece) {
        if (piece.isEmpty()) {
            return "an empty batch";
        }
        String first = place(piece.get(0));
        return piece.size() == 1
                ? "the record " + first
                : "a batch of " + piece.size() + " records, " + first + " to " + place(piece.get(piece.size() - 1));
    }

    private static String place(InternalSinkRecord record) {
        return record.originalTopic() + "-" + record.originalKafkaPartition() + "@" + record.originalKafkaOffset();
    }

    /** Drops kept records that are read again; the next put, of what is left, ends the wait as ever. */
    void forgetToReadAgain(Collection<TopicPartition> partitions) {
        if (waiting) {
            hand.forget(Set.copyOf(partitions));
        }
    }

    /** Drops kept records of partitions that went to another task; true when that was all that waited. */
    boolean forget(Collection<TopicPartition> partitions) {
        if (!waiting) {
            return false;
        }
        hand.forget(Set.copyOf(partitions));
        if (hand.left() == 0) {
            doubted = null;
            through();
        }
        return !waiting;
    }
}
