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

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one schema object. Keys come in any order and what an inner schema or a default means depends on the
 * type, so those stay unread until all keys are known. A key of the wrong JSON type counts as absent, as in Connect.
 */
final class SchemaText {

    @Nullable
    String type;

    @Nullable
    String name;

    @Nullable
    String doc;

    @Nullable
    String field;

    @Nullable
    Integer version;

    boolean optional;
    Map<String, String> parameters = Map.of();

    @Nullable
    JsonSlice items;

    @Nullable
    JsonSlice keys;

    @Nullable
    JsonSlice values;

    @Nullable
    JsonSlice fields;

    @Nullable
    JsonSlice defaultValue;

    private SchemaText() {}

    /** Null for a JSON null, which means no schema. */
    static @Nullable SchemaText read(JsonSlice json) throws IOException {
        try (JsonParser in = json.parser()) {
            JsonToken first = in.nextToken();
            if (first == JsonToken.VALUE_NULL) {
                return null;
            }
            SchemaText text = new SchemaText();
            if (first == JsonToken.START_OBJECT) {
                text.readKeys(in, json);
            }
            return text;
        }
    }

    private void readKeys(JsonParser in, JsonSlice json) throws IOException {
        for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
            JsonToken token = in.nextToken();
            switch (key) {
                case "type" -> type = text(in);
                case "name" -> name = text(in);
                case "doc" -> doc = text(in);
                case "field" -> field = text(in);
                case "version" -> version = token == JsonToken.VALUE_NUMBER_INT ? JsonNumbers.int32(in) : null;
                case "optional" -> optional = token == JsonToken.VALUE_TRUE;
                case "parameters" -> parameters = readParameters(in);
                case "items" -> items = json.take(in);
                case "keys" -> keys = json.take(in);
                case "values" -> values = json.take(in);
                case "fields" -> fields = json.take(in);
                case "default" -> defaultValue = json.take(in);
                default -> {
                    // Unknown keys are skipped, as in Connect.
                }
            }
            in.skipChildren();
        }
    }

    private static @Nullable String text(JsonParser in) throws IOException {
        return in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : null;
    }

    private static Map<String, String> readParameters(JsonParser in) throws IOException {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (in.currentToken() != JsonToken.START_OBJECT) {
            return parameters;
        }
        for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
            if (in.nextToken() != JsonToken.VALUE_STRING) {
                throw new DataException("The parameter \"" + key + "\" of a schema is not a string");
            }
            parameters.put(key, in.getText());
        }
        return parameters;
    }
}
