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
package io.connectembedded.internal.log;

import io.connectembedded.internal.lifecycle.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Time;

/** Reads all partitions of a topic from their beginning, in no group. */
final class LogReader {

    /** A fetch that brings nothing is looked at again after this. */
    private static final Duration LONGEST_POLL = Duration.ofSeconds(1);

    /** Most transactions end within this. */
    private static final Duration TRANSACTION = Duration.ofMillis(250);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final LogView view;
    private List<TopicPartition> partitions = List.of();

    LogReader(Consumer<byte[], byte[]> consumer, String topic, LogView view) {
        this.consumer = consumer;
        this.topic = topic;
        this.view = view;
    }

    /** As many as the topic has now: more than before are read from their beginning, and of fewer all are. */
    void partitions(int count) {
        List<TopicPartition> now = IntStream.range(0, count)
                .mapToObj(number -> new TopicPartition(topic, number))
                .toList();
        if (now.size() == partitions.size()) {
            return;
        }
        List<TopicPartition> fresh = new ArrayList<>(now);
        if (now.size() > partitions.size()) {
            fresh.removeAll(partitions);
        } else {
            view.forget();
        }
        consumer.assign(now);
        consumer.seekToBeginning(fresh);
        partitions = now;
    }

    /** Everything that can be read when it was called. */
    void readWhatThereIs(Deadline deadline) {
        var behind = readTo(consumer.endOffsets(partitions, deadline.remaining()), deadline);
        assert behind.isEmpty();
    }

    /**
     * Everything before these ends, which may lie behind transactions that are open: the partitions in which one kept
     * what is behind it from being read, with where it begins; none when all was read.
     */
    Map<TopicPartition, Long> readTo(Map<TopicPartition, Long> ends, Deadline deadline) {
        if (ends.entrySet().stream().anyMatch(end -> position(end.getKey(), deadline) > end.getValue())) {
            // Deleted and made again, or cut off by an unclean election.
            view.forget();
            consumer.seekToBeginning(partitions);
        }
        Deadline patience = Deadline.after(Time.SYSTEM, TRANSACTION);
        Set<TopicPartition> behind = behind(ends, deadline);
        while (!behind.isEmpty()) {
            if (patience.hasPassed() && isAsFarAsAllowed(behind, deadline)) {
                return behind.stream().collect(Collectors.toMap(it -> it, it -> position(it, deadline)));
            }
            if (deadline.hasPassed()) {
                throw new TimeoutException("Kafka has not given all of it in time");
            }
            poll(deadline.atMost(patience.hasPassed() ? LONGEST_POLL : TRANSACTION));
            behind = behind(ends, deadline);
        }
        return Map.of();
    }

    /** What there is now, or what comes first. */
    void poll(Duration limit) {
        consumer.poll(limit).forEach(view::take);
    }

    private Set<TopicPartition> behind(Map<TopicPartition, Long> ends, Deadline deadline) {
        return ends.entrySet().stream()
                .filter(end -> position(end.getKey(), deadline) < end.getValue())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private boolean isAsFarAsAllowed(Set<TopicPartition> behind, Deadline deadline) {
        return consumer.endOffsets(behind, deadline.remaining()).entrySet().stream()
                .allMatch(stable -> position(stable.getKey(), deadline) >= stable.getValue());
    }

    private long position(TopicPartition partition, Deadline deadline) {
        return consumer.position(partition, deadline.remaining());
    }

    void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
