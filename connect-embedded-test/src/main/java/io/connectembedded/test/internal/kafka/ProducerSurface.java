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
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.KafkaMetric;

/** The part of a producer that is the same as another method, or that a driver's producer does not have. */
abstract class ProducerSurface implements Producer<byte[], byte[]> {

    @Override
    public final Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        return send(record, null);
    }

    @Override
    public final void close() {
        close(Duration.ofMillis(Long.MAX_VALUE));
    }

    @Override
    public final Map<MetricName, ? extends Metric> metrics() {
        return Map.of();
    }

    @Override
    public final void registerMetricForSubscription(KafkaMetric metric) {}

    @Override
    public final void unregisterMetricFromSubscription(KafkaMetric metric) {}

    @Override
    public final Uuid clientInstanceId(Duration timeout) {
        throw new UnsupportedOperationException("A driver's producer pushes no telemetry and so has no instance id");
    }

    @Override
    public final void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        throw new UnsupportedOperationException(
                "A driver's producer takes records into transactions, and no consumer's offsets; use a broker for those");
    }
}
