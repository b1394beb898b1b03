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

import io.connectembedded.internal.error.ErrorHandling;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.metrics.SourceMeters;
import io.connectembedded.internal.metrics.TaskMeters;
import io.connectembedded.internal.source.inflight.Acknowledgements;
import io.connectembedded.internal.source.inflight.DroppedRecords;
import io.connectembedded.internal.source.inflight.InFlightBound;
import io.connectembedded.internal.source.inflight.SubmittedRecord;
import io.connectembedded.internal.source.inflight.SubmittedRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records are acknowledged on the producer's thread, and offsets stored after them at an interval of their own: a kill
 * in between makes duplicates, never a gap (I6).
 */
public final class AtLeastOnce implements Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(AtLeastOnce.class);

    private final SourceTaskParts parts;
    private final Acknowledgements acknowledgements;
    private final SubmittedRecords submitted;
    private final DroppedRecords dropped;
    private final SourceCommitter committer;
    private final SourceMeters meters;

    private volatile @Nullable RecordDispatcher dispatcher;
    private volatile boolean cancelled;
    private volatile PeriodicCommits.@Nullable Registration commits;

    public AtLeastOnce(SourceTaskParts parts, TaskMeters taskMeters) {
        this.parts = parts;
        SourceTaskParts.Plugin plugin = parts.plugin();
        ErrorHandling<SourceRecord> errors = parts.steps().errors();
        this.acknowledgements = new Acknowledgements(
                plugin.task(), plugin.failures(), parts.kafka().refusing(), errors.toleratesAll());
        this.submitted = new SubmittedRecords(
                acknowledgements, new InFlightBound(parts.steps().limit()), parts.gate()::wake);
        this.dropped = new DroppedRecords(
                errors, submitted, acknowledgements, parts.steps().dropped());
        SourceOffsets offsets = new SourceOffsets(parts.id().connector(), submitted, parts.storage());
        this.meters = new SourceMeters(parts.metrics(), taskMeters, submitted::inFlight);
        submitted.whenAllAnswered(() -> meters.written(submitted.takeAcked()));
        this.committer = new SourceCommitter(
                parts.id(),
                offsets,
                plugin.task(),
                plugin.taskClass(),
                CommitListener.counted(taskMeters, parts.listener()),
                parts.time());
    }

    @Override
    public SourceMeters meters() {
        return meters;
    }

    @Override
    public @Nullable TransactionContext transactionContext() {
        return null;
    }

    @Override
    public void open() {
        SourceTaskParts.Steps given = parts.steps();
        dispatcher = new RecordDispatcher(
                parts.kafka().producer().get(), parts.kafka().refusing(), given.topics(), given.activeTopics());
    }

    @Override
    public void started() {
        PeriodicCommits.Registration registration =
                parts.commits().register(committer, parts.plugin().interrupts());
        commits = registration;
        if (cancelled) {
            registration.close();
        }
    }

    @Override
    public void beginRound() {
        acknowledgements.throwIfFailed();
        dropped.settle(opened().producerClass());
        meters.written(submitted.takeAcked());
    }

    private RecordDispatcher opened() {
        RecordDispatcher sender = dispatcher;
        if (sender == null) {
            throw new IllegalStateException("Task " + parts.id() + " was not started");
        }
        return sender;
    }

    @Override
    public boolean hasRoom(int bytes) {
        return submitted.hasRoom(bytes);
    }

    @Override
    public void rest(int bytes) throws InterruptedException {
        submitted.beginRest(bytes);
        try {
            parts.gate().restUntil(submitted::isRested);
        } finally {
            submitted.endRest();
        }
    }

    @Override
    public void beginBatch() {
        opened().beginBatch();
    }

    @Override
    public boolean send(SourceRecord record, ProducerRecord<byte[], byte[]> made, int bytes) {
        SubmittedRecord entry = submitted.submit(record, bytes);
        boolean sent = false;
        try {
            sent = opened().send(made, entry);
        } finally {
            if (!sent) {
                submitted.withdraw(entry);
            }
        }
        return sent;
    }

    @Override
    public void drop(SourceRecord record, boolean givenUp) {
        dropped.add(record, givenUp);
    }

    @Override
    public void endBatch() {
        // Its acknowledgements and commits follow on other threads.
    }

    @Override
    public void commit() {
        parts.commits().commit(committer, parts.plugin().interrupts());
    }

    @Override
    public void pause() {
        // What is in flight is still committed.
    }

    @Override
    public int inFlight() {
        return submitted.inFlight();
    }

    @Override
    public boolean awaitsKafka() {
        return inFlight() > 0;
    }

    @Override
    public void loginRefused() {
        acknowledgements.loginRefused();
        parts.gate().wake();
    }

    @Override
    public void wakeUp() {
        // The gate wakes every wait there is.
    }

    @Override
    public String stage(String own) {
        String in = leftIn();
        // The end waits for the producer, and the producer for the plug-in.
        return in != null && (own.equals("commit") || own.equals("close")) ? in : own;
    }

    @Override
    public @Nullable String leftIn() {
        return acknowledgements.isTelling() ? "commitRecord" : null;
    }

    @Override
    public void finish(boolean failed, Deadline deadline) {
        endCommits();
        if (commits == null || cancelled) {
            return;
        }
        // Over before the interrupt that comes after half of the grace, if nothing took time before.
        Deadline answers = Deadline.after(
                parts.time(), deadline.leaving(0.6).atMost(parts.commits().limit()));
        awaitAcked(answers);
        if (settledLast()) {
            awaitAcked(answers);
        }
        dropped.tell();
        committer.commitLast(deadline);
        meters.written(submitted.takeAcked());
    }

    private void endCommits() {
        PeriodicCommits.Registration registered = commits;
        if (registered != null) {
            registered.close();
        }
    }

    /** What Kafka refused meanwhile, and reports of dropped records; whether there is more to wait for now. */
    private boolean settledLast() {
        try {
            return dropped.settle(opened().producerClass());
        } catch (RuntimeException e) {
            LOG.warn(
                    "A record Kafka did not take could not be reported; it will be read again: {}",
                    parts.plugin().failures().of("send", e).message());
            return false;
        }
    }

    private void awaitAcked(Deadline answers) {
        boolean acked = false;
        try {
            try {
                acked = submitted.awaitAcked(parts.commits().patience(answers.remaining()));
            } catch (InterruptedException e) {
                // It was meant for the plug-in: what is on its way to Kafka is awaited all the same.
                acked = submitted.awaitAcked(parts.commits().patience(answers.remaining()));
            }
        } catch (InterruptedException e) {
            LOG.debug("Task {} was interrupted twice while it waited for Kafka", parts.id());
        }
        if (!acked) {
            LOG.warn(
                    "{} records were not acknowledged by Kafka in time; they will be read again", submitted.inFlight());
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        committer.cancel();
        endCommits();
    }

    @Override
    public void abandon() {
        RecordDispatcher sender = dispatcher;
        if (sender != null) {
            sender.abandon();
        }
    }

    @Override
    public void close(Deadline deadline) {
        RecordDispatcher sender = dispatcher;
        if (sender != null) {
            sender.close(deadline);
        }
    }
}
