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
 * The body of a source task. A batch goes its whole way in {@link #iterate}: poll, convert, send; what becomes of its
 * records then, and when they are committed, is the {@link Delivery}'s affair.
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
    private final Delivery delivery;
    private final SourceMeters meters;
    private final PollBackOff backOff;

    private boolean pluginTouched;
    private List<SourceRecord> batch = List.of();
    private int next;
    private @Nullable ProducerRecord<byte[], byte[]> ready; // the next record, if its steps are done
    private int readyBytes;
    private @Nullable String stage = "create"; // for messages; another thread may read an old one; null: the steps'

    public WorkerSourceTask(SourceTaskParts parts, Delivery delivery) {
        this.parts = parts;
        this.task = parts.plugin().task();
        this.gate = parts.gate();
        this.time = parts.time();
        this.steps = new SourceSteps(parts.steps());
        this.delivery = delivery;
        this.meters = delivery.meters();
        this.backOff = new PollBackOff(gate);
    }

    @Override
    public String stage() {
        String own = stage;
        return own == null ? steps.stage() : delivery.stage(own);
    }

    @Override
    public @Nullable String leftIn() {
        return delivery.leftIn();
    }

    @Override
    public void start() {
        stage = "start";
        delivery.open();
        pluginTouched = true;
        task.initialize(new EmbeddedSourceTaskContext(
                parts.plugin().config(),
                parts.plugin().offsetReader(),
                delivery.transactionContext(),
                parts.plugin().meters()));
        task.start(new HashMap<>(parts.plugin().config().get()));
        delivery.started();
    }

    @Override
    public void iterate() throws Exception {
        stage = "send";
        delivery.beginRound();
        if (!delivery.hasRoom(readyBytes)) {
            // Back-pressure: the plug-in is not polled while as much is in flight as may be.
            delivery.rest(readyBytes);
            return;
        }
        if (next >= batch.size()) {
            poll();
            delivery.beginBatch();
        }
        if (isThrough()) {
            stage = "send";
            delivery.endBatch();
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

    /** Sends the batch; false when there is more of it to be sent later. */
    private boolean isThrough() throws InterruptedException {
        if (batch.isEmpty()) {
            return true;
        }
        while (next < batch.size()) {
            SourceRecord record = batch.get(next);
            // As in Connect, a null among records is nothing, and no failure.
            if (record != null && !passOn(record)) {
                return false;
            }
            ready = null;
            readyBytes = 0;
            next++;
        }
        batch = List.of();
        next = 0;
        parts.steps().errors().endOfBatch();
        return true;
    }

    /** False when it has to wait, for room or for Kafka: what is ready by then is kept, and no step is done again. */
    private boolean passOn(SourceRecord record) throws InterruptedException {
        ProducerRecord<byte[], byte[]> made = ready;
        if (made == null) {
            if (!delivery.hasRoom(0)) {
                return false;
            }
            stage = null;
            made = steps.apply(record);
            stage = "send";
            if (made == null) {
                delivery.drop(record, steps.gaveUp());
                return true;
            }
            ready = made;
            readyBytes = SourceSteps.bytes(made);
        }
        return delivery.hasRoom(readyBytes) && isSent(record, made);
    }

    private boolean isSent(SourceRecord record, ProducerRecord<byte[], byte[]> made) throws InterruptedException {
        boolean sent = delivery.send(record, made, readyBytes);
        if (!sent) {
            gate.betweenRounds(SEND_AGAIN);
        }
        return sent;
    }

    @Override
    public void commit() throws InterruptedException {
        delivery.commit();
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
    public void pause() throws InterruptedException {
        delivery.pause();
    }

    @Override
    public void resume() {
        // Nothing to do: the next round polls.
    }

    @Override
    public void wakeUp() {
        // The gate wakes every other wait of ours; a wait in poll is the plug-in's own.
        delivery.wakeUp();
    }

    @Override
    public void cancel() {
        delivery.cancel();
        parts.steps().errors().abandon();
        parts.plugin().offsetReader().close();
        delivery.abandon();
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
        stage = "commit";
        delivery.finish(failed, deadline);
    }

    @Override
    public void close(Deadline deadline) {
        stage = "stop";
        Closing closing = new Closing(LOG, parts.plugin().failures());
        if (pluginTouched) {
            closing.step("stopping the task", task::stop);
        }
        stage = "close";
        closing.step("closing the producer", () -> delivery.close(deadline.leaving(0.3)));
        closing.step("closing the offset reader", parts.plugin().offsetReader()::close);
        closing.step("closing the topic admin", parts.steps().topics()::close);
        closing.step("closing the transformations", parts.steps().transforms()::close);
        closing.step("closing the error handling", () -> parts.steps().errors().close(deadline));
        closing.step("closing the converters", parts.steps().converters()::close);
        closing.step("removing the task's metrics", parts.plugin().meters()::close);
    }
}
