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

import io.connectembedded.internal.source.inflight.InFlightBound;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The records Kafka has not answered for, within their bound, and the first failure: nothing that the producer refuses is
 * tolerated within a transaction (I4). The task thread sends, the producer's answers.
 */
final class SentRecords {

    private final InFlightBound bound; // written under lock
    private final TransactionFailures failures;
    private final Runnable wake;
    private final Runnable allAnswered;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition answered = lock.newCondition();
    private final AtomicReference<@Nullable ConnectException> failure = new AtomicReference<>();
    private volatile boolean loginRefused;
    private volatile boolean aborting;
    private volatile int wanted = -1; // bytes the resting task waits for; -1 when it does not rest
    private long acked; // guarded by lock

    /** {@code wake} ends the rest of a task that waits for room; {@code allAnswered} runs on the producer's thread. */
    SentRecords(InFlightBound bound, TransactionFailures failures, Runnable wake, Runnable allAnswered) {
        this.bound = bound;
        this.failures = failures;
        this.wake = wake;
        this.allAnswered = allAnswered;
    }

    /** Before the record is sent, so that no answer can come before it. */
    SentRecord add(int bytes, boolean offset) {
        lock.lock();
        try {
            bound.add(bytes);
        } finally {
            lock.unlock();
        }
        return new SentRecord(this, bytes, offset);
    }

    /** It was not sent. */
    void withdraw(SentRecord record) {
        remove(record, 0);
    }

    void acked(SentRecord record) {
        remove(record, record.isOffset() ? 0 : 1);
    }

    void refused(SentRecord record, String topic, Exception cause) {
        // What the plug-in wanted aborted is refused by our own producer.
        if (!aborting) {
            failed(failures.ofSend(topic, cause));
        }
        remove(record, 0);
    }

    private void remove(SentRecord record, int taken) {
        boolean none;
        lock.lock();
        try {
            bound.remove(record.bytes());
            acked += taken;
            none = bound.records() == 0;
            if (none || failure.get() != null) {
                answered.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (none) {
            allAnswered.run();
        }
        if (wanted >= 0 && isRested()) {
            wake.run();
        }
    }

    /** The task fails of this, unless it does already of something earlier; any thread. */
    void failed(ConnectException cause) {
        failure.compareAndSet(null, cause);
    }

    /** Any thread, which waits for nothing. */
    void loginRefused() {
        loginRefused = true;
    }

    void throwIfFailed() {
        ConnectException first = failure.get();
        if (first != null) {
            throw first;
        }
        if (loginRefused) {
            throw failures.ofLogin();
        }
    }

    /** Until it is over, records are refused because the transaction is aborted. */
    void beginAbort() {
        aborting = true;
    }

    void endAbort() {
        aborting = false;
    }

    int inFlight() {
        return bound.records();
    }

    boolean hasRoom(int bytes) {
        return bound.admits(bytes);
    }

    /** From now on whoever answers wakes the task when there is room for a record of this size. */
    void beginRest(int bytes) {
        wanted = bytes;
    }

    boolean isRested() {
        int size = wanted;
        return size < 0 || bound.isRelaxed(size) || failure.get() != null || loginRefused;
    }

    void endRest() {
        wanted = -1;
    }

    /** How many records Kafka has taken since this was asked last; any thread. */
    long takeAcked() {
        lock.lock();
        try {
            long taken = acked;
            acked = 0;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until Kafka has answered for everything; false when the limit passed first, or something failed. */
    boolean awaitAnswers(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (bound.records() > 0 && failure.get() == null && left > 0) {
                left = answered.awaitNanos(left);
            }
            return bound.records() == 0 && failure.get() == null;
        } finally {
            lock.unlock();
        }
    }
}
