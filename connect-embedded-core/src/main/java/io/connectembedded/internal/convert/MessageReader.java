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
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Whole messages: a payload alone, or an envelope with schema and payload in either order. */
final class MessageReader {

    private final boolean envelopes;
    private final DataReader data;
    private final SchemaReader schemas;
    private final @Nullable Schema fixed;

    MessageReader(JsonSettings settings) {
        data = new DataReader(settings);
        schemas = new SchemaReader(data, settings.cacheSize());
        fixed = settings.schemas() ? fixedSchema(settings.schemaContent()) : null;
        envelopes = settings.schemas() && fixed == null;
    }

    SchemaAndValue read(byte[] message) throws IOException {
        return envelopes ? readEnvelope(message) : readPayload(message);
    }

    private @Nullable Schema fixedSchema(@Nullable String content) {
        if (content == null) {
            return null;
        }
        try {
            return schemas.read(JsonSlice.of(content.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new DataException("The schema in schema.content is not valid JSON");
        }
    }

    private SchemaAndValue readPayload(byte[] message) throws IOException {
        try (JsonParser in = JsonStreams.parser(message, 0, message.length)) {
            if (in.nextToken() != null) {
                return new SchemaAndValue(fixed, data.read(in, fixed));
            }
            if (fixed == null) {
                return SchemaAndValue.NULL;
            }
            throw new DataException("The message is empty, but schema.content asks for a " + fixed.type());
        }
    }

    private SchemaAndValue readEnvelope(byte[] message) throws IOException {
        try (JsonParser in = JsonStreams.parser(message, 0, message.length)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw notAnEnvelope();
            }
            if (in.currentTokenLocation().getByteOffset() < 0) {
                return readEnvelope(JsonStreams.asUtf8(message));
            }
            return readEnvelope(in, JsonSlice.of(message));
        }
    }

    private SchemaAndValue readEnvelope(JsonParser in, JsonSlice message) throws IOException {
        JsonSlice schema = null;
        JsonSlice later = null;
        SchemaAndValue result = null;
        for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
            in.nextToken();
            if (key.equals("schema")) {
                schema = message.take(in);
            } else if (!key.equals("payload")) {
                throw notAnEnvelope();
            } else if (schema == null) {
                later = message.take(in);
            } else {
                Schema read = schemas.read(schema);
                result = new SchemaAndValue(read, data.read(in, read));
                later = null;
            }
        }
        if (schema != null && later != null) {
            return readLater(schemas.read(schema), later);
        }
        if (result == null) {
            throw notAnEnvelope();
        }
        return result;
    }

    private SchemaAndValue readLater(@Nullable Schema schema, JsonSlice payload) throws IOException {
        try (JsonParser in = payload.parser()) {
            in.nextToken();
            return new SchemaAndValue(schema, data.read(in, schema));
        }
    }

    private static DataException notAnEnvelope() {
        return new DataException("With schemas.enable a message is an object of \"schema\" and \"payload\" and"
                + " nothing else. If the topic holds plain JSON, set schemas.enable=false for this converter");
    }
}
