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
package io.connectembedded.internal.sink.position;

import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.offset.OffsetStorage;
import io.connectembedded.offset.StoredOffset;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Positions in an offset store, instead of those of the consumer group, which still divides the partitions. What the
 * store knows nothing of begins where the consumer would: at what the group committed before there was a store, else by
 * {@code auto.offset.reset}. The store is called by its own thread; here it is waited for, never longer than a limit.
 */
public final class StorePositions implements SinkPositions {

    /** As for the offsets of a source. */
    private static final Duration READ_LIMIT = Duration.ofMinutes(1);

    private final String connector;
    private final OffsetStorage storage;
    private final TaskGate gate;
    private final Runnable wake;
    private final SavedPositions saved;
    private final Map<TopicPartition, StoredOffset> stored = new HashMap<>(); // of assigned ones, as last heard
    private final Deque<Write> writes = new ArrayDeque<>();
    private boolean cancelled; // guarded by writes

    private record Write(
            CompletableFuture<Void> done,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            List<StoredOffset> entries,
            OffsetCommitCallback answer) {}

    /** {@code wake} is called on the store's thread when an answer is there. */
    public StorePositions(String connector, OffsetStorage storage, TaskGate gate, SavedPositions saved, Runnable wake) {
        this.connector = connector;
        this.storage = storage;
        this.gate = gate;
        this.saved = saved;
        this.wake = wake;
    }

    @Override
    public Map<TopicPartition, Long> assigned(Collection<TopicPartition> partitions) {
        return read(partitions);
    }

    /** What the store says of these partitions now. */
    Map<TopicPartition, Long> read(Collection<TopicPartition> partitions) {
        Map<TopicPartition, StoredOffset> found = found(readAll(), Set.copyOf(partitions));
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (TopicPartition partition : partitions) {
            StoredOffset entry = found.get(partition);
            stored.put(partition, entry == null ? PositionEntry.none(connector, partition) : entry);
            if (entry != null) {
                positions.put(partition, PositionEntry.offset(entry));
            }
        }
        return positions;
    }

    private Map<TopicPartition, StoredOffset> found(Collection<StoredOffset> all, Set<TopicPartition> wanted) {
        Map<TopicPartition, StoredOffset> found = new HashMap<>();
        for (StoredOffset entry : all) {
            TopicPartition partition = entry.offset() == null ? null : PositionEntry.partition(entry);
            if (partition != null && wanted.contains(partition)) {
                // Of two spellings of one partition ours is the one that was written last by us.
                StoredOffset ours = PositionEntry.none(connector, partition);
                if (!found.containsKey(partition) || entry.partition().equals(ours.partition())) {
                    found.put(partition, entry);
                }
            }
        }
        return found;
    }

