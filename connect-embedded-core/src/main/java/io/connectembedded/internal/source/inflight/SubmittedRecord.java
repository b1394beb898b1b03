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
package io.connectembedded.internal.source.inflight;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * One record in flight: sent, or dropped on its way. It is also the producer's callback, so that a record costs one
 * object. Once it is acknowledged it keeps its offset alone.
 */
public final class SubmittedRecord implements Callback {

    private final SubmittedRecords owner;
    private final PartitionQueue queue;
    private final @Nullable Object offset;
    private final int bytes;
    private @Nullable SourceRecord record; // whoever acknowledges clears it
    private boolean dropped; // before it is acknowledged
    private volatile boolean acked;

    /** {@code offset} as {@link KeptMap} keeps it. */
    SubmittedRecord(
            SubmittedRecords owner, PartitionQueue queue, SourceRecord record, @Nullable Object offset, int bytes) {
        this.owner = owner;
        this.queue = queue;
        this.record = record;
        this.offset = offset;
        this.bytes = bytes;
    }

    PartitionQueue queue() {
        return queue;
    }

    @Nullable
    Object offset() {
        return offset;
    }

    int bytes() {
        return bytes;
    }

    /** Not yet acknowledged. */
    public SourceRecord record() {
        SourceRecord present = record;
        if (present == null) {
            throw new IllegalStateException("The record is acknowledged");
        }
        return present;
    }

    public boolean isAcked() {
        return acked;
    }

    boolean isDropped() {
        return dropped;
    }

    /** It reached, or will reach, no topic. */
    void drop() {
        dropped = true;
    }

    void ack() {
        record = null;
        acked = true;
    }

    /** On the producer's thread, or on the task's within {@code send}. */
    @Override
    public void onCompletion(RecordMetadata metadata, @Nullable Exception failure) {
        if (failure == null) {
            owner.acked(this, metadata);
        } else {
            owner.refused(this, metadata.topic(), failure);
        }
    }
}
