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

import static java.nio.charset.StandardCharsets.UTF_8;

import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A consumer of group g, with what it was told and given. */
final class Member implements ConsumerRebalanceListener {

    final DriverConsumer consumer;
    final List<String> told = new ArrayList<>();

    Member(DriverKafka kafka, int task) {
        this(kafka, task, Map.of("group.id", "g", "auto.offset.reset", "earliest"));
    }

    Member(DriverKafka kafka, int task, Map<String, Object> settings) {
        consumer = kafka.consumer(new TaskId("sink", task), settings);
    }

    Member reading(String... topics) {
        consumer.subscribe(List.of(topics), this);
        return this;
    }

    Member readingAll(String regex) {
        consumer.subscribe(Pattern.compile(regex), this);
        return this;
    }

    /** One poll that takes no records. */
    void turn() {
        consumer.poll(Duration.ofHours(1));
    }

    List<String> take() {
        consumer.allowNextPoll();
        return polled();
    }

    List<String> take(int max) {
        consumer.allowNextPoll(max);
        return polled();
    }

    List<String> polled() {
        List<String> values = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofHours(1))) {
            values.add(new String(record.value(), UTF_8));
        }
        return values;
    }

    static List<TopicPartition> partitions(int... numbers) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int number : numbers) {
            partitions.add(new TopicPartition("t", number));
        }
        return partitions;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        // What is revoked is still held, for a last commit.
        told.add("revoked " + partitions + " of " + consumer.assignment().size());
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        told.add("assigned " + partitions + " of " + consumer.assignment().size());
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        told.add("lost " + partitions + " of " + consumer.assignment().size());
    }
}
