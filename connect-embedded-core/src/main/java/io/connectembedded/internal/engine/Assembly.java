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
package io.connectembedded.internal.engine;

import io.connectembedded.internal.clients.ClientPreload;
import io.connectembedded.internal.clients.ClientSettings;
import io.connectembedded.internal.clients.Clients;
import io.connectembedded.internal.config.WorkerConfig;
import io.connectembedded.internal.engine.control.ConnectorSet;
import io.connectembedded.internal.engine.control.ControlLoop;
import io.connectembedded.internal.engine.control.Services;
import io.connectembedded.internal.engine.event.Abandoned;
import io.connectembedded.internal.engine.event.Events;
import io.connectembedded.internal.engine.validation.Validation;
import io.connectembedded.internal.lifecycle.WorkerThreads;
import io.connectembedded.internal.metrics.ConnectMetrics;
import io.connectembedded.internal.offset.OffsetStorage;
import io.connectembedded.internal.source.PeriodicCommits;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.OffsetStoreContext;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Time;

/** The one place where the parts of a run are made and joined. */
final class Assembly {

    private final WorkerPlan plan;
    private final boolean plainNames;
    private final Clients clients;
    private final Time time;
    private final ClientPreload preload;

    Assembly(WorkerPlan plan, boolean plainNames, Clients clients, Time time, ClientPreload preload) {
        this.plan = plan;
        this.plainNames = plainNames;
        this.clients = clients;
        this.time = time;
        this.preload = preload;
    }

    /** Nothing of it outlives the worker. */
    void close() {
        preload.join();
    }

    Time time() {
        return time;
    }

    WorkerThreads threads() {
        return new WorkerThreads(plan.name(), plan.threads(), plan.plugins().loader());
    }

    /** A new run; {@code controlDied} is told when the control thread dies of a defect of ours. */
    Engine engine(String workerId, Events events, Consumer<Throwable> controlDied) {
        WorkerConfig config = plan.config();
        WorkerThreads threads = threads();
        ClientSettings settings = new ClientSettings(config, plainNames ? "" : plan.name() + "-");
        OffsetStorage storage = storage(settings, threads);
        Abandoned abandoned = new Abandoned();
        PeriodicCommits commits = commits(threads, events, abandoned);
        ConnectMetrics metrics = metrics(config);
        ConverterFactory converters = new ConverterFactory(config, plan.objects(), plan.plugins());
        ControlLoop control = new ControlLoop(time, controlDied);
        ConnectorSet connectors = new ConnectorSet(new Services(
                workerId,
                control,
                threads,
                time,
                events,
                new TaskAssembly(config, settings, clients, converters, storage, commits, metrics, events, time)
                        ::create,
                storage,
                metrics,
                abandoned,
                config.shutdownTimeout()));
        Engine.Parts parts = new Engine.Parts(
                threads,
                events,
                control,
                connectors,
                storage,
                commits,
                new Validation(
                        threads,
                        time,
                        (connector, waited) -> abandoned.add(events, connector, null, "validate", waited)),
                metrics,
                new BrokerCheck(clients, settings.admin()),
                time);
        return new Engine(parts, plan.connectors(), config.shutdownTimeout());
    }

    private PeriodicCommits commits(WorkerThreads threads, Events events, Abandoned abandoned) {
        WorkerConfig config = plan.config();
        Duration grace = config.shutdownTimeout();
        return new PeriodicCommits(
                threads,
                config.offsetFlushInterval(),
                config.offsetFlushTimeout(),
                grace,
                task -> abandoned.add(events, task.connector(), task.task(), "commit", grace));
    }

    private ConnectMetrics metrics(WorkerConfig config) {
        Map<String, String> tags = plainNames ? Map.of() : Map.of("worker", plan.name());
        return new ConnectMetrics(time, config.metricsSampleWindow(), config.metricsSamples(), tags);
    }

    private OffsetStorage storage(ClientSettings settings, WorkerThreads threads) {
        OffsetStore chosen = plan.offsetStore();
        // Without sources nothing is ever stored: build() refuses a source that has no store.
        OffsetStore store = chosen == null ? OffsetStore.memory() : chosen;
        return new OffsetStorage(
                store,
                threads.factory("offsets"),
                new StoreContext(
                        plan.name(), settings.admin(), settings.forStore("producer."), settings.forStore("consumer.")));
    }

    private record StoreContext(
            String workerName,
            Map<String, Object> adminProperties,
            Map<String, Object> producerProperties,
            Map<String, Object> consumerProperties)
            implements OffsetStoreContext {}
}
