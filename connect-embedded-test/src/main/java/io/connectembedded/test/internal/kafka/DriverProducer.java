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
package io.connectembedded.test.internal.kafka;

import io.connectembedded.status.TaskId;
import io.connectembedded.test.internal.kafka.transaction.ProducerTransactions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * A producer whose records are acknowledged when the test says so. Records with a key go to the partition Kafka would
 * choose; those without go to the partitions of their topic in turn. A callback is called within the call that decides
 * about its record, and what it throws reaches the caller. A commit of a transaction waits for what is in flight, and so
 * acknowledges it.
 */
public final class DriverProducer extends ProducerSurface {

    private final DriverKafka kafka;
    private final TaskId task;
    private final ProducerTransactions transactions;
    private final Deque<InFlight> inFlight = new ArrayDeque<>();
    private final Map<String, Integer> turns = new HashMap<>();
    private @Nullable Exception refusal;
    private boolean atOnce;
    private long acked;
    private boolean closed;

    DriverProducer(DriverKafka kafka, TaskId task, ProducerTransactions transactions) {
        this.kafka = kafka;
        this.task = task;
        this.transactions = transactions;
    }

    public TaskId task() {
        return task;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        if (closed) {
            throw new IllegalStateException("Cannot perform operation after producer has been closed");
        }
        int partitions = kafka.topics().partitionsAtUse(record.topic());
        InFlight sent = inFlight(record, partitions, callback);
        Exception refused = refused(sent);
        if (refused != null) {
            refuse(sent, refused);
        } else if (sent.partition().partition() >= partitions) {
            refuse(
                    sent,
                    new TimeoutException("Partition " + sent.partition().partition() + " of topic " + record.topic()
                            + " with partition count " + partitions + " is not present in metadata"));
        } else if (atOnce) {
            acknowledge(sent);
        } else {
            inFlight.add(sent);
        }
        return sent;
    }

    /** Why it cannot be sent, or null: then it is part of the open transaction, if there is one. */
    private @Nullable Exception refused(InFlight sent) {
        Exception refused = refusal;
        refusal = null;
        try {
            sent.within(transactions.ofNextRecord());
        } catch (KafkaException e) {
            return e;
        }
        return refused;
    }

    private void refuse(InFlight sent, Exception why) {
        transactions.refused(why);
        sent.refuse(why);
    }

    @Override
    public void initTransactions() {
        transactions.init();
    }

    @Override
    public void beginTransaction() {
        transactions.begin();
    }

    @Override
    public void commitTransaction() {
        ack(inFlight());
        transactions.commit();
    }

    @Override
    public void abortTransaction() {
        Deque<InFlight> lost = new ArrayDeque<>(inFlight);
        inFlight.clear();
        transactions.abort();
        lost.forEach(sent -> sent.refuse(new TransactionAbortedException()));
    }

    /** Whether its records are in transactions. */
    public boolean isTransactional() {
        return transactions.isTransactional();
    }

    /**
     * The next commit of a transaction fails with this, null: it does not.
     *
     * @param done whether Kafka makes the commit all the same, and only its answer is lost
     */
    public void failNextCommit(@Nullable RuntimeException failure, boolean done) {
        transactions.failNextCommit(failure, done);
    }

    /** Sends and acknowledges at once; a partition that is not there is the caller's fault. */
    void append(ProducerRecord<byte[], byte[]> record) {
        int partitions = kafka.topics().partitionsAtUse(record.topic());
        kafka.append(inFlight(record, partitions, null));
    }

    private InFlight inFlight(ProducerRecord<byte[], byte[]> record, int partitions, @Nullable Callback callback) {
        return new InFlight(copy(record), partition(record, partitions), callback, kafka.nextNumber());
    }

    /** As serialization does: what the sender does to its arrays later is its own affair. */
    private static ProducerRecord<byte[], byte[]> copy(ProducerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(
                record.topic(),
                record.partition(),
                record.timestamp(),
                PartitionLog.copy(record.key()),
                PartitionLog.copy(record.value()),
                new RecordHeaders(record.headers()));
    }

