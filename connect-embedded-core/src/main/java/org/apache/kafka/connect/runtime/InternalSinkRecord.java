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
package org.apache.kafka.connect.runtime;

import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The record a sink task is put. It knows what it was made of, and so does every record derived from it; Debezium's JDBC
 * sink asks for that. Its original coordinates (KIP-793) are those of what was consumed, whatever a transformation says.
 */
public class InternalSinkRecord extends SinkRecord {

    private final ProcessingContext<ConsumerRecord<byte[], byte[]>> context;

    /** For a record that was built by somebody else. */
    public InternalSinkRecord(ProcessingContext<ConsumerRecord<byte[], byte[]>> context, SinkRecord record) {
        this(
                context,
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.kafkaOffset(),
                record.timestamp(),
                record.timestampType(),
                record.headers());
    }

    protected InternalSinkRecord(
            ProcessingContext<ConsumerRecord<byte[], byte[]>> context,
            String topic,
            int partition,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value,
            long kafkaOffset,
            @Nullable Long timestamp,
            TimestampType timestampType,
            @Nullable Iterable<Header> headers) {
        super(
                topic,
                partition,
                keySchema,
                key,
                valueSchema,
                value,
                kafkaOffset,
                timestamp,
                timestampType,
                headers,
                context.original().topic(),
                context.original().partition(),
                context.original().offset());
        this.context = context;
    }

    public ProcessingContext<ConsumerRecord<byte[], byte[]>> context() {
        return context;
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
        return new InternalSinkRecord(
                context,
                topic,
                Objects.requireNonNull(kafkaPartition, "A sink's record needs a partition"),
                keySchema,
                key,
                valueSchema,
                value,
                kafkaOffset(),
                timestamp,
                timestampType(),
                headers);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
