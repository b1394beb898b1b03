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

import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.offset.ConnectEntry;
import io.connectembedded.offset.StoredOffset;
import io.connectembedded.status.TaskId;
import java.util.Collection;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions of one producer, one after the other. Whoever asks Kafka for an end of one and gets no answer does not
 * know what became of it: it asks again, and nothing else, until it knows or is to stop (I6). Task thread.
 */
final class Transactions {

    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    private enum State {
        NONE,
        OPEN,
        COMMITTING
    }

    private final TaskId task;
    private final Producer<byte[], byte[]> producer;
    private final String offsetsTopic;
    private final KafkaWait wait;
    private final SentRecords sent;
    private final TransactionFailures failures;
    private final TaskGate gate;
    private State state = State.NONE;

    Transactions(
            TaskId task,
            Producer<byte[], byte[]> producer,
            String offsetsTopic,
            KafkaWait wait,
            SentRecords sent,
            TransactionFailures failures,
            TaskGate gate) {
        this.task = task;
        this.producer = producer;
        this.offsetsTopic = offsetsTopic;
        this.wait = wait;
        this.sent = sent;
        this.failures = failures;
        this.gate = gate;
    }

    /** Fences every earlier producer of this id, whose open transaction is aborted before this returns. */
    void init() {
        try {
            answered("the begin of its transactions", asked(producer::initTransactions));
        } catch (TaskGate.StoppedException e) {
            throw e;
        } catch (InterruptException e) {
            // Ours, if the login is refused.
            sent.throwIfFailed();
            throw e;
        } catch (RuntimeException e) {
            throw failures.ofInit(e);
        }
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether Kafka was asked for a commit and has not answered. */
    boolean isCommitting() {
        return state == State.COMMITTING;
    }

    /** Opens one, unless one is open. */
    void begin() {
        if (state == State.NONE) {
            failures.opened();
            try {
                producer.beginTransaction();
            } catch (RuntimeException e) {
                throw failures.ofEnd("begun", e);
            }
            state = State.OPEN;
        }
    }

    /** Into the open transaction. */
    void write(Collection<StoredOffset> offsets) {
        if (offsets.isEmpty()) {
            return;
        }
        int partitions = answered("the partitions of topic " + offsetsTopic, () -> producer.partitionsFor(offsetsTopic))
                .size();
        for (StoredOffset offset : offsets) {
            byte[] key = ConnectEntry.key(offset);
            byte[] value = ConnectEntry.value(offset);
            // A partitioner chosen for the records must not part an offset from its older values.
            Integer partition = partitions == 0 ? null : Utils.toPositive(Utils.murmur2(key)) % partitions;
            SentRecord entry = sent.add(key.length + (value == null ? 0 : value.length), true);
            try {
                var unused = producer.send(new ProducerRecord<>(offsetsTopic, partition, key, value), entry);
            } catch (InterruptException e) {
                sent.withdraw(entry);
                throw e;
            } catch (RuntimeException e) {
                sent.withdraw(entry);
                throw failures.ofSend(offsetsTopic, e);
            }
        }
        sent.throwIfFailed();
    }

    /** Returns when the transaction is committed; to be called again after an interrupt. */
    void commit() {
        state = State.COMMITTING;
        end("committed", producer::commitTransaction);
    }

    /** Returns when the open transaction is aborted. */
    void abort() {
        sent.beginAbort();
        try {
            end("aborted", producer::abortTransaction);
        } finally {
            sent.endAbort();
        }
    }

    private void end(String operation, Runnable call) {
        try {
            answered("the end of a transaction", asked(call));
        } catch (TaskGate.StoppedException e) {
            throw e;
        } catch (InterruptException e) {
            // Ours, if the login is refused.
            sent.throwIfFailed();
            throw e;
        } catch (RuntimeException e) {
            // What is wrong with a record says more than that the transaction is.
            sent.throwIfFailed();
            throw failures.ofEnd(operation, e);
        }
        state = State.NONE;
        failures.ended();
    }

    private static Supplier<Boolean> asked(Runnable call) {
        return () -> {
            call.run();
            return true;
        };
    }

    /** The client gives up after max.block.ms, and then may be asked the same again. */
    private <T> T answered(String what, Supplier<T> call) {
        boolean told = false;
        while (true) {
            try {
                return wait.during(call);
            } catch (TimeoutException e) {
                sent.throwIfFailed();
                if (gate.isStopping()) {
                    throw new TaskGate.StoppedException(
                            "Task " + task + " was told to stop while Kafka did not answer for " + what);
                }
                if (!told) {
                    LOG.warn("Kafka has not answered task {} for {}; it is asked again: {}", task, what, e.toString());
                    told = true;
                }
            }
        }
    }
}
