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
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads all partitions of a topic from their beginning, in no group. */
final class LogReader {

    /** A fetch that brings nothing is looked at again after this. */
    private static final Duration LONGEST_POLL = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final LogView view;

    LogReader(Consumer<byte[], byte[]> consumer, String topic, int partitions, LogView view) {
        this.consumer = consumer;
        this.partitions = IntStream.range(0, partitions)
                .mapToObj(number -> new TopicPartition(topic, number))
                .toList();
        this.view = view;
        consumer.assign(this.partitions);
        consumer.seekToBeginning(this.partitions);
    }

    /** Everything that was in the topic when it was called. */
    void readToEnd(Deadline deadline) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, deadline.remaining());
        if (isBeyond(ends, deadline)) {
            // Deleted and made again, or cut off by an unclean election.
            view.forget();
            consumer.seekToBeginning(partitions);
        }
        while (isBehind(ends, deadline)) {
            if (deadline.hasPassed()) {
                throw new TimeoutException("Kafka has not given all of it in time");
            }
            poll(deadline.atMost(LONGEST_POLL));
        }
    }

    /** What there is now, or what comes first. */
    void poll(Duration limit) {
        consumer.poll(limit).forEach(view::take);
    }

    private boolean isBeyond(Map<TopicPartition, Long> ends, Deadline deadline) {
        return ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey(), deadline.remaining()) > end.getValue());
    }

    private boolean isBehind(Map<TopicPartition, Long> ends, Deadline deadline) {
        return ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey(), deadline.remaining()) < end.getValue());
    }

    void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
