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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Whole messages: the payload alone, or behind the envelope's beginning, which is rendered once per schema. */
final class MessageWriter {

    private static final byte[] NO_SCHEMA = "{\"schema\":null,\"payload\":".getBytes(StandardCharsets.UTF_8);

    private final boolean withSchemas;
    private final DataWriter data;
    private final SchemaWriter schemas;
    private final BoundedCache<Schema, byte[]> beginnings;
    private volatile @Nullable Beginning last;

    private record Beginning(Schema schema, byte[] bytes) {}

    MessageWriter(JsonSettings settings) {
        withSchemas = settings.schemas();
        data = new DataWriter(settings);
        schemas = new SchemaWriter(data);
        beginnings = new BoundedCache<>(settings.cacheSize());
    }

    byte[] write(@Nullable Schema schema, @Nullable Object value) throws IOException {
        byte[] beginning = withSchemas ? beginning(schema) : new byte[0];
        ByteArrayOutputStream message = new ByteArrayOutputStream(beginning.length + 256);
        message.writeBytes(beginning);
        try (JsonGenerator out = JsonStreams.generator(message)) {
            data.write(out, schema, value);
        }
        if (withSchemas) {
            message.write('}');
        }
        return message.toByteArray();
    }

    private byte[] beginning(@Nullable Schema schema) throws IOException {
        if (schema == null) {
            return NO_SCHEMA;
        }
        Beginning recent = last;
        if (recent != null && recent.schema == schema) {
            return recent.bytes;
        }
        // Only ConnectSchema is known to be immutable and equal by content; a SchemaBuilder is neither.
        if (!(schema instanceof ConnectSchema)) {
            return render(schema);
        }
        byte[] bytes = beginnings.get(schema);
        if (bytes == null) {
            bytes = render(schema);
            beginnings.put(schema, bytes);
        }
        last = new Beginning(schema, bytes);
        return bytes;
    }

    private byte[] render(Schema schema) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        bytes.writeBytes("{\"schema\":".getBytes(StandardCharsets.UTF_8));
        try (JsonGenerator out = JsonStreams.generator(bytes)) {
            schemas.write(out, schema);
        }
        bytes.writeBytes(",\"payload\":".getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }
}
