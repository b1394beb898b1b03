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
package io.connectembedded.internal.convert;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Connect data to JSON. */
final class DataWriter {

    private final JsonSettings settings;

    DataWriter(JsonSettings settings) {
        this.settings = settings;
    }

    void write(JsonGenerator out, @Nullable Schema schema, @Nullable Object value) throws IOException {
        if (value == null) {
            writeNull(out, schema);
            return;
        }
        LogicalType logical = schema == null ? null : LogicalType.of(schema);
        if (schema != null && logical != null) {
            logical.write(out, schema, value, settings);
            return;
        }
        try {
            writeTyped(out, schema, schema == null ? typeOf(value) : schema.type(), value);
        } catch (ClassCastException e) {
            throw new DataException("Invalid type for " + (schema == null ? "a value without schema" : schema.type())
                    + ": " + value.getClass().getName());
        }
    }

    private void writeNull(JsonGenerator out, @Nullable Schema schema) throws IOException {
        if (schema == null) {
            out.writeNull();
        } else if (schema.defaultValue() != null && settings.nullBecomesDefault()) {
            write(out, schema, schema.defaultValue());
        } else if (schema.isOptional()) {
            out.writeNull();
        } else {
            throw new DataException("Null for a required value without default, of schema " + describe(schema));
        }
    }

    private void writeTyped(JsonGenerator out, @Nullable Schema schema, Schema.Type type, Object value)
            throws IOException {
        switch (type) {
            case INT8 -> out.writeNumber((Byte) value);
            case INT16 -> out.writeNumber((Short) value);
            case INT32 -> out.writeNumber((Integer) value);
            case INT64 -> out.writeNumber((Long) value);
            case FLOAT32 -> out.writeNumber((Float) value);
            case FLOAT64 -> out.writeNumber((Double) value);
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case STRING -> out.writeString(((CharSequence) value).toString());
            case BYTES -> writeBytes(out, value);
            case ARRAY -> writeArray(out, schema == null ? null : schema.valueSchema(), (Collection<?>) value);
            case MAP -> writeMap(out, schema, (Map<?, ?>) value);
            case STRUCT -> writeStruct(out, schema, (Struct) value);
        }
    }

    /** A buffer is written from its beginning to its limit, wherever it stands, and left as it was. */
    private static void writeBytes(JsonGenerator out, Object value) throws IOException {
        if (value instanceof byte[] bytes) {
            out.writeBinary(bytes);
            return;
        }
        ByteBuffer whole = ((ByteBuffer) value).duplicate().rewind();
        byte[] bytes = new byte[whole.remaining()];
        whole.get(bytes);
        out.writeBinary(bytes);
    }

    private void writeArray(JsonGenerator out, @Nullable Schema items, Collection<?> values) throws IOException {
        out.writeStartArray();
        for (Object value : values) {
            write(out, items, value);
        }
        out.writeEndArray();
    }

    private void writeMap(JsonGenerator out, @Nullable Schema schema, Map<?, ?> map) throws IOException {
        Schema values = schema == null ? null : schema.valueSchema();
        if (schema == null ? hasOnlyStringKeys(map) : schema.keySchema().type() == Schema.Type.STRING) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.writeFieldName(keyOf(schema == null ? null : schema.keySchema(), entry.getKey()));
                write(out, values, entry.getValue());
            }
            out.writeEndObject();
        } else {
            writePairs(out, schema == null ? null : schema.keySchema(), values, map);
        }
    }

    private void writePairs(JsonGenerator out, @Nullable Schema keys, @Nullable Schema values, Map<?, ?> map)
            throws IOException {
        out.writeStartArray();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.writeStartArray();
            write(out, keys, entry.getKey());
            write(out, values, entry.getValue());
            out.writeEndArray();
        }
        out.writeEndArray();
    }

    private void writeStruct(JsonGenerator out, @Nullable Schema schema, Struct struct) throws IOException {
        if (schema == null || !struct.schema().equals(schema)) {
            throw new DataException("The struct's schema " + describe(struct.schema()) + " is not the schema it is"
                    + " written with, " + (schema == null ? "none" : describe(schema)));
        }
        boolean defaults = settings.nullBecomesDefault();
        out.writeStartObject();
        for (Field field : schema.fields()) {
            out.writeFieldName(field.name());
            // Both give the same JSON when nulls become defaults, but the first is by index, not by name.
            write(out, field.schema(), defaults ? struct.get(field) : struct.getWithoutDefault(field.name()));
        }
        out.writeEndObject();
    }

    /** A null key becomes its schema's default or the text "null", which is what Connect writes. */
    private String keyOf(@Nullable Schema schema, @Nullable Object key) {
        if (key != null) {
            return ((CharSequence) key).toString();
        }
        Object standIn = schema == null || !settings.nullBecomesDefault() ? null : schema.defaultValue();
        if (standIn == null && schema != null && !schema.isOptional()) {
            throw new DataException("Null for a required map key without default");
        }
        return String.valueOf(standIn);
    }

    private static boolean hasOnlyStringKeys(Map<?, ?> map) {
        for (Object key : map.keySet()) {
            if (!(key instanceof String)) {
                return false;
            }
        }
        return true;
    }

    private static Schema.Type typeOf(Object value) {
        Schema.Type type = ConnectSchema.schemaType(value.getClass());
        if (type == null) {
            throw new DataException(value.getClass().getName() + " has no Connect type, so it needs a schema");
        }
        return type;
    }

    private static String describe(Schema schema) {
        return schema.name() == null ? schema.type().toString() : schema.name() + " (" + schema.type() + ")";
    }
}
