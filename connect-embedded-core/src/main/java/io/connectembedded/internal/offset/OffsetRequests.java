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
package io.connectembedded.internal.offset;

import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.offset.StoredOffset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/** What callers asked of the store thread and it has not begun; callers never wait for more than this lock. */
final class OffsetRequests {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Batch pending = new Batch();
    private @Nullable Batch running;
    private boolean closed;

    /** Shorter than a connector waits for its offsets, so that it hears why there are none. */
    private static final Duration LONGEST_READ = Duration.ofSeconds(50);

    /** A look-up, which is asked again until the deadline while it cannot be answered yet. */
    record Read(String connector, CompletableFuture<Collection<StoredOffset>> future, Deadline deadline) {}

    /** Everything asked since the last batch: opening, then one group of writes, then the reads. */
    static final class Batch {
        final List<CompletableFuture<Void>> opens = new ArrayList<>();
        final List<CompletableFuture<Void>> writes = new ArrayList<>();
        final Map<OffsetKey, StoredOffset> offsets = new LinkedHashMap<>();
        final List<Read> reads = new ArrayList<>();

        boolean isEmpty() {
            return opens.isEmpty() && writes.isEmpty() && reads.isEmpty();
        }

        void fail(Throwable cause) {
            opens.forEach(future -> future.completeExceptionally(cause));
            writes.forEach(future -> future.completeExceptionally(cause));
            reads.forEach(read -> read.future.completeExceptionally(cause));
        }
    }

    CompletableFuture<Void> open() {
        CompletableFuture<Void> future = new CompletableFuture<>();
        return submit(future, () -> pending.opens.add(future));
    }

    CompletableFuture<Collection<StoredOffset>> read(String connector) {
        CompletableFuture<Collection<StoredOffset>> future = new CompletableFuture<>();
        Read read = new Read(connector, future, Deadline.after(Time.SYSTEM, LONGEST_READ));
        return submit(future, () -> pending.reads.add(read));
    }

    /** It could not be answered yet: once more, after what was asked meanwhile. */
    void again(List<Read> reads) {
        lock.lock();
        try {
            if (!closed) {
                pending.reads.addAll(reads);
                return;
            }
        } finally {
            lock.unlock();
        }
        reads.forEach(read -> read.future.completeExceptionally(closed()));
    }

    /** The newest value of a partition wins and takes the place of the last submission. */
    CompletableFuture<Void> write(Collection<StoredOffset> offsets) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        List<StoredOffset> copy = List.copyOf(offsets);
        return submit(future, () -> {
            pending.writes.add(future);
            for (StoredOffset offset : copy) {
                pending.offsets.remove(OffsetKey.of(offset));
                pending.offsets.put(OffsetKey.of(offset), offset);
            }
        });
    }

    /** Blocks without a wake-up until there is something to do; null when closed and nothing is left. */
    @Nullable
    Batch take() {
        lock.lock();
        try {
            running = null;
            while (pending.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            return poll();
        } finally {
            lock.unlock();
        }
    }

    /** What there is to do now; null when there is nothing. */
    @Nullable
    Batch poll() {
        lock.lock();
        try {
            running = null;
            if (!pending.isEmpty()) {
                running = pending;
                pending = new Batch();
            }
            return running;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** For a thread that will not come back: whoever still waits for it is told. */
    void abandon(Throwable cause) {
        Batch stuck;
        Batch waiting;
        lock.lock();
        try {
            closed = true;
            stuck = running;
            waiting = pending;
            pending = new Batch();
        } finally {
            lock.unlock();
        }
        if (stuck != null) {
            stuck.fail(cause);
        }
        waiting.fail(cause);
    }

    private <T> CompletableFuture<T> submit(CompletableFuture<T> future, Runnable add) {
        lock.lock();
        try {
            if (!closed) {
                add.run();
                changed.signalAll();
                return future;
            }
        } finally {
            lock.unlock();
        }
        return CompletableFuture.failedFuture(closed());
    }

    private static ConnectEmbeddedException closed() {
        return new ConnectEmbeddedException("The offset storage is closed, because its worker has stopped");
    }
}
