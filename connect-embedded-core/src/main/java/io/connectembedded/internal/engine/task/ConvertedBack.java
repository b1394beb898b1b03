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
package io.connectembedded.internal.engine.task;

import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What might have been consumed of a record that a sink's plug-in built by itself. A record derived from one it was given
 * has its original with it and does not come here.
 */
record ConvertedBack(LetterBytes bytes) implements Function<SinkRecord, ConsumerRecord<byte[], byte[]>> {

    private static final int NOTHING = -1;

    @Override
    public ConsumerRecord<byte[], byte[]> apply(SinkRecord record) {
        Headers headers = bytes.headers(record);
        byte[] key = bytes.key(record, headers);
        byte[] value = bytes.value(record, headers);
        TimestampType type = record.timestampType();
        return new ConsumerRecord<>(
                record.originalTopic(),
                record.originalKafkaPartition(),
                record.originalKafkaOffset(),
                record.timestamp() == null ? NOTHING : record.timestamp(),
                type == null ? TimestampType.NO_TIMESTAMP_TYPE : type,
                size(key),
                size(value),
                key,
                value,
                headers,
                Optional.empty());
    }

    private static int size(byte @Nullable [] bytes) {
        return bytes == null ? NOTHING : bytes.length;
    }
}
