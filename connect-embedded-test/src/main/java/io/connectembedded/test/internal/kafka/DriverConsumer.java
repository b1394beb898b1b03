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
package io.connectembedded.test.internal.kafka;

import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A member of a group that is moved by hand. It is in the group from its subscription on; gives up and takes partitions
 * within its own polls, a partition only when nobody else holds it any more; returns records only from a poll that was
 * {@linkplain #allowNextPoll allowed} to; and has the answer to a commit at once. It never waits.
 */
public final class DriverConsumer extends ConsumerSurface {

    private final DriverKafka kafka;
    private final TaskId task;
    private final Group group;
    private final Positions positions;
    private final Membership membership;
    private final int maxPollRecords;
    private final boolean committedOnly;
    private int allowed;
    private @Nullable RuntimeException commitFailure;
    private boolean gone;

    DriverConsumer(DriverKafka kafka, TaskId task, Group group, Map<String, Object> settings) {
        this.kafka = kafka;
        this.task = task;
        this.group = group;
        this.committedOnly = "read_committed"
                .equals(String.valueOf(settings.get(ConsumerConfig.ISOLATION_LEVEL_CONFIG))
                        .toLowerCase(Locale.ROOT));
        this.positions = new Positions(
                StartOffset.of(group, settings),
                (partition, offset) -> kafka.positioned(task, partition, offset),
                committedOnly);
        this.membership = new Membership(this, group, positions, kafka.topics());
        Object max = settings.get(ConsumerConfig.MAX_POLL_RECORDS_CONFIG);
        this.maxPollRecords = max == null
                ? ConsumerConfig.DEFAULT_MAX_POLL_RECORDS
                : Integer.parseInt(String.valueOf(max).trim());
    }

    public TaskId task() {
        return task;
    }

    /** The next poll may return up to {@code max.poll.records} records. */
    public void allowNextPoll() {
        allowNextPoll(maxPollRecords);
    }

    /** The next poll may return up to so many records, and never more than {@code max.poll.records}. */
    public void allowNextPoll(int records) {
        allowed = Math.min(records, maxPollRecords);
    }

    /** Takes back what {@link #allowNextPoll} allowed, if no poll came since. */
    public void allowNothing() {
        allowed = 0;
    }

    /** The next commit, of either kind, is refused with this; null: is not. */
    public void failNextCommit(@Nullable RuntimeException failure) {
        commitFailure = failure;
    }

    /** How many records a poll could return, had it no limit: those beyond the positions of what is held unpaused. */
    public long lag() {
        return gone ? 0 : positions.lag();
    }

    public boolean hasRecords() {
        return lag() > 0;
    }

    /** Whether the next poll gives up or takes partitions. */
    public boolean pendingRebalance() {
        return !gone && membership.isPending();
    }

    /**
     * Means these partitions for this task; from now on its group moves partitions only by hand. It takes them in its
     * first poll after their holders have given them up in theirs. A later consumer of this task gets them too.
     *
     * @throws IllegalArgumentException if a partition does not exist or the task does not read the topic
     */
    public void give(Collection<TopicPartition> partitions) {
        group.give(this, partitions);
    }

    /**
     * Takes these partitions away, by {@code onPartitionsRevoked} in the next poll; they are meant for nobody until they
     * are given. From now on the group moves partitions only by hand.
     *
     * @throws IllegalArgumentException if one is not meant for this task
     */
    public void revoke(Collection<TopicPartition> partitions) {
        group.takeAway(this, partitions);
    }

    /** As {@link #revoke}, by {@code onPartitionsLost}. */
    public void lose(Collection<TopicPartition> partitions) {
        group.takeAway(this, partitions);
        membership.lose(partitions);
    }

    /**
     * Leaves the group at once as in a crash: calls nobody and commits nothing. Later commits are refused, later polls
     * and closes do nothing.
     */
    public void kill() {
        gone = true;
        group.leave(this);
    }

    boolean subscribesTo(String topic) {
        return membership.subscribesTo(topic);
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        subscribe(Set.copyOf(topics)::contains, new LinkedHashSet<>(topics), listener);
    }

    @Override
    public void subscribe(Pattern pattern, ConsumerRebalanceListener listener) {
        subscribe(topic -> pattern.matcher(topic).matches(), Set.of(), listener);
    }

    private void subscribe(Predicate<String> topics, Set<String> names, ConsumerRebalanceListener listener) {
        checkOpen();
        membership.subscribe(topics, names, listener);
        kafka.subscribed(task, topics);
        group.join(this);
    }

    @Override
    public Set<String> subscription() {
        return membership.subscription();
    }

    @Override
    public void unsubscribe() {
        checkOpen();
        membership.leave();
    }

    @Override
    public Set<TopicPartition> assignment() {
        return positions.partitions();
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        int max = allowed;
        allowed = 0;
        if (gone) {
            return ConsumerRecords.empty();
        }
        membership.rebalance();
        positions.resolveAll();
        return max > 0 ? positions.take(max) : ConsumerRecords.empty();
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        RuntimeException refused = refusal();
        if (refused != null) {
            throw refused;
        }
        kafka.commit(task, group, offsets);
    }

    @Override
    public void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable OffsetCommitCallback callback) {
        Map<TopicPartition, OffsetAndMetadata> copy = new LinkedHashMap<>(offsets);
        RuntimeException refused = refusal();
        if (refused == null) {
            kafka.commit(task, group, copy);
        }
        if (callback != null) {
            callback.onComplete(copy, refused);
        }
    }

    private @Nullable RuntimeException refusal() {
        if (gone) {
            return new CommitFailedException("Task " + task + " is no longer in its group and commits nothing");
        }
        RuntimeException refused = commitFailure;
        commitFailure = null;
        return refused;
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        positions.seek(partition, offset);
    }

    @Override
    public void seekToBeginning(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> seek(partition, 0));
    }

    @Override
    public void seekToEnd(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> seek(partition, end(partition)));
    }

    @Override
    public long position(TopicPartition partition) {
        return positions.next(partition);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        partitions.forEach(
                partition -> committed.put(partition, group.committed().get(partition)));
        return committed;
    }

    @Override
    public Set<TopicPartition> paused() {
        return positions.paused();
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        positions.pause(partitions, true);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        positions.pause(partitions, false);
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        return kafka.topics().infos(topic);
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
        partitions.forEach(partition -> offsets.put(partition, 0L));
        return offsets;
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
        partitions.forEach(partition -> offsets.put(partition, end(partition)));
        return offsets;
    }

    private long end(TopicPartition partition) {
        return kafka.topics().log(partition).end(committedOnly);
    }

    @Override
    public OptionalLong currentLag(TopicPartition partition) {
        return OptionalLong.of(end(partition) - position(partition));
    }

    /** Tells of the partitions that go, as Kafka does, and leaves the group. */
    @Override
    public void close(CloseOptions options) {
        if (!gone) {
            try {
                membership.leave();
            } finally {
                gone = true;
            }
        }
    }

    private void checkOpen() {
        if (gone) {
            throw new IllegalStateException("This consumer has already been closed.");
        }
    }
}
