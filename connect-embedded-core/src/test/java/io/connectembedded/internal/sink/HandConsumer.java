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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Kafka's mock, whose rebalances run their callbacks within a poll and whose asynchronous commits a test answers. */
final class HandConsumer extends MockConsumer<byte[], byte[]> {

    final List<Map<TopicPartition, OffsetAndMetadata>> committed = new ArrayList<>();
    final Deque<OffsetCommitCallback> unanswered = new ArrayDeque<>();
    final List<Duration> polls = new ArrayList<>();
    final Deque<RuntimeException> failures = new ArrayDeque<>();
    final List<Duration> commitLimits = new ArrayList<>();
    Runnable onCommit = () -> {};

    @Nullable
    ConsumerRebalanceListener listener;

    HandConsumer() {
        super("earliest");
    }

    static TopicPartition partition(int number) {
        return new TopicPartition("t", number);
    }

    /** In the next poll. */
    void assign(int... partitions) {
        Set<TopicPartition> wanted =
                Arrays.stream(partitions).mapToObj(HandConsumer::partition).collect(Collectors.toSet());
        updateBeginningOffsets(wanted.stream().collect(Collectors.toMap(each -> each, each -> 0L)));
        schedulePollTask(() -> {
            Set<TopicPartition> gone = new HashSet<>(assignment());
            gone.removeAll(wanted);
            Set<TopicPartition> fresh = new HashSet<>(wanted);
            fresh.removeAll(assignment());
            if (!gone.isEmpty()) {
                told().onPartitionsRevoked(gone);
            }
            super.rebalance(wanted);
            told().onPartitionsAssigned(fresh);
        });
    }

    /** In the next poll, without a chance to commit. */
    void lose(int... partitions) {
        Set<TopicPartition> lost =
                Arrays.stream(partitions).mapToObj(HandConsumer::partition).collect(Collectors.toSet());
        schedulePollTask(() -> {
            told().onPartitionsLost(lost);
            Set<TopicPartition> kept = new HashSet<>(assignment());
            kept.removeAll(lost);
            super.rebalance(kept);
        });
    }

    void add(int partition, long offset, String value) {
        addRecord(new ConsumerRecord<>("t", partition, offset, null, value.getBytes(StandardCharsets.UTF_8)));
    }

    private ConsumerRebalanceListener told() {
        ConsumerRebalanceListener subscribed = listener;
        if (subscribed == null) {
            throw new IllegalStateException("not subscribed");
        }
        return subscribed;
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener told) {
        listener = told;
        // Ours runs the callbacks, for the mock's own tells only of what is assigned.
        super.subscribe(topics);
    }

    @Override
    public synchronized org.apache.kafka.clients.consumer.ConsumerRecords<byte[], byte[]> poll(Duration limit) {
        polls.add(limit);
        return super.poll(limit);
    }

    @Override
    public synchronized void commitAsync(
            Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        committed.add(offsets);
        unanswered.add((done, failure) -> callback.onComplete(offsets, failure));
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration limit) {
        commitLimits.add(limit);
        onCommit.run();
        RuntimeException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
        committed.add(offsets);
    }

    void answer(@Nullable Exception failure) {
        unanswered.remove().onComplete(Map.of(), failure);
    }
}
