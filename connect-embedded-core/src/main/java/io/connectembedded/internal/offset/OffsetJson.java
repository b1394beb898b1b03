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
package io.connectembedded.internal.offset;

import io.connectembedded.internal.json.JsonText;
import io.connectembedded.offset.StoredOffset;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Source partitions and offsets as the JSON text Connect stores, to the byte, and back. What comes back has JSON's
 * types: whole numbers are {@code Long}, others {@code Double}, bytes are base64 strings. Thread-safe.
 */
public final class OffsetJson {

    private OffsetJson() {}

    /**
     * A source partition as text; {@code "null"} for a null one.
     *
     * @throws DataException if a key is not a string or a value not a Connect primitive; names connector, key, class
     */
    public static String partition(String connector, @Nullable Map<?, ?> partition) {
        return write(connector, "partition", partition);
    }

    /**
     * A source offset as text; null, which deletes the entry, for a null one.
     *
     * @throws DataException as {@link #partition}
     */
    public static @Nullable String offset(String connector, @Nullable Map<?, ?> offset) {
        return offset == null ? null : write(connector, "offset", offset);
    }

    /**
     * What a store keeps for a source partition and its offset, each of which may be null.
     *
     * @throws DataException as {@link #partition}
     */
    public static StoredOffset stored(
            String connector, @Nullable Map<String, ?> partition, @Nullable Map<String, ?> offset) {
        return new StoredOffset(connector, partition(connector, partition), offset(connector, offset));
    }

    /**
     * A stored partition or offset as a map; null for the text {@code null}.
     *
     * @throws DataException if the text is not an object of primitives
     */
    public static @Nullable Map<String, @Nullable Object> parse(String connector, String text) {
        Object parsed;
        try {
            parsed = JsonText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new DataException(unreadable(connector), e);
        }
        if (parsed == null) {
            return null;
        }
        if (!(parsed instanceof Map<?, ?> map)) {
            throw new DataException(unreadable(connector) + ": it is not a JSON object");
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        map.forEach((key, value) -> result.put((String) key, scalar(connector, key, value)));
        return result;
    }

    private static String write(String connector, String what, @Nullable Map<?, ?> map) {
        if (map != null) {
            map.forEach((key, value) -> check(connector, what, key, value));
        }
        try {
            return JsonText.write(map);
        } catch (IllegalArgumentException e) {
            throw new DataException("Connector " + connector + " gave a source " + what + " that has no JSON form", e);
        }
    }

    private static void check(String connector, String what, @Nullable Object key, @Nullable Object value) {
        if (!(key instanceof String)) {
            throw new DataException("Connector " + connector + " gave a source " + what + " with the key " + key
                    + " of " + classOf(key) + "; the keys must be strings: the connector has to be changed");
        }
        Schema.Type type = value == null ? null : ConnectSchema.schemaType(value.getClass());
        if (value != null && (type == null || !type.isPrimitive())) {
            throw new DataException("Connector " + connector + " gave a source " + what + " whose value for key '" + key
                    + "' is a " + classOf(value) + "; only null, strings, booleans, numbers and bytes can be stored:"
                    + " the connector has to give one of these, for instance a string");
        }
    }

    private static @Nullable Object scalar(String connector, Object key, @Nullable Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.doubleValue();
        }
        if (value instanceof BigInteger integer) {
            return integer.longValue();
        }
        if (value instanceof Iterable || value instanceof Map) {
            throw new DataException(unreadable(connector) + ": the value for key '" + key + "' is nested");
        }
        return value;
    }

    private static String unreadable(String connector) {
        return "A stored offset of connector " + connector
                + " cannot be read; stop the connector and alter or reset its offsets";
    }

    private static String classOf(@Nullable Object value) {
        return value == null ? "no class" : value.getClass().getName();
    }
}
