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

import io.connectembedded.test.internal.kafka.transaction.Transaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** The records of one partition; the offset of a record is its index, for the ends of transactions take none here. */
final class PartitionLog {

    private final TopicPartition partition;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final List<@Nullable Transaction> transactions = new ArrayList<>();

    /** Records, and the offset of what comes after them. */
    record Part(List<ConsumerRecord<byte[], byte[]>> records, long next) {}

    PartitionLog(TopicPartition partition) {
        this.partition = partition;
    }

    long end() {
        return records.size();
    }

    /** What may be read: all of it, or what comes before the first record of an open transaction. */
    long end(boolean committedOnly) {
        for (int i = 0; committedOnly && i < transactions.size(); i++) {
            Transaction transaction = transactions.get(i);
            if (transaction != null && transaction.isOpen()) {
                return i;
            }
        }
        return end();
    }

    ConsumerRecord<byte[], byte[]> append(
            ProducerRecord<byte[], byte[]> record, long timestamp, @Nullable Transaction transaction) {
        ConsumerRecord<byte[], byte[]> stored =
                stored(records.size(), timestamp, record.key(), record.value(), new RecordHeaders(record.headers()));
        records.add(stored);
        transactions.add(transaction);
        if (transaction != null) {
            transaction.add(stored);
        }
        return stored;
    }

    /** Up to {@code max} records from an offset on, each with bytes of its own, as if it came over the wire. */
    Part read(long from, int max, boolean committedOnly) {
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        long end = end(committedOnly);
        long next = from;
        while (next < end && read.size() < max) {
            Transaction transaction = transactions.get((int) next);
            if (!committedOnly || transaction == null || transaction.isCommitted()) {
                read.add(copy(records.get((int) next)));
            }
            next++;
        }
        return new Part(Collections.unmodifiableList(read), next);
    }

    private ConsumerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> record) {
        return stored(
                record.offset(),
                record.timestamp(),
                copy(record.key()),
                copy(record.value()),
                new RecordHeaders(record.headers()));
    }

    static byte @Nullable [] copy(byte @Nullable [] bytes) {
        return bytes == null ? null : bytes.clone();
    }

    // Kafka's constructor takes null for a key or value that is not there, which its types do not say.
    private ConsumerRecord<byte[], byte[]> stored(
            long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value, RecordHeaders headers) {
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                size(key),
                size(value),
                key,
                value,
                headers,
                Optional.empty());
    }

    private static int size(byte @Nullable [] bytes) {
        return bytes == null ? ConsumerRecord.NULL_SIZE : bytes.length;
    }
}
