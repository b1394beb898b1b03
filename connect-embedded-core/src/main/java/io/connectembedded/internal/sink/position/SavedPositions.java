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

import io.connectembedded.offset.JdbcOffsetStore;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * The positions of one sink task that it saves itself, each time it is put something, in a transaction of the host: rows
 * and positions are committed together or not at all. The write depends on the positions being what they were, so that of
 * two tasks that hold one partition for a while only one can commit.
 *
 * <p>What became of the transaction is known only when the put has returned. When it threw after it had saved, commit or
 * not is <em>in doubt</em>: nothing is put again, and no position is written, before the store was asked.
 */
public final class SavedPositions {

    /** What came of a transaction that was in doubt. */
    public enum Outcome {
        COMMITTED,
        ROLLED_BACK,
        /** The positions are neither: somebody else has moved them. */
        MOVED
    }

    private static final String SYNTAX_OR_ACCESS = "42"; // class of SQL states

    private final String connector;
    private final @Nullable JdbcOffsetStore store;
    private @Nullable StorePositions positions;
    private @Nullable Thread thread; // of the put that runs
    private Supplier<Map<TopicPartition, Long>> next = Map::of; // positions after what is put
    private Consumer<Map<TopicPartition, Long>> durable = any -> {};
    private Map<TopicPartition, StoredOffset> before = Map.of(); // of the save of this put
    private Map<TopicPartition, StoredOffset> after = Map.of();
    private final Map<TopicPartition, StoredOffset> beforeLast =
            new HashMap<>(); // of the last that counts as committed
    private boolean offered;
    private boolean tried; // to save, in this put
    private boolean written; // in the transaction of this put
    private boolean inDoubt;
    private boolean runtimeWrites;
    private boolean unverified; // counts as committed, and the store was not asked since
    private @Nullable RuntimeException failure; // of the save of this put

    /** {@code store}: the connector's own, if it has one. */
    public SavedPositions(String connector, @Nullable OffsetStore store) {
        this.connector = connector;
        this.store = store instanceof JdbcOffsetStore jdbc ? jdbc : null;
    }

    /** A task that may save takes it. */
    public SavedPositions offered() {
        offered = true;
        return this;
    }

    /** Whether this task is one that may save. */
    public boolean isOffered() {
        return offered;
    }

    /** {@code durable} throws while the reports of what comes before these positions are not. */
    public void over(StorePositions kept, Consumer<Map<TopicPartition, Long>> durable) {
        this.positions = kept;
        this.durable = durable;
    }

    /**
     * Whether a commit may write positions: not where the task saves them itself. Before it has shown whether it does,
     * that is not known, so nothing is written then. Always with a store that knows no transactions.
     */
    boolean leavesItToTheRuntime() {
        return !offered || store == null || (runtimeWrites && !inDoubt);
    }

    /** Whether a put may save now: not before what the runtime is writing is written. Waits, so long at most. */
    public boolean mayBegin(Duration limit) {
        StorePositions kept = positions;
        return !offered || store == null || kept == null || kept.settled(limit);
    }

    /** A put begins; {@code next} tells the positions after it, of partitions that it moves on. */
    public void begin(Supplier<Map<TopicPartition, Long>> next) {
        this.next = next;
        thread = Thread.currentThread();
        tried = false;
        written = false;
        failure = null;
    }

