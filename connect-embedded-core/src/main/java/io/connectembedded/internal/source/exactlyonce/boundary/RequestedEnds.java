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

import io.connectembedded.internal.source.exactlyonce.boundary.Boundary.End;
import io.connectembedded.status.TaskId;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;

/**
 * The ends of transactions a plug-in has asked for and the task thread has not come to. Other than in Connect a record
 * is meant that is this very one: another with the same content ends nothing. Thread-safe.
 */
final class RequestedEnds implements TransactionContext {

    private static final String REMEDY = "; a transaction can end in one way only: the connector has to be corrected";

    private final TaskId task;
    private final Set<SourceRecord> commits = Collections.newSetFromMap(new IdentityHashMap<>()); // guarded by "this"
    private final Set<SourceRecord> aborts = Collections.newSetFromMap(new IdentityHashMap<>()); // guarded by "this"
    private boolean commitsBatch; // guarded by "this"
    private boolean abortsBatch; // guarded by "this"
    private volatile boolean namesRecords; // spares the lock for each record

    RequestedEnds(TaskId task) {
        this.task = task;
    }

    @Override
    public synchronized void commitTransaction() {
        commitsBatch = true;
    }

    @Override
    public synchronized void commitTransaction(SourceRecord record) {
        commits.add(named(record));
        namesRecords = true;
    }

    @Override
    public synchronized void abortTransaction() {
        abortsBatch = true;
    }

    @Override
    public synchronized void abortTransaction(SourceRecord record) {
        aborts.add(named(record));
        namesRecords = true;
    }

    private static SourceRecord named(SourceRecord record) {
        return Objects.requireNonNull(record, "the record that ends a transaction must not be null");
    }

    /** Once for each request. */
    End take(SourceRecord record) {
        return namesRecords ? taken(record) : End.NOT_YET;
    }

    private synchronized End taken(SourceRecord record) {
        boolean commit = commits.remove(record);
        boolean abort = aborts.remove(record);
        namesRecords = !commits.isEmpty() || !aborts.isEmpty();
        if (commit && abort) {
            throw new IllegalStateException("Task " + task
                    + " asked for both commit and abort of its transaction at one record for topic " + record.topic()
                    + ", partition " + record.kafkaPartition() + REMEDY);
        }
        return end(commit, abort);
    }

    /** Once for each request. */
    synchronized End takeOfBatch() {
        boolean commit = commitsBatch;
        boolean abort = abortsBatch;
        commitsBatch = false;
        abortsBatch = false;
        if (commit && abort) {
            throw new IllegalStateException(
                    "Task " + task + " asked for both commit and abort of its transaction after one batch" + REMEDY);
        }
        return end(commit, abort);
    }

    private static End end(boolean commit, boolean abort) {
        if (abort) {
            return End.ABORT;
        }
        return commit ? End.COMMIT : End.NOT_YET;
    }
}
