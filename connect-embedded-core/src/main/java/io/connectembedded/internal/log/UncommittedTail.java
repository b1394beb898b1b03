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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whose records are behind transactions that are open, so that nobody else waits for their end. What it has seen it does
 * not read again while the same transaction is open.
 */
final class UncommittedTail {

    private static final Duration LONGEST_POLL = Duration.ofMillis(250);

    private final Consumer<byte[], byte[]> plainly;
    private final LogView view;
    private final Map<TopicPartition, Tail> tails = new HashMap<>();

    /** One partition's, from where its first open transaction begins. */
    private static final class Tail {
        private final long start;
        private final Set<String> owners = new HashSet<>();
        private long next;
        private @Nullable Instant since;

        Tail(long start) {
            this.start = start;
            this.next = start;
        }

        boolean isOf(long begin, long end) {
            return start == begin && next <= end;
        }
    }

    UncommittedTail(Consumer<byte[], byte[]> plainly, LogView view) {
        this.plainly = plainly;
        this.view = view;
    }

    /** The transactions, beginning at {@code starts}, behind which there is something of the owner before the ends. */
    List<OpenTransaction> holding(
            String owner, Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends, Deadline deadline) {
        look(starts, ends, deadline);
        List<OpenTransaction> holding = new ArrayList<>();
        tails.forEach((partition, tail) -> {
            if (tail.owners.contains(owner)) {
                holding.add(new OpenTransaction(partition, tail.start, tail.since));
            }
        });
        return holding;
    }

    private void look(Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends, Deadline deadline) {
        tails.keySet().retainAll(starts.keySet());
        plainly.assign(starts.keySet());
        starts.forEach((partition, start) -> {
            Tail known = tails.get(partition);
            Tail tail = known != null && known.isOf(start, end(ends, partition)) ? known : new Tail(start);
            tails.put(partition, tail);
            plainly.seek(partition, tail.next);
        });
        while (tails.entrySet().stream().anyMatch(it -> it.getValue().next < end(ends, it.getKey()))) {
            if (deadline.hasPassed()) {
                throw new TimeoutException("Kafka has not given all of it in time");
            }
            plainly.poll(deadline.atMost(LONGEST_POLL)).forEach(this::take);
            tails.forEach((partition, tail) -> tail.next = plainly.position(partition, deadline.remaining()));
        }
    }

    private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
        return Objects.requireNonNull(ends.get(partition));
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        Tail tail = tails.get(new TopicPartition(record.topic(), record.partition()));
        if (tail == null) {
            return;
        }
        if (tail.since == null && record.offset() == tail.start) {
            tail.since = Instant.ofEpochMilli(record.timestamp());
        }
        String owner = view.ownerOf(record);
        if (owner != null) {
            tail.owners.add(owner);
        }
    }

    void close() {
        plainly.close(CloseOptions.timeout(Duration.ZERO));
    }
}
