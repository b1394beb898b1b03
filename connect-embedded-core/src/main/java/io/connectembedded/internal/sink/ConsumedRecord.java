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

import io.connectembedded.internal.error.Consumed;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way to a sink task. It keeps what it was made of and its original coordinates (KIP-793), also in every
 * record that a transformation or the plug-in derives from it.
 */
final class ConsumedRecord extends SinkRecord implements Consumed {

    private final ConsumerRecord<byte[], byte[]> original;

    ConsumedRecord(
            ConsumerRecord<byte[], byte[]> original, SchemaAndValue key, SchemaAndValue value, ConnectHeaders headers) {
        super(
                original.topic(),
                original.partition(),
                key.schema(),
                key.value(),
                value.schema(),
                value.value(),
                original.offset(),
                timestamp(original),
                original.timestampType(),
                headers);
        this.original = original;
    }

    /** What a transformation made of it; the coordinates are those of the original, whatever that says. */
    private ConsumedRecord(ConsumerRecord<byte[], byte[]> original, SinkRecord made) {
        super(
                made.topic(),
                made.kafkaPartition(),
                made.keySchema(),
                made.key(),
                made.valueSchema(),
                made.value(),
                made.kafkaOffset(),
                made.timestamp(),
                made.timestampType(),
                made.headers(),
                original.topic(),
                original.partition(),
                original.offset());
        this.original = original;
    }

    /** For a transformation that makes records of its own instead of deriving them. */
    static ConsumedRecord of(ConsumerRecord<byte[], byte[]> original, SinkRecord made) {
        return made instanceof ConsumedRecord derived && derived.original == original
                ? derived
                : new ConsumedRecord(original, made);
    }

    private static @Nullable Long timestamp(ConsumerRecord<?, ?> record) {
        return record.timestampType() == TimestampType.NO_TIMESTAMP_TYPE || record.timestamp() < 0
                ? null
                : Long.valueOf(record.timestamp());
    }

    @Override
    public ConsumerRecord<byte[], byte[]> original() {
        return original;
    }

    @Override
    public SinkRecord newRecord(
            String topic,
            @Nullable Integer kafkaPartition,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value,
            @Nullable Long timestamp,
            @Nullable Iterable<Header> headers) {
        return new ConsumedRecord(
                original,
                super.newRecord(topic, kafkaPartition, keySchema, key, valueSchema, value, timestamp, headers));
    }
}
