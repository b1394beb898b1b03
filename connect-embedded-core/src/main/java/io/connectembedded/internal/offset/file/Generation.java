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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All entries of the file at one moment, each with the line that stands for it, in the order of writing. */
record Generation(long number, Map<Key, Entry> entries) {

    /** The partition is exact JSON text. */
    record Key(String connector, String partition) {}

    /** The line is kept so that a new generation renders only what changed. */
    record Entry(StoredOffset offset, byte[] line) {}

    static Generation empty() {
        return new Generation(0, Map.of());
    }

    static Generation of(long number, Collection<StoredOffset> offsets) {
        return new Generation(number - 1, Map.of()).with(offsets);
    }

    Generation with(Collection<StoredOffset> changes) {
        Map<Key, Entry> next = new LinkedHashMap<>(entries);
        for (StoredOffset change : changes) {
            Key key = new Key(change.connector(), change.partition());
            next.remove(key);
            if (change.offset() != null) {
                next.put(key, new Entry(change, GenerationFormat.line(change)));
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
