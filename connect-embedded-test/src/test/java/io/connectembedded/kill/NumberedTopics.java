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
package io.connectembedded.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a reader who sees committed records alone finds in topics of numbers, judged record by record. */
final class NumberedTopics implements AutoCloseable {

    private static final int AROUND = 60;
    private static final Duration LONGEST_READ = Duration.ofMinutes(2);

    private final KafkaConsumer<String, String> consumer;
    private final Map<String, Topic> topics = new HashMap<>();
    private final String servers;
    private final long seed;

    private static final class Topic {
        private final boolean once;
        private long next = 1;
        private long again;

        private Topic(boolean once) {
            this.once = once;
        }
    }

    NumberedTopics(String servers, long seed) {
        this.servers = servers;
        this.seed = seed;
        this.consumer = consumer("read_committed");
    }

    private KafkaConsumer<String, String> consumer(String isolation) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        servers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        isolation,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        50,
                        ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        200),
                new StringDeserializer(),
                new StringDeserializer());
    }

    /** With one partition each, which exist. */
    void watch(List<String> atLeastOnce, List<String> exactlyOnce) {
        atLeastOnce.forEach(name -> topics.put(name, new Topic(false)));
        exactlyOnce.forEach(name -> topics.put(name, new Topic(true)));
        List<TopicPartition> partitions = topics.keySet().stream()
                .map(name -> new TopicPartition(name, 0))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads what comes within this time. */
    void readFor(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        do {
            read();
        } while (System.nanoTime() < end);
    }

    private void read() {
        consumer.poll(Duration.ofMillis(20)).forEach(this::judge);
    }

    /** Reads everything that is committed now. */
    void readToEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment(), LONGEST_READ);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            read();
        }
    }

    private void judge(ConsumerRecord<String, String> record) {
        String name = record.topic();
        String value = record.value();
        Topic topic = topics.get(name);
        assertThat(value)
                .as("in %s, a transaction that was aborted, seed %d", name, seed)
                .isNotEqualTo(NumbersSource.TAKEN_BACK);
        long number = Long.parseLong(value);
        assertThat(number)
                .as(() -> "in " + record.topic() + " at offset " + record.offset() + ", after all numbers before "
                        + topic.next + ", seed " + seed + around(record))
                .isBetween(topic.once ? topic.next : 1, topic.next);
        topic.again += number < topic.next ? 1 : 0;
        topic.next = Math.max(topic.next, number + 1);
    }

    long last(String topic) {
        return topics.get(topic).next - 1;
    }

    /** What stands there for those who read all of it, and for those who read what is committed. */
    private String around(ConsumerRecord<String, String> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        StringBuilder text = new StringBuilder();
        for (String isolation : List.of("read_uncommitted", "read_committed")) {
            text.append("\n").append(isolation).append(":");
            try (KafkaConsumer<String, String> fresh = consumer(isolation)) {
                fresh.assign(List.of(partition));
                fresh.seek(partition, Math.max(0, record.offset() - AROUND));
                long end = Math.min(
                        record.offset() + AROUND,
                        fresh.endOffsets(List.of(partition)).get(partition));
                while (fresh.position(partition) < end) {
                    fresh.poll(Duration.ofMillis(20))
                            .forEach(each -> text.append(' ')
                                    .append(each.offset())
                                    .append('=')
                                    .append(each.value()));
                }
            }
        }
        return text.append('\n').toString();
    }

    /** So many more than there are now, by topic. */
    Map<String, Long> limits(long more) {
        Map<String, Long> limits = new HashMap<>();
        topics.forEach((name, topic) -> limits.put(name, topic.next - 1 + more));
        return limits;
    }

    boolean haveAll(Map<String, Long> limits) {
        return limits.entrySet().stream().allMatch(limit -> last(limit.getKey()) >= limit.getValue());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        topics.forEach((name, topic) -> text.append(String.format(
                "%s 1 to %d %s; ", name, topic.next - 1, topic.once ? "once" : "and " + topic.again + " again")));
        return text.toString();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
