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

import io.connectembedded.internal.sink.position.PositionEntry;
import io.connectembedded.offset.ConnectorOffset;
import io.connectembedded.offset.StoredOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The offsets of a sink that has a store of its own. Its group still counts for partitions the store knows nothing of,
 * so what is forgotten is forgotten there too, and first: a change that was cut off leaves nothing that the group could
 * bring back.
 */
record StoredSinkPositions(StoreCalls store, SinkGroup group) implements Positions {

    @Override
    public List<ConnectorOffset> read() throws InterruptedException {
        Map<TopicPartition, Long> positions = group.offsets();
        store.read().forEach(each -> {
            TopicPartition partition = partition(each);
            if (partition != null) {
                positions.put(partition, PositionEntry.offset(each));
            }
        });
        return SinkOffsetMaps.of(positions);
    }

    private static @Nullable TopicPartition partition(StoredOffset stored) {
        return stored.offset() == null ? null : PositionEntry.partition(stored);
    }

    @Override
    public Change alter(List<ConnectorOffset> offsets) throws InterruptedException {
        Map<TopicPartition, @Nullable Long> given = SinkOffsetMaps.parse(group.connector(), offsets);
        group.refuseUnknown(given.keySet());
        Map<TopicPartition, List<StoredOffset>> known = known(store.read());
        List<StoredOffset> written = new ArrayList<>();
        given.forEach((partition, offset) -> {
            List<StoredOffset> entries = known.getOrDefault(partition, List.of());
            if (offset == null) {
                entries.forEach(each -> written.add(forgotten(each)));
            } else if (entries.isEmpty()) {
                written.add(PositionEntry.moved(PositionEntry.none(group.connector(), partition), offset));
            } else {
                entries.forEach(each -> written.add(PositionEntry.moved(each, offset)));
            }
        });
        return new SinkChange(given, () -> {
            group.awaitEmpty();
            group.forget(SinkChange.forgotten(given));
            store.write(written);
        });
    }

    /** By every text that names a partition. */
    private static Map<TopicPartition, List<StoredOffset>> known(Collection<StoredOffset> stored) {
        Map<TopicPartition, List<StoredOffset>> known = new HashMap<>();
        stored.forEach(each -> {
            TopicPartition partition = partition(each);
            if (partition != null) {
                known.computeIfAbsent(partition, any -> new ArrayList<>()).add(each);
            }
        });
        return known;
    }

    private static StoredOffset forgotten(StoredOffset stored) {
        return new StoredOffset(stored.connector(), stored.partition(), null);
    }

    @Override
    public Change reset() throws InterruptedException {
        Map<TopicPartition, Long> positions = group.offsets();
        List<StoredOffset> written = new ArrayList<>();
        store.read().forEach(each -> {
            TopicPartition partition = partition(each);
            if (partition != null) {
                positions.put(partition, 0L);
            }
            written.add(forgotten(each));
        });
        return new SinkChange(SinkChange.allOf(positions.keySet()), () -> {
            group.forgetAll();
            store.write(written);
        });
    }

    @Override
    public void close() {
        group.admin().close();
    }
}
