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
import org.apache.kafka.common.TopicPartition;

/** One record of a topic as a sink connector was given it. */
final class PutRecord {

    private final TaskId task;
    private final TopicPartition partition;
    final long offset;
    final Content value;
    int puts; // that returned

    PutRecord(TaskId task, TopicPartition partition, long offset, Content value) {
        this.task = task;
        this.partition = partition;
        this.offset = offset;
        this.value = value;
    }

    /** A value that was put has arrived somewhere; a tombstone makes one go. */
    boolean isTombstone() {
        return value.isNull();
    }

    @Override
    public String toString() {
        return "task " + task + ": record at " + offset + " of " + partition + " value " + value;
    }
}
