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
package io.connectembedded.test.internal.kafka.transaction;

import io.connectembedded.status.TaskId;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records that become visible together or never. */
public final class Transaction {

    private enum State {
        OPEN,
        COMMITTED,
        ABORTED
    }

    private final TaskId task;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private State state = State.OPEN;

    Transaction(TaskId task) {
        this.task = task;
    }

    /** Whose it is. */
    public TaskId task() {
        return task;
    }

    /** This one is in a log as part of it. */
    public void add(ConsumerRecord<byte[], byte[]> record) {
        records.add(record);
    }

    /** In the order in which they were acknowledged. */
    public List<ConsumerRecord<byte[], byte[]>> records() {
        return List.copyOf(records);
    }

    public boolean isOpen() {
        return state == State.OPEN;
    }

    public boolean isCommitted() {
        return state == State.COMMITTED;
    }

    void end(boolean committed) {
        if (!isOpen()) {
            throw new IllegalStateException("A transaction ends once; this one is " + state);
        }
        state = committed ? State.COMMITTED : State.ABORTED;
    }
}
