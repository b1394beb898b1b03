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
package io.connectembedded.internal.sink;

import io.connectembedded.internal.lifecycle.Closing;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.TaskBody;
import io.connectembedded.internal.lifecycle.TaskGate.Target;
import io.connectembedded.internal.metrics.SinkMeters;
import io.connectembedded.metrics.TaskMetrics;
import io.connectembedded.status.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The body of a sink task. A batch goes its whole way in {@link #iterate}: poll, convert, put, delivered, commit. */
public final class WorkerSinkTask implements TaskBody {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerSinkTask.class);

    private final SinkTaskParts parts;
    private final SinkTask task;
    private final SinkMeters meters;
    private final SinkRecordConverter converter;
    private final SinkOffsets offsets = new SinkOffsets();
    private final SinkDelivery delivery;
    private volatile @Nullable Consumer<byte[], byte[]> wakeable;
    private volatile @Nullable Loop loop;
    private boolean pluginTouched;
    private volatile boolean cancelled;
    private long roundMs; // when the last round ended
    private String stage = "create"; // for messages; another thread may read an old one

    /** What exists once there is a consumer. */
    private record Loop(
            Consumer<byte[], byte[]> consumer,
            EmbeddedSinkTaskContext context,
            SinkCommitter committer,
            SinkRebalance rebalance) {}

    public WorkerSinkTask(SinkTaskParts parts) {
        this.parts = parts;
        this.task = parts.plugin().task();
        this.meters = parts.meters();
        this.converter = new SinkRecordConverter(parts.steps().converters());
        this.delivery = new SinkDelivery(parts.plugin(), meters, parts.time());
    }

    @Override
    public String stage() {
        return stage;
    }

    @Override
    public void start() {
        stage = "start";
        Consumer<byte[], byte[]> consumer = parts.consumer().get();
        EmbeddedSinkTaskContext context = new EmbeddedSinkTaskContext(
                parts.plugin().config(), parts.plugin().meters(), consumer);
        SinkCommitter committer = new SinkCommitter(parts, consumer, offsets);
        SinkRebalance rebalance = new SinkRebalance(parts, consumer, context, offsets, delivery, committer);
        loop = new Loop(consumer, context, committer, rebalance);
        wakeable = consumer;
        subscribe(consumer, rebalance);
        pluginTouched = true;
        task.initialize(context);
        task.start(new HashMap<>(parts.plugin().config().get()));
        roundMs = parts.time().hiResClockMs();
    }

    private void subscribe(Consumer<byte[], byte[]> consumer, SinkRebalance rebalance) {
        SinkTaskParts.Topics topics = parts.topics();
        if (topics.names().isEmpty()) {
            consumer.subscribe(Pattern.compile(topics.regex()), rebalance);
        } else {
            consumer.subscribe(topics.names(), rebalance);
        }
    }

    private Loop loop() {
        Loop started = loop;
        if (started == null) {
            throw new IllegalStateException("Task " + parts.id() + " was not started");
        }
        return started;
    }

    @Override
    public void iterate() {
        Loop l = loop();
        commitIfDue(l);
        l.rebalance().rewind();
        ConsumerRecords<byte[], byte[]> records = poll(l);
        l.rebalance().throwIfFailed();
        if (records != null) {
            deliver(l, convert(records));
        }
        roundMs = parts.time().hiResClockMs();
    }

    /** Null when somebody wants us to look at the target again; the thread's owner does. */
    private @Nullable ConsumerRecords<byte[], byte[]> poll(Loop l) {
        stage = "poll";
        try {
            return l.consumer().poll(pollTimeout(l));
        } catch (WakeupException e) {
            return null;
        }
    }

    private void commitIfDue(Loop l) {
        stage = "commit";
        l.committer().checkLimit();
        if (l.committer().isRunning()) {
            return;
        }
        boolean requested = l.context().takeCommitRequest();
        if (requested || l.committer().isDue()) {
            l.committer().commit();
        }
    }

    private Duration pollTimeout(Loop l) {
        return l.context().takeTimeout(usualTimeout(l), l.committer().untilNext());
    }

    /** A task that wants a batch again may say when; else the delay grows from try to try. */
    private Duration usualTimeout(Loop l) {
        Duration limit = l.committer().untilNext();
        Duration again = delivery.untilAgain();
        return delivery.isWaiting() && again.compareTo(limit) < 0 ? again : limit;
    }

    private List<SinkRecord> convert(ConsumerRecords<byte[], byte[]> records) {
        stage = "convert";
        List<SinkRecord> converted = converter.convert(records);
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> ofPartition = records.records(partition);
            offsets.consumed(partition, ofPartition.get(ofPartition.size() - 1).offset() + 1);
        }
        if (!converted.isEmpty()) {
            meters.read(converted.size());
        }
        return converted;
    }

    private void deliver(Loop l, List<SinkRecord> records) {
        stage = "put";
        boolean waited = delivery.isWaiting();
        if (!delivery.put(records)) {
            l.context().pauseConsumer();
            return;
        }
        if (waited && parts.gate().target() != Target.PAUSE) {
            l.context().resumeConsumer();
        }
        offsets.delivered();
        meters.active(offsets.uncommitted());
    }

    @Override
    public void commit() {
        stage = "commit";
        Loop l = loop();
        l.committer().checkLimit();
        if (!l.committer().isRunning()) {
            l.committer().commit();
        }
    }

    @Override
    public Duration untilRound() {
        Loop l = loop();
        Duration passed = Duration.ofMillis(parts.time().hiResClockMs() - roundMs);
        return l.context().peekTimeout(usualTimeout(l), l.committer().untilNext(), passed);
    }

    @Override
    public boolean iteratesWhilePaused() {
        return true;
    }

    @Override
    public void pause() {
        loop().context().pauseConsumer();
        loop().context().requestCommit();
    }

    @Override
    public void resume() {
        if (!delivery.isWaiting()) {
            loop().context().resumeConsumer();
        }
    }

    @Override
    public void wakeUp() {
        Consumer<byte[], byte[]> consumer = wakeable;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        Loop l = loop;
        if (l == null) {
            return;
        }
        l.rebalance().ended();
        try {
            // Leaves the group at once, so that the partitions go to others; nothing is committed any more.
            l.consumer().close(CloseOptions.timeout(Duration.ofMillis(500)));
        } catch (ConcurrentModificationException e) {
            LOG.warn("The consumer of abandoned task {} is in use and leaves its group later", parts.id());
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
        Loop l = loop;
        if (l == null) {
            return;
        }
        l.rebalance().ended();
        if (!pluginTouched || cancelled) {
            return;
        }
        stage = "commit";
        Set<TopicPartition> assigned = l.consumer().assignment();
        if (!assigned.isEmpty()) {
            // Done before the interrupt that comes after half of the grace, if nothing took time before.
            Duration limit = deadline.leaving(0.6).atMost(parts.commits().limit());
            new Closing(LOG, parts.plugin().failures())
                    .step("committing the last offsets", () -> l.committer().commitAndClose(assigned, limit));
        }
    }

    @Override
    public void close(Deadline deadline) {
        stage = "stop";
        Closing closing = new Closing(LOG, parts.plugin().failures());
        if (pluginTouched) {
            closing.step("stopping the task", task::stop);
        }
        Loop l = loop;
        if (l != null) {
            closing.step(
                    "closing the consumer",
                    () -> l.consumer()
                            .close(CloseOptions.timeout(deadline.leaving(0.3).remaining())));
        }
        closing.step("closing the transformations", parts.steps().transforms()::close);
        closing.step("closing the error handling", parts.steps().errors()::close);
        closing.step("closing the converters", parts.steps().converters()::close);
        closing.step("removing the task's metrics", parts.plugin().meters()::close);
    }
}
