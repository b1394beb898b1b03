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

import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Offsets for as long as the store object lives, also across close and open. */
final class MemoryOffsetStore implements OffsetStore {

    private final Map<OffsetKey, StoredOffset> entries = new LinkedHashMap<>();

    // Synchronized because a host may hand one store to several workers, each with its own store thread.
    @Override
    public synchronized Collection<StoredOffset> read(String connector) {
        return entries.values().stream()
                .filter(entry -> entry.connector().equals(connector))
                .toList();
    }

    @Override
    public synchronized void write(Collection<StoredOffset> offsets) {
        // A copy first: a collection that fails half-way must leave nothing of it here.
        for (StoredOffset offset : List.copyOf(offsets)) {
            entries.remove(OffsetKey.of(offset));
            if (offset.offset() != null) {
                entries.put(OffsetKey.of(offset), offset);
            }
        }
    }

    @Override
    public String toString() {
        return "MemoryOffsetStore";
    }
}
