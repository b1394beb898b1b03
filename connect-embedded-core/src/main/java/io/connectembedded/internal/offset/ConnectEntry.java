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
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An offset as Connect keeps it: the key is the JSON text {@code [connector,partition]}, the value the offset's. */
public final class ConnectEntry {

    private ConnectEntry() {}

    /** To the byte what Connect writes. */
    public static byte[] key(StoredOffset offset) {
        return (beginning(offset.connector()) + offset.partition() + "]").getBytes(StandardCharsets.UTF_8);
    }

    /** None for an offset that is deleted. */
    public static byte @Nullable [] value(StoredOffset offset) {
        return offset.offset() == null ? null : offset.offset().getBytes(StandardCharsets.UTF_8);
    }

    /** Null when the key is none of Connect's, which Connect ignores too. */
    public static @Nullable StoredOffset read(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null) {
            return null;
        }
        String text = new String(key, StandardCharsets.UTF_8);
        Object parsed;
        try {
            parsed = JsonText.parse(text);
        } catch (IllegalArgumentException e) {
            // Told by the caller.
            return null;
        }
        if (!(parsed instanceof List<?> pair) || pair.size() != 2 || !(pair.get(0) instanceof String connector)) {
            return null;
        }
        return new StoredOffset(
                connector,
                partition(text, connector, pair.get(1)),
                value == null ? null : new String(value, StandardCharsets.UTF_8));
    }

    /** The partition's exact text, if the key has the form Connect writes. */
    private static String partition(String key, String connector, @Nullable Object parsed) {
        String beginning = beginning(connector);
        return key.startsWith(beginning) && key.endsWith("]")
                ? key.substring(beginning.length(), key.length() - 1)
                : JsonText.write(parsed);
    }

    private static String beginning(String connector) {
        return "[" + JsonText.write(connector) + ",";
    }
}
