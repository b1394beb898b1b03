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
package io.connectembedded.internal.source.exactlyonce;

import io.connectembedded.internal.offset.OffsetJson;
import io.connectembedded.internal.source.inflight.KeptMap;
import io.connectembedded.offset.StoredOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The last offset of each source partition since the last commit, in the order of the records, dropped ones included
 * (I1). Task thread.
 */
final class TransactionOffsets {

    private final String connector;
    private final Map<@Nullable Map<String, ?>, Latest> pending = new LinkedHashMap<>();
    private final List<Latest> uncopied = new ArrayList<>();
    private @Nullable Map<String, ?> lastPartition;
    private @Nullable Latest last;

    TransactionOffsets(String connector) {
        this.connector = connector;
    }

    private static final class Latest {
        final @Nullable Map<String, ?> partition;

        @Nullable
        String text; // of the partition, once it was needed

        @Nullable
        Object offset; // the task's own map until the end of its batch, then as KeptMap keeps it

        boolean pending;
        boolean copied = true;

        Latest(@Nullable Map<String, ?> partition) {
            this.partition = partition;
        }
    }

    /** The record is sent or dropped. */
    void put(SourceRecord record) {
        Latest of = of(record.sourcePartition());
        of.offset = record.sourceOffset();
        if (of.copied) {
            of.copied = false;
            uncopied.add(of);
        }
        if (!of.pending) {
            of.pending = true;
            pending.put(of.partition, of);
        }
    }

    private Latest of(@Nullable Map<String, ?> partition) {
        Latest of = last;
        if (of == null || !isSame(partition, of)) {
            of = pending.get(partition);
            if (of == null) {
                of = new Latest(KeptMap.map(KeptMap.keep(partition)));
            }
            last = of;
        }
        lastPartition = partition;
        return of;
    }

    /** Most tasks hand out one and the same map for a partition: then no map is compared for each record. */
    private boolean isSame(@Nullable Map<String, ?> partition, Latest of) {
        return (partition == lastPartition && KeptMap.isFixed(partition))
                || (of.partition == null ? partition == null : of.partition.equals(partition));
    }

    /** Before the task is polled again, which may go on counting in its own maps. */
    void copy() {
        for (Latest each : uncopied) {
            each.offset = KeptMap.keep(KeptMap.map(each.offset));
            each.copied = true;
        }
        uncopied.clear();
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /**
     * What is to be stored.
     *
     * @throws DataException if a partition or an offset has no form to be stored in
     */
    List<StoredOffset> stored() {
        List<StoredOffset> stored = new ArrayList<>(pending.size());
        for (Latest each : pending.values()) {
            String text = each.text;
            if (text == null) {
                text = OffsetJson.partition(connector, each.partition);
                each.text = text;
            }
            stored.add(new StoredOffset(connector, text, OffsetJson.offset(connector, KeptMap.map(each.offset))));
        }
        return stored;
    }

    /** All of it is committed. */
    void clear() {
        for (Latest each : pending.values()) {
            each.pending = false;
            each.offset = null;
            each.copied = true;
        }
        pending.clear();
        uncopied.clear();
    }
}
