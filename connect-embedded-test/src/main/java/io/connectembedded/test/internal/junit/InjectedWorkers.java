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
package io.connectembedded.test.internal.junit;

import io.connectembedded.ConnectWorker;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.test.ConnectTestDriver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.connect.storage.StringConverter;
import org.jspecify.annotations.Nullable;

/** The workers and drivers one test, or one class, was given or built by an injected builder. Thread-safe. */
final class InjectedWorkers {

    private static final Duration FLUSH_INTERVAL = Duration.ofMillis(100);

    /** The last one made first. */
    private final Deque<Owned> owned = new ArrayDeque<>();

    /** What is closed at the end, and the worker in it. */
    private record Owned(Supplier<ConnectWorker> worker, Runnable close) {}

    /** A builder on this broker; whatever it builds is closed at the end. */
    ConnectWorker.Builder builder(String bootstrapServers, String owner) {
        ConnectWorker.Builder plain = ConnectWorker.builder()
                .name(owner + "-" + UUID.randomUUID().toString().substring(0, 8))
                .bootstrapServers(bootstrapServers)
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetStore(OffsetStore.memory())
                .offsetFlushInterval(FLUSH_INTERVAL);
        return new RememberingBuilder(plain, this::add);
    }

    /** A running worker without connectors. */
    ConnectWorker start(String bootstrapServers, String owner) {
        ConnectWorker worker = builder(bootstrapServers, owner).build();
        worker.start();
        return worker;
    }

    ConnectTestDriver driver() {
        ConnectTestDriver driver = ConnectTestDriver.of();
        add(new Owned(driver::worker, driver::close));
        return driver;
    }

    private void add(ConnectWorker worker) {
        add(new Owned(() -> worker, worker::close));
    }

    private synchronized void add(Owned one) {
        owned.addFirst(one);
    }

    private synchronized List<Owned> owned() {
        return List.copyOf(owned);
    }

    /** The workers, the last one made first; a driver's as it is now. */
    List<ConnectWorker> workers() {
        return owned().stream().flatMap(InjectedWorkers::worker).toList();
    }

    private static Stream<ConnectWorker> worker(Owned one) {
        try {
            return Stream.of(one.worker().get());
        } catch (IllegalStateException e) {
            // A driver that the test closed itself has no worker any more.
            return Stream.empty();
        }
    }

    /** Closes all, the last one made first, also when closing one fails; again it does nothing, as they do. */
    void close() {
        RuntimeException failure = null;
        for (Owned one : owned()) {
            failure = closed(one, failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static @Nullable RuntimeException closed(Owned one, @Nullable RuntimeException earlier) {
        try {
            one.close().run();
            return earlier;
        } catch (RuntimeException e) {
            if (earlier == null) {
                return e;
            }
            earlier.addSuppressed(e);
            return earlier;
        }
    }
}
