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
package io.connectembedded.driver;

import io.connectembedded.internal.offset.TransactionalStore;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.OffsetStoreContext;
import io.connectembedded.offset.StoredOffset;
import java.util.Collection;

/** A store that is looked on, and is a topic all the same: a source's own producer may write to it. */
record HandTransactionalStore(OffsetStore store, String topic) implements OffsetStore, TransactionalStore {

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
        store.write(offsets);
    }

    @Override
    public void close() {
        store.close();
    }

    @Override
    public String toString() {
        return store.toString();
    }
}