    /**
     * Joins a transaction of the host, and never commits it.
     *
     * @throws RetriableException when the positions are not what they were, or the database failed
     * @throws ConnectException when there is no table to save positions in
     * @throws IllegalStateException outside of a put, on another thread than it, or a second time in it
     */
    public void save(Connection transaction) {
        Objects.requireNonNull(transaction, "transaction");
        if (thread != Thread.currentThread()) {
            throw new IllegalStateException("Sink " + connector
                    + " saves the positions of a batch while its function handles it, on the thread that called it");
        }
        if (tried) {
            throw new IllegalStateException("The positions of this batch of sink " + connector
                    + " are saved already; a batch is handled in one transaction");
        }
        tried = true;
        try {
            write(transaction);
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    private void write(Connection transaction) {
        StorePositions kept = positions;
        if (store == null || kept == null) {
            throw new ConnectException("Sink " + connector + " has no table to save its positions in; declare it with"
                    + " .offsetStore(OffsetStore.jdbc(dataSource)), the database being that of the connection given to"
                    + " saveOffsets");
        }
        requireTransaction(transaction);
        // I3: letters before the positions that cover their records.
        Map<TopicPartition, Long> moved = next.get();
        durable.accept(moved);
        before = new HashMap<>();
        after = new HashMap<>();
        moved.forEach((partition, offset) -> {
            before.put(partition, kept.stored(partition));
            after.put(partition, kept.moved(partition, offset));
        });
        written = true;
        try {
            store.write(transaction, List.copyOf(before.values()), List.copyOf(after.values()));
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    private void requireTransaction(Connection transaction) {
        try {
            if (transaction.getAutoCommit()) {
                throw new ConnectException("The connection given to saveOffsets of sink " + connector
                        + " commits each statement by itself, so that rows and positions are not committed together:"
                        + " call setAutoCommit(false) before, and commit() after");
            }
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    private RetriableException refused(SQLException e) {
        return new RetriableException(
                "The positions of the batch of sink " + connector
                        + " were not saved in the transaction of its function," + " which has to be rolled back: "
                        + e.getMessage(),
                e);
    }

    /** Whether the put that runs has saved, so that it can take nothing out of its batch any more. */
    public boolean isSaved() {
        return tried;
    }

    /** Why the save of this put failed, whatever the function made of it. */
    public @Nullable RuntimeException failure() {
        return failure;
    }

    /** Whether it would fail each time: the database refuses, and nobody has moved the positions. */
    public boolean isFinal() {
        RuntimeException failed = failure;
        if (failed == null || !(failed.getCause() instanceof SQLException refused)) {
            return failed != null && !(failed instanceof RetriableException);
        }
        String state = refused.getSQLState();
        return refused instanceof SQLNonTransientException || (state != null && state.startsWith(SYNTAX_OR_ACCESS));
    }

    /** These went to another task. */
    void forget(Collection<TopicPartition> partitions) {
        beforeLast.keySet().removeAll(Set.copyOf(partitions));
    }

    /** The put has thrown. */
    public void threw() {
        thread = null;
        if (written) {
            inDoubt = true;
            runtimeWrites = false;
        }
    }

    /**
     * The put has returned, so its transaction counts as committed: the positions of which that holds, none when it has
     * saved none. {@code empty}: it was given nothing.
     *
     * @throws RuntimeException when a save failed all the same; then the put has thrown this
     */
    public Map<TopicPartition, Long> returned(boolean empty) {
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
        thread = null;
        if (!tried) {
            runtimeWrites |= !empty;
            return Map.of();
        }
        return committed();
    }

    private Map<TopicPartition, Long> committed() {
        runtimeWrites = false;
        inDoubt = false;
        unverified = true;
        beforeLast.putAll(before);
        kept().written(after);
        Map<TopicPartition, Long> positions = new HashMap<>();
        after.forEach((partition, entry) -> positions.put(partition, PositionEntry.offset(entry)));
        return positions;
    }

    public boolean isInDoubt() {
        return inDoubt;
    }

    /**
     * Asks the store what came of the transaction that is in doubt.
     *
     * @param assigned the partitions the task holds
     * @return what it says of them, to be given to {@link #outcome}
     * @throws RuntimeException when it does not say; the doubt remains
     */
    public Map<TopicPartition, Long> ask(Collection<TopicPartition> assigned) {
        Map<TopicPartition, Long> said = kept().read(assigned);
        inDoubt = false;
        return said;
    }

    /**
     * What that means, of partitions the task still holds.
     *
     * @throws ConnectException when the transaction of the put before this one was never committed
     */
    public Outcome outcome(Set<TopicPartition> assigned) {
        boolean none = true;
        boolean all = true;
        for (TopicPartition partition : assigned) {
            StoredOffset was = before.get(partition);
            if (was != null) {
                StoredOffset is = kept().stored(partition);
                refuseForgotten(partition, was, is);
                none &= Objects.equals(is.offset(), was.offset());
                all &= Objects.equals(is, after.get(partition));
            }
        }
        return none ? Outcome.ROLLED_BACK : all ? Outcome.COMMITTED : Outcome.MOVED;
    }

    private void refuseForgotten(TopicPartition partition, StoredOffset was, StoredOffset is) {
        StoredOffset last = beforeLast.get(partition);
        if (last != null && !is.equals(was) && is.equals(last)) {
            throw new ConnectException("The positions that the function of sink " + connector
                    + " saved with the batch before are not in the store, which says "
                    + (is.offset() == null ? "nothing" : is.offset()) + " of " + partition + " and not " + was.offset()
                    + ": its transaction was not committed. Call commit() on the connection given to saveOffsets before"
                    + " the function returns; the records are read again once the task is restarted");
        }
    }

    /** Whether positions count as committed that the store was not asked for since. */
    boolean isUnverified() {
        return unverified;
    }

    /**
     * The store says this of partitions the task holds.
     *
     * @throws ConnectException when the transaction that saved last was never committed
     */
    void verify(Map<TopicPartition, StoredOffset> said) {
        unverified = false;
        said.forEach((partition, is) -> refuseForgotten(partition, kept().stored(partition), is));
    }

    private StorePositions kept() {
        StorePositions kept = positions;
        if (kept == null) {
            throw new IllegalStateException("The positions of sink " + connector + " are in no store");
        }
        return kept;
    }
}
