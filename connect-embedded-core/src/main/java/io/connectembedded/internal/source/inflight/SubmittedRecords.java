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
package io.connectembedded.internal.source.inflight;

import java.time.Duration;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The records in flight, in order, one queue for each source partition. Only the acknowledged head of a queue becomes
 * committable (I1), a dropped record in its turn. Submitted to by the task thread, acknowledged on the producer's or on
 * that of a report, advanced by whoever commits.
 */
public final class SubmittedRecords {

    private final Acknowledgements acknowledgements;
    private final InFlightBound bound;
    private final Runnable wake;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition allAcked = lock.newCondition();
    private final Map<@Nullable Map<String, ?>, PartitionQueue> queues = new HashMap<>(); // guarded by lock
    private final Map<@Nullable Map<String, ?>, @Nullable Object> committable = new LinkedHashMap<>(); // by lock
    private final AtomicInteger unacked = new AtomicInteger();
    private volatile boolean drained;
    private volatile int wanted = -1; // bytes the resting task waits for; -1 when it does not rest
    private @Nullable Map<String, ?> lastPartition; // task thread
    private @Nullable PartitionQueue lastQueue; // written by the task thread under lock
    private long ackedSince; // guarded by lock

    /** {@code wake} ends the rest of a task that waits for room. */
    public SubmittedRecords(Acknowledgements acknowledgements, InFlightBound bound, Runnable wake) {
        this.acknowledgements = acknowledgements;
        this.bound = bound;
        this.wake = wake;
    }

    /** Before the record is sent, so that no acknowledgement can come before its entry. */
    public SubmittedRecord submit(SourceRecord record, int bytes) {
        Object offset = KeptMap.keep(record.sourceOffset());
        lock.lock();
        try {
            PartitionQueue queue = queueOf(record.sourcePartition());
            SubmittedRecord entry = new SubmittedRecord(this, queue, record, offset, bytes);
            queue.records.addLast(entry);
            bound.add(bytes);
            unacked.incrementAndGet(); // last, for the task's own maps may fail in what comes before
            return entry;
        } finally {
            lock.unlock();
        }
    }

    /** The entry of a record that is not sent: its offset is committed in its turn, once {@link #settled}. */
    SubmittedRecord drop(SourceRecord record) {
        SubmittedRecord entry = submit(record, 0);
        entry.drop();
        return entry;
    }

    /** Takes back the entry submitted last: its record was not sent. */
    public void withdraw(SubmittedRecord entry) {
        lock.lock();
        try {
            entry.queue().records.removeLast();
            bound.remove(entry.bytes());
        } finally {
            lock.unlock();
        }
        answered(entry);
    }

    private PartitionQueue queueOf(@Nullable Map<String, ?> partition) {
        PartitionQueue queue = lastQueue;
        if (queue == null || !isSame(partition, queue)) {
            queue = queues.get(partition);
            if (queue == null) {
                queue = new PartitionQueue(KeptMap.map(KeptMap.keep(partition)));
                queues.put(queue.partition, queue);
            }
            lastQueue = queue;
        }
        lastPartition = partition;
        return queue;
    }

    /** Most tasks hand out one and the same map for a partition: then no map is hashed for each record. */
    private boolean isSame(@Nullable Map<String, ?> partition, PartitionQueue last) {
        return (partition == lastPartition && KeptMap.isFixed(partition)) || last.isOf(partition);
    }

    void acked(SubmittedRecord entry, RecordMetadata metadata) {
        acknowledgements.acked(entry.record(), metadata);
        entry.ack();
        answered(entry);
    }

    void refused(SubmittedRecord entry, String topic, Exception failure) {
        acknowledgements.refused(entry, topic, failure);
        answered(entry);
    }

    /** A refused record counts again, as dropped, until its report is written; task thread. */
    void reopen(SubmittedRecord entry) {
        entry.drop();
        unacked.incrementAndGet();
    }

    /** Nothing is left to do for a dropped record; any thread. */
    void settled(SubmittedRecord entry) {
        entry.ack();
        answered(entry);
    }

    /** A dropped record that could not be reported: it holds its partition back; any thread. */
    void unsettled(SubmittedRecord entry) {
        answered(entry);
    }

    /** One record less without an answer. */
    private void answered(SubmittedRecord entry) {
        if (unacked.decrementAndGet() == 0 && drained) {
            lock.lock();
            try {
                allAcked.signalAll();
            } finally {
                lock.unlock();
            }
        }
        if (wanted >= 0) {
            makeRoom(entry.queue());
        }
    }

    /** The task rests and submits nothing: this thread makes the room it waits for. */
    private void makeRoom(PartitionQueue queue) {
        lock.lock();
        try {
            takeHead(queue);
        } finally {
            lock.unlock();
        }
        if (isRested()) {
            wake.run();
        }
    }

    /** Records that Kafka, or who writes reports, has not answered for yet. */
    public int inFlight() {
        return unacked.get();
    }

    /** Whether a record of this size may be submitted now; task thread. */
    public boolean hasRoom(int bytes) {
        if (bound.admits(bytes)) {
            return true;
        }
        advance();
        return bound.admits(bytes);
    }

    /** From now on whoever acknowledges makes room for a record of this size, and wakes the task. */
    public void beginRest(int bytes) {
        wanted = bytes;
        advance();
    }

    /** Whether there is room again, or something else to do for the task. */
    public boolean isRested() {
        int size = wanted;
        return size < 0 || bound.isRelaxed(size) || acknowledgements.hasNews();
    }

    public void endRest() {
        wanted = -1;
    }

    /** Moves acknowledged heads to the committable offsets. */
    public void advance() {
        lock.lock();
        try {
            Iterator<PartitionQueue> each = queues.values().iterator();
            while (each.hasNext()) {
                PartitionQueue queue = each.next();
                takeHead(queue);
                if (queue.records.isEmpty() && queue != lastQueue) {
                    each.remove();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many records Kafka acknowledged, in order, since this was asked last; whoever advanced them. */
    public long takeAcked() {
        lock.lock();
        try {
            advance();
            long acked = ackedSince;
            ackedSince = 0;
            return acked;
        } finally {
            lock.unlock();
        }
    }

    private void takeHead(PartitionQueue queue) {
        Deque<SubmittedRecord> records = queue.records;
        SubmittedRecord last = null;
        SubmittedRecord head = records.peekFirst();
        while (head != null && head.isAcked()) {
            last = records.pollFirst();
            bound.remove(head.bytes());
            if (!head.isDropped()) {
                ackedSince++;
            }
            head = records.peekFirst();
        }
        if (last != null) {
            committable.put(queue.partition, last.offset());
        }
    }

    /** Hands over the committable offsets, the last of each source partition. */
    public Map<@Nullable Map<String, ?>, @Nullable Map<String, ?>> takeCommittable() {
        lock.lock();
        try {
            Map<@Nullable Map<String, ?>, @Nullable Map<String, ?>> taken = new LinkedHashMap<>();
            committable.forEach((partition, offset) -> taken.put(partition, KeptMap.map(offset)));
            committable.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is in flight; false when the limit passed first. */
    public boolean awaitAcked(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            drained = true;
            while (unacked.get() > 0 && left > 0) {
                left = allAcked.awaitNanos(left);
            }
            return unacked.get() == 0;
        } finally {
            lock.unlock();
        }
    }
}
