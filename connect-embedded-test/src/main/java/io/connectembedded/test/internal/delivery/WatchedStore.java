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
package io.connectembedded.test.internal.delivery;

import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.OffsetStoreContext;
import io.connectembedded.offset.StoredOffset;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passes every call on to the store and tells the ledger what is durable; refuses a write when asked to. */
public final class WatchedStore implements OffsetStore {

    private final OffsetStore store;
    private final DeliveryLedger ledger;
    private @Nullable Exception failure;
    private int writes;

    WatchedStore(OffsetStore store, DeliveryLedger ledger) {
        this.store = store;
        this.ledger = ledger;
    }

    /** How many writes were durable so far. */
    public int writes() {
        return writes;
    }

    /** The next write fails with this, and writes nothing; null takes that back. */
    public void failNextWrite(@Nullable Exception with) {
        failure = with;
    }

    @Override
    public void open(OffsetStoreContext context) throws Exception {
        store.open(context);
    }

    @Override
    public Collection<StoredOffset> read(String connector) throws Exception {
        return store.read(connector);
    }

    @Override
    public void write(Collection<StoredOffset> offsets) throws Exception {
        Exception asked = failure;
        failure = null;
        if (asked != null) {
            throw asked;
        }
        store.write(offsets);
        writes++;
        ledger.stored(List.copyOf(offsets));
    }

    /** In messages it is the store itself. */
    @Override
    public String toString() {
        return store.toString();
    }

    @Override
    public void close() {
        store.close();
    }
}
