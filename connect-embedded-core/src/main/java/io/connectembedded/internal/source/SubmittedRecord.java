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
package io.connectembedded.internal.source;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** One record handed to the producer: it is also the producer's callback, so that a record costs one object. */
final class SubmittedRecord implements Callback {

    private final SourceRecord record;
    private final SubmittedRecords owner;
    private final Acknowledgements acknowledgements;
    private volatile boolean acked;

    SubmittedRecord(SourceRecord record, SubmittedRecords owner, Acknowledgements acknowledgements) {
        this.record = record;
        this.owner = owner;
        this.acknowledgements = acknowledgements;
    }

    SourceRecord record() {
        return record;
    }

    boolean isAcked() {
        return acked;
    }

    /** On the producer's thread. */
    @Override
    public void onCompletion(RecordMetadata metadata, @Nullable Exception failure) {
        if (failure != null) {
            acknowledgements.failed(record, failure);
        } else {
            acknowledgements.acked(record, metadata);
            acked = true;
        }
        owner.answered();
    }
}
