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
package io.connectembedded.internal.inapp;

import io.connectembedded.inapp.SinkBatch;
import io.connectembedded.inapp.TypedRecord;
import io.connectembedded.internal.sink.position.SavedPositions;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.connect.sink.SinkRecord;

/** The batch a function handles now. */
final class HandedBatch<T> implements SinkBatch<T> {

    private final List<TypedRecord<T>> records;
    private final BiConsumer<SinkRecord, Throwable> rejections;
    private final SavedPositions saved;
    private final Set<SinkRecord> all = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Thread thread = Thread.currentThread();
    private boolean ended;

    /** {@code rejections} may hear of one record several times. */
    HandedBatch(List<TypedRecord<T>> records, BiConsumer<SinkRecord, Throwable> rejections, SavedPositions saved) {
        this.records = Collections.unmodifiableList(records);
        this.all.addAll(records.stream().map(TypedRecord::record).toList());
        this.rejections = rejections;
        this.saved = saved;
    }

    void end() {
        ended = true;
    }

    @Override
    public List<TypedRecord<T>> records() {
        return records;
    }

    @Override
    public List<T> values() {
        List<T> values = new ArrayList<>(records.size());
        for (TypedRecord<T> record : records) {
            values.add(record.value());
        }
        return Collections.unmodifiableList(values);
    }

    @Override
    public void reject(TypedRecord<T> record, Throwable why) {
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(why, "why");
        requireValid("reject");
        if (saved.isSaved()) {
            throw new IllegalStateException("A record is rejected before saveOffsets: the position that is saved covers"
                    + " it, and its dead letter has to be written before");
        }
        if (!all.contains(record.record())) {
            throw new IllegalArgumentException(
                    "The record " + Function.place(record.record()) + " is of another batch than is handled now");
        }
        rejections.accept(record.record(), why);
    }

    @Override
    public void saveOffsets(Connection transaction) {
        requireValid("saveOffsets");
        saved.save(transaction);
    }

    private void requireValid(String method) {
        if (ended || Thread.currentThread() != thread) {
            throw new IllegalStateException(method + " of a batch is called on the thread that the function was called"
                    + " on, before it returns");
        }
    }
}
