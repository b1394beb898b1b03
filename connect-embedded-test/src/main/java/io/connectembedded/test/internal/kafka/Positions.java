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

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What one consumer holds: its partitions, the next offset of each, and which are paused. */
final class Positions {

    private static final long UNKNOWN = -1;

    private final StartOffset start;
    private final ObjLongConsumer<TopicPartition> begun;
    private final boolean committedOnly;
    private final Map<TopicPartition, Position> held = new LinkedHashMap<>();
    private int turn;

    private static final class Position {
        private final PartitionLog log;
        private long next = UNKNOWN;
        private boolean paused;

        private Position(PartitionLog log) {
            this.log = log;
        }
    }

    /** {@code begun} hears of every position that was found out, not of those that were sought. */
    Positions(StartOffset start, ObjLongConsumer<TopicPartition> begun, boolean committedOnly) {
        this.start = start;
        this.begun = begun;
        this.committedOnly = committedOnly;
    }

    Set<TopicPartition> partitions() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(held.keySet()));
    }

    boolean holds(TopicPartition partition) {
        return held.containsKey(partition);
    }

    void add(TopicPartition partition, PartitionLog log) {
        held.put(partition, new Position(log));
    }

    void remove(Collection<TopicPartition> partitions) {
        held.keySet().removeAll(partitions);
    }

    Set<TopicPartition> paused() {
        Set<TopicPartition> paused = new LinkedHashSet<>();
        held.forEach((partition, position) -> {
            if (position.paused) {
                paused.add(partition);
            }
        });
        return Collections.unmodifiableSet(paused);
    }

    void pause(Collection<TopicPartition> partitions, boolean paused) {
        for (TopicPartition partition : partitions) {
            of(partition).paused = paused;
        }
    }

    void seek(TopicPartition partition, long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("seek offset must not be a negative number");
        }
        of(partition).next = offset;
    }

    long next(TopicPartition partition) {
        return resolved(partition, of(partition));
    }

    /** What a poll would find out anyway: where to begin, or that the policy does not say. */
    void resolveAll() {
        held.forEach(this::resolved);
    }

    private long resolved(TopicPartition partition, Position position) {
        long end = position.log.end(committedOnly);
        if (position.next == UNKNOWN) {
            position.next = start.of(partition, end);
            begun.accept(partition, position.next);
        } else if (position.next > end) {
            position.next = start.outOfRange(partition, position.next, end);
            begun.accept(partition, position.next);
        }
        return position.next;
    }

    private Position of(TopicPartition partition) {
        Position found = held.get(partition);
        if (found == null) {
            throw new IllegalStateException("No current assignment for partition " + partition);
        }
        return found;
    }

    /** Records between the positions and the ends, without paused partitions. */
    long lag() {
        long lag = 0;
        for (Map.Entry<TopicPartition, Position> each : held.entrySet()) {
            lag += each.getValue().paused ? 0 : lag(each.getKey(), each.getValue());
        }
        return lag;
    }

    private long lag(TopicPartition partition, Position position) {
        try {
            return position.log.end(committedOnly) - resolved(partition, position);
        } catch (InvalidOffsetException e) {
            // The next poll throws it; that counts as something to be polled.
            return 1;
        }
    }

    /** Returns the next records and moves on past them; after a full batch begins with another partition. */
    ConsumerRecords<byte[], byte[]> take(int max) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> taken = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new LinkedHashMap<>();
        List<TopicPartition> order = new ArrayList<>(held.keySet());
        Collections.rotate(order, -(turn % Math.max(1, order.size())));
        int left = max;
        for (TopicPartition partition : order) {
            Position position = of(partition);
            if (position.paused) {
                continue;
            }
            PartitionLog.Part part = position.log.read(position.next, left, committedOnly);
            position.next = part.next();
            if (!part.records().isEmpty()) {
                left -= part.records().size();
                taken.put(partition, part.records());
                next.put(partition, new OffsetAndMetadata(position.next));
            }
        }
        turn += left == 0 ? 1 : 0;
        return taken.isEmpty() ? ConsumerRecords.empty() : new ConsumerRecords<>(taken, next);
    }
}
