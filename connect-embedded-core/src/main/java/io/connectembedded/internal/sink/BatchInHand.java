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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.runtime.InternalSinkRecord;

/**
 * The batch in hand and the piece of it that is put next: all of it, or, while records at fault are looked for, a half of
 * the piece that was refused. Pieces are put from first to last, so that each partition keeps its order; they are places
 * in the one list and hold no records of their own. Task thread.
 */
final class BatchInHand {

    private List<InternalSinkRecord> batch = List.of();
    private int from;
    private int to;
    private final Deque<Integer> ends = new ArrayDeque<>();

    /** After what is in hand already, if anything is. */
    void add(List<InternalSinkRecord> fresh) {
        if (!fresh.isEmpty()) {
            boolean whole = to == batch.size();
            if (batch.isEmpty()) {
                batch = fresh;
            } else {
                batch.addAll(fresh);
            }
            to = whole ? batch.size() : to;
        }
    }

    /** How many records are not yet delivered, pieces to come included. */
    int left() {
        return batch.size() - from;
    }

    /** For each partition of which something is left, by its original name, where that begins. */
    Map<TopicPartition, Long> firstLeft() {
        return first(from);
    }

    /** As {@link #firstLeft}, once this piece is through. */
    Map<TopicPartition, Long> firstAfterPiece() {
        return first(to);
    }

    private Map<TopicPartition, Long> first(int begin) {
        if (begin == batch.size()) {
            return Map.of();
        }
        Map<TopicPartition, Long> first = new HashMap<>();
        for (InternalSinkRecord record : batch.subList(begin, batch.size())) {
            first.putIfAbsent(partition(record), record.originalKafkaOffset());
        }
        return first;
    }

    List<InternalSinkRecord> piece() {
        return batch.subList(from, to);
    }

    /** Whether nothing of the batch was split off yet. */
    boolean isWhole() {
        return from == 0 && to == batch.size();
    }

    /** Goes on with the first half of this piece; false when it is one record. */
    boolean split() {
        if (to - from < 2) {
            return false;
        }
        ends.push(to);
        to = from + (to - from) / 2;
        return true;
    }

    /** This piece is through; false when it was the last, and nothing is in hand any more. */
    boolean next() {
        from = to;
        if (from == batch.size()) {
            drop();
            return false;
        }
        to = ends.isEmpty() ? batch.size() : ends.pop();
        return true;
    }

    /** Leaves out the records of these partitions, by their original names; what is left becomes one piece again. */
    void forget(Set<TopicPartition> gone) {
        keep(record -> !gone.contains(partition(record)));
    }

    /** Leaves out the records of this partition that come before this offset; else as the other. */
    void forgetBefore(TopicPartition covered, long offset) {
        keep(record ->
                record.originalKafkaOffset() >= offset || !partition(record).equals(covered));
    }

    private void keep(Predicate<InternalSinkRecord> wanted) {
        List<InternalSinkRecord> kept = new ArrayList<>(left());
        for (InternalSinkRecord record : batch.subList(from, batch.size())) {
            if (wanted.test(record)) {
                kept.add(record);
            }
        }
        drop();
        add(kept);
    }

    private static TopicPartition partition(InternalSinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }

    private void drop() {
        batch = List.of();
        from = 0;
        to = 0;
        ends.clear();
    }
}
