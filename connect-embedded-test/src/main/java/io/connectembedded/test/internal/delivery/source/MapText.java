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
package io.connectembedded.test.internal.delivery.source;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A source partition or offset as the text an offset store is given: JSON without blanks, keys in the map's own order,
 * or sorted for comparisons. What has no such form is written as it prints; the worker refuses it anyway.
 */
final class MapText {

    private final StringBuilder out = new StringBuilder(32);

    private final boolean sorted;

    private MapText(boolean sorted) {
        this.sorted = sorted;
    }

    /** Null for null. */
    static @Nullable String of(@Nullable Map<?, ?> map) {
        return map == null ? null : ofNullable(map);
    }

    /** {@code "null"} for null. */
    static String ofNullable(@Nullable Map<?, ?> map) {
        return text(map, false);
    }

    /** One and the same text for maps of equal entries; null for null. */
    static @Nullable String canonical(@Nullable Map<?, ?> map) {
        return map == null ? null : text(map, true);
    }

    private static String text(@Nullable Map<?, ?> map, boolean sorted) {
        MapText text = new MapText(sorted);
        text.value(map);
        return text.out.toString();
    }

    private void value(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            object(map);
        } else if (value instanceof Collection<?> items) {
            array(items);
        } else if (value instanceof byte[] bytes) {
            string(Base64.getEncoder().encodeToString(bytes));
        } else if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.limit()];
            buffer.duplicate().rewind().get(bytes);
            string(Base64.getEncoder().encodeToString(bytes));
        } else if (value == null || value instanceof Boolean || isFinite(value)) {
            out.append(value);
        } else {
            string(value.toString());
        }
    }

    /** NaN and the infinities are strings in JSON. */
    private static boolean isFinite(Object value) {
        return value instanceof Number number
                && (!(number instanceof Double || number instanceof Float) || Double.isFinite(number.doubleValue()));
    }

    private void object(Map<?, ?> map) {
        out.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = entries(map);
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            string(String.valueOf(entry.getKey()));
            out.append(':');
            value(entry.getValue());
            if (entries.hasNext()) {
                out.append(',');
            }
        }
        out.append('}');
    }

    private Iterator<? extends Map.Entry<?, ?>> entries(Map<?, ?> map) {
        if (!sorted || map.size() < 2) {
            return map.entrySet().iterator();
        }
        List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
        entries.sort(Comparator.comparing(entry -> String.valueOf(entry.getKey())));
        return entries.iterator();
    }

    private void array(Collection<?> items) {
        out.append('[');
        Iterator<?> each = items.iterator();
        while (each.hasNext()) {
            value(each.next());
            if (each.hasNext()) {
                out.append(',');
            }
        }
        out.append(']');
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i));
        }
        out.append('"');
    }

    private void character(char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < ' ' || Character.isSurrogate(c)) {
                    out.append(String.format("\\u%04X", (int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