    private int partition(ProducerRecord<byte[], byte[]> record, int partitions) {
        Integer chosen = record.partition();
        if (chosen != null) {
            return chosen;
        }
        byte[] key = record.key();
        if (key != null) {
            return Utils.toPositive(Utils.murmur2(key)) % partitions;
        }
        int turn = turns.merge(record.topic(), 1, Integer::sum) - 1;
        return turn % partitions;
    }

    private void acknowledge(InFlight sent) {
        RecordMetadata landed = kafka.append(sent);
        acked++;
        sent.acknowledge(landed);
    }

    /** How many records were acknowledged so far. */
    public long acked() {
        return acked;
    }

    /** Sent, and neither acknowledged nor refused. */
    public int inFlight() {
        return inFlight.size();
    }

    /** What was sent earlier than another's has the smaller number; the highest there is when nothing is in flight. */
    public long oldest() {
        InFlight first = inFlight.peek();
        return first == null ? Long.MAX_VALUE : first.number();
    }

    /** The partitions records are in flight to, that of the oldest record first. */
    public List<TopicPartition> inFlightPartitions() {
        Collection<TopicPartition> partitions = new LinkedHashSet<>();
        inFlight.forEach(sent -> partitions.add(sent.partition()));
        return new ArrayList<>(partitions);
    }

    /**
     * Acknowledges the oldest so many.
     *
     * @throws IllegalArgumentException if fewer are in flight
     */
    public void ack(int oldest) {
        checkInFlight(oldest);
        for (int acked = 0; acked < oldest; acked++) {
            acknowledge(inFlight.remove());
        }
    }

    /**
     * Acknowledges the oldest record in flight to this partition.
     *
     * @throws IllegalArgumentException if none is
     */
    public void ackPartition(TopicPartition partition) {
        for (Iterator<InFlight> left = inFlight.iterator(); left.hasNext(); ) {
            InFlight sent = left.next();
            if (sent.partition().equals(partition)) {
                left.remove();
                acknowledge(sent);
                return;
            }
        }
        throw new IllegalArgumentException("Task " + task + " has no record in flight to " + partition);
    }

    /** As {@link #ackPartition}, by the index in {@link #inFlightPartitions()}. */
    public void ackHeadOf(int whichPartition) {
        List<TopicPartition> partitions = inFlightPartitions();
        if (whichPartition < 0 || whichPartition >= partitions.size()) {
            throw new IllegalArgumentException("Task " + task + " has records in flight to " + partitions.size()
                    + " partitions, so there is none with index " + whichPartition);
        }
        ackPartition(partitions.get(whichPartition));
    }

    /** From now on acknowledges within {@code send}, for producers whose records nobody asks about. */
    public void ackAtOnce() {
        ack(inFlight());
        atOnce = true;
    }

    /** The next record that is sent is refused within {@code send}, null: is not; what is in flight stays so. */
    public void failNextSend(@Nullable Exception failure) {
        refusal = failure;
    }

    /**
     * Dies as in a crash: calls nobody. Of what was in flight, Kafka has got the oldest so many.
     *
     * @throws IllegalArgumentException if fewer are in flight
     */
    public void kill(int landed) {
        checkInFlight(landed);
        closed = true;
        for (int appended = 0; appended < landed; appended++) {
            kafka.append(inFlight.remove());
        }
        inFlight.clear();
    }

    private void checkInFlight(int count) {
        if (count < 0 || count > inFlight.size()) {
            throw new IllegalArgumentException(
                    "Task " + task + " has " + inFlight.size() + " records in flight, not " + count);
        }
    }

    /** Returns at once: nothing is on its way that would arrive by waiting. */
    @Override
    public void flush() {}

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        kafka.topics().partitionsAtUse(topic);
        return kafka.topics().infos(topic);
    }

    /** Fails what is in flight, as Kafka does when its time to close has passed: waiting would bring no answer. */
    @Override
    public void close(Duration timeout) {
        if (closed) {
            return;
        }
        closed = true;
        while (!inFlight.isEmpty()) {
            inFlight.remove().refuse(new KafkaException("Producer is closed forcefully."));
        }
        transactions.close(timeout);
    }
}
