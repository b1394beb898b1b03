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
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Schemas from their JSON; one whose bytes were seen before is not parsed again. */
final class SchemaReader {

    private final DataReader data;
    private final BoundedCache<JsonSlice, Schema> seen;

    SchemaReader(DataReader data, int cacheSize) {
        this.data = data;
        seen = new BoundedCache<>(cacheSize);
    }

    @Nullable
    Schema read(JsonSlice json) throws IOException {
        Schema known = seen.get(json);
        if (known != null) {
            return known;
        }
        Schema schema = parse(json);
        if (schema != null) {
            seen.put(json.detached(), schema);
        }
        return schema;
    }

    private @Nullable Schema parse(JsonSlice json) throws IOException {
        SchemaText text = SchemaText.read(json);
        return text == null ? null : build(text);
    }

    private Schema build(SchemaText text) throws IOException {
        SchemaBuilder builder = builderOf(text);
        if (text.optional) {
            builder.optional();
        } else {
            builder.required();
        }
        if (text.name != null) {
            builder.name(text.name);
        }
        if (text.version != null) {
            builder.version(text.version);
        }
        if (text.doc != null) {
            builder.doc(text.doc);
        }
        text.parameters.forEach(builder::parameter);
        if (text.defaultValue != null) {
            builder.defaultValue(defaultOf(builder, text.defaultValue));
        }
        return builder.build();
    }

    private SchemaBuilder builderOf(SchemaText text) throws IOException {
        if (text.type == null) {
            throw new DataException("A schema needs a \"type\"");
        }
        return switch (text.type) {
            case "boolean" -> SchemaBuilder.bool();
            case "int8" -> SchemaBuilder.int8();
            case "int16" -> SchemaBuilder.int16();
            case "int32" -> SchemaBuilder.int32();
            case "int64" -> SchemaBuilder.int64();
            case "float" -> SchemaBuilder.float32();
            case "double" -> SchemaBuilder.float64();
            case "bytes" -> SchemaBuilder.bytes();
            case "string" -> SchemaBuilder.string();
            case "array" -> SchemaBuilder.array(items(text));
            case "map" -> SchemaBuilder.map(inner(text.keys, "map", "keys"), inner(text.values, "map", "values"));
            case "struct" -> struct(text);
            default -> throw new DataException("Unknown schema type \"" + text.type + "\"");
        };
    }

    private Schema items(SchemaText text) throws IOException {
        Schema items = inner(text.items, "array", "items");
        if (items == null) {
            throw new DataException("A schema of type array needs its \"items\"");
        }
        return items;
    }

    private @Nullable Schema inner(@Nullable JsonSlice json, String type, String key) throws IOException {
        if (json == null) {
            throw new DataException("A schema of type " + type + " needs its \"" + key + "\"");
        }
        return parse(json);
    }

    private SchemaBuilder struct(SchemaText text) throws IOException {
        SchemaBuilder struct = SchemaBuilder.struct();
        if (text.fields == null) {
            throw new DataException("A schema of type struct needs its \"fields\"");
        }
        try (JsonParser in = text.fields.parser()) {
            if (in.nextToken() != JsonToken.START_ARRAY) {
                throw new DataException("The \"fields\" of a struct schema are an array");
            }
            while (in.nextToken() != JsonToken.END_ARRAY) {
                addField(struct, text.fields.take(in));
            }
        }
        return struct;
    }

    private void addField(SchemaBuilder struct, JsonSlice json) throws IOException {
        SchemaText text = SchemaText.read(json);
        if (text == null || text.field == null) {
            throw new DataException("Each of the \"fields\" of a struct schema needs its name as \"field\"");
        }
        struct.field(text.field, build(text));
    }

    private @Nullable Object defaultOf(SchemaBuilder schema, JsonSlice json) throws IOException {
        try (JsonParser in = json.parser()) {
            in.nextToken();
            return data.read(in, schema);
        }
    }
}
