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

import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record with its value as the class a function asked for. Immutable.
 *
 * @param valueOrNull the value; null for a tombstone
 * @param record the record as Connect has it: topic, key, headers, timestamp and the value as the converter gave it
 * @param <T> the class of values
 */
public record TypedRecord<T>(@Nullable T valueOrNull, SinkRecord record) {
    /**
     * The value.
     *
     * @throws DataException when it is a tombstone; ask {@link #isTombstone} or take {@link #valueOrNull} where tombstones
     *     may come
     */
    public T value() {
        T value = valueOrNull;
        if (value == null) {
            throw new DataException("The record " + record.topic() + "-" + record.kafkaPartition() + "@"
                    + record.kafkaOffset() + " is a tombstone and has no value; look at isTombstone() first");
        }
        return value;
    }

    /** Whether it has no value, which deletes its key where topics are compacted. */
    public boolean isTombstone() {
        return valueOrNull == null;
    }
}
