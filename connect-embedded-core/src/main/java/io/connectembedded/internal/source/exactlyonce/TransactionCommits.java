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
package io.connectembedded.internal.source.exactlyonce;

import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.metrics.SourceMeters;
import io.connectembedded.internal.source.CommitListener;
import io.connectembedded.internal.source.SourceTaskParts;
import io.connectembedded.offset.StoredOffset;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole promise of a commit: the offsets of all records into their transaction, then its commit, then {@code
 * commitRecord} in the order of the records, then {@code SourceTask.commit} (I2). Task thread.
 */
final class TransactionCommits {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionCommits.class);

    private final SourceTaskParts parts;
    private final SourceMeters meters;
    private final IntConsumer sizes;
    private final CommitListener listener;
    private final SentRecords sent;
    private final BooleanSupplier abandoned;
    private final TransactionOffsets offsets;
    private final DispatchedRecords dispatched;
    private int size;
    private List<StoredOffset> written = List.of();
    private long begunMs;

    TransactionCommits(SourceTaskParts parts, SourceMeters meters, SentRecords sent, BooleanSupplier abandoned) {
        this.parts = parts;
        this.meters = meters;
        this.sizes = meters.transactionSizes();
        this.listener = CommitListener.counted(meters.task(), parts.listener());
        this.sent = sent;
        this.abandoned = abandoned;
        this.offsets = new TransactionOffsets(parts.id().connector());
        this.dispatched =
                new DispatchedRecords(parts.plugin().task(), parts.plugin().failures());
    }

    void sent(SourceRecord record, SentRecord as) {
        offsets.put(record);
        dispatched.add(record, as);
        size++;
    }

    void dropped(SourceRecord record) {
        offsets.put(record);
        dispatched.add(record, null);
    }

    /** How many records are kept for the task. */
    int kept() {
        return dispatched.kept();
    }

    /** Before the task is polled again. */
    void copyOffsets() {
        offsets.copy();
    }

    /** None of the records becomes visible; their offsets are committed all the same, by what follows. */
    void abort(Transactions transactions) {
        if (transactions.isOpen()) {
            LOG.info("Task {} aborts a transaction of {} records, as its connector asked", parts.id(), size);
            transactions.abort();
        } else {
            LOG.info("Task {} was asked to abort a transaction that has no record", parts.id());
        }
        dispatched.aborted();
        size = 0;
    }

    void commit(Transactions transactions) throws InterruptedException {
        if (prepare(transactions)) {
            finish(transactions);
        }
    }

    /** Writes the offsets into the transaction; false when there is nothing to commit, which the task hears. */
    boolean prepare(Transactions transactions) throws InterruptedException {
        requireOurs();
        begunMs = parts.time().hiResClockMs();
        written = offsets.stored();
        if (written.isEmpty() && !transactions.isOpen()) {
            tellTask();
            return false;
        }
        counted(() -> {
            awaitDeleted();
            transactions.begin();
            transactions.write(written);
        });
        return true;
    }

    /** What is prepared becomes durable; to be called again after an interrupt. */
    void finish(Transactions transactions) throws InterruptedException {
        requireOurs();
        counted(transactions::commit);
        offsets.clear();
        sizes.accept(size);
        size = 0;
        meters.written(sent.takeAcked());
        if (!abandoned.getAsBoolean()) {
            // Not of one that was abandoned: what was deleted by hand meanwhile would come back from there.
            parts.storage().afterCommit(written);
            listener.committed(written.size(), took(), null);
        }
        dispatched.tell(abandoned);
        tellTask();
    }

    private void requireOurs() {
        if (abandoned.getAsBoolean()) {
            throw new TaskGate.StoppedException(
                    "Task " + parts.id() + " was abandoned; its last transaction is not committed");
        }
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private void counted(Step step) throws InterruptedException {
        try {
            step.run();
        } catch (TaskGate.StoppedException | InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            meters.task().commitFailed(took());
            throw e;
        }
    }

    private Duration took() {
        return Duration.ofMillis(parts.time().hiResClockMs() - begunMs);
    }

    /** A deleted offset that is kept elsewhere as well must not come back from there. */
    private void awaitDeleted() throws InterruptedException {
        CompletableFuture<Void> deleted = parts.storage().beforeCommit(written);
        Duration limit = parts.commits().limit();
        if (!parts.gate().awaitDone(deleted, limit, abandoned)) {
            throw new ConnectException("The offsets that task " + parts.id()
                    + " deletes were not deleted from the worker's offset store within " + limit
                    + "; check that the store is reachable and restart the task");
        }
        try {
            deleted.get();
        } catch (ExecutionException e) {
            Throwable cause = Failures.causeOf(e);
            throw new ConnectException(
                    "The offsets that task " + parts.id()
                            + " deletes could not be deleted from the worker's offset store ("
                            + Failures.messageOf(cause) + "); mend the cause and restart the task",
                    cause);
        }
    }

    private void tellTask() {
        if (abandoned.getAsBoolean()) {
            return;
        }
        try {
            parts.plugin().task().commit();
        } catch (Throwable t) {
            listener.tellingFailed(new ConnectException(
                    parts.plugin().taskClass().getName()
                            + ".commit() failed after its offsets were stored; the task goes on",
                    t));
        }
    }
}
