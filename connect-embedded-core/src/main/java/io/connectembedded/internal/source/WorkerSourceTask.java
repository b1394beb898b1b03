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
import io.connectembedded.internal.lifecycle.Closing;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.TaskBody;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.metrics.SourceMeters;
import io.connectembedded.internal.metrics.TaskMeters;
import io.connectembedded.internal.source.inflight.Acknowledgements;
import io.connectembedded.internal.source.inflight.DroppedRecords;
import io.connectembedded.internal.source.inflight.InFlightBound;
import io.connectembedded.internal.source.inflight.SubmittedRecord;
import io.connectembedded.internal.source.inflight.SubmittedRecords;
import io.connectembedded.metrics.TaskMetrics;
import io.connectembedded.status.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of a source task. A batch goes its whole way in {@link #iterate}: poll, convert, submit, send; its
 * acknowledgements and commits follow on other threads.
 */
public final class WorkerSourceTask implements TaskBody {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerSourceTask.class);
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final Duration SEND_AGAIN = Duration.ofMillis(100);

    private final SourceTaskParts parts;
    private final SourceTask task;
    private final TaskGate gate;
    private final Time time;
    private final SourceSteps steps;
    private final Acknowledgements acknowledgements;
    private final SubmittedRecords submitted;
    private final DroppedRecords dropped;
    private final SourceCommitter committer;
    private final SourceMeters meters;
    private final PollBackOff backOff;

    private volatile @Nullable RecordDispatcher dispatcher;
    private volatile boolean cancelled;
    private volatile PeriodicCommits.@Nullable Registration commits;
    private boolean pluginTouched;
    private List<SourceRecord> batch = List.of();
    private int next;
    private @Nullable ProducerRecord<byte[], byte[]> ready; // the next record, if its steps are done
    private int readyBytes;
    private @Nullable String stage = "create"; // for messages; another thread may read an old one; null: the steps'

    public WorkerSourceTask(SourceTaskParts parts, TaskMeters taskMeters) {
        this.parts = parts;
        this.task = parts.plugin().task();
        this.gate = parts.gate();
        this.time = parts.time();
        this.steps = new SourceSteps(parts.steps());
        ErrorHandling<SourceRecord> errors = parts.steps().errors();
        this.acknowledgements = new Acknowledgements(
                task, parts.plugin().failures(), parts.kafka().refusing(), errors.toleratesAll());
        this.submitted = new SubmittedRecords(
                acknowledgements, new InFlightBound(parts.steps().limit()), gate::wake);
        this.dropped = new DroppedRecords(
                errors, submitted, acknowledgements, parts.steps().dropped());
        SourceOffsets offsets = new SourceOffsets(parts.id().connector(), submitted, parts.storage());
        this.meters = new SourceMeters(parts.metrics(), taskMeters, submitted::inFlight);
        CommitListener counted = CommitListener.counted(meters.task(), parts.listener());
        this.committer =
                new SourceCommitter(parts.id(), offsets, task, parts.plugin().taskClass(), counted, time);
        this.backOff = new PollBackOff(gate);
    }

    /** How many records are sent and not yet acknowledged; any thread. */
    public int inFlight() {
        return submitted.inFlight();
    }

    /** Kafka refuses the producer's login while records wait for it: the task fails in its next round; any thread. */
    public void loginRefused() {
        acknowledgements.loginRefused();
        gate.wake();
    }

    @Override
    public String stage() {
        String own = stage;
        if (own == null) {
            return steps.stage();
        }
        String in = leftIn();
        // The end waits for the producer, and the producer for the plug-in.
        return in != null && (own.equals("commit") || own.equals("close")) ? in : own;
    }

    @Override
    public @Nullable String leftIn() {
        return acknowledgements.isTelling() ? "commitRecord" : null;
    }

    @Override
    public void start() {
        stage = "start";
        SourceTaskParts.Steps given = parts.steps();
        dispatcher = new RecordDispatcher(
                parts.kafka().producer().get(), parts.kafka().refusing(), given.topics(), given.activeTopics());
        pluginTouched = true;
        task.initialize(new EmbeddedSourceTaskContext(
                parts.plugin().config(),
                parts.plugin().offsetReader(),
                parts.plugin().meters()));
        task.start(new HashMap<>(parts.plugin().config().get()));
        PeriodicCommits.Registration registration =
                parts.commits().register(committer, parts.plugin().interrupts());
        commits = registration;
        if (cancelled) {
            registration.close();
        }
    }

    @Override
    public void iterate() throws Exception {
        RecordDispatcher sender = started();
        stage = "send";
        acknowledgements.throwIfFailed();
        dropped.settle(sender.producerClass());
        meters.written(submitted.takeAcked());
        if (!submitted.hasRoom(readyBytes)) {
            rest();
            return;
        }
        if (next >= batch.size()) {
            poll();
            sender.beginBatch();
        }
        send(sender);
    }

    private RecordDispatcher started() {
        RecordDispatcher sender = dispatcher;
        if (sender == null) {
            throw new IllegalStateException("Task " + parts.id() + " was not started");
        }
        return sender;
    }

    /** Back-pressure: the plug-in is not polled while as much is in flight as may be. */
    private void rest() throws InterruptedException {
        submitted.beginRest(readyBytes);
        try {
            gate.restUntil(submitted::isRested);
        } finally {
            submitted.endRest();
        }
    }

    private void poll() throws InterruptedException {
        stage = "poll";
        long begin = time.hiResClockMs();
        List<SourceRecord> polled;
        try {
            polled = task.poll();
        } catch (org.apache.kafka.connect.errors.RetriableException
                | org.apache.kafka.common.errors.RetriableException e) {
            LOG.warn(
                    "Poll failed and is tried again: {}",
                    parts.plugin().failures().of("poll", e).message());
            parts.steps().errors().meters().failed();
            parts.steps().errors().meters().retried();
            backOff.failed();
            return;
        }
        long took = time.hiResClockMs() - begin;
        if (polled == null || polled.isEmpty()) {
            backOff.nothingCame(took);
            return;
        }
        // A copy: what the task does to its list is its own affair.
        batch = Arrays.asList(polled.toArray(SourceRecord[]::new));
        next = 0;
        backOff.somethingCame();
        meters.polled(batch.size(), took);
    }

    private void send(RecordDispatcher sender) throws InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        while (next < batch.size()) {
            SourceRecord record = batch.get(next);
            // As in Connect, a null among records is nothing, and no failure.
            if (record != null && !passOn(sender, record)) {
                return;
            }
            ready = null;
            readyBytes = 0;
            next++;
        }
        batch = List.of();
        next = 0;
        parts.steps().errors().endOfBatch();
    }

    /** False when it has to wait, for room or for Kafka: what is ready by then is kept, and no step is done again. */
    private boolean passOn(RecordDispatcher sender, SourceRecord record) throws InterruptedException {
        ProducerRecord<byte[], byte[]> made = ready;
        if (made == null) {
            if (!submitted.hasRoom(0)) {
                return false;
            }
            stage = null;
            made = steps.apply(record);
            stage = "send";
            if (made == null) {
                dropped.add(record, steps.gaveUp());
                return true;
            }
            ready = made;
            readyBytes = SourceSteps.bytes(made);
        }
        return submitted.hasRoom(readyBytes) && sent(sender, record, made);
    }

    private boolean sent(RecordDispatcher sender, SourceRecord record, ProducerRecord<byte[], byte[]> made)
            throws InterruptedException {
        SubmittedRecord entry = submitted.submit(record, readyBytes);
        boolean sent = false;
        try {
            sent = sender.send(made, entry);
        } finally {
            if (!sent) {
                submitted.withdraw(entry);
            }
        }
        if (!sent) {
            gate.betweenRounds(SEND_AGAIN);
        }
        return sent;
    }

    @Override
    public void commit() {
        parts.commits().commit(committer, parts.plugin().interrupts());
    }

    @Override
    public Duration untilRound() {
        return A_DAY;
    }

    @Override
    public boolean iteratesWhilePaused() {
        return false;
    }

    @Override
    public void pause() {
        // Nothing to do: a paused source is not polled, and what is in flight is still committed.
    }

    @Override
    public void resume() {
        // Nothing to do, see pause.
    }

    @Override
    public void wakeUp() {
        // The gate wakes every wait of ours; a wait in poll is the plug-in's own.
    }

    @Override
    public void cancel() {
        cancelled = true;
        parts.steps().errors().abandon();
        committer.cancel();
        endCommits();
        parts.plugin().offsetReader().close();
        RecordDispatcher sender = dispatcher;
        if (sender != null) {
            sender.abandon();
        }
    }

    private void endCommits() {
        PeriodicCommits.Registration registered = commits;
        if (registered != null) {
            registered.close();
        }
    }

    @Override
    public void stateChanged(TaskState to) {
        meters.task().stateChanged(to);
    }

    @Override
    public TaskMetrics metrics(Instant now) {
        return meters.view(now);
    }

    @Override
    public void removeMetrics() {
        meters.close();
    }

    @Override
    public void finish(boolean failed, Deadline deadline) {
        endCommits();
        if (commits == null || cancelled) {
            return;
        }
        stage = "commit";
        // Over before the interrupt that comes after half of the grace, if nothing took time before.
        Deadline answers = Deadline.after(
                time, deadline.leaving(0.6).atMost(parts.commits().limit()));
        awaitAcked(answers);
        if (settledLast()) {
            awaitAcked(answers);
        }
        dropped.tell();
        committer.commitLast(deadline);
        meters.written(submitted.takeAcked());
    }

    /** What Kafka refused meanwhile, and reports of dropped records; whether there is more to wait for now. */
    private boolean settledLast() {
        try {
            return dropped.settle(started().producerClass());
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
    public void close(Deadline deadline) {
        stage = "stop";
        Closing closing = new Closing(LOG, parts.plugin().failures());
        if (pluginTouched) {
            closing.step("stopping the task", task::stop);
        }
        stage = "close";
        RecordDispatcher sender = dispatcher;
        if (sender != null) {
            closing.step("closing the producer", () -> sender.close(deadline.leaving(0.3)));
        }
        closing.step("closing the offset reader", parts.plugin().offsetReader()::close);
        closing.step("closing the topic admin", parts.steps().topics()::close);
        closing.step("closing the transformations", parts.steps().transforms()::close);
        closing.step("closing the error handling", () -> parts.steps().errors().close(deadline));
        closing.step("closing the converters", parts.steps().converters()::close);
        closing.step("removing the task's metrics", parts.plugin().meters()::close);
    }
}
