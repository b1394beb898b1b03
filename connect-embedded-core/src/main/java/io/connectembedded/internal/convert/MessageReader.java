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
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
    private final boolean remembers;
    private volatile @Nullable Beginning last;

    /** All bytes of a message before its payload; another message that begins with them has the same schema. */
    private record Beginning(byte[] bytes, @Nullable Schema schema) {

        boolean isOf(byte[] message) {
            int end = message.length - 1;
            return bytes.length < end
                    && message[end] == '}'
                    && Arrays.equals(bytes, 0, bytes.length, message, 0, bytes.length);
        }
    }

    MessageReader(JsonSettings settings) {
        data = new DataReader(settings);
        schemas = new SchemaReader(data, settings.cacheSize());
        fixed = settings.schemas() ? fixedSchema(settings.schemaContent()) : null;
        remembers = settings.cacheSize() > 0;
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
        Beginning recent = last;
        SchemaAndValue result = recent != null && recent.isOf(message) ? readRest(recent, message) : null;
        return result == null ? readWhole(message) : result;
    }

    /** Null if more than the payload and the closing brace follows, or nothing that can be read. */
    private @Nullable SchemaAndValue readRest(Beginning beginning, byte[] message) throws IOException {
        int start = beginning.bytes.length;
        try (JsonParser in = JsonStreams.parser(message, start, message.length - 1 - start)) {
            if (in.nextToken() == null) {
                return null;
            }
            Object value = data.read(in, beginning.schema);
            return in.nextToken() == null ? new SchemaAndValue(beginning.schema, value) : null;
        } catch (JsonProcessingException e) {
            // Reading the whole message finds the same fault and where in the message it is.
            return null;
        }
    }

    private SchemaAndValue readWhole(byte[] message) throws IOException {
        try (JsonParser in = JsonStreams.parser(message, 0, message.length)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw notAnEnvelope();
            }
            if (in.currentTokenLocation().getByteOffset() < 0) {
                return readWhole(JsonStreams.asUtf8(message));
            }
            return readKeys(in, message, JsonSlice.of(message));
        }
    }

    private SchemaAndValue readKeys(JsonParser in, byte[] bytes, JsonSlice message) throws IOException {
        JsonSlice schema = null;
        JsonSlice payload = null;
        SchemaAndValue result = null;
        for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
            in.nextToken();
            if (key.equals("schema")) {
                // Of equal keys the last one counts, so a payload already read may have to be read again.
                result = null;
                schema = message.take(in);
            } else if (!key.equals("payload")) {
                throw notAnEnvelope();
            } else if (schema == null) {
                payload = message.take(in);
            } else {
                int start = (int) in.currentTokenLocation().getByteOffset();
                Schema read = schemas.read(schema);
                result = new SchemaAndValue(read, data.read(in, read));
                if (payload == null && remembers) {
                    last = new Beginning(Arrays.copyOf(bytes, start), read);
                }
                in.finishToken();
                payload = new JsonSlice(bytes, start, (int) in.currentLocation().getByteOffset());
            }
        }
        if (schema == null || payload == null) {
            throw notAnEnvelope();
        }
        return result == null ? readLater(schemas.read(schema), payload) : result;
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
