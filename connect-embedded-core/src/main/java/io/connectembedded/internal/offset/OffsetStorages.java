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

import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.OffsetStoreContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Where the offsets of each connector live in one run: in the worker's storage, or in one for each distinct
 * {@link OffsetStore} that specs name, made when it is first asked for, opened at its first use and closed with the run.
 * Any thread.
 */
public final class OffsetStorages {

    private final OffsetStorage worker;
    private final Setup setup;
    private final IdentityHashMap<OffsetStore, OffsetStorage> own = new IdentityHashMap<>(); // guarded by itself
    private final Map<Object, OffsetStorage> topics = new HashMap<>(); // guarded by own
    private boolean closed; // guarded by own

    /**
     * What every storage of a run has in common.
     *
     * @param openLimit the longest a task waits for its store to be open
     * @param watched the store, or somebody who looks on and passes every call on to it
     * @param ownTopics the topic in which a connector wants its offsets, if it wants that (KIP-618)
     * @param redaction takes the worker's secrets out of what a store says
     */
    public record Setup(
            Execution execution,
            OffsetStoreContext context,
            Duration openLimit,
            UnaryOperator<OffsetStore> watched,
            Function<ConnectorConfig, Optional<OwnTopic>> ownTopics,
            UnaryOperator<String> redaction) {

        /** Where no connector has a topic of its own. */
        public Setup(
                Execution execution,
                OffsetStoreContext context,
                Duration openLimit,
                UnaryOperator<OffsetStore> watched,
                UnaryOperator<String> redaction) {
            this(execution, context, openLimit, watched, connector -> Optional.empty(), redaction);
        }
    }

    /** A connector's own topic, and what it takes to reach it, which may be in another cluster than the worker's. */
    public record OwnTopic(String topic, OffsetStoreContext context) {}

    public OffsetStorages(OffsetStore store, Setup setup) {
        this.setup = setup;
        worker = new OffsetStorage(setup.watched().apply(store), setup.execution(), setup.context(), setup.redaction());
        own.put(store, worker);
    }

    /** The worker's own, which is opened by whoever starts the worker. */
    public OffsetStorage worker() {
        return worker;
    }

    /** Where the offsets of this connector live. */
    public OffsetStorage of(ConnectorConfig config) {
        OffsetStorage usual = config.spec()
                .offsetStore()
                .map(store -> of(config.name(), store))
                .orElse(worker);
        return setup.ownTopics()
                .apply(config)
                .map(topic -> of(config.name(), topic, usual))
                .orElse(usual);
    }

    private OffsetStorage of(String connector, OwnTopic topic, OffsetStorage below) {
        synchronized (own) {
            return topics.computeIfAbsent(
                    List.of(connector, topic),
                    key -> made(
                            connector,
                            OffsetStore.kafka(topic.topic()),
                            topic.context(),
                            new OffsetsBelow(below, connector)));
        }
    }

    /**
     * As {@link #of}, on a task's thread, and open: when the connector's own store cannot be opened, its task fails.
     *
     * @throws ConnectException saying why
     */
    public OffsetStorage opened(ConnectorConfig config, TaskGate gate) {
        OffsetStorage storage = of(config);
        if (storage == worker) {
            return storage;
        }
        try {
            storage.awaitOpen(gate, setup.openLimit());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException(
                    "Connector " + config.name() + " was interrupted while its offset store was opened", e);
        }
        return storage;
    }

    private OffsetStorage of(String connector, OffsetStore store) {
        synchronized (own) {
            OffsetStorage storage = own.get(store);
            if (storage == null) {
                storage = made(connector, store, setup.context(), null);
                own.put(store, storage);
            }
            return storage;
        }
    }

    private OffsetStorage made(
            String connector, OffsetStore store, OffsetStoreContext context, @Nullable OffsetsBelow below) {
        OffsetStorage storage = new OffsetStorage(
                setup.watched().apply(store),
                setup.execution(),
                context,
                setup.redaction(),
                "offsets-" + connector,
                new OffsetStorage.Use(below));
        if (closed) {
            storage.end();
        }
        return storage;
    }

    /**
     * Ends all of them as {@link OffsetStorage#close} does one, within one limit for all.
     *
     * @return whether all threads have ended
     */
    public boolean close(Duration limit) {
        List<OffsetStorage> all;
        synchronized (own) {
            closed = true;
            all = new ArrayList<>(own.values());
            all.addAll(topics.values());
        }
        all.forEach(OffsetStorage::end);
        List<OffsetStorage> late = late(all, limit.dividedBy(2));
        late.forEach(OffsetStorage::interrupt);
        late = late(late, limit.minus(limit.dividedBy(2)));
        for (OffsetStorage storage : all) {
            storage.abandon(!late.contains(storage), limit);
        }
        return late.isEmpty();
    }

    private static List<OffsetStorage> late(List<OffsetStorage> all, Duration limit) {
        Deadline deadline = Deadline.after(Time.SYSTEM, limit);
        return all.stream()
                .filter(storage -> !storage.hasEnded(deadline.remaining()))
                .toList();
    }
}
