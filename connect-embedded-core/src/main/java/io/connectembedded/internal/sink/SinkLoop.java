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

import io.connectembedded.internal.clients.refusal.Asked;
import io.connectembedded.internal.clients.refusal.RefusedException;
import io.connectembedded.internal.metrics.SinkMeters;
import io.connectembedded.internal.offset.OffsetStorage;
import io.connectembedded.internal.sink.position.GroupPositions;
import io.connectembedded.internal.sink.position.SavedPositions;
import io.connectembedded.internal.sink.position.SinkPositions;
import io.connectembedded.internal.sink.position.StorePositions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.connect.runtime.InternalSinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a batch, in {@link #iterate}: poll, convert and transform, put, delivered, commit. Made once there is a
 * consumer. Task thread.
 */
final class SinkLoop {

    private static final Logger LOG = LoggerFactory.getLogger(SinkLoop.class);

    private final SinkTaskParts parts;
    private final Consumer<byte[], byte[]> consumer;
    private final SinkMeters meters;
    private final RecordSteps steps;
    private final SinkOffsets offsets = new SinkOffsets();
    private final SinkDelivery delivery;
    private final EmbeddedSinkTaskContext context;
    private final SinkPositions kept;
    private final SinkCommitter committer;
    private final SinkRebalance rebalance;
    private final TaskCalls calls = new TaskCalls();
    private boolean paused; // by the connector; the gate may tell of a change that has not come this far
    private String stage = "start"; // for messages; another thread may read an old one

    SinkLoop(SinkTaskParts parts, Consumer<byte[], byte[]> consumer) {
        this.parts = parts;
        this.consumer = consumer;
        this.meters = parts.meters();
        this.steps = new RecordSteps(parts.steps());
        this.delivery = new SinkDelivery(parts, parts.commits().saved(), offsets, consumer);
        this.context = new EmbeddedSinkTaskContext(
                parts.plugin(), consumer, parts.steps().reports().errant());
        this.kept = kept(parts, consumer);
        SinkRebalance.Positions positions = new SinkRebalance.Positions(offsets, delivery, kept);
        this.committer = new SinkCommitter(parts, consumer, positions, calls);
        this.rebalance = new SinkRebalance(parts, consumer, context, positions, committer, calls, this::resumeConsumer);
    }

    private static SinkPositions kept(SinkTaskParts parts, Consumer<byte[], byte[]> consumer) {
        OffsetStorage storage = parts.commits().storage();
        if (storage == null) {
            return new GroupPositions(consumer, parts.gate());
        }
        SavedPositions saved = parts.commits().saved();
        StorePositions kept =
                new StorePositions(parts.id().connector(), storage, parts.gate(), saved, consumer::wakeup);
        saved.over(
                kept,
                after -> SavedBatch.awaitReports(
                        after,
                        parts.steps().reports(),
                        parts.gate(),
                        parts.commits().limit()));
        parts.commits().kept().accept(kept);
        return kept;
    }

    EmbeddedSinkTaskContext context() {
        return context;
    }

    SinkCommitter committer() {
        return committer;
    }

    SinkRebalance rebalance() {
        return rebalance;
    }

    /** Any thread: the task was abandoned. */
    void cancel() {
        rebalance.ended();
        context.ended();
        kept.cancel();
    }

    Consumer<byte[], byte[]> consumer() {
        return consumer;
    }

    /** The method of the task that is called within a poll or a commit; null when there is none. */
    @Nullable
    String within() {
        return calls.running();
    }

    String stage() {
        String within = calls.running();
        String failed = calls.failed();
        if (within != null || failed != null) {
            return within != null ? within : String.valueOf(failed);
        }
        return "convert".equals(stage) ? steps.step() : stage;
    }

    void iterate() throws InterruptedException {
        // First: what the task asked for again in its last put must not be committed.
        rebalance.rewind();
        commitIfDue();
        rebalance.rewind();
        ConsumerRecords<byte[], byte[]> records = poll();
        rebalance.throwIfFailed();
        if (records != null) {
            deliver(prepared(records));
            meters.lag(maxLag());
        }
    }

    /** From what the last fetches told; asks nobody. */
    private long maxLag() {
        long most = -1;
        for (TopicPartition partition : consumer.assignment()) {
            OptionalLong lag = consumer.currentLag(partition);
            most = lag.isPresent() ? Math.max(most, lag.getAsLong()) : most;
        }
        return most;
    }

    private void commitIfDue() throws InterruptedException {
        stage = "commit";
        committer.checkLimit();
        if (committer.isRunning()) {
            return;
        }
        boolean requested = context.takeCommitRequest();
        if (requested || committer.isDue()) {
            committer.commit();
        }
    }

    /** Null when somebody wants us to look at the target again; the thread's owner does. */
    private @Nullable ConsumerRecords<byte[], byte[]> poll() {
        stage = "poll";
        try {
            return consumer.poll(context.takeTimeout(usualTimeout(), committer.untilNext()));
        } catch (WakeupException e) {
            return null;
        } catch (AuthorizationException | AuthenticationException e) {
            throw new RefusedException(
                    "Task " + parts.id() + " may not read from Kafka ("
                            + parts.kafka().refusing().told(e, Asked.read())
                            + "); mend that and restart the task, it goes on from its last committed offset",
                    e);
        }
    }

    /** A task that wants a batch again may say when; else the delay grows from try to try. */
    private Duration usualTimeout() {
        Duration limit = committer.untilNext();
        Duration again = delivery.untilAgain();
        return delivery.isWaiting() && again.compareTo(limit) < 0 ? again : limit;
    }

    /** How long after a round, which ended so long ago, the next one is wanted. */
    Duration untilRound(Duration passed) {
        return context.peekTimeout(usualTimeout(), committer.untilNext(), passed);
    }

    /** What a transformation dropped and what was given up is consumed as well: its offset advances with the others. */
    private List<InternalSinkRecord> prepared(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
        if (records.isEmpty()) {
            return List.of();
        }
        stage = "convert";
        List<InternalSinkRecord> batch = new ArrayList<>(records.count());
        String topic = null;
        for (TopicPartition partition : records.partitions()) {
            if (!partition.topic().equals(topic)) {
                topic = partition.topic();
                parts.steps().activeTopics().accept(topic);
            }
            prepare(partition, records.records(partition), batch);
        }
        parts.steps().errors().endOfBatch();
        meters.read(records.count());
        meters.active(offsets.uncommitted());
        return batch;
    }

    private void prepare(
            TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, List<InternalSinkRecord> batch)
            throws InterruptedException {
        rewindIfReset(partition, records.get(0).offset());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            InternalSinkRecord made = steps.apply(record);
            if (made != null) {
                batch.add(made);
                continue;
            }
            parts.steps().dropped().accept(record);
            if (steps.gaveUp()) {
                parts.steps()
                        .reports()
                        .pending()
                        .add(record, parts.steps().errors().reported());
            }
        }
        offsets.consumed(partition, records.get(records.size() - 1).offset() + 1);
    }

    /**
     * The consumer went back by itself, for the partition ends before the position there was: its topic was made anew, or
     * lost records. What follows is new; measured by the old position it would never be committed.
     */
    private void rewindIfReset(TopicPartition partition, long first) {
        long position = offsets.consumed(partition);
        if (first < position) {
            LOG.warn(
                    "Partition {} had no offset {} any more, so task {} goes on from {} in it, as auto.offset.reset says;"
                            + " was the topic deleted and created anew?",
                    partition,
                    position,
                    parts.id(),
                    first);
            offsets.assigned(partition, first);
        }
    }

    private void deliver(List<InternalSinkRecord> batch) {
        stage = "put";
        boolean waited = delivery.isWaiting();
        boolean through = delivery.put(batch);
        offsets.delivered(delivery.firstLeft());
        meters.active(offsets.uncommitted());
        if (!through) {
            context.pauseConsumer();
        } else if (waited) {
            parts.steps().errors().endOfBatch();
            resumeConsumer();
        }
    }

    private void resumeConsumer() {
        if (!paused && !delivery.isWaiting()) {
            context.resumeConsumer();
        }
    }

    void commit() throws InterruptedException {
        stage = "commit";
        rebalance.rewind();
        committer.checkLimit();
        if (!committer.isRunning()) {
            committer.commit();
        }
    }

    void pause() {
        paused = true;
        context.pauseConsumer();
        context.requestCommit();
    }

    void resume() {
        paused = false;
        resumeConsumer();
    }
}
