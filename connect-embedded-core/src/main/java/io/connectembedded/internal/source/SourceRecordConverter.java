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
package io.connectembedded.internal.source;

import io.connectembedded.internal.transform.TaskConverters;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Connect data to bytes: headers, key, value. */
final class SourceRecordConverter {

    private final TaskConverters converters;

    SourceRecordConverter(TaskConverters converters) {
        this.converters = converters;
    }

    ProducerRecord<byte[], byte[]> convert(SourceRecord record) {
        String step = "headers";
        try {
            Headers headers = converters.kafkaHeaders(record);
            step = "key";
            byte[] key = converters.key().fromConnectData(record.topic(), headers, record.keySchema(), record.key());
            step = "value";
            byte[] value =
                    converters.value().fromConnectData(record.topic(), headers, record.valueSchema(), record.value());
            return new ProducerRecord<>(
                    record.topic(), record.kafkaPartition(), timestamp(record), key, value, headers);
        } catch (Exception e) {
            throw new ConnectException(
                    "The " + step + " of a record for topic " + record.topic() + " at source offset "
                            + record.sourceOffset() + " cannot be converted (" + e.getMessage()
                            + "); choose a converter that fits what the connector emits",
                    e);
        }
    }

    private static @Nullable Long timestamp(SourceRecord record) {
        Long timestamp = record.timestamp();
        if (timestamp == null || timestamp == -1L) {
            return null;
        }
        if (timestamp < 0) {
            throw new DataException("its timestamp " + timestamp + " is negative");
        }
        return timestamp;
    }
}
