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
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.internal.lifecycle.work.Work;
import io.connectembedded.internal.log.OpenTransactionException;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.OffsetStoreContext;
import io.connectembedded.offset.StoredOffset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the one thread that calls an offset store, so that a slow or hung store never blocks a caller. Writes that come
 * while another runs go to the store together afterwards. Any thread may call; the futures complete on the store
 * thread (after a close that ran out of time: on the closing thread), so what hangs on them must not block.
 */
public final class OffsetStorage {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetStorage.class);

    /** {@code below}: where the offsets are too, if anywhere; {@code beforeOpen} is called by the store's thread. */
    record Use(@Nullable OffsetsBelow below, Runnable beforeOpen) {}

    private final OffsetStore store;
    private final OffsetStoreContext context;
    private final UnaryOperator<String> redaction;
    private final OffsetRequests requests = new OffsetRequests();
    private final Execution execution;
    private final Execution.Running thread;
    private final @Nullable Use use;
    private volatile boolean opened;
    private volatile boolean ended;

    /** As the other one, where there are no secrets. */
    public OffsetStorage(OffsetStore store, Execution execution, OffsetStoreContext context) {
        this(store, execution, context, UnaryOperator.identity());
    }

    /** Its thread starts with {@link #open()}; {@code redaction} takes the worker's secrets out of what a store says. */
    public OffsetStorage(
            OffsetStore store, Execution execution, OffsetStoreContext context, UnaryOperator<String> redaction) {
        this(store, execution, context, redaction, "offsets", null);
    }

    /** {@code use}: what is asked of a store that is not open opens it first; null when somebody else opens it. */
    OffsetStorage(
            OffsetStore store,
            Execution execution,
            OffsetStoreContext context,
            UnaryOperator<String> redaction,
            String role,
            @Nullable Use use) {
        this.store = store;
        this.redaction = redaction;
        this.context = context;
        this.execution = execution;
        this.use = use;
        thread = execution.create(role, new StoreWork());
    }

    /** Starts the thread and opens the store; may be called again when that failed. */
    public CompletableFuture<Void> open() {
        CompletableFuture<Void> opening = requests.open();
        startFor(opening);
        return opening;
    }

    private void startFor(CompletableFuture<?> asked) {
        synchronized (thread) {
            if (!asked.isCompletedExceptionally() && !thread.wasStarted()) {
                thread.start();
            }
        }
        thread.wake();
    }

    /**
     * Waits on a task's thread until the store is open, until the task is to stop, or this long at most.
     *
     * @throws ConnectException when it cannot be used, saying why
     */
    void awaitOpen(TaskGate gate, Duration limit) throws InterruptedException {
        CompletableFuture<Void> opening = open();
        if (!gate.awaitDone(opening, limit, gate::isStopping)) {
            throw new ConnectException("The offset store " + store + " was not open "
                    + (gate.isStopping() ? "when the task was told to stop" : "within " + limit)
                    + "; look at what the store waits for");
        }
        try {
            opening.get();
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new ConnectException(cause.getMessage(), cause);
        }
    }

    /** Whether it can be opened only when Kafka answers. */
    public boolean needsKafka() {
        return store instanceof NeedsKafka;
    }

    /**
     * The topic into which an exactly-once source's producer writes its offsets, by {@link ConnectEntry}, in the
     * transaction of its records; empty when this store is no topic. Around the transaction it calls
     * {@link #beforeCommit} and {@link #afterCommit}.
     */
    public Optional<String> transactionTopic() {
        return store instanceof TransactionalStore kept ? Optional.of(kept.topic()) : Optional.empty();
    }

    /**
     * Before a transaction with these offsets is committed: done when it may be. What it deletes is deleted first where
     * else the offsets are kept, or it would come back from there; done at once when there is no such place.
     */
    public CompletableFuture<Void> beforeCommit(Collection<StoredOffset> offsets) {
        OffsetsBelow below = below();
        return below == null ? CompletableFuture.completedFuture(null) : below.before(offsets);
    }

    /** After a transaction with these offsets is committed: where else they are kept they are written now, if possible. */
    public void afterCommit(Collection<StoredOffset> offsets) {
        OffsetsBelow below = below();
        if (below != null) {
            below.after(offsets);
        }
    }

    private @Nullable OffsetsBelow below() {
        return use == null ? null : use.below();
    }

    /** How long an answer may be waited for: by hand it is there at once, or never comes. */
    Duration patience(Duration wanted) {
        return execution.patience(wanted);
    }

    /** All offsets of a connector, every write submitted before included. */
    public CompletableFuture<Collection<StoredOffset>> read(String connector) {
        CompletableFuture<Collection<StoredOffset>> reading = requests.read(connector);
        use(reading);
        OffsetsBelow below = below();
        return below == null ? reading : below.under(connector, reading);
    }

    /**
     * Done when the offsets are durable. Fails with the {@code store.write} that carried them, which other callers'
     * offsets may have shared; an offset that a later call overtook counts as written with its successor.
     */
    public CompletableFuture<Void> write(Collection<StoredOffset> offsets) {
        OffsetsBelow below = below();
        return below == null ? writeHere(offsets) : below.around(offsets, () -> writeHere(offsets));
    }

    private CompletableFuture<Void> writeHere(Collection<StoredOffset> offsets) {
        CompletableFuture<Void> writing = requests.write(offsets);
        use(writing);
        return writing;
    }

    private void use(CompletableFuture<?> asked) {
        if (use != null) {
            startFor(asked);
        } else {
            thread.wake();
        }
    }

    /**
     * Writes what is pending, closes the store and ends the thread; interrupts it after half of the limit, and after
     * all of it abandons it (I5) and fails whatever is unfinished. May be called again.
     *
     * @return whether the thread has ended
     */
    public boolean close(Duration limit) {
        end();
        boolean ended = hasEnded(limit.dividedBy(2));
        if (!ended) {
            interrupt();
            ended = hasEnded(limit.minus(limit.dividedBy(2)));
        }
        abandon(ended, limit);
        return ended;
    }

    /** The first step of {@link #close}, for a caller who closes several at once: nothing more is taken. */
    void end() {
        requests.close();
        thread.wake();
        if (!opened) {
            // Nothing can be pending: what waits to be open would wait in vain.
            thread.interrupt();
        }
    }

    boolean hasEnded(Duration limit) {
        return neverStarted() || joined(limit);
    }

    void interrupt() {
        thread.interrupt();
    }

    /** The last step of {@link #close}. */
    void abandon(boolean ended, Duration limit) {
        if (!ended || neverStarted()) {
            requests.abandon(new ConnectEmbeddedException(
                    ended
                            ? "The offset store " + store + " was never opened"
                            : "The offset store " + store + " did not end within " + limit + " and was abandoned"));
        }
    }

    private boolean neverStarted() {
        synchronized (thread) {
            return !thread.wasStarted();
        }
    }

    /** A flag set before does not shorten the wait: what is pending must be written. An interrupt during it does. */
    private boolean joined(Duration limit) {
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(limit);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    /** What the store's thread does. */
    private final class StoreWork implements Work {

        @Override
        public void run() {
            for (OffsetRequests.Batch batch = requests.take(); batch != null; batch = requests.take()) {
                answer(batch);
            }
            ending();
        }

        @Override
        public boolean runPending() {
            boolean moved = false;
            for (OffsetRequests.Batch batch = requests.poll(); batch != null; batch = requests.poll()) {
                answer(batch);
                moved = true;
            }
            if (requests.isClosed() && !ended) {
                ending();
                moved = true;
            }
            return moved;
        }

        @Override
        public boolean isOver() {
            return ended;
        }
    }

    private void answer(OffsetRequests.Batch batch) {
        // An interrupt that ended one call of the store must not end the next one.
        Thread.interrupted();
        batch.opens.forEach(this::open);
        write(batch);
        batch.reads.stream()
                .collect(Collectors.groupingBy(OffsetRequests.Read::connector))
                .forEach(this::read);
    }

    private void ending() {
        Thread.interrupted();
        closeStore();
        ended = true;
    }

    // Every catch of Throwable here hands the failure to the future of whoever asked.

    private void open(CompletableFuture<Void> future) {
        try {
            openStore();
            future.complete(null);
        } catch (Throwable e) {
            future.completeExceptionally(failure("be opened", e));
        }
    }

    private void openStore() throws Exception {
        if (!opened) {
            if (use != null && !requests.isClosed()) {
                use.beforeOpen().run();
            }
            store.open(context);
            opened = true;
        }
    }

    private void write(OffsetRequests.Batch batch) {
        if (batch.writes.isEmpty()) {
            return;
        }
        try {
            requireOpen();
            if (!batch.offsets.isEmpty()) {
                store.write(List.copyOf(batch.offsets.values()));
            }
        } catch (Throwable e) {
            ConnectEmbeddedException failure = failure("write " + batch.offsets.size() + " offsets", e);
            batch.writes.forEach(future -> future.completeExceptionally(failure));
            return;
        }
        batch.writes.forEach(future -> future.complete(null));
    }

    private void read(String connector, List<OffsetRequests.Read> asked) {
        try {
            requireOpen();
            List<StoredOffset> found = List.copyOf(store.read(connector));
            asked.forEach(read -> read.future().complete(found));
        } catch (OpenTransactionException e) {
            // Meanwhile others are answered, one of whom may be about to end that transaction.
            requests.again(stillPatient(connector, asked, e));
        } catch (Throwable e) {
            ConnectEmbeddedException failure = failure("read the offsets of connector " + connector, e);
            asked.forEach(read -> read.future().completeExceptionally(failure));
        }
    }

    private List<OffsetRequests.Read> stillPatient(
            String connector, List<OffsetRequests.Read> asked, OpenTransactionException e) {
        asked.stream()
                .filter(read -> read.deadline().hasPassed())
                .forEach(read ->
                        read.future().completeExceptionally(failure("read the offsets of connector " + connector, e)));
        List<OffsetRequests.Read> patient = new ArrayList<>(asked);
        patient.removeIf(read -> read.future().isDone());
        return patient;
    }

    private void requireOpen() throws Exception {
        if (use != null) {
            openStore();
        } else if (!opened) {
            throw new IllegalStateException("the store is not open");
        }
    }

    private void closeStore() {
        if (!opened) {
            return;
        }
        try {
            store.close();
        } catch (Throwable e) {
            // Nobody waits for a result of this.
            LOG.warn("The offset store {} failed to close; what was written before is not affected", store, e);
        }
    }

    private ConnectEmbeddedException failure(String what, Throwable cause) {
        String message = "The offset store " + store + " could not " + what + ": " + Failures.messageOf(cause);
        String told = redaction.apply(message);
        // A cause that would tell a secret again, or one that its message does not, is left out.
        return new ConnectEmbeddedException(
                told, new Failures(Time.SYSTEM, redaction).isHarmless(cause) ? cause : null);
    }
}
