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
package io.connectembedded.inapp;

import java.sql.Connection;
import java.util.Iterator;
import java.util.List;

/**
 * What a function of {@link InAppSink#batches} handles at once: what one {@code put} of Connect would be given, never
 * empty, in the order of each partition. Valid until the function returns, on the thread that called it.
 *
 * @param <T> the class of values
 */
public interface SinkBatch<T> extends Iterable<TypedRecord<T>> {
    /** The records. Cannot be modified. */
    List<TypedRecord<T>> records();

    /**
     * The values of all records. Cannot be modified.
     *
     * @throws org.apache.kafka.connect.errors.DataException when a tombstone is among them; go through {@link #records}
     *     where tombstones may come
     */
    List<T> values();

    /**
     * Gives up one record, while the others go on: it goes to the connector's error policy, as to Connect's {@code
     * ErrantRecordReporter} (KIP-610), and counts as handled. Its position is committed only once the dead letter is
     * written; it is called before {@link #saveOffsets}, which waits for that.
     *
     * @param record of this batch; a second time it is ignored
     * @param why what is wrong with it; goes to the dead letter and the log
     * @throws org.apache.kafka.connect.errors.ConnectException when the policy is to fail; the task then fails, also when
     *     the function catches it
     * @throws IllegalArgumentException when the record is of another batch
     * @throws IllegalStateException after {@link #saveOffsets}, and when the batch is no longer valid
     */
    void reject(TypedRecord<T> record, Throwable why);

    /**
     * Saves the positions after this batch in a transaction of the host, which commits rows and positions together or not
     * at all: each record is in the database exactly once, over crashes and rebalances too. Positions cover all that was
     * consumed, records that a transformation dropped or that were rejected included. The write depends on the positions
     * before: when another task has got the partition meanwhile and moved them, it fails, and the transaction must be
     * rolled back. Call it once, then {@code commit()}, then return. Connect has nothing like it.
     *
     * <p>When the function throws after this call, the positions are read from the store before anything is put again, and
     * what was committed is not.
     *
     * @param transaction a connection with autocommit off, to the database of the connector's {@code
     *     offsetStore(OffsetStore.jdbc(dataSource))}; it is neither committed nor closed
     * @throws org.apache.kafka.connect.errors.RetriableException when the positions are not what they were, when the
     *     database failed, or when dead letters of this batch are not written in time; let it pass after a rollback
     * @throws org.apache.kafka.connect.errors.ConnectException when the connector has no such store, or the connection
     *     is in autocommit mode; the task fails
     * @throws IllegalStateException a second time, on another thread, and when the batch is no longer valid
     */
    void saveOffsets(Connection transaction);

    /** As {@link #records}. */
    @Override
    default Iterator<TypedRecord<T>> iterator() {
        return records().iterator();
    }
}
