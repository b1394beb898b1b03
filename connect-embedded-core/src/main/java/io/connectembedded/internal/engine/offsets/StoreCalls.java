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

import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.work.Waits;
import io.connectembedded.internal.offset.OffsetStorage;
import io.connectembedded.offset.StoredOffset;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * One connector's offsets in its store, waited for. What is written after the limit has passed is written all the same,
 * but before anything its tasks read or write later: the storage keeps the order.
 */
record StoreCalls(String connector, OffsetStorage storage, Waits waits) {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    Collection<StoredOffset> read() throws InterruptedException {
        return answer(storage.read(connector), "read");
    }

    void write(List<StoredOffset> offsets) throws InterruptedException {
        if (!offsets.isEmpty()) {
            answer(storage.write(offsets), "write");
        }
    }

    private <T> T answer(Future<T> asked, String what) throws InterruptedException {
        if (!waits.until(asked, LIMIT, () -> false)) {
            throw new ConnectEmbeddedException("The offset store did not " + what + " the offsets of connector "
                    + connector + " within " + LIMIT + "; look at what it waits for");
        }
        try {
            return asked.get();
        } catch (ExecutionException e) {
            Throwable cause = Failures.causeOf(e);
            throw cause instanceof RuntimeException known
                    ? known
                    : new ConnectEmbeddedException(Failures.messageOf(cause), cause);
        }
    }
}
