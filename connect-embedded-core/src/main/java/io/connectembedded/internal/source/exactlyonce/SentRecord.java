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
package io.connectembedded.internal.source.exactlyonce;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** One record on its way to Kafka, or an offset: the producer's callback, and all it costs. */
final class SentRecord implements Callback {

    private final SentRecords owner;
    private final int bytes;
    private final boolean offset;
    private @Nullable RecordMetadata metadata; // before it is answered, which the end of the transaction waits for

    SentRecord(SentRecords owner, int bytes, boolean offset) {
        this.owner = owner;
        this.bytes = bytes;
        this.offset = offset;
    }

    int bytes() {
        return bytes;
    }

    boolean isOffset() {
        return offset;
    }

    /** After the end of its transaction: where the record is. */
    @Nullable
    RecordMetadata metadata() {
        return metadata;
    }

    /** On the producer's thread, or on the task's within {@code send}. */
    @Override
    public void onCompletion(RecordMetadata answer, @Nullable Exception failure) {
        if (failure == null) {
            metadata = answer;
            owner.acked(this);
        } else {
            owner.refused(this, answer.topic(), failure);
        }
    }
}
