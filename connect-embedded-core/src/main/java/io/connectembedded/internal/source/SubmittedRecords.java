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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The records in flight, in order, one queue for each source partition. Only the acknowledged head of a queue becomes
 * committable (I1). Submitted to by the task thread, acknowledged on the producer's, advanced by whoever commits.
 */
final class SubmittedRecords {

    private final Acknowledgements acknowledgements;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition allAcked = lock.newCondition();
    private final Map<@Nullable Map<String, ?>, Deque<SubmittedRecord>> queues = new HashMap<>(); // guarded by lock
    private final Map<@Nullable Map<String, ?>, @Nullable Map<String, ?>> committable =
            new LinkedHashMap<>(); // by lock
    private final AtomicInteger unacked = new AtomicInteger();
    private volatile boolean drained;
    private @Nullable Map<String, ?> lastPartition; // task thread
    private @Nullable Deque<SubmittedRecord> lastQueue; // task thread; null when it may have been dropped
    private long ackedSince; // guarded by lock

    SubmittedRecords(Acknowledgements acknowledgements) {
        this.acknowledgements = acknowledgements;
    }

    /** Before the record is sent, so that no acknowledgement can come before its entry. */
    SubmittedRecord submit(SourceRecord record) {
        SubmittedRecord entry = new SubmittedRecord(record, this, acknowledgements);
        unacked.incrementAndGet();
        lock.lock();
        try {
            queueOf(record).addLast(entry);
        } finally {
            lock.unlock();
        }
        return entry;
    }

    /** Takes back the entry submitted last: its record was not sent. */
    void withdraw(SubmittedRecord entry) {
        lock.lock();
        try {
            queueOf(entry.record()).removeLast();
        } finally {
            lock.unlock();
        }
        answered();
    }

    private Deque<SubmittedRecord> queueOf(SourceRecord record) {
        Map<String, ?> partition = record.sourcePartition();
        Deque<SubmittedRecord> queue = lastQueue;
        // Most tasks hand out one and the same map for a partition: then no map is hashed for each record.
        if (queue == null || partition != lastPartition) {
            queue = queues.computeIfAbsent(partition, any -> new ArrayDeque<>());
            lastPartition = partition;
            lastQueue = queue;
        }
        return queue;
    }

    /** One record less in flight, acknowledged or refused; on the producer's thread. */
    void answered() {
        if (unacked.decrementAndGet() == 0 && drained) {
            lock.lock();
            try {
                allAcked.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    int inFlight() {
        return unacked.get();
    }

    /** Moves acknowledged heads to the committable offsets. */
    void advance() {
        lock.lock();
        try {
            Iterator<Map.Entry<@Nullable Map<String, ?>, Deque<SubmittedRecord>>> each =
                    queues.entrySet().iterator();
            while (each.hasNext()) {
                Map.Entry<@Nullable Map<String, ?>, Deque<SubmittedRecord>> entry = each.next();
                takeHead(entry.getKey(), entry.getValue());
                if (entry.getValue().isEmpty() && entry.getValue() != lastQueue) {
                    each.remove();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many records were acknowledged, in order, since this was asked last; whoever advanced them. */
    long takeAcked() {
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

    private void takeHead(@Nullable Map<String, ?> partition, Deque<SubmittedRecord> queue) {
        SubmittedRecord last = null;
        SubmittedRecord head = queue.peekFirst();
        while (head != null && head.isAcked()) {
            last = queue.pollFirst();
            ackedSince++;
            head = queue.peekFirst();
        }
        if (last != null) {
            committable.put(partition, last.record().sourceOffset());
        }
    }

    /** Hands over the committable offsets, the last of each source partition. */
    Map<@Nullable Map<String, ?>, @Nullable Map<String, ?>> takeCommittable() {
        lock.lock();
        try {
            Map<@Nullable Map<String, ?>, @Nullable Map<String, ?>> taken = new LinkedHashMap<>(committable);
            committable.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is in flight; false when the limit passed first. */
    boolean awaitAcked(Duration limit) throws InterruptedException {
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
