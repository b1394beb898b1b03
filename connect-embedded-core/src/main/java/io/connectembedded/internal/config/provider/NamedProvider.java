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

import io.connectembedded.internal.lifecycle.PluginScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One config provider under the name that references call it by. What it throws may hold secrets, and is not passed on. */
final class NamedProvider {

    private static final Logger LOG = LoggerFactory.getLogger(NamedProvider.class);

    /** What these say names a file or a variable, never a value. */
    private static final String KAFKAS_OWN = "org.apache.kafka.common.config.provider";

    private final String name;
    private final ConfigProvider provider;
    private final PluginScope scope;
    private final Set<String> pending = ConcurrentHashMap.newKeySet();

    NamedProvider(String name, ConfigProvider provider) {
        this.name = name;
        this.provider = provider;
        this.scope = PluginScope.configProvider(provider.getClass());
    }

    /** As a reference to this value is written. */
    String reference(String path, String key) {
        return "${" + name + ":" + (path.isEmpty() ? "" : path + ":") + key + "}";
    }

    ConfigData get(String path, Set<String> keys) {
        ConfigData data;
        String asked = String.join(", ", references(path, keys));
        pending.add(asked);
        try {
            data = scope.get(() -> provider.get(path, keys));
        } catch (Throwable t) {
            throw failed(path, keys, told(t), stackOf(t));
        } finally {
            pending.remove(asked);
        }
        if (data == null || data.data() == null) {
            throw failed(path, keys, "it returned null", null);
        }
        return data;
    }

    private Set<String> references(String path, Set<String> keys) {
        Set<String> references = new TreeSet<>();
        keys.forEach(key -> references.add(reference(path, key)));
        return references;
    }

    /** What it is asked for and has not answered yet, each as one text. */
    Set<String> pending() {
        return pending;
    }

    private ProviderException failed(String path, Set<String> keys, String how, @Nullable Throwable stack) {
        Set<String> references = references(path, keys);
        return new ProviderException(
                "The config provider " + name + " (" + provider.getClass().getName() + ") cannot give "
                        + String.join(", ", references) + ": " + how,
                "Check that path and key are right and that the provider can reach them, then restart the connector",
                references,
                stack);
    }

    private String told(Throwable thrown) {
        boolean harmless = provider.getClass().getPackageName().equals(KAFKAS_OWN);
        return harmless
                ? String.valueOf(thrown.getMessage())
                : thrown.getClass().getName();
    }

    /** Where it was thrown, without what it says. */
    private static Throwable stackOf(Throwable thrown) {
        ConnectException stack = new ConnectException(thrown.getClass().getName());
        stack.setStackTrace(thrown.getStackTrace());
        return stack;
    }

    /** KIP-877. */
    void monitor(Function<ConfigProvider, PluginMetrics> metrics) {
        if (provider instanceof Monitorable monitorable) {
            PluginMetrics own = metrics.apply(provider);
            scope.run(() -> monitorable.withPluginMetrics(own));
        }
    }

    void close() {
        try {
            scope.get(() -> {
                closeProvider();
                return true;
            });
        } catch (Throwable t) {
            LOG.warn(
                    "The config provider {} failed to close ({})",
                    name,
                    t.getClass().getName());
        }
    }

    private void closeProvider() {
        try {
            provider.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
