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

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three positions for each assigned partition: consumed (polled), delivered (its put returned), committed. Only what is
 * delivered may be committed (I3). Belongs to the task thread.
 */
final class SinkOffsets {

    private static final Logger LOG = LoggerFactory.getLogger(SinkOffsets.class);

    private final Map<TopicPartition, OffsetAndMetadata> consumed = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> delivered = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();

    void assigned(TopicPartition partition, long position) {
        OffsetAndMetadata offset = new OffsetAndMetadata(position);
        consumed.put(partition, offset);
        delivered.put(partition, offset);
        committed.put(partition, offset);
    }

    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> {
            consumed.remove(partition);
            delivered.remove(partition);
            committed.remove(partition);
        });
    }

    /** Up to which it was read; -1 when it was never opened. */
    long consumed(TopicPartition partition) {
        OffsetAndMetadata read = consumed.get(partition);
        return read == null ? -1 : read.offset();
    }

    void consumed(TopicPartition partition, long next) {
        consumed.put(partition, new OffsetAndMetadata(next));
    }

    /**
     * The put of everything consumed so far has returned, but in these partitions of what comes before this offset only.
     * A position moves on alone: one the task asked for holds until what was read before it is through.
     */
    void delivered(Map<TopicPartition, Long> firstLeft) {
        if (firstLeft.isEmpty()) {
            delivered.putAll(consumed);
            return;
        }
        consumed.forEach((partition, read) -> {
            long left = firstLeft.getOrDefault(partition, Long.MAX_VALUE);
            OffsetAndMetadata before = delivered.get(partition);
            OffsetAndMetadata now = left < read.offset() ? new OffsetAndMetadata(left) : read;
            if (before == null || now.offset() > before.offset()) {
                delivered.put(partition, now);
            }
        });
    }

    /** The positions once everything is delivered but what begins here; of partitions that this would move on. */
    Map<TopicPartition, Long> after(Map<TopicPartition, Long> firstLeft) {
        Map<TopicPartition, Long> after = new HashMap<>();
        consumed.forEach((partition, read) -> {
            long next = Math.min(firstLeft.getOrDefault(partition, Long.MAX_VALUE), read.offset());
            if (isNew(partition, next)) {
                after.put(partition, next);
            }
        });
        return after;
    }

    Map<TopicPartition, OffsetAndMetadata> delivered(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> wanted = new HashMap<>(delivered);
        wanted.keySet().retainAll(Set.copyOf(partitions));
        return wanted;
    }

    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            if (committed.containsKey(partition)) {
                committed.put(partition, offset);
            }
        });
    }

    /** Empty for a partition that was never opened: to guess a position would be to move it. */
    Optional<OffsetAndMetadata> committed(TopicPartition partition) {
        return Optional.ofNullable(committed.get(partition));
    }

    /** Whether a commit of this would move the partition on. */
    boolean isNew(TopicPartition partition, long offset) {
        OffsetAndMetadata last = committed.get(partition);
        return last == null || offset > last.offset();
    }

    long uncommitted() {
        long sum = 0;
        for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : consumed.entrySet()) {
            OffsetAndMetadata last = committed.getOrDefault(entry.getKey(), entry.getValue());
            sum += entry.getValue().offset() - last.offset();
        }
        return Math.max(0, sum);
    }

    /** Of what preCommit answered, what may be committed: asked for, delivered, and new. */
    Map<TopicPartition, OffsetAndMetadata> valid(
            Map<TopicPartition, OffsetAndMetadata> answered, Map<TopicPartition, OffsetAndMetadata> asked) {
        Map<TopicPartition, OffsetAndMetadata> valid = new HashMap<>();
        answered.forEach((partition, offset) -> {
            OffsetAndMetadata limit = asked.get(partition);
            if (limit == null || offset == null) {
                LOG.warn(
                        "preCommit answered with {} for {}, which was not asked for; it is ignored", offset, partition);
            } else if (offset.offset() > limit.offset()) {
                LOG.warn(
                        "preCommit answered with {} for {}, beyond the delivered {}; it is ignored",
                        offset.offset(),
                        partition,
                        limit.offset());
            } else if (!offset.equals(committed.get(partition))) {
                valid.put(partition, offset);
            }
        });
        return valid;
    }
}
