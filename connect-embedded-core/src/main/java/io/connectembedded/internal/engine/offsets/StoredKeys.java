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
package io.connectembedded.internal.engine.offsets;

import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.internal.offset.OffsetJson;
import io.connectembedded.offset.ConnectorOffset;
import io.connectembedded.offset.StoredOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The stored offsets of a source by what their partitions mean. Several exact texts may mean the same; a task finds the
 * one it would write itself, else the last, so a change is written to each of them.
 */
final class StoredKeys {

    private static final Map<String, @Nullable Object> NONE = Map.of();

    private final String connector;
    private final List<String> all = new ArrayList<>();
    private final Map<@Nullable Map<String, @Nullable Object>, List<StoredOffset>> byMeaning = new LinkedHashMap<>();

    StoredKeys(String connector, Collection<StoredOffset> stored) {
        this.connector = connector;
        for (StoredOffset each : stored) {
            if (each.offset() != null) {
                all.add(each.partition());
                add(each);
            }
        }
    }

    private void add(StoredOffset offset) {
        Map<String, @Nullable Object> meaning;
        try {
            meaning = OffsetJson.parse(connector, offset.partition());
        } catch (DataException e) {
            // Nobody can mean it; a reset removes it, and read() tells of it.
            meaning = Map.of(unreadable(offset.partition()), true);
        }
        byMeaning.computeIfAbsent(meaning, any -> new ArrayList<>()).add(offset);
    }

    private static String unreadable(String text) {
        return "\u0000" + text;
    }

    private static boolean isReadable(@Nullable Map<String, @Nullable Object> meaning) {
        return meaning == null || meaning.keySet().stream().noneMatch(key -> key.startsWith("\u0000"));
    }

    /** Every exact text, readable or not. */
    Collection<String> all() {
        return all;
    }

    /** What can be read of them, as a task has it: null where it gives no partition. */
    List<@Nullable Map<String, @Nullable Object>> partitions() {
        List<@Nullable Map<String, @Nullable Object>> readable = new ArrayList<>();
        byMeaning.keySet().forEach(meaning -> {
            if (isReadable(meaning)) {
                readable.add(meaning);
            }
        });
        return readable;
    }

    /** The exact texts that mean this; an empty map also means that of a task which gives none. */
    Collection<String> keysOf(Map<String, @Nullable Object> partition) {
        return byMeaning.getOrDefault(asTasksHaveIt(partition), List.of()).stream()
                .map(StoredOffset::partition)
                .toList();
    }

    @Nullable
    Map<String, @Nullable Object> asTasksHaveIt(Map<String, @Nullable Object> partition) {
        boolean isNone = partition.isEmpty() && !byMeaning.containsKey(NONE) && byMeaning.containsKey(null);
        return isNone ? null : partition;
    }

    /** In the order in which they were stored; of several that mean the same the last. */
    List<ConnectorOffset> offsets() {
        List<ConnectorOffset> offsets = new ArrayList<>();
        byMeaning.forEach((partition, stored) -> {
            StoredOffset last = stored.get(stored.size() - 1);
            if (!isReadable(partition)) {
                throw unreadable(last, null);
            }
            offsets.add(new ConnectorOffset(partition == null ? NONE : partition, value(last)));
        });
        return offsets;
    }

    private @Nullable Map<String, @Nullable Object> value(StoredOffset stored) {
        String text = stored.offset();
        try {
            return text == null ? null : OffsetJson.parse(connector, text);
        } catch (DataException e) {
            throw unreadable(stored, e);
        }
    }

    private ConnectEmbeddedException unreadable(StoredOffset stored, @Nullable DataException cause) {
        return new ConnectEmbeddedException(
                "The stored offset of source partition " + stored.partition() + " of connector " + connector
                        + " cannot be read; stop the connector and "
                        + (cause == null ? "reset its offsets" : "alter that offset, or reset all of them"),
                cause);
    }
}
