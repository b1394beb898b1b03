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
package io.connectembedded.test.internal.delivery.sink;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Every record on every topic, as it was appended. */
public final class TopicLogs {

    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> logs =
            new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));

    public void appended(ConsumerRecord<byte[], byte[]> record) {
        logs.computeIfAbsent(new TopicPartition(record.topic(), record.partition()), any -> new ArrayList<>())
                .add(record);
    }

    /** The records of one partition with offsets from {@code from} up to, and without, {@code to}. */
    void between(TopicPartition partition, long from, long to, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        List<ConsumerRecord<byte[], byte[]>> log = logs.getOrDefault(partition, List.of());
        int begin = log.size();
        while (begin > 0 && log.get(begin - 1).offset() >= from) {
            begin--;
        }
        for (int i = begin; i < log.size() && log.get(i).offset() < to; i++) {
            each.accept(log.get(i));
        }
    }

    void forEach(Predicate<String> topics, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        logs.forEach((partition, log) -> {
            if (topics.test(partition.topic())) {
                log.forEach(each);
            }
        });
    }
}
