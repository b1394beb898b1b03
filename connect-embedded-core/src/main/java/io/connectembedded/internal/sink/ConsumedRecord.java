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

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.runtime.InternalSinkRecord;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** What was consumed, converted: under the name by which plug-ins ask what it was made of, without a copy more. */
final class ConsumedRecord extends InternalSinkRecord {

    ConsumedRecord(
            ConsumerRecord<byte[], byte[]> original, SchemaAndValue key, SchemaAndValue value, ConnectHeaders headers) {
        super(
                new ProcessingContext<>(original),
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
    }

    /** What transformations made of it; one that builds records of its own, instead of deriving them, loses nothing. */
    InternalSinkRecord became(SinkRecord made) {
        return made instanceof InternalSinkRecord derived && derived.context() == context()
                ? derived
                : new InternalSinkRecord(context(), made);
    }

    private static @Nullable Long timestamp(ConsumerRecord<?, ?> record) {
        return record.timestampType() == TimestampType.NO_TIMESTAMP_TYPE || record.timestamp() < 0
                ? null
                : Long.valueOf(record.timestamp());
    }
}
