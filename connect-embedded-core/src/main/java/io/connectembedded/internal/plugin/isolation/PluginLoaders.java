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
package io.connectembedded.internal.plugin.isolation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The class loaders of one worker's plug-ins, one for each location, made when it is asked for. Closed with the worker;
 * one that a thread is still in is closed when that thread has left it (I8).
 */
public final class PluginLoaders implements AutoCloseable {

    private final ClassLoader host;
    private final Object monitor = new Object();
    private final Map<PluginLocation, PluginClassLoader> open = new LinkedHashMap<>(); // guarded by monitor
    private boolean closed; // guarded by monitor

    /** {@code host} loads what plug-ins share. */
    public PluginLoaders(ClassLoader host) {
        this.host = host;
    }

    /** The same for each call; after the close an {@link IllegalStateException}. */
    public ClassLoader of(PluginLocation location) {
        synchronized (monitor) {
            if (closed) {
                throw new IllegalStateException("The worker that loads plug-ins of " + location + " is closed");
            }
            return open.computeIfAbsent(location, each -> new PluginClassLoader(each, host));
        }
    }

    /** Where a class comes from, unless it is the host's. */
    public static Optional<PluginLocation> locationOf(Class<?> type) {
        return type.getClassLoader() instanceof PluginClassLoader loader
                ? Optional.of(loader.location())
                : Optional.empty();
    }

    /** To be called before a plug-in is made: the JDBC drivers beside it are registered then. Runs plug-in code. */
    public static void beforePlugin(Class<?> plugin) {
        if (plugin.getClassLoader() instanceof PluginClassLoader loader) {
            loader.beforePlugin();
        }
    }

    @Override
    public void close() {
        List<PluginClassLoader> closing;
        synchronized (monitor) {
            closed = true;
            closing = new ArrayList<>(open.values());
            open.clear();
        }
        closing.forEach(PluginClassLoader::close);
    }
}
