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
package io.connectembedded.internal.config.provider;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.ConfigTransformerResult;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.metrics.PluginMetrics;

/**
 * The config providers of a worker. A reference is written <code>${provider:[path:]key}</code>; what no provider knows
 * stays as it is written, that of an object given by the host among them. Any thread but the control thread: providers
 * may block.
 */
public final class ConfigProviders implements AutoCloseable {

    /** The shortest time between two restarts for values that hold for less. */
    private static final Duration LEAST = Duration.ofMillis(100);

    private volatile Map<String, NamedProvider> providers; // none when closed: a host may hold a closed worker
    private final AtomicBoolean closed = new AtomicBoolean();

    ConfigProviders(Map<String, NamedProvider> providers) {
        this.providers = new TreeMap<>(providers);
    }

    /** Of a worker that has none. */
    public static ConfigProviders none() {
        return new ConfigProviders(Map.of());
    }

    public boolean isEmpty() {
        return providers.isEmpty();
    }

    /**
     * This config with every reference replaced by what its provider gives now.
     *
     * @param asWritten keys whose values are left alone
     * @throws ProviderException when a provider fails, naming it and what was asked of it, and no value
     */
    public Resolution resolve(Map<String, String> config, Collection<String> asWritten) {
        if (providers.isEmpty()) {
            return Resolution.unchanged(config);
        }
        Lookups lookups = new Lookups();
        Map<String, ConfigProvider> asked = new HashMap<>();
        providers.forEach((name, provider) -> asked.put(name, lookups.through(provider)));
        Map<String, String> open = new HashMap<>(config);
        open.keySet().removeAll(asWritten);
        ConfigTransformerResult result = new ConfigTransformer(asked).transform(open);
        // In the order of writing, which Kafka's transformer forgets.
        Map<String, String> values = new LinkedHashMap<>(config);
        values.replaceAll((key, value) -> open.containsKey(key) ? result.data().get(key) : value);
        Optional<Duration> validFor = result.ttls().values().stream()
                .min(Long::compare)
                .map(millis -> Duration.ofMillis(Math.max(millis, LEAST.toMillis())));
        return new Resolution(values, lookups.references(), validFor);
    }

    /** Which provider is asked for what and has not answered yet, in one sentence, for whoever waited too long. */
    public Optional<String> unanswered() {
        for (Map.Entry<String, NamedProvider> each : providers.entrySet()) {
            for (String asked : each.getValue().pending()) {
                return Optional.of("The config provider " + each.getKey() + " does not give " + asked);
            }
        }
        return Optional.empty();
    }

    /** Gives each provider that wants it a place for metrics of its own (KIP-877); asked with its name and itself. */
    public void monitor(BiFunction<String, ConfigProvider, PluginMetrics> metrics) {
        providers.forEach((name, provider) -> provider.monitor(itself -> metrics.apply(name, itself)));
    }

    /** A second call does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            providers.values().forEach(NamedProvider::close);
            providers = Map.of();
        }
    }
}
