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
package io.connectembedded.test.internal.script;

import io.connectembedded.test.internal.script.EmittedRecords.Emitted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/** How far one task is in its share of the records: those of the source partitions whose hash is its own. */
final class SourceCursor {

    private static final long BEFORE_ALL = -1;

    private final EmittedRecords emitted;
    private final OffsetStorageReader offsets;
    private final int task;
    private final int tasks;
    private final Map<Map<String, @Nullable Object>, Long> stored = new HashMap<>();
    private List<SourceRecord> next = List.of();
    private int batch;

    /** Looks up the stored offsets of all source partitions there are. */
    SourceCursor(EmittedRecords emitted, OffsetStorageReader offsets, int task, int tasks) {
        this.emitted = emitted;
        this.offsets = offsets;
        this.task = task;
        this.tasks = tasks;
        lookUp(emitted.from(0));
    }

    /** Whether there is something to poll. */
    boolean hasNext() {
        while (next.isEmpty() && batch < emitted.batches()) {
            List<Emitted> records = emitted.batch(batch);
            lookUp(List.of(records));
            next = notStored(records);
            batch++;
        }
        return !next.isEmpty();
    }

    /** What to poll next: the rest of one batch; empty when there is nothing. */
    List<SourceRecord> next() {
        List<SourceRecord> records = hasNext() ? next : List.of();
        next = List.of();
        return records;
    }

    /** Finds where to go on in those source partitions that are new to this task. */
    private void lookUp(List<List<Emitted>> batches) {
        Map<Map<String, @Nullable Object>, Map<String, Object>> unknown = new LinkedHashMap<>();
        batches.stream().flatMap(List::stream).filter(this::isMine).forEach(each -> {
            Map<String, @Nullable Object> partition = partition(each);
            if (!stored.containsKey(partition)) {
                unknown.putIfAbsent(partition, sourcePartition(each));
            }
        });
        if (!unknown.isEmpty()) {
            Map<Map<String, Object>, Map<String, Object>> found = offsets.offsets(unknown.values());
            unknown.forEach((partition, map) -> stored.put(partition, placeOf(partition, found.get(map))));
        }
    }

    /**
     * The place of the first record at the stored offset. The first: of two records at one offset the second may not
     * have arrived.
     */
    private long placeOf(Map<String, @Nullable Object> partition, @Nullable Map<String, Object> offset) {
        if (offset == null) {
            return BEFORE_ALL;
        }
        Map<String, @Nullable Object> values = OffsetValues.of(offset);
        return emitted.from(0).stream()
                .flatMap(List::stream)
                .filter(each -> partition(each).equals(partition))
                .filter(each -> OffsetValues.of(each.record().sourceOffset()).equals(values))
                .mapToLong(Emitted::place)
                .findFirst()
                .orElse(BEFORE_ALL);
    }

    private List<SourceRecord> notStored(List<Emitted> records) {
        List<SourceRecord> left = new ArrayList<>();
        for (Emitted each : records) {
            if (isMine(each) && each.place() > stored.getOrDefault(partition(each), BEFORE_ALL)) {
                left.add(each.record());
            }
        }
        return left;
    }

    private boolean isMine(Emitted each) {
        return Math.floorMod(partition(each).hashCode(), tasks) == task;
    }

    private static Map<String, @Nullable Object> partition(Emitted each) {
        return OffsetValues.of(each.record().sourcePartition());
    }

    // Connect's reader and Connect's records name one and the same map by two types.
    @SuppressWarnings("unchecked")
    private static Map<String, Object> sourcePartition(Emitted each) {
        return (Map<String, Object>) each.record().sourcePartition();
    }
}
