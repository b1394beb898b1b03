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
package io.connectembedded.internal.json;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes through the UTF-8 generator, which escapes differently from the character one: Connect uses the former. */
final class JsonTextWriter {

    private final JsonGenerator out;

    private JsonTextWriter(JsonGenerator out) {
        this.out = out;
    }

    static String write(@Nullable Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (JsonGenerator out = JsonText.FACTORY.createGenerator(bytes)) {
            new JsonTextWriter(out).value(value);
        } catch (JsonGenerationException e) {
            throw new IllegalArgumentException("A string holds half of a surrogate pair, which JSON cannot show", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing JSON to memory failed", e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void value(@Nullable Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof CharSequence text) {
            out.writeString(text.toString());
        } else if (value instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Map<?, ?> map) {
            object(map);
        } else if (value instanceof Collection<?> items) {
            array(items);
        } else {
            binary(value);
        }
    }

    private void number(Number number) throws IOException {
        if (number instanceof Double value) {
            out.writeNumber(value);
        } else if (number instanceof Float value) {
            out.writeNumber(value);
        } else if (number instanceof BigDecimal value) {
            out.writeNumber(value);
        } else if (number instanceof BigInteger value) {
            out.writeNumber(value);
        } else if (number instanceof Long
                || number instanceof Integer
                || number instanceof Short
                || number instanceof Byte) {
            out.writeNumber(number.longValue());
        } else {
            throw noForm(number);
        }
    }

    private void object(Map<?, ?> map) throws IOException {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw new IllegalArgumentException("A JSON object has string keys only, but one is "
                        + (entry.getKey() == null
                                ? "null"
                                : entry.getKey().getClass().getName()));
            }
            out.writeFieldName(key);
            value(entry.getValue());
        }
        out.writeEndObject();
    }

    private void array(Collection<?> items) throws IOException {
        out.writeStartArray();
        for (Object item : items) {
            value(item);
        }
        out.writeEndArray();
    }

    private void binary(Object value) throws IOException {
        if (value instanceof byte[] bytes) {
            out.writeBinary(bytes);
        } else if (value instanceof ByteBuffer buffer) {
            ByteBuffer whole = buffer.duplicate().rewind();
            byte[] bytes = new byte[whole.remaining()];
            whole.get(bytes);
            out.writeBinary(bytes);
        } else {
            throw noForm(value);
        }
    }

    private static IllegalArgumentException noForm(Object value) {
        return new IllegalArgumentException(
                "No JSON form for " + value.getClass().getName());
    }
}
