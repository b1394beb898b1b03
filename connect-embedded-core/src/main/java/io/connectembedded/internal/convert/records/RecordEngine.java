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
package io.connectembedded.internal.convert.records;

import io.connectembedded.inapp.Records;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Java records to Connect data and back. Thread-safe; what it knows of a class lives and dies with the class. */
public final class RecordEngine implements Records.Engine {
    // Records and enums only: what hung on a class of the JDK would keep this library's class loader for ever.
    private final ClassValue<Part> known = new ClassValue<>() {
        @Override
        protected Part computeValue(Class<?> type) {
            return Part.of(type.isEnum() ? new EnumForm(type) : new FormBuilder().record(type), false);
        }
    };

    @Override
    public Schema schemaOf(Class<? extends Record> type) {
        return part(type).schema();
    }

    @Override
    public Struct toStruct(Record value) {
        Part part = part(value.getClass());
        try {
            return (Struct) part.form().toConnect(value, part.schema());
        } catch (Misfit e) {
            throw new DataException(
                    "Cannot turn the record " + value.getClass().getName() + " into Connect data: " + e.text(),
                    e.getCause());
        }
    }

    @Override
    public <R> @Nullable R fromConnect(Class<R> type, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        try {
            return made(type, value);
        } catch (Misfit e) {
            throw new DataException(
                    "Cannot make the " + type.getTypeName() + " of the value: " + e.text(), e.getCause());
        }
    }

    // The cast is of a box to the box, or of the class asked for to itself.
    @SuppressWarnings("unchecked")
    private <R> R made(Class<R> type, Object value) {
        if (type.isRecord() || type.isEnum()) {
            return type.isInstance(value) ? (R) value : (R) part(type).form().fromConnect(value);
        }
        Form simple = FormBuilder.simple(type);
        if (simple != null) {
            return (R) simple.fromConnect(value);
        }
        if (!type.isInstance(value)) {
            throw Misfit.expected("a " + type.getTypeName(), value);
        }
        return (R) value;
    }

    private Part part(Class<?> type) {
        try {
            return known.get(type);
        } catch (Misfit e) {
            throw new DataException("Cannot use " + type.getName() + " as Connect data: " + e.text(), e.getCause());
        }
    }
}
