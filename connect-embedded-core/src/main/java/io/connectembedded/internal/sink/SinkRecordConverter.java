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

import io.connectembedded.internal.transform.TaskConverters;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Bytes to Connect data: key, value, headers. */
final class SinkRecordConverter {

    private final TaskConverters converters;

    SinkRecordConverter(TaskConverters converters) {
        this.converters = converters;
    }

    List<SinkRecord> convert(ConsumerRecords<byte[], byte[]> records) {
        List<SinkRecord> converted = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            converted.add(convert(record));
        }
        return converted;
    }

    private SinkRecord convert(ConsumerRecord<byte[], byte[]> record) {
        String step = "key";
        try {
            SchemaAndValue key = converters.key().toConnectData(record.topic(), record.headers(), record.key());
            step = "value";
            SchemaAndValue value = converters.value().toConnectData(record.topic(), record.headers(), record.value());
            step = "headers";
            ConnectHeaders headers = headers(record);
            return new SinkRecord(
                    record.topic(),
                    record.partition(),
                    key.schema(),
                    key.value(),
                    value.schema(),
                    value.value(),
                    record.offset(),
                    timestamp(record),
                    record.timestampType(),
                    headers);
        } catch (Exception e) {
            throw new ConnectException(
                    "The " + step + " of record " + record.topic() + "-" + record.partition() + "@"
                            + record.offset() + " cannot be converted (" + e.getMessage()
                            + "); choose the converter that fits what wrote the topic",
                    e);
        }
    }

    private ConnectHeaders headers(ConsumerRecord<byte[], byte[]> record) {
        ConnectHeaders headers = new ConnectHeaders();
        record.headers()
                .forEach(header -> headers.add(
                        header.key(),
                        converters.header().toConnectHeader(record.topic(), header.key(), header.value())));
        return headers;
    }

    private static @Nullable Long timestamp(ConsumerRecord<?, ?> record) {
        return record.timestampType() == TimestampType.NO_TIMESTAMP_TYPE || record.timestamp() < 0
                ? null
                : Long.valueOf(record.timestamp());
    }
}
