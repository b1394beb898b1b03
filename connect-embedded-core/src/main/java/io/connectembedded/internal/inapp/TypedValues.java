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

import io.connectembedded.inapp.Records;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Values as the class a function asked for. */
record TypedValues<T>(Class<T> type) {

    /**
     * Null for a tombstone.
     *
     * @throws DataException when the value is of another class, naming both and the record, never the value
     */
    @Nullable
    T of(SinkRecord record) {
        Object value = record.value();
        if (value == null) {
            return null;
        }
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        if (type.isRecord() && (value instanceof Struct || value instanceof Map)) {
            return madeOf(value, record);
        }
        throw new DataException("The value of record " + Function.place(record) + " is a "
                + value.getClass().getName() + " and no " + type.getName()
                + ", which the sink's function asks for; look at the connector's value.converter, or ask for another"
                + " class, Object among them");
    }

    private @Nullable T madeOf(Object value, SinkRecord record) {
        try {
            return Records.fromConnect(type, value);
        } catch (DataException e) {
            throw new DataException(
                    "The value of record " + Function.place(record) + " is no " + type.getName() + ", which the sink's"
                            + " function asks for: " + e.getMessage(),
                    e);
        }
    }
}
