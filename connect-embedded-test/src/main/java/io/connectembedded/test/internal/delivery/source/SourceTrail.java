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
package io.connectembedded.test.internal.delivery.source;

import io.connectembedded.test.internal.delivery.fault.Faults;
import io.connectembedded.test.internal.delivery.fault.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One source partition, or the records of one task that have none: what the incarnation that polled it last has polled of it, in order, and what
 * is stored.
 */
final class SourceTrail {

    private final String partition;
    private final Faults faults;
    private final List<PolledRecord> polled = new ArrayList<>();
    private final Map<TopicPartition, PolledRecord> lastOnTopic = new HashMap<>();
    private @Nullable Object incarnation;
    private int settled; // so many, from the beginning, are done with
    private int passed; // so many, from the beginning, are covered by a stored offset
    private int sequences;
    private int highestSequence;
    private @Nullable String stored;

    SourceTrail(String partition, Faults faults) {
        this.partition = partition;
        this.faults = faults;
    }

    String partition() {
        return partition;
    }

    int nextSequence() {
        return ++sequences;
    }

    /** What an earlier incarnation polled is no longer in flight. */
    void polledBy(Object by) {
        if (incarnation != by) {
            incarnation = by;
            polled.clear();
            lastOnTopic.clear();
            settled = 0;
            passed = 0;
            highestSequence = 0;
        }
    }

    boolean isPolledBy(Object by) {
        return incarnation == by;
    }

    PolledRecord add(KnownRecord known, @Nullable String offset) {
        if (offset != null) {
            checkOrder(known);
        }
        if (known.passed) {
            faults.add(
                    Promise.NOTHING_AGAIN_AFTER_COMMIT,
                    () -> known + ": was polled again although the stored offset had passed it");
        }
        PolledRecord record = new PolledRecord(this, known, polled.size(), offset);
        polled.add(record);
        return record;
    }

    /** Only a task that goes on from an offset comes to its records in the same order again. */
    private void checkOrder(KnownRecord known) {
        if (known.sequence < highestSequence) {
            int after = highestSequence;
            faults.add(Promise.IN_ORDER, () -> known + ": was polled after record " + after + " of its partition");
        }
        highestSequence = Math.max(highestSequence, known.sequence);
    }

    /** This record is on a topic; told of records of an earlier incarnation too. */
    void onTopic(PolledRecord record, TopicPartition topicPartition, long offset) {
        if (record.index >= polled.size() || polled.get(record.index) != record || offset < 0) {
            return;
        }
        record.logOffset = offset;
        PolledRecord last = lastOnTopic.get(topicPartition);
        if (last != null && (last.index < record.index) != (last.logOffset < offset)) {
            faults.add(
                    Promise.IN_ORDER,
                    () -> record.known + ": is on " + topicPartition + " at " + offset + ", but record "
                            + last.known.sequence + ", polled " + (last.index < record.index ? "before" : "after")
                            + " it, at " + last.logOffset);
        }
        if (last == null || last.logOffset < offset) {
            lastOnTopic.put(topicPartition, record);
        }
    }

    private void advance() {
        while (settled < polled.size() && polled.get(settled).settled) {
            settled++;
        }
    }

    /** A task's offset is durable. */
    void stored(@Nullable String offset) {
        advance();
        int found = lastWith(offset);
        if (found >= settled) {
            PolledRecord earliest = polled.get(settled);
            faults.add(
                    Promise.NO_OFFSET_AHEAD,
                    () -> earliest.known + ": was not acknowledged when offset " + offset + " was stored");
        } else if (found < 0 && !Objects.equals(offset, stored)) {
            faults.add(
                    Promise.NO_OFFSET_AHEAD,
                    () -> "partition " + partition + ": the stored offset " + offset
                            + " is none that a record was handed out with; its task changes maps it handed out");
        }
        stored = offset;
        for (; passed <= Math.min(found, settled - 1); passed++) {
            // A record without an offset cannot be passed by one.
            polled.get(passed).known.passed |= offset != null;
        }
    }

    /** It is durable, and so are the records it passes, of which the task has not been told yet. */
    void storedWithItsRecords(@Nullable String offset) {
        advance();
        stored = offset;
        for (int i = passed; i <= lastWith(offset); i++) {
            polled.get(i).known.passed |= offset != null;
        }
        passed = Math.max(passed, lastWith(offset) + 1);
    }

    /** Whether a record of this offset is acknowledged. */
    boolean isDone(@Nullable String offset) {
        advance();
        int found = lastWith(offset);
        return found >= 0 && found < settled;
    }

    /** The last acknowledged record of this offset, else the first unacknowledged one; -1 if there is none. */
    private int lastWith(@Nullable String offset) {
        for (int i = settled - 1; i >= 0; i--) {
            if (Objects.equals(offset, polled.get(i).offset)) {
                return i;
            }
        }
        for (int i = settled; i < polled.size(); i++) {
            if (Objects.equals(offset, polled.get(i).offset)) {
                return i;
            }
        }
        return -1;
    }

    /** Somebody wrote this offset while no task ran: what it passes is for him to say. */
    void altered(@Nullable String offset) {
        stored = offset;
    }

    /** The task was told that its offsets are durable. */
    void commitCalled() {
        advance();
        if (settled > 0 && !Objects.equals(polled.get(settled - 1).offset, stored)) {
            PolledRecord last = polled.get(settled - 1);
            String durable = stored;
            faults.add(
                    Promise.COMMIT_ONLY_WHEN_DURABLE,
                    () -> last.known + ": commit was called while the stored offset was " + durable);
        }
    }
}
