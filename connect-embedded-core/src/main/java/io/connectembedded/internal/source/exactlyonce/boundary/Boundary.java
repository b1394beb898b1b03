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
package io.connectembedded.internal.source.exactlyonce.boundary;

import io.connectembedded.status.TaskId;
import java.time.Duration;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask.TransactionBoundary;
import org.apache.kafka.connect.source.TransactionContext;
import org.jspecify.annotations.Nullable;

/** Says when a transaction ends, and how. Task thread. */
public interface Boundary {

    /** What is to be done with the open transaction. */
    enum End {
        NOT_YET,
        COMMIT,
        ABORT
    }

    /** {@code transaction.boundary}. */
    static Boundary of(TaskId task, TransactionBoundary wanted, Duration interval, Time time) {
        return switch (wanted) {
            case POLL -> new PollBoundary();
            case INTERVAL -> new IntervalBoundary(interval, time);
            case CONNECTOR -> new ConnectorBoundary(task);
        };
    }

    /** The record is sent or dropped. */
    default End afterRecord(SourceRecord record) {
        return End.NOT_YET;
    }

    /** All of a batch is, of which there may be nothing; {@code full}: more should not be kept in memory. */
    End afterBatch(boolean full);

    /** No batch follows for now; {@code through}: all of the last one is sent or dropped. */
    End atEnd(boolean through);

    /** What the plug-in says it with; null when it has no say. */
    default @Nullable TransactionContext context() {
        return null;
    }
}
