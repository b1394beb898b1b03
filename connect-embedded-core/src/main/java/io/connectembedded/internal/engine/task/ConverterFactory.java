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
package io.connectembedded.internal.engine.task;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.config.WorkerConfig;
import io.connectembedded.internal.config.keys.NamedPlugin;
import io.connectembedded.internal.lifecycle.Closing;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.PluginScope;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.PluginKind;
import io.connectembedded.internal.plugin.PluginNotFoundException;
import io.connectembedded.internal.plugin.PluginRequest;
import io.connectembedded.internal.transform.TaskConverters;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the converters of a task. A connector that names a converter brings its options; one that does not has the
 * worker's converter with the worker's options, never a mixture.
 */
public final class ConverterFactory {

    private static final Logger LOG = LoggerFactory.getLogger(ConverterFactory.class);

    private final WorkerConfig worker;
    private final Map<String, Object> workerObjects;
    private final PluginClasses plugins;

    public ConverterFactory(WorkerConfig worker, Map<String, Object> workerObjects, PluginClasses plugins) {
        this.worker = worker;
        this.workerObjects = workerObjects;
        this.plugins = plugins;
    }

    /** {@code failures} are those of the connector. */
    TaskConverters create(ConnectorConfig connector, PluginHome home, Failures failures)
            throws PluginNotFoundException {
        return create(new Asking(connector.spec(), connector.connectorClass(), home), failures);
    }

    private TaskConverters create(Asking asking, Failures failures) throws PluginNotFoundException {
        List<AutoCloseable> owned = new ArrayList<>();
        try {
            Converter key = converter(asking, "key.converter", owned);
            Converter value = converter(asking, "value.converter", owned);
            return new TaskConverters(key, value, headerConverter(asking, owned), owned);
        } catch (Throwable t) {
            Closing closing = new Closing(LOG, failures);
            owned.forEach(made -> closing.step("closing a converter", made::close));
            throw t;
        }
    }

    /** Those of the worker, which connectors have that name none. */
    public TaskConverters ofWorker(Failures failures) throws PluginNotFoundException {
        return create(new Asking(ConnectorSpec.of("worker", Map.of()), null, null), failures);
    }

    /** For whom; a connector and its class, or neither. */
    private record Asking(
            ConnectorSpec connector,
            @Nullable Class<?> connectorClass,
            @Nullable PluginHome home) {}

    private Converter converter(Asking asking, String key, List<AutoCloseable> owned) throws PluginNotFoundException {
        if (object(asking.connector(), key) instanceof Converter given) {
            return given;
        }
        Map<String, String> from = source(asking.connector(), key);
        Class<?> found = plugins.find(request(asking, from, key, PluginKind.CONVERTER));
        Converter made = PluginClasses.create(found, Converter.class);
        PluginScope scope = PluginScope.of(found);
        owned.add(closing(scope, made));
        boolean isKey = key.startsWith("key");
        String type = isKey ? "key" : "value";
        scope.run(() -> made.configure(options(from, key, type), isKey));
        measure(made, type, asking.home(), owned);
        return made;
    }

    private HeaderConverter headerConverter(Asking asking, List<AutoCloseable> owned) throws PluginNotFoundException {
        String key = "header.converter";
        if (object(asking.connector(), key) instanceof HeaderConverter given) {
            return given;
        }
        Map<String, String> from = new HashMap<>(source(asking.connector(), key));
        from.putIfAbsent(key, SimpleHeaderConverter.class.getName());
        Class<?> found = plugins.find(request(asking, from, key, PluginKind.HEADER_CONVERTER));
        HeaderConverter made = PluginClasses.create(found, HeaderConverter.class);
        PluginScope scope = PluginScope.of(found);
        owned.add(closing(scope, made));
        scope.run(() -> made.configure(options(from, key, "header")));
        measure(made, "header", asking.home(), owned);
        return made;
    }

    /** The worker's converter is looked for everywhere, the connector's own beside it first, as in Connect. */
    private static PluginRequest request(Asking asking, Map<String, String> from, String key, PluginKind kind) {
        boolean own = asking.connector().config().containsKey(key);
        return NamedPlugin.request(from, key, kind, own ? asking.connectorClass() : null);
    }

    private static AutoCloseable closing(PluginScope scope, Closeable made) {
        return () -> {
            var unused = scope.<Boolean, IOException>call(() -> {
                made.close();
                return true;
            });
        };
    }

    private static void measure(Object made, String type, @Nullable PluginHome home, List<AutoCloseable> owned) {
        if (home != null) {
            home.measure(made, Map.of("converter", type), owned);
        }
    }

    /** The host's object in force for this key, or null when a class is. */
    private @Nullable Object object(ConnectorSpec connector, String key) {
        if (connector.config().containsKey(key)) {
            return connector.objects().get(key);
        }
        return workerObjects.get(key);
    }

    private Map<String, String> source(ConnectorSpec connector, String key) {
        return connector.config().containsKey(key) ? connector.config() : worker.originals();
    }

    private static Map<String, Object> options(Map<String, String> from, String key, String type) {
        Map<String, Object> options = new HashMap<>();
        String prefix = key + ".";
        from.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                options.put(name.substring(prefix.length()), value);
            }
        });
        options.put("converter.type", type);
        return options;
    }
}
