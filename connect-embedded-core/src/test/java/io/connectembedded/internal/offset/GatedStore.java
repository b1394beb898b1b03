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
import io.connectembedded.offset.OffsetStoreContext;
import io.connectembedded.offset.StoredOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** A store whose writes wait for the test, fail when told to, and are remembered. */
final class GatedStore implements OffsetStore {

    final Semaphore gate = new Semaphore(0);
    final Semaphore entered = new Semaphore(0);
    final List<List<StoredOffset>> writes = new CopyOnWriteArrayList<>();
    final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    final List<String> threads = new CopyOnWriteArrayList<>();
    final MemoryOffsetStore kept = new MemoryOffsetStore();
    volatile boolean uninterruptible;
    volatile boolean open;
    volatile boolean interruptedInClose;

    @Override
    public void open(OffsetStoreContext context) throws Exception {
        threads.add(Thread.currentThread().getName());
        fail();
        open = true;
    }

    @Override
    public Collection<StoredOffset> read(String connector) throws Exception {
        threads.add(Thread.currentThread().getName());
        fail();
        return kept.read(connector);
    }

    @Override
    public void write(Collection<StoredOffset> offsets) throws Exception {
        threads.add(Thread.currentThread().getName());
        entered.release();
        if (uninterruptible) {
            gate.acquireUninterruptibly();
        } else {
            gate.acquire();
        }
        writes.add(new ArrayList<>(offsets));
        fail();
        kept.write(offsets);
    }

    @Override
    public void close() {
        threads.add(Thread.currentThread().getName());
        interruptedInClose = Thread.currentThread().isInterrupted();
        open = false;
    }

    private void fail() throws Exception {
        Throwable failure = failures.poll();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (Exception) failure;
        }
    }
}
