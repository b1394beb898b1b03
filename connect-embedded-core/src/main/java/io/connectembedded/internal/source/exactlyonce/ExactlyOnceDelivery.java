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

import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.metrics.SourceMeters;
import io.connectembedded.internal.metrics.TaskMeters;
import io.connectembedded.internal.source.Delivery;
import io.connectembedded.internal.source.RecordDispatcher;
import io.connectembedded.internal.source.SourceTaskParts;
import io.connectembedded.internal.source.exactlyonce.boundary.Boundary;
import io.connectembedded.internal.source.exactlyonce.boundary.Boundary.End;
import io.connectembedded.internal.source.inflight.InFlightBound;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records go to Kafka in a transaction, their offsets in the same one: both become visible or neither (I6). What a kill
 * leaves open is aborted by the next producer of the same id, before the next task reads its offsets.
 */
public final class ExactlyOnceDelivery implements Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(ExactlyOnceDelivery.class);

    private final SourceTaskParts parts;
    private final ExactlyOnce rules;
    private final SourceMeters meters;
    private final Boundary boundary;
    private final SentRecords sent;
    private final TransactionFailures failures;
    private final PendingLetters letters;
    private final KafkaWait wait = new KafkaWait();
    private final TransactionCommits commits;

    private volatile @Nullable RecordDispatcher dispatcher;
    private @Nullable Transactions transactions;
    private volatile boolean cancelled;
    private volatile @Nullable String stage; // for messages; null: the loop's own
    private boolean started;
    private boolean through = true; // all of the last batch is sent or dropped
    private boolean closed;

    public ExactlyOnceDelivery(SourceTaskParts parts, TaskMeters taskMeters, ExactlyOnce rules) {
        this.parts = parts;
        this.rules = rules;
        this.boundary = Boundary.of(parts.id(), rules.boundary(), rules.interval(), parts.time());
        InFlightBound bound = new InFlightBound(parts.steps().limit());
        this.meters = new SourceMeters(parts.metrics(), taskMeters, bound::records);
        this.failures = new TransactionFailures(parts.id(), rules, parts.kafka().refusing(), parts.time());
        this.sent = new SentRecords(bound, failures, parts.gate()::wake, this::count);
        this.letters = new PendingLetters(failures, sent);
        this.commits = new TransactionCommits(parts, meters, sent, () -> cancelled);
    }

    private void count() {
        meters.written(sent.takeAcked());
    }

    @Override
    public SourceMeters meters() {
        return meters;
    }

    @Override
    public @Nullable TransactionContext transactionContext() {
        return boundary.context();
    }

    @Override
    public void open() {
        stage = "fence";
        requireGoingOn();
        rules.fencing().run();
        requireGoingOn();
        Producer<byte[], byte[]> producer = parts.kafka().producer().get();
        SourceTaskParts.Steps given = parts.steps();
        dispatcher = new RecordDispatcher(producer, parts.kafka().refusing(), given.topics(), given.activeTopics());
        // A late one must not fence its successor; whoever cancels after this look closes the producer.
        requireGoingOn();
        Transactions opened =
                new Transactions(parts.id(), producer, rules.offsetsTopic(), wait, sent, failures, parts.gate());
        opened.init();
        requireGoingOn();
        rules.confirming().run();
        requireGoingOn();
        transactions = opened;
        stage = null;
    }

    private void requireGoingOn() {
        if (cancelled || parts.gate().isStopping()) {
            throw new TaskGate.StoppedException("Task " + parts.id() + " was told to stop before it began");
        }
    }

    @Override
    public void started() {
        started = true;
    }

    private Transactions transactions() {
        Transactions opened = transactions;
        if (opened == null) {
            throw new IllegalStateException("Task " + parts.id() + " was not started");
        }
        return opened;
    }

    private RecordDispatcher dispatcher() {
        RecordDispatcher opened = dispatcher;
        if (opened == null) {
            throw new IllegalStateException("Task " + parts.id() + " was not started");
        }
        return opened;
    }

    @Override
    public void beginRound() {
        sent.throwIfFailed();
    }

    @Override
    public boolean hasRoom(int bytes) {
        return sent.hasRoom(bytes);
    }

    @Override
    public void rest(int bytes) throws InterruptedException {
        sent.beginRest(bytes);
        try {
            parts.gate().restUntil(sent::isRested);
        } finally {
            sent.endRest();
        }
    }

    @Override
    public void beginBatch() {
        dispatcher().beginBatch();
        through = false;
    }

    @Override
    public boolean send(SourceRecord record, ProducerRecord<byte[], byte[]> made, int bytes)
            throws InterruptedException {
        if (made.topic().equals(rules.offsetsTopic())) {
            throw failures.ofOwnTopic();
        }
        // Before the transaction, which should not be open while a topic is waited for.
        if (!dispatcher().isReady(made.topic())) {
            return false;
        }
        transactions().begin();
        SentRecord entry = sent.add(bytes, false);
        pass(made, entry);
        commits.sent(record, entry);
        end(boundary.afterRecord(record));
        return true;
    }

    private void pass(ProducerRecord<byte[], byte[]> made, SentRecord entry) {
        try {
            dispatcher().pass(made, entry);
        } catch (InterruptException e) {
            sent.withdraw(entry);
            throw e;
        } catch (RuntimeException e) {
            sent.withdraw(entry);
            throw failures.ofSend(made.topic(), e);
        }
    }

    @Override
    public void drop(SourceRecord record, boolean givenUp) throws InterruptedException {
        if (givenUp) {
            letters.add(parts.steps().errors().reported());
        }
        parts.steps().dropped().accept(record);
        commits.dropped(record);
        end(boundary.afterRecord(record));
    }

    @Override
    public void endBatch() throws InterruptedException {
        through = true;
        end(boundary.afterBatch(commits.kept() >= parts.steps().limit().records()));
        commits.copyOffsets();
    }

    @Override
    public void commit() throws InterruptedException {
        end(boundary.atEnd(through));
    }

    /** An open transaction would run into its timeout while nothing comes. */
    @Override
    public void pause() throws InterruptedException {
        end(boundary.atEnd(through));
    }

    private void end(End how) throws InterruptedException {
        if (how == End.NOT_YET) {
            return;
        }
        stage = "commit";
        sent.throwIfFailed();
        if (how == End.ABORT) {
            commits.abort(transactions());
        }
        awaitLetters(Duration.ofDays(1));
        commits.commit(transactions());
        stage = null;
    }

    private void awaitLetters(Duration limit) throws InterruptedException {
        CompletableFuture<?> all = letters.all();
        if (all != null && !parts.gate().awaitDone(all, limit, parts.gate()::isStopping)) {
            throw new TaskGate.StoppedException(
                    "Task " + parts.id()
                            + " was told to stop while its dead letters were not written; its last transaction is not committed");
        }
        sent.throwIfFailed();
    }

    @Override
    public int inFlight() {
        return sent.inFlight();
    }

    @Override
    public boolean awaitsKafka() {
        return inFlight() > 0 || wait.isWaiting();
    }

    @Override
    public void loginRefused() {
        sent.loginRefused();
        parts.gate().wake();
        wait.interrupt();
    }

    @Override
    public void wakeUp() {
        if ("fence".equals(stage) && parts.gate().isStopping()) {
            wait.interrupt();
        }
    }

    @Override
    public String stage(String own) {
        String now = stage;
        return now == null ? own : now;
    }

    @Override
    public @Nullable String leftIn() {
        return null;
    }

    @Override
    public void finish(boolean failed, Deadline deadline) {
        stage = "commit";
        try {
            if (started && !failed && !cancelled) {
                endLast(deadline.leaving(0.6).atMost(parts.commits().limit()));
            }
        } catch (RuntimeException | InterruptedException e) {
            LOG.warn(
                    "The last transaction of task {} is not committed; its records are read again: {}",
                    parts.id(),
                    parts.plugin().failures().of("commit", e).message());
        } finally {
            // Now, not after the plug-in's stop: an open transaction holds up its readers until this aborts it.
            Thread.interrupted();
            closeProducer(deadline.leaving(0.5));
            stage = null;
        }
    }

    private void endLast(Duration limit) throws InterruptedException {
        Deadline answers = Deadline.after(parts.time(), limit);
        Transactions last = transactions();
        if (!last.isCommitting() && !isPrepared(last, answers)) {
            return;
        }
        if (areAnswered(answers)) {
            commits.finish(last);
        }
    }

    private boolean isPrepared(Transactions last, Deadline answers) throws InterruptedException {
        End how = boundary.atEnd(through);
        if (how == End.NOT_YET || !areAnswered(answers)) {
            return false;
        }
        CompletableFuture<?> all = letters.all();
        if (all != null && !parts.gate().awaitDone(all, answers.remaining(), () -> false)) {
            LOG.warn(
                    "Dead letters of task {} were not written in time; its last transaction is read again", parts.id());
            return false;
        }
        sent.throwIfFailed();
        if (how == End.ABORT) {
            commits.abort(last);
        }
        return commits.prepare(last);
    }

    /** Without that a commit would wait, and not for this long only. */
    private boolean areAnswered(Deadline answers) throws InterruptedException {
        Duration limit = parts.commits().patience(answers.remaining());
        if (!sent.awaitAnswers(limit)) {
            sent.throwIfFailed();
            LOG.warn(
                    "{} records of the last transaction of task {} were not acknowledged by Kafka in time; all of it is"
                            + " read again",
                    sent.inFlight(),
                    parts.id());
            return false;
        }
        return true;
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public void abandon() {
        RecordDispatcher opened = dispatcher;
        if (opened != null) {
            opened.abandon();
        }
    }

    @Override
    public void close(Deadline deadline) {
        closeProducer(deadline);
    }

    private void closeProducer(Deadline deadline) {
        RecordDispatcher opened = dispatcher;
        if (opened != null && !closed) {
            closed = true;
            opened.close(deadline);
        }
    }
}
