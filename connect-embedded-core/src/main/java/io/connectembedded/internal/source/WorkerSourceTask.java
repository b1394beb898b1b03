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

import io.connectembedded.internal.lifecycle.Closing;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.TaskBody;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.metrics.SourceMeters;
import io.connectembedded.internal.metrics.TaskMeters;
import io.connectembedded.metrics.TaskMetrics;
import io.connectembedded.status.TaskState;
import java.time.Duration;
import java.time.Instant;
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
    private final SourceRecordConverter converter;
    private final Acknowledgements acknowledgements;
    private final SubmittedRecords submitted;
    private final SourceCommitter committer;
    private final SourceMeters meters;
    private final PollBackOff backOff;

    private volatile @Nullable RecordDispatcher dispatcher;
    private volatile boolean cancelled;
    private volatile PeriodicCommits.@Nullable Registration commits;
    private boolean pluginTouched;
    private List<SourceRecord> batch = List.of();
    private int next;
    private String stage = "create"; // for messages; another thread may read an old one

    public WorkerSourceTask(SourceTaskParts parts, TaskMeters taskMeters) {
        this.parts = parts;
        this.task = parts.plugin().task();
        this.gate = parts.gate();
        this.time = parts.time();
        this.converter = new SourceRecordConverter(parts.steps().converters());
        this.acknowledgements = new Acknowledgements(task, parts.plugin().failures());
        this.submitted = new SubmittedRecords(acknowledgements);
        SourceOffsets offsets = new SourceOffsets(parts.id().connector(), submitted, parts.storage());
        this.meters = new SourceMeters(parts.metrics(), taskMeters, submitted::inFlight);
        this.committer =
                new SourceCommitter(parts.id(), offsets, task, parts.plugin().taskClass(), this::committed, time);
        this.backOff = new PollBackOff(gate);
    }

    private void committed(int partitions, Duration took, @Nullable Throwable failure) {
        if (failure == null) {
            meters.task().committed(took);
        }
        parts.listener().committed(partitions, took, failure);
    }

    @Override
    public String stage() {
        return stage;
    }

    @Override
    public void start() {
        stage = "start";
        dispatcher = new RecordDispatcher(parts.producer().get());
        pluginTouched = true;
        task.initialize(new EmbeddedSourceTaskContext(
                parts.plugin().config(),
                parts.plugin().offsetReader(),
                parts.plugin().meters()));
        task.start(new HashMap<>(parts.plugin().config().get()));
        PeriodicCommits.Registration registration = parts.commits().register(committer);
        commits = registration;
        if (cancelled) {
            registration.close();
        }
    }

    @Override
    public void iterate() throws Exception {
        acknowledgements.throwIfFailed();
        meters.written(submitted.takeAcked());
        if (next >= batch.size()) {
            poll();
        }
        send();
    }

    private void poll() throws InterruptedException {
        stage = "poll";
        long begin = time.hiResClockMs();
        List<SourceRecord> polled = pollTask();
        long took = time.hiResClockMs() - begin;
        batch = polled == null ? List.of() : polled;
        next = 0;
        if (batch.isEmpty()) {
            backOff.nothingCame(took);
        } else {
            backOff.somethingCame();
            meters.polled(batch.size(), took);
        }
    }

    private @Nullable List<SourceRecord> pollTask() throws InterruptedException {
        try {
            return task.poll();
        } catch (org.apache.kafka.connect.errors.RetriableException
                | org.apache.kafka.common.errors.RetriableException e) {
            LOG.warn(
                    "Poll failed and is tried again: {}",
                    parts.plugin().failures().of(stage, e).message());
            return null;
        }
    }

    private void send() throws InterruptedException {
        RecordDispatcher sender = dispatcher;
        if (sender == null) {
            throw new IllegalStateException("Task " + parts.id() + " was not started");
        }
        while (next < batch.size()) {
            SourceRecord record = batch.get(next);
            stage = "convert";
            var converted = converter.convert(record);
            stage = "send";
            SubmittedRecord entry = submitted.submit(record);
            if (!sent(sender, converted, entry)) {
                gate.betweenRounds(SEND_AGAIN);
                return;
            }
            next++;
        }
        batch = List.of();
        next = 0;
    }

    private boolean sent(RecordDispatcher sender, ProducerRecord<byte[], byte[]> converted, SubmittedRecord entry) {
        boolean sent = false;
        try {
            sent = sender.send(converted, entry);
            return sent;
        } finally {
            if (!sent) {
                submitted.withdraw(entry);
            }
        }
    }

    @Override
    public void commit() {
        parts.commits().commit(committer);
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
        awaitAcked(parts.commits()
                .patience(deadline.leaving(0.6).atMost(parts.commits().limit())));
        lastCommit(deadline);
        meters.written(submitted.takeAcked());
    }

    private void awaitAcked(Duration limit) {
        try {
            if (!submitted.awaitAcked(limit)) {
                LOG.warn(
                        "{} records were not acknowledged by Kafka in time; they will be read again",
                        submitted.inFlight());
            }
        } catch (InterruptedException e) {
            LOG.warn(
                    "Interrupted while {} records waited to be acknowledged; they will be read again",
                    submitted.inFlight());
        }
    }

    /** An interrupt was meant for the plug-in: what Kafka has acknowledged is committed all the same. */
    private void lastCommit(Deadline deadline) {
        try {
            try {
                committer.commitAndWait(deadline.leaving(0.3).remaining());
            } catch (InterruptedException e) {
                committer.commitAndWait(deadline.leaving(0.3).remaining());
            }
        } catch (InterruptedException e) {
            LOG.warn("The last commit was interrupted twice; records since the last one will be read again");
        }
    }

    @Override
    public void close(Deadline deadline) {
        stage = "stop";
        Closing closing = new Closing(LOG, parts.plugin().failures());
        if (pluginTouched) {
            closing.step("stopping the task", task::stop);
        }
        RecordDispatcher sender = dispatcher;
        if (sender != null) {
            closing.step("closing the producer", () -> sender.close(deadline.leaving(0.3)));
        }
        closing.step("closing the offset reader", parts.plugin().offsetReader()::close);
        closing.step("closing the transformations", parts.steps().transforms()::close);
        closing.step("closing the error handling", parts.steps().errors()::close);
        closing.step("closing the converters", parts.steps().converters()::close);
        closing.step("removing the task's metrics", parts.plugin().meters()::close);
    }
}
