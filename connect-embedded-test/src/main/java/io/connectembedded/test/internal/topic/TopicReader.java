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
package io.connectembedded.test.internal.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Reads one topic from its beginning, with a consumer of its own for each call. */
final class TopicReader {

    private static final Duration READ_LIMIT = Duration.ofSeconds(30);
    /** A topic that is not there yet is looked for this often; records need no such pause. */
    private static final Duration LOOK_PAUSE = Duration.ofMillis(20);

    private static final Comparator<ConsumerRecord<byte[], byte[]>> BY_PARTITION =
            Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
                    .thenComparingLong(ConsumerRecord::offset);

    private final String topic;
    private final TopicClients clients;

    TopicReader(String topic, TopicClients clients) {
        this.topic = topic;
        this.clients = clients;
    }

    /** What is on the topic now; nothing if it does not exist. */
    List<ConsumerRecord<byte[], byte[]>> now() {
        try (Consumer<byte[], byte[]> consumer = clients.consumer()) {
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            Deadline deadline = new Deadline(READ_LIMIT);
            if (assign(consumer)) {
                readToEnd(consumer, records, deadline);
            }
            return sorted(records);
        }
    }

    /** What is on the topic as soon as it is at least {@code count} records; {@code shown} words one for the error. */
    List<ConsumerRecord<byte[], byte[]>> await(
            int count, Duration limit, Function<ConsumerRecord<byte[], byte[]>, String> shown) {
        try (Consumer<byte[], byte[]> consumer = clients.consumer()) {
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            Deadline deadline = new Deadline(limit);
            boolean there = awaitTopic(consumer, deadline);
            while (there && records.size() < count && !deadline.passed()) {
                consumer.poll(deadline.left()).forEach(records::add);
            }
            if (records.size() < count) {
                throw tooFew(
                        count, limit, there, sorted(records).stream().map(shown).toList());
            }
            if (there) {
                readToEnd(consumer, records, new Deadline(READ_LIMIT));
            }
            return sorted(records);
        }
    }

    static String describe(ConsumerRecord<byte[], byte[]> record) {
        return topicPartition(record) + "@" + record.offset();
    }

    private static TopicPartition topicPartition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private boolean awaitTopic(Consumer<byte[], byte[]> consumer, Deadline deadline) {
        while (!assign(consumer)) {
            if (deadline.passed()) {
                return false;
            }
            deadline.pause(LOOK_PAUSE);
        }
        return true;
    }

    private boolean assign(Consumer<byte[], byte[]> consumer) {
        List<PartitionInfo> found = consumer.partitionsFor(topic, READ_LIMIT);
        if (found == null || found.isEmpty()) {
            return false;
        }
        List<TopicPartition> partitions = found.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return true;
    }

    private void readToEnd(
            Consumer<byte[], byte[]> consumer, Collection<ConsumerRecord<byte[], byte[]>> records, Deadline deadline) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment(), READ_LIMIT);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (deadline.passed()) {
                throw new IllegalStateException("Topic " + topic + " could not be read to its end within " + READ_LIMIT
                        + ": " + records.size() + " records came");
            }
            consumer.poll(deadline.left()).forEach(records::add);
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> sorted(List<ConsumerRecord<byte[], byte[]>> records) {
        records.sort(BY_PARTITION);
        return Collections.unmodifiableList(records);
    }

    private AssertionError tooFew(int count, Duration limit, boolean there, List<String> came) {
        String what = there ? came.size() + " came: " + came : "the topic does not exist";
        return new AssertionError(
                "Topic " + topic + ": expected at least " + count + " records within " + limit + ", but " + what);
    }
}
