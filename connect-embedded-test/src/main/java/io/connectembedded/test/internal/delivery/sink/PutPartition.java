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

import io.connectembedded.status.TaskId;
import io.connectembedded.test.internal.delivery.fault.Content;
import io.connectembedded.test.internal.delivery.fault.Faults;
import io.connectembedded.test.internal.delivery.fault.Promise;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** What a sink connector was given of one partition, and how far it is committed. */
final class PutPartition {

    private static final long UNKNOWN = -1;

    private final TopicPartition partition;
    private final Faults faults;
    private final Map<Long, PutRecord> records = new HashMap<>();
    private final Set<Long> dropped = new HashSet<>();
    private long last = -1;
    private long committed;
    private long counted;
    private long owedFrom = UNKNOWN;

    PutPartition(TopicPartition partition, Faults faults) {
        this.partition = partition;
        this.faults = faults;
    }

    /** Any position may come next: the partition was assigned, or is read again from its committed offset. */
    void anew() {
        last = -1;
    }

    /** A task begins here, by what its group has committed or else by policy. What lay before the first was never its. */
    void positioned(long offset) {
        owedFrom = owedFrom == UNKNOWN ? offset : Math.min(owedFrom, offset);
        if (offset < committed) {
            backTo(offset);
        }
    }

    /** The task asks for this position: what lies before it is its own business. */
    void asked(long offset) {
        owedFrom = offset;
        backTo(offset);
    }

    /** What is committed after this may come again. */
    private void backTo(long offset) {
        anew();
        committed = Math.min(committed, offset);
    }

    /** Whether the sink is to be put this record. */
    boolean isOwed(long offset) {
        return offset >= owedFrom;
    }

    void dropped(long offset) {
        dropped.add(offset);
    }

    /** Whether nobody waits for this record: it was dropped at least once, and what it was then it may be again. */
    boolean isDropped(long offset) {
        return dropped.contains(offset);
    }

    PutRecord put(TaskId task, SinkRecord record) {
        long offset = record.originalKafkaOffset();
        PutRecord put = records.computeIfAbsent(
                offset, any -> new PutRecord(task, partition, offset, Content.of(record.value())));
        if (offset <= last) {
            long after = last;
            faults.add(Promise.IN_ORDER, () -> put + ": was put after the one at " + after);
        }
        if (offset < committed) {
            long passed = committed;
            faults.add(
                    Promise.NOTHING_AGAIN_AFTER_COMMIT,
                    () -> put + ": was put again although " + passed + " was committed");
        }
        last = offset;
        return put;
    }

    /** Its batch comes again. */
    void failed(long offset) {
        last = Math.min(last, offset - 1);
    }

    /** Null if it was never put. */
    @Nullable
    PutRecord at(long offset) {
        return records.get(offset);
    }

    /** Up to where committed records have been counted already. */
    long counted() {
        return counted;
    }

    void committed(long offset) {
        committed = offset;
        counted = Math.max(counted, offset);
    }
}
