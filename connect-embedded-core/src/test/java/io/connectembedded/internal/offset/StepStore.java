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

import io.connectembedded.internal.lifecycle.work.WorkerThreads;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.OffsetStoreContext;
import io.connectembedded.offset.StoredOffset;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** An offset store that a test holds up or makes fail, with the storage around it. */
public final class StepStore implements OffsetStore {

    public final List<List<StoredOffset>> writes = new CopyOnWriteArrayList<>();
    private final MemoryOffsetStore kept = new MemoryOffsetStore();
    private final OffsetStorage storage =
            new OffsetStorage(this, new WorkerThreads("w", null, StepStore.class.getClassLoader()), new TestContext());
    private volatile boolean failing;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    public StepStore() {
        storage.open().join();
    }

    public OffsetStorage storage() {
        return storage;
    }

    public void fail(boolean now) {
        failing = now;
    }

    /** Writes wait until the answered latch is counted down. */
    public CountDownLatch hold() {
        gate = new CountDownLatch(1);
        return gate;
    }

    public Collection<StoredOffset> stored(String connector) {
        return kept.read(connector);
    }

    @Override
    public void open(OffsetStoreContext context) {}

    @Override
    public Collection<StoredOffset> read(String connector) {
        return kept.read(connector);
    }

    @Override
    public void write(Collection<StoredOffset> offsets) throws IOException, InterruptedException {
        gate.await();
        if (failing) {
            throw new IOException("disk full");
        }
        writes.add(List.copyOf(offsets));
        kept.write(offsets);
    }

    @Override
    public void close() {
        // The storage closes the store, and a test the storage.
    }

    public void closeStorage() {
        gate.countDown();
        storage.close(Duration.ofSeconds(10));
    }
}
