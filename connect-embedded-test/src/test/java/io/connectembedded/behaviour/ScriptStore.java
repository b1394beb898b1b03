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
package io.connectembedded.behaviour;

import static org.awaitility.Awaitility.await;

import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** An offset store that can be made to fail or hang; it reads {@code {"p":…}} and {@code {"o":…}}. */
final class ScriptStore implements OffsetStore {

    private final Map<String, StoredOffset> stored = new ConcurrentHashMap<>();
    private volatile CountDownLatch hold = new CountDownLatch(0);
    private volatile RuntimeException failure;
    private volatile Runnable beforeWrite = () -> {};
    private volatile boolean writing;

    @Override
    public Collection<StoredOffset> read(String connector) {
        return stored.values().stream()
                .filter(each -> each.connector().equals(connector))
                .toList();
    }

    @Override
    public void write(Collection<StoredOffset> offsets) throws InterruptedException {
        writing = true;
        hold.await();
        beforeWrite.run();
        RuntimeException toThrow = failure;
        if (toThrow != null) {
            throw toThrow;
        }
        offsets.forEach(each -> stored.put(each.partition(), each));
    }

    CountDownLatch holdWrites() {
        writing = false;
        hold = new CountDownLatch(1);
        return hold;
    }

    /** Runs this in each write, before anything is stored. */
    void beforeWrite(Runnable step) {
        beforeWrite = step;
    }

    void failWrites(RuntimeException cause) {
        failure = cause;
    }

    void awaitWriting() {
        await("a write").atMost(Host.LIMIT).until(() -> writing);
    }

    /** The offset of this source partition, or null. */
    Long offset(String partition) {
        return stored.values().stream()
                .filter(each -> each.partition().contains("\"" + partition + "\""))
                .findFirst()
                .map(each -> Long.valueOf(each.offset().replaceAll("[^0-9]", "")))
                .orElse(null);
    }

    void awaitOffset(String partition, long offset) {
        await("offset " + offset + " of " + partition)
                .atMost(Host.LIMIT)
                .until(() -> Long.valueOf(offset).equals(offset(partition)));
    }

    @Override
    public void close() {
        // What is held stays held: whoever holds it lets go.
    }
}
