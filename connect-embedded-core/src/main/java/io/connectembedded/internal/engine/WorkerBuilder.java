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

import io.connectembedded.ConnectListener;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.RestartPolicy;
import io.connectembedded.internal.clients.ClientPreload;
import io.connectembedded.internal.engine.foundation.Foundation;
import io.connectembedded.internal.engine.foundation.RealFoundation;
import io.connectembedded.internal.engine.foundation.WorkerNames;
import io.connectembedded.internal.engine.validation.WorkerCheck;
import io.connectembedded.internal.engine.validation.WorkerFile;
import io.connectembedded.internal.engine.validation.terms.SourceTerms;
import io.connectembedded.internal.lifecycle.work.WorkerThreads;
import io.connectembedded.internal.plugin.PluginSetup;
import io.connectembedded.offset.OffsetStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a worker is to be. Typed methods and properties write one map, so that the last writer wins whatever way
 * it took. Found by the api as a service.
 */
public final class WorkerBuilder implements ConnectWorker.Builder {

    private static final String USUAL_NAME = "worker";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final Map<String, String> config = new LinkedHashMap<>();
    private final Map<String, Object> objects = new LinkedHashMap<>();
    private final List<ConnectorSpec> specs = new ArrayList<>();
    private final List<ConnectListener> listeners = new ArrayList<>();
    private @Nullable String name;
    private @Nullable OffsetStore offsetStore;
    private @Nullable ClassLoader loader;
    private @Nullable ThreadFactory threads;
    private Duration startTimeout = START_TIMEOUT;
    private RestartPolicy restart = RestartPolicy.never();

    @Override
    public WorkerBuilder name(String worker) {
        name = Objects.requireNonNull(worker, "name");
        return this;
    }

    @Override
    public WorkerBuilder bootstrapServers(String servers) {
        return set("bootstrap.servers", Objects.requireNonNull(servers, "servers"));
    }

    @Override
    public WorkerBuilder keyConverter(Converter converter) {
        return object("key.converter", converter);
    }

    @Override
    public WorkerBuilder valueConverter(Converter converter) {
        return object("value.converter", converter);
    }

    @Override
    public WorkerBuilder headerConverter(HeaderConverter converter) {
        return object("header.converter", converter);
    }

    @Override
    public WorkerBuilder offsetStore(OffsetStore store) {
        offsetStore = Objects.requireNonNull(store, "store");
        return this;
    }

    @Override
    public WorkerBuilder connector(ConnectorSpec spec) {
        specs.add(Objects.requireNonNull(spec, "spec"));
        return this;
    }

    @Override
    public WorkerBuilder connectors(Collection<ConnectorSpec> more) {
        Objects.requireNonNull(more, "specs").forEach(this::connector);
        return this;
    }

    @Override
    public WorkerBuilder properties(Map<?, ?> properties) {
        Objects.requireNonNull(properties, "properties")
                .forEach((key, value) -> set(
                        String.valueOf(key), String.valueOf(Objects.requireNonNull(value, () -> "value of " + key))));
        return this;
    }

    @Override
    public WorkerBuilder properties(Path file) {
        return properties(WorkerFile.read(Objects.requireNonNull(file, "file")));
    }

    @Override
    public WorkerBuilder with(String key, Object value) {
        // A spec's rules for values are the builder's.
        return set(
                key,
                Objects.requireNonNull(
                        ConnectorSpec.of("worker", Map.of(key, value)).config().get(key), key));
    }

    @Override
    public WorkerBuilder restart(RestartPolicy policy) {
        restart = Objects.requireNonNull(policy, "policy");
        return this;
    }

    @Override
    public WorkerBuilder listener(ConnectListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    @Override
    public WorkerBuilder pluginPath(Path... folders) {
        List<String> written = new ArrayList<>();
        for (Path folder : Objects.requireNonNull(folders, "folders")) {
            if (folder.toString().contains(",")) {
                throw new IllegalArgumentException(
                        folder + " cannot be in plugin.path, which separates folders by commas; move it");
            }
            written.add(folder.toString());
        }
        return set(PluginSetup.PATH, String.join(",", written));
    }

    @Override
    public WorkerBuilder offsetFlushInterval(Duration interval) {
        return with("offset.flush.interval.ms", interval);
    }

    @Override
    public WorkerBuilder startTimeout(Duration limit) {
        startTimeout = Objects.requireNonNull(limit, "limit");
        return this;
    }

    @Override
    public WorkerBuilder shutdownTimeout(Duration limit) {
        return with("task.shutdown.graceful.timeout.ms", limit);
    }

    @Override
    public WorkerBuilder classLoader(ClassLoader pluginLoader) {
        loader = Objects.requireNonNull(pluginLoader, "loader");
        return this;
    }

    @Override
    public WorkerBuilder threads(ThreadFactory factory) {
        threads = Objects.requireNonNull(factory, "factory");
        return this;
    }

    private WorkerBuilder set(String key, String value) {
        objects.remove(key);
        config.put(key, value);
        if (key.equals("offset.storage.file.filename") || key.equals("offset.storage.topic")) {
            offsetStore = null;
        }
        return this;
    }

    private WorkerBuilder object(String key, Object value) {
        objects.put(key, Objects.requireNonNull(value, "converter"));
        config.put(key, "${object:" + key + "}");
        return this;
    }

    @Override
    public ConnectWorker build() {
        ClientPreload preload = new ClientPreload(new WorkerThreads(name(), threads, loader()));
        try {
            return on(new RealFoundation(preload)).create();
        } catch (RuntimeException | Error e) {
            preload.join();
            throw e;
        }
    }

    /** Another builder with the same settings. */
    public WorkerBuilder copy() {
        WorkerBuilder copy = new WorkerBuilder();
        copy.config.putAll(config);
        copy.objects.putAll(objects);
        copy.specs.addAll(specs);
        copy.listeners.addAll(listeners);
        copy.name = name;
        copy.offsetStore = offsetStore;
        copy.loader = loader;
        copy.threads = threads;
        copy.startTimeout = startTimeout;
        copy.restart = restart;
        return copy;
    }

    /** Whether this key has a value. */
    public boolean has(String key) {
        return config.containsKey(key);
    }

    /** Whether offsets have a place. */
    public boolean hasOffsetStore() {
        return offsetStore != null || has("offset.storage.file.filename") || has("offset.storage.topic");
    }

    /** Workers of what was told so far, which stand on this; the same plan each time, and checked once. */
    public WorkerFactory on(Foundation foundation) {
        WorkerCheck check = new WorkerCheck(
                Map.copyOf(config),
                Map.copyOf(objects),
                List.copyOf(specs),
                loader(),
                threads,
                foundation.execution(name(), threads, loader()));
        WorkerNames names = foundation.names(name());
        WorkerCheck.Checked checked = checked(check, names);
        WorkerPlan plan = new WorkerPlan(
                names.name(), checked, Map.copyOf(objects), List.copyOf(listeners), restart, threads, startTimeout);
        return new WorkerFactory(plan, names, foundation);
    }

    private WorkerCheck.Checked checked(WorkerCheck check, WorkerNames names) {
        boolean taken = !names.name().equals(name());
        try {
            return check.orThrow(new SourceTerms.Naming(name(), name != null, taken), offsetStore);
        } catch (RuntimeException | Error e) {
            names.close();
            throw e;
        }
    }

    private String name() {
        return name == null ? USUAL_NAME : name;
    }

    private ClassLoader loader() {
        ClassLoader chosen = loader != null ? loader : Thread.currentThread().getContextClassLoader();
        return chosen != null ? chosen : WorkerBuilder.class.getClassLoader();
    }
}
