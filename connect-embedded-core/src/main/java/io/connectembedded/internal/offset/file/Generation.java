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
package io.connectembedded.internal.offset.file;

import io.connectembedded.offset.StoredOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All entries of the file at one moment, each with the bytes that stand for it, in the order of writing. */
record Generation(long number, Map<Key, Entry> entries) {

    /** The partition is exact JSON text. */
    record Key(String connector, String partition) {}

    /** The bytes are kept so that a new generation renders only what changed: of a known partition, the offset. */
    record Entry(StoredOffset offset, byte[] bytes, int head) {

        static Entry of(StoredOffset offset, OffsetFormat format, @Nullable Entry before) {
            byte[] head = before == null ? format.head(offset) : before.bytes;
            int length = before == null ? head.length : before.head;
            byte[] tail = format.tail(offset);
            byte[] bytes = Arrays.copyOf(head, length + tail.length);
            System.arraycopy(tail, 0, bytes, length, tail.length);
            return new Entry(offset, bytes, length);
        }
    }

    static Generation empty() {
        return new Generation(0, Map.of());
    }

    static Generation of(long number, Collection<StoredOffset> offsets, OffsetFormat format) {
        return new Generation(number - 1, Map.of()).with(offsets, format);
    }

    /** {@code format} is that of all entries. */
    Generation with(Collection<StoredOffset> changes, OffsetFormat format) {
        Map<Key, Entry> next = new LinkedHashMap<>(entries);
        for (StoredOffset change : changes) {
            Key key = new Key(change.connector(), change.partition());
            Entry before = next.remove(key);
            if (change.offset() != null) {
                next.put(key, Entry.of(change, format, before));
            }
        }
        return new Generation(number + 1, next);
    }

    List<StoredOffset> read(String connector) {
        return entries.values().stream()
                .map(Entry::offset)
                .filter(offset -> offset.connector().equals(connector))
                .toList();
    }
}
