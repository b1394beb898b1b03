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
package io.connectembedded.samples.benchmarks.driver;

import io.connectembedded.ConnectListener;
import io.connectembedded.ConnectWorker;
import io.connectembedded.JsonConverter;
import io.connectembedded.event.ConnectEvent.OffsetsCommitted;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.test.ScriptedSource;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** In a worker with its threads and clients, with the converters and the store the driver has, on a broker. */
final class BrokerCycles implements Cycles, ConnectListener {

    /** The smallest a worker takes. */
    private static final Duration FLUSH_INTERVAL = Duration.ofMillis(1);

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ScriptedSource script = ScriptedSource.create();
    private final Semaphore unseen = new Semaphore(0);
    private final String topic;
    private final ConnectWorker worker;
    private int commits;

    BrokerCycles(String bootstrapServers, String topic) {
        this.topic = topic;
        this.worker = ConnectWorker.builder()
                .bootstrapServers(bootstrapServers)
                .keyConverter(JsonConverter.withSchemas())
                .valueConverter(JsonConverter.withSchemas())
                .offsetStore(OffsetStore.memory())
                .offsetFlushInterval(FLUSH_INTERVAL)
                .listener(this)
                .connector(script.spec(CONNECTOR))
                .build();
        worker.start();
    }

    /** On the worker's event thread. */
    @Override
    public void onOffsetsCommitted(OffsetsCommitted event) {
        if (event.failure() == null) {
            unseen.release(event.partitions());
        }
    }

    @Override
    public void next(String value) {
        script.emitValues(topic, value);
        try {
            if (!unseen.tryAcquire(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(value + " was not committed within " + LIMIT.toSeconds() + " s: "
                        + worker.connector(CONNECTOR).status());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + value + " was not committed", e);
        }
        commits++;
    }

    @Override
    public int commits() {
        return commits + unseen.availablePermits();
    }

    @Override
    public void close() {
        worker.close();
    }
}