    private Collection<StoredOffset> readAll() {
        CompletableFuture<Collection<StoredOffset>> reading = storage.read(connector);
        try {
            if (!gate.awaitDone(reading, READ_LIMIT, gate::isStopping)) {
                throw gate.isStopping()
                        ? new TaskGate.StoppedException(
                                "Sink " + connector + " was told to stop while it read its positions")
                        : new ConnectException("Sink " + connector + " got no positions from the offset store within "
                                + READ_LIMIT + "; check that the store is reachable");
            }
            return reading.get();
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new ConnectException(
                    "Sink " + connector + " could not read its positions: " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Sink " + connector + " was interrupted while it read its positions", e);
        }
    }

    @Override
    public void forget(Collection<TopicPartition> partitions) {
        stored.keySet().removeAll(Set.copyOf(partitions));
        saved.forget(partitions);
    }

    @Override
    public boolean areWritten() {
        return saved.leavesItToTheRuntime();
    }

    @Override
    public void commit(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback answer) {
        Write write = write(offsets, answer);
        writes.add(write);
        if (write.done().isDone()) {
            answer();
        } else {
            // Of no further use: failures are told with the answer.
            CompletableFuture<Void> unused = write.done().whenComplete((done, failure) -> wake.run());
        }
    }

    /** Whether what the task has saved by itself was found in the store, or it has saved nothing. */
    public boolean areVerified() {
        return !saved.isUnverified();
    }

    @Override
    public void verify(Deadline limit) {
        if (areVerified()) {
            return;
        }
        CompletableFuture<Collection<StoredOffset>> reading = storage.read(connector);
        boolean stopping = gate.isStopping();
        if (!await(reading, gate.within(limit), () -> !stopping && gate.isStopping())
                || reading.isCompletedExceptionally()) {
            return; // It is asked again with the next commit.
        }
        Set<TopicPartition> held = Set.copyOf(stored.keySet());
        Map<TopicPartition, StoredOffset> found = found(reading.getNow(List.of()), held);
        held.forEach(partition -> found.putIfAbsent(partition, PositionEntry.none(connector, partition)));
        saved.verify(found);
    }

    private Write write(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback answer) {
        List<StoredOffset> entries = new ArrayList<>();
        offsets.forEach((partition, offset) -> entries.add(moved(partition, offset.offset())));
        return new Write(submitted(entries), offsets, entries, answer);
    }

    /** A task that comes back after it was abandoned must not overwrite what others have written since. */
    private CompletableFuture<Void> submitted(List<StoredOffset> entries) {
        synchronized (writes) {
            return cancelled
                    ? CompletableFuture.failedFuture(new ConnectException("The positions of a task of sink " + connector
                            + " that was abandoned are not written any more; its records are read again"))
                    : storage.write(entries);
        }
    }

    @Override
    public void cancel() {
        synchronized (writes) {
            cancelled = true;
        }
    }

    /**
     * Waits for what the runtime is writing, so long at most: a transaction of the host that overtook it would be
     * overwritten.
     *
     * @return whether it is written, or never will be
     */
    boolean settled(Duration limit) {
        Write last = writes.peekLast();
        boolean done = last == null || await(last.done(), limit, gate::isStopping);
        answer();
        return done;
    }

    @Override
    public void answer() {
        while (!writes.isEmpty() && writes.element().done().isDone()) {
            Write write = writes.remove();
            Exception failure = failure(write.done());
            if (failure == null) {
                written(write);
            }
            write.answer().onComplete(write.offsets(), failure);
        }
    }

    @Override
    public void commitNow(Map<TopicPartition, OffsetAndMetadata> offsets, Deadline limit) {
        Write write = write(offsets, (committed, failure) -> {});
        boolean stopping = gate.isStopping();
        boolean done = await(write.done(), gate.within(limit), () -> !stopping && gate.isStopping());
        if (!done && !stopping && gate.isStopping()) {
            done = await(write.done(), gate.within(limit), () -> false);
        }
        if (!done) {
            throw new TimeoutException("The offset store did not write the last positions of sink " + connector
                    + " in time; what it does not write is read again");
        }
        RuntimeException failure = failure(write.done());
        if (failure != null) {
            throw failure;
        }
        written(write);
    }

    /** An interrupt was meant for the plug-in. */
    private boolean await(CompletableFuture<?> writing, Duration limit, BooleanSupplier givenUp) {
        Thread.interrupted();
        try {
            return gate.awaitDone(writing, limit, givenUp);
        } catch (InterruptedException e) {
            return writing.isDone();
        }
    }

    private void written(Write write) {
        int at = 0;
        for (TopicPartition partition : write.offsets().keySet()) {
            StoredOffset entry = write.entries().get(at++);
            stored.computeIfPresent(partition, (any, old) -> entry);
        }
    }

    private static @Nullable RuntimeException failure(CompletableFuture<Void> done) {
        try {
            done.getNow(null);
            return null;
        } catch (RuntimeException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            return cause instanceof RuntimeException known ? known : new ConnectException(cause.getMessage(), cause);
        }
    }

    /** What is known to be stored of this partition; without offset when nothing is. */
    StoredOffset stored(TopicPartition partition) {
        return stored.getOrDefault(partition, PositionEntry.none(connector, partition));
    }

    /** Up to where, as far as is known, everything is stored; 0 when nothing is. */
    public long known(TopicPartition partition) {
        StoredOffset entry = stored(partition);
        return entry.offset() == null ? 0 : PositionEntry.offset(entry);
    }

    StoredOffset moved(TopicPartition partition, long offset) {
        return PositionEntry.moved(stored(partition), offset);
    }

    /** Somebody else has written these. */
    void written(Map<TopicPartition, StoredOffset> entries) {
        entries.forEach((partition, entry) -> stored.computeIfPresent(partition, (any, old) -> entry));
    }

    @Override
    public String keeper() {
        return "The offset store";
    }
}
