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
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** A Connect schema to JSON, in the order of keys that Connect has. */
final class SchemaWriter {

    private final DataWriter data;

    SchemaWriter(DataWriter data) {
        this.data = data;
    }

    void write(JsonGenerator out, @Nullable Schema schema) throws IOException {
        if (schema == null) {
            out.writeNull();
        } else {
            write(out, schema, null);
        }
    }

    private void write(JsonGenerator out, Schema schema, @Nullable String fieldName) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", nameOf(schema.type()));
        writeInner(out, schema);
        out.writeBooleanField("optional", schema.isOptional());
        writeLabels(out, schema);
        if (schema.defaultValue() != null) {
            out.writeFieldName("default");
            data.write(out, schema, schema.defaultValue());
        }
        if (fieldName != null) {
            out.writeStringField("field", fieldName);
        }
        out.writeEndObject();
    }

    private void writeInner(JsonGenerator out, Schema schema) throws IOException {
        switch (schema.type()) {
            case ARRAY -> {
                out.writeFieldName("items");
                write(out, schema.valueSchema());
            }
            case MAP -> {
                out.writeFieldName("keys");
                write(out, schema.keySchema());
                out.writeFieldName("values");
                write(out, schema.valueSchema());
            }
            case STRUCT -> {
                out.writeArrayFieldStart("fields");
                for (Field field : schema.fields()) {
                    write(out, field.schema(), field.name());
                }
                out.writeEndArray();
            }
            default -> {
                // A primitive has no inner schema.
            }
        }
    }

    private static void writeLabels(JsonGenerator out, Schema schema) throws IOException {
        if (schema.name() != null) {
            out.writeStringField("name", schema.name());
        }
        if (schema.version() != null) {
            out.writeNumberField("version", schema.version());
        }
        if (schema.doc() != null) {
            out.writeStringField("doc", schema.doc());
        }
        if (schema.parameters() != null) {
            out.writeObjectFieldStart("parameters");
            for (Map.Entry<String, String> parameter : schema.parameters().entrySet()) {
                out.writeStringField(parameter.getKey(), parameter.getValue());
            }
            out.writeEndObject();
        }
    }

    private static String nameOf(Schema.Type type) {
        return switch (type) {
            case FLOAT32 -> "float";
            case FLOAT64 -> "double";
            default -> type.getName();
        };
    }
}
