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

import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.internal.offset.MortalOwner;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.OffsetStoreContext;
import io.connectembedded.offset.StoredOffset;
import java.util.Collection;
import java.util.Map;

/** The store as one worker sees it: once that is killed, the store hears nothing of it any more, not even a close. */
final class HandStore implements OffsetStore {

    private final OffsetStore store;
    private final HandExecution worker;

    HandStore(OffsetStore store, HandExecution worker) {
        this.store = store;
        this.worker = worker;
    }

    @Override
    public void open(OffsetStoreContext context) throws Exception {
        refuseTheDead();
        store.open(new Opener(context, worker));
    }

    @Override
    public Collection<StoredOffset> read(String connector) throws Exception {
        refuseTheDead();
        return store.read(connector);
    }

    @Override
    public void write(Collection<StoredOffset> offsets) throws Exception {
        refuseTheDead();
        store.write(offsets);
    }

    @Override
    public void close() {
        if (!worker.isForgotten()) {
            store.close();
        }
    }

    @Override
    public String toString() {
        return store.toString();
    }

    private void refuseTheDead() {
        if (worker.isForgotten()) {
            throw new ConnectEmbeddedException(
                    "The worker that asks the offset store " + store + " has crashed; ask for the one that runs now");
        }
    }

    private record Opener(OffsetStoreContext context, HandExecution worker) implements MortalOwner {

        @Override
        public boolean isGone() {
            return worker.isForgotten();
        }

        @Override
        public String workerName() {
            return context.workerName();
        }

        @Override
        public Map<String, Object> adminProperties() {
            return context.adminProperties();
        }

        @Override
        public Map<String, Object> producerProperties() {
            return context.producerProperties();
        }

        @Override
        public Map<String, Object> consumerProperties() {
            return context.consumerProperties();
        }
    }
}
