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

import io.connectembedded.ConnectWorker;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.test.KafkaBroker;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.storage.StringConverter;

/** What the hosts in these tests have in common. */
final class Host {

    static final Duration LIMIT = Duration.ofSeconds(20);
    static final Duration GRACE = Duration.ofSeconds(2);

    private Host() {}

    /** For a driver, which needs no broker. */
    static ConnectWorker.Builder byHand() {
        return builder("nobody:1");
    }

    static ConnectWorker.Builder builder(KafkaBroker broker) {
        return builder(broker.bootstrapServers());
    }

    static ConnectWorker.Builder builder(String servers) {
        return ConnectWorker.builder()
                .bootstrapServers(servers)
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetStore(OffsetStore.memory())
                .offsetFlushInterval(Duration.ofMillis(100))
                .shutdownTimeout(GRACE);
    }

    static ConnectWorker started(ConnectWorker.Builder builder) {
        ConnectWorker worker = builder.build();
        worker.start();
        return worker;
    }

    /** Live threads of ours whose names begin so. */
    static Set<String> threads(String prefix) {
        Set<String> names = new TreeSet<>();
        Thread.getAllStackTraces().keySet().forEach(thread -> {
            if (thread.isAlive() && thread.getName().startsWith(prefix)) {
                names.add(thread.getName());
            }
        });
        return names;
    }

    static Thread thread(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no thread " + name));
    }

    /** Runs this on a thread of its own. */
    static <T> CompletableFuture<T> beside(Callable<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(action.call());
                    } catch (Throwable t) {
                        result.completeExceptionally(t);
                    }
                },
                "beside");
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    /** The result, or what was thrown, within the limit. */
    static Object outcome(CompletableFuture<?> future) throws Exception {
        try {
            return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    static Duration timed(Runnable action) {
        long begin = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
