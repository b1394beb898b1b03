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
package io.connectembedded.test.internal.kafka.transaction;

import io.connectembedded.status.TaskId;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One producer's transactions, in the states and with the exceptions of Kafka's: nothing before {@code
 * initTransactions}, nothing but an abort after a record was refused, nothing at all once another producer has the id.
 */
public final class ProducerTransactions {

    private final TransactionCoordinator coordinator;
    private final TaskId task;
    private final @Nullable String id;
    private @Nullable Transaction open;
    private @Nullable Exception failure;
    private @Nullable RuntimeException refusal;
    private boolean refusedWhenDone;
    private boolean answerLost; // of a commit that was made, and may be asked for again
    private boolean ready;
    private boolean fenced;

    /** {@code id} is null for a producer without transactions. */
    public ProducerTransactions(TransactionCoordinator coordinator, TaskId task, @Nullable String id) {
        this.coordinator = coordinator;
        this.task = task;
        this.id = id;
    }

    public boolean isTransactional() {
        return id != null;
    }

    /** Whether a transaction was begun and has not ended. */
    public boolean isOpen() {
        return open != null;
    }

    /** Takes the id from whoever has it. */
    public void init() {
        if (id == null) {
            throw new IllegalStateException(
                    "Transactions need a transactional.id, and the producer of task " + task + " has none");
        }
        requireUnfenced();
        ready = true;
        coordinator.take(id, this);
    }

    public void begin() {
        requireReady();
        if (open != null) {
            throw new IllegalStateException("Task " + task + " has begun a transaction that has not ended");
        }
        requireUnfenced();
        open = new Transaction(task);
    }

    /**
     * What a record that is sent now belongs to, null without transactions.
     *
     * @throws KafkaException if it cannot be sent, which Kafka says by the callback
     */
    public @Nullable Transaction ofNextRecord() {
        if (id == null) {
            return null;
        }
        requireUnfenced();
        requireUnharmed();
        if (open == null) {
            throw new IllegalStateException("Task " + task + " sends a record outside of a transaction");
        }
        return open;
    }

    /** A record of the open transaction was refused: it can only be aborted. */
    public void refused(Exception why) {
        if (open != null) {
            failure = why;
        }
    }

    /** The next commit fails with this, null: it does not; {@code done} says whether Kafka makes it all the same. */
    public void failNextCommit(@Nullable RuntimeException with, boolean done) {
        refusal = with;
        refusedWhenDone = done;
    }

    /** What is in flight is acknowledged before this. One that was not answered in time may be asked for again. */
    public void commit() {
        if (answerLost) {
            answerLost = false;
            return;
        }
        Transaction ending = requireOpen();
        requireUnharmed();
        RuntimeException asked = refusal;
        refusal = null;
        if (asked == null || refusedWhenDone) {
            end(ending, true);
        }
        if (asked != null) {
            answerLost = refusedWhenDone && asked instanceof TimeoutException;
            throw asked;
        }
    }

    /** What is in flight never arrives. */
    public void abort() {
        end(requireOpen(), false);
    }

    /** Kafka's producer aborts what is open, if it is given any time to. */
    public void close(Duration timeout) {
        Transaction left = open;
        if (left != null && !timeout.isZero() && !fenced) {
            end(left, false);
        }
        ready = false;
    }

    void fence() {
        fenced = true;
        Transaction left = open;
        if (left != null) {
            end(left, false);
        }
    }

    private void end(Transaction ending, boolean committed) {
        open = null;
        failure = null;
        coordinator.end(ending, committed);
    }

    private Transaction requireOpen() {
        requireReady();
        requireUnfenced();
        if (open == null) {
            throw new IllegalStateException("Task " + task + " has no transaction that could end");
        }
        return open;
    }

    private void requireReady() {
        if (!ready) {
            throw new IllegalStateException(
                    "Cannot perform a transactional operation before initTransactions, or after close: task " + task);
        }
    }

    private void requireUnfenced() {
        if (fenced) {
            throw new ProducerFencedException(
                    "There is a newer producer with the transactionalId " + id + " which fences the current one");
        }
    }

    private void requireUnharmed() {
        Exception why = failure;
        if (why != null) {
            throw new KafkaException("Cannot execute transactional method because we are in an error state", why);
        }
    }
}
