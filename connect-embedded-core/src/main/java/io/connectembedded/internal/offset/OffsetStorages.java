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
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Where the offsets of each connector live in one run: in the worker's storage, or in one for each distinct
 * {@link OffsetStore} that specs name, made when it is first asked for, opened at its first use and closed with the run,
 * or when the last connector that used it uses another one or is deleted. Any thread.
 */
public final class OffsetStorages {

    private final OffsetStorage worker;
    private final Setup setup;
    private final IdentityHashMap<OffsetStore, OffsetStorage> own = new IdentityHashMap<>(); // guarded by itself
    private final Map<Object, OffsetStorage> topics = new HashMap<>(); // guarded by own
    private final IdentityHashMap<OffsetStore, Set<String>> users = new IdentityHashMap<>(); // guarded by own
    private final List<OffsetStorage> retired = new ArrayList<>(); // guarded by own
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
        if (!gate.isStopping()) {
            // Of an old config no task is left but those that were abandoned.
            leave(config.name(), config.spec().offsetStore().orElse(null));
        }
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

    /** This connector is deleted. */
    public void forget(String connector) {
        leave(connector, null);
    }

    private void leave(String connector, @Nullable OffsetStore kept) {
        List<OffsetStorage> unused = new ArrayList<>();
        synchronized (own) {
            for (OffsetStore store : List.copyOf(users.keySet())) {
                Set<String> others = users.getOrDefault(store, Set.of());
                if (store != kept && others.remove(connector) && others.isEmpty()) {
                    users.remove(store);
                    unused.add(own.remove(store));
                }
            }
            retired.addAll(unused);
        }
        unused.forEach(OffsetStorage::end);
    }

    /** On the thread of one that is to be opened: its store may need what those hold that are being closed, as a file. */
    private void awaitRetired() {
        List<OffsetStorage> ending;
        synchronized (own) {
            ending = new ArrayList<>(retired);
        }
        ending.removeAll(late(ending, setup.openLimit().dividedBy(2)));
        synchronized (own) {
            retired.removeAll(ending);
        }
    }

    private OffsetStorage of(String connector, OffsetStore store) {
        synchronized (own) {
            OffsetStorage storage = own.get(store);
            if (storage != worker) {
                users.computeIfAbsent(store, any -> new HashSet<>()).add(connector);
            }
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
                new OffsetStorage.Use(below, this::awaitRetired));
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
            all.addAll(retired);
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
