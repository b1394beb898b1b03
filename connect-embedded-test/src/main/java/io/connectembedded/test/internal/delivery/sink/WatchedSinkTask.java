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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** Passes every call on to the plug-in and tells the ledger. */
public final class WatchedSinkTask extends SinkTask {

    private final TaskId id;
    private final SinkTask task;
    private final SinkLedger ledger;
    private int taken;
    private boolean wantsAgain;

    WatchedSinkTask(TaskId id, SinkTask task, SinkLedger ledger) {
        this.id = id;
        this.task = task;
        this.ledger = ledger;
    }

    /** How many records the plug-in took since this was asked last. */
    public int takeCount() {
        int count = taken;
        taken = 0;
        return count;
    }

    /** Whether the last put failed: unless the task has FAILED with it, its batch waits to be put again. */
    public boolean wantsAgain() {
        return wantsAgain;
    }

    @Override
    public String version() {
        return task.version();
    }

    @Override
    public void initialize(SinkTaskContext context) {
        task.initialize(new WatchedSinkContext(context, ledger));
    }

    @Override
    public void start(Map<String, String> config) {
        task.start(config);
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        ledger.opened(partitions);
        task.open(partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        List<SinkRecord> given = List.copyOf(records); // the task may empty its list
        ledger.putting(id, given);
        boolean returned = false;
        try {
            task.put(records);
            returned = true;
        } finally {
            wantsAgain = !returned;
            if (returned) {
                taken += given.size();
                ledger.put(given);
            } else {
                ledger.putFailed(given);
            }
        }
    }

    @Override
    public void flush(Map<TopicPartition, OffsetAndMetadata> offsets) {
        task.flush(offsets);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        boolean returned = false;
        try {
            Map<TopicPartition, OffsetAndMetadata> answer = task.preCommit(offsets);
            returned = true;
            return answer;
        } finally {
            if (!returned) {
                ledger.preCommitFailed();
            }
        }
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        task.close(partitions);
    }

    @Override
    public void stop() {
        task.stop();
    }
}
