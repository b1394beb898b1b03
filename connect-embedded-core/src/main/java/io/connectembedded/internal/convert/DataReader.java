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

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * JSON to Connect data. Every method finds the parser at the first token of its value and leaves it at the last. Where
 * Connect is lenient (a text where a number should be is zero), so is this: data that was accepted stays accepted.
 */
final class DataReader {

    private final boolean nullBecomesDefault;

    DataReader(JsonSettings settings) {
        nullBecomesDefault = settings.nullBecomesDefault();
    }

    @Nullable
    Object read(JsonParser in, @Nullable Schema schema) throws IOException {
        if (schema == null) {
            return readInferred(in);
        }
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return absent(schema);
        }
        LogicalType logical = LogicalType.of(schema);
        return logical == null ? readTyped(in, schema) : logical.read(in, schema);
    }

    private @Nullable Object readInferred(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NUMBER_INT -> JsonNumbers.int64(in);
            case VALUE_NUMBER_FLOAT -> JsonNumbers.float64(in);
            case VALUE_STRING -> in.getText();
            case START_ARRAY -> readArray(in, null);
            case START_OBJECT -> readObject(in, null);
            default -> throw new DataException("A value is missing where " + in.currentToken() + " stands");
        };
    }

    private @Nullable Object readTyped(JsonParser in, Schema schema) throws IOException {
        return switch (schema.type()) {
            case INT8 -> (byte) JsonNumbers.int32(in);
            case INT16 -> (short) JsonNumbers.int32(in);
            case INT32 -> JsonNumbers.int32(in);
            case INT64 -> JsonNumbers.int64(in);
            case FLOAT32 -> JsonNumbers.float32(in);
            case FLOAT64 -> JsonNumbers.float64(in);
            case BOOLEAN -> readBoolean(in);
            case STRING -> readString(in);
            case BYTES -> readBytes(in);
            case ARRAY -> readArray(in, schema.valueSchema());
            case MAP ->
                schema.keySchema().type() == Schema.Type.STRING
                        ? readObject(in, schema.valueSchema())
                        : readPairs(in, schema.keySchema(), schema.valueSchema());
            case STRUCT -> readStruct(in, schema.schema());
        };
    }

    /** What a null or a missing field stands for. */
    private @Nullable Object absent(Schema schema) {
        if (schema.defaultValue() != null && nullBecomesDefault) {
            return schema.defaultValue();
        }
        if (schema.isOptional()) {
            return null;
        }
        throw new DataException("Null or missing value for a required " + schema.type() + " without default");
    }

    private static boolean readBoolean(JsonParser in) throws IOException {
        in.skipChildren();
        return in.currentToken() == JsonToken.VALUE_TRUE;
    }

    private static @Nullable String readString(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            return in.getText();
        }
        in.skipChildren();
        return null;
    }

    private static byte @Nullable [] readBytes(JsonParser in) throws IOException {
        String text = readString(in);
        try {
            return text == null ? null : Base64Variants.getDefaultVariant().decode(text.trim());
        } catch (IllegalArgumentException e) {
            throw new DataException("A BYTES value is not base64");
        }
    }

    /** An object gives its values and a scalar nothing, as in Connect. */
    private List<@Nullable Object> readArray(JsonParser in, @Nullable Schema items) throws IOException {
        List<@Nullable Object> values = new ArrayList<>();
        if (!in.currentToken().isStructStart()) {
            return values;
        }
        for (JsonToken token = in.nextToken(); !token.isStructEnd(); token = in.nextToken()) {
            if (token != JsonToken.FIELD_NAME) {
                values.add(read(in, items));
            }
        }
        return values;
    }

    private Map<String, @Nullable Object> readObject(JsonParser in, @Nullable Schema values) throws IOException {
        expect(in, JsonToken.START_OBJECT, "A map with string keys");
        Map<String, @Nullable Object> map = new HashMap<>();
        for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
            in.nextToken();
            map.put(key, read(in, values));
        }
        return map;
    }

    private Map<@Nullable Object, @Nullable Object> readPairs(JsonParser in, Schema keys, Schema values)
            throws IOException {
        expect(in, JsonToken.START_ARRAY, "A map with other than string keys");
        Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            expect(in, JsonToken.START_ARRAY, "An entry of a map with other than string keys");
            Object key = readOfPair(in, keys);
            map.put(key, readOfPair(in, values));
            if (in.nextToken() != JsonToken.END_ARRAY) {
                throw new DataException("A map entry has more than the two elements key and value");
            }
        }
        return map;
    }

    private @Nullable Object readOfPair(JsonParser in, Schema schema) throws IOException {
        if (in.nextToken() == JsonToken.END_ARRAY) {
            throw new DataException("A map entry has fewer than the two elements key and value");
        }
        return read(in, schema);
    }

    private Struct readStruct(JsonParser in, Schema schema) throws IOException {
        expect(in, JsonToken.START_OBJECT, "A struct");
        Struct struct = new Struct(schema);
        List<Field> fields = schema.fields();
        boolean[] seen = new boolean[fields.size()];
        int next = 0;
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            Field field =
                    next < seen.length && fields.get(next).name().equals(name) ? fields.get(next) : schema.field(name);
            if (field == null) {
                in.skipChildren();
            } else {
                struct.put(field, readField(in, field));
                seen[field.index()] = true;
                next = field.index() + 1;
            }
        }
        fillMissing(struct, fields, seen);
        return struct;
    }

    private void fillMissing(Struct struct, List<Field> fields, boolean[] seen) {
        for (int i = 0; i < seen.length; i++) {
            if (!seen[i]) {
                struct.put(fields.get(i), absent(fields.get(i).schema()));
            }
        }
    }

    private @Nullable Object readField(JsonParser in, Field field) throws IOException {
        return read(in, field.schema());
    }

    private static void expect(JsonParser in, JsonToken expected, String what) {
        if (in.currentToken() != expected) {
            String shape = expected == JsonToken.START_OBJECT ? "object" : "array";
            throw new DataException(what + " is a JSON " + shape + ", but found " + in.currentToken());
        }
    }
}
