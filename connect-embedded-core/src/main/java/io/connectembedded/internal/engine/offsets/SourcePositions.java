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

import io.connectembedded.offset.ConnectorOffset;
import io.connectembedded.offset.StoredOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;

/** The offsets of a source, in its store. */
final class SourcePositions implements Positions {

    private final String connector;
    private final StoreCalls store;
    private final Runnable fencing;

    /** {@code fencing} makes sure that no task of an earlier time writes any more. */
    SourcePositions(StoreCalls store, Runnable fencing) {
        this.connector = store.connector();
        this.store = store;
        this.fencing = fencing;
    }

    @Override
    public List<ConnectorOffset> read() throws InterruptedException {
        return stored().offsets();
    }

    private StoredKeys stored() throws InterruptedException {
        return new StoredKeys(connector, store.read());
    }

    @Override
    public Change alter(List<ConnectorOffset> offsets) throws InterruptedException {
        List<GivenOffset> given = GivenOffset.all(connector, offsets);
        fencing.run();
        StoredKeys stored = stored();
        List<StoredOffset> written = new ArrayList<>();
        Map<@Nullable Map<String, ?>, @Nullable Map<String, ?>> told = new LinkedHashMap<>();
        for (GivenOffset each : given) {
            Collection<String> keys = stored.keysOf(each.partition());
            boolean isNew = keys.isEmpty() && each.offsetText() != null;
            (isNew ? List.of(each.partitionText()) : keys)
                    .forEach(key -> written.add(new StoredOffset(connector, key, each.offsetText())));
            told.put(stored.asTasksHaveIt(each.partition()), each.offset());
        }
        return new StoreChange(written, told);
    }

    @Override
    public Change reset() throws InterruptedException {
        fencing.run();
        StoredKeys stored = stored();
        List<StoredOffset> written = new ArrayList<>();
        stored.all().forEach(key -> written.add(new StoredOffset(connector, key, null)));
        Map<@Nullable Map<String, ?>, @Nullable Map<String, ?>> told = new LinkedHashMap<>();
        stored.partitions().forEach(partition -> told.put(partition, null));
        return new StoreChange(written, told);
    }

    @Override
    public void close() {
        // The storage is the run's.
    }

    private final class StoreChange implements Change {

        private final List<StoredOffset> written;
        private final Map<@Nullable Map<String, ?>, @Nullable Map<String, ?>> told;

        StoreChange(List<StoredOffset> written, Map<@Nullable Map<String, ?>, @Nullable Map<String, ?>> told) {
            this.written = written;
            this.told = told;
        }

        @Override
        public boolean tell(Connector plugin, Map<String, String> config) {
            // A copy: what the plug-in does to its map is its own affair.
            return ((SourceConnector) plugin).alterOffsets(config, new HashMap<>(told));
        }

        @Override
        public void write() throws InterruptedException {
            store.write(written);
        }
    }
}
