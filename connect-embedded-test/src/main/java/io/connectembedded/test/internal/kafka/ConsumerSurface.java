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

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.jspecify.annotations.Nullable;

/** The part of a consumer that is the same as another method, or that a driver's consumer does not have. */
abstract class ConsumerSurface implements Consumer<byte[], byte[]> {

    private static final ConsumerRebalanceListener NOBODY = new ConsumerRebalanceListener() {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
    };

    private static UnsupportedOperationException unsupported(String what) {
        return new UnsupportedOperationException(
                "A driver's consumer has no " + what + "; sink tasks of Connect do not use it");
    }

    @Override
    public final void subscribe(Collection<String> topics) {
        subscribe(topics, NOBODY);
    }

    @Override
    public final void subscribe(Pattern pattern) {
        subscribe(pattern, NOBODY);
    }

    @Override
    public final void subscribe(SubscriptionPattern pattern, ConsumerRebalanceListener callback) {
        throw unsupported("subscription to a broker's pattern");
    }

    @Override
    public final void subscribe(SubscriptionPattern pattern) {
        throw unsupported("subscription to a broker's pattern");
    }

    @Override
    public final void assign(Collection<TopicPartition> partitions) {
        throw unsupported("assignment without a group");
    }

    @Override
    public final void commitSync() {
        throw unsupported("commit of its positions");
    }

    @Override
    public final void commitSync(Duration timeout) {
        throw unsupported("commit of its positions");
    }

    @Override
    public final void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        commitSync(offsets, Duration.ZERO);
    }

    @Override
    public final void commitAsync() {
        throw unsupported("commit of its positions");
    }

    @Override
    public final void commitAsync(@Nullable OffsetCommitCallback callback) {
        throw unsupported("commit of its positions");
    }

    @Override
    public final void registerMetricForSubscription(KafkaMetric metric) {}

    @Override
    public final void unregisterMetricFromSubscription(KafkaMetric metric) {}

    @Override
    public final Map<MetricName, ? extends Metric> metrics() {
        return Map.of();
    }

    @Override
    public final Uuid clientInstanceId(Duration timeout) {
        throw unsupported("telemetry");
    }

    @Override
    public final long position(TopicPartition partition, Duration timeout) {
        return position(partition);
    }

    @Override
    public final void seek(TopicPartition partition, OffsetAndMetadata offset) {
        seek(partition, offset.offset());
    }

    @Override
    public final List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
        return partitionsFor(topic);
    }

    @Override
    public final Map<String, List<PartitionInfo>> listTopics() {
        throw unsupported("list of topics");
    }

    @Override
    public final Map<String, List<PartitionInfo>> listTopics(Duration timeout) {
        throw unsupported("list of topics");
    }

    @Override
    public final Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions, Duration timeout) {
        return committed(partitions);
    }

    @Override
    public final Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
        throw unsupported("search by time");
    }

    @Override
    public final Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> times, Duration timeout) {
        throw unsupported("search by time");
    }

    @Override
    public final Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        return beginningOffsets(partitions);
    }

    @Override
    public final Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        return endOffsets(partitions);
    }

    @Override
    public final ConsumerGroupMetadata groupMetadata() {
        throw unsupported("transactions");
    }

    @Override
    public final void enforceRebalance() {
        throw unsupported("rebalance of its own wish");
    }

    @Override
    public final void enforceRebalance(String reason) {
        throw unsupported("rebalance of its own wish");
    }

    /** Does nothing: who drives a consumer by hand never waits in it. */
    @Override
    public final void wakeup() {}

    @Override
    public final void close() {
        close(CloseOptions.timeout(Duration.ZERO));
    }

    // Kafka's interface still has it, so it must be here.
    @SuppressWarnings("deprecation")
    @Override
    public final void close(Duration timeout) {
        close(CloseOptions.timeout(timeout));
    }
}
