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
package io.connectembedded.internal.plugin.discovery;

import io.connectembedded.internal.plugin.isolation.PluginLoaders;
import io.connectembedded.internal.plugin.isolation.PluginLocation;
import io.connectembedded.internal.plugin.isolation.PluginPath;
import io.connectembedded.plugin.PluginType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plug-ins of every location of {@code plugin.path}, found as {@code plugin.discovery} says. Thread-safe. */
public final class Catalogue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);

    private final DiscoveryMode mode;
    private final PluginPath path;
    private final PluginLoaders loaders;
    private final List<LocationPlugins> locations;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** {@code host} is the parent of the locations' loaders, which are closed with this. */
    public Catalogue(DiscoveryMode mode, PluginPath path, ClassLoader host) {
        this.mode = mode;
        this.path = path;
        this.loaders = new PluginLoaders(host);
        this.locations = path.locations().stream()
                .map(location -> new LocationPlugins(location, host))
                .toList();
    }

    /** Without any location. */
    public static Catalogue empty(ClassLoader host) {
        return new Catalogue(DiscoveryMode.DEFAULT, PluginPath.NONE, host);
    }

    public DiscoveryMode mode() {
        return mode;
    }

    public boolean isEmpty() {
        return locations.isEmpty();
    }

    /** What can be told without reading class files; with {@code only_scan} that is next to nothing. */
    public List<Found> declared() {
        return locations.stream()
                .flatMap(location -> location.declared().stream())
                .filter(found -> mode.readsServiceFiles() || !PluginApi.isScannedFor(found.type()))
                .toList();
    }

    /** All there are; reads every class file once, unless the mode forbids it. */
    public List<Found> all() {
        if (!mode.scans()) {
            return declared();
        }
        List<Found> found = new ArrayList<>(declared());
        for (LocationPlugins location : locations) {
            for (Found each : location.scanned()) {
                if (found.stream().noneMatch(each::isSame)) {
                    found.add(each);
                }
            }
        }
        if (mode == DiscoveryMode.HYBRID_WARN && warned.compareAndSet(false, true)) {
            warnOf(found.stream().filter(each -> !each.declared()).toList());
        }
        return found;
    }

    /** Those that only their class files tell of, for {@code hybrid_fail}. */
    public List<Found> undeclared() {
        return all().stream().filter(found -> !found.declared()).toList();
    }

    private static void warnOf(List<Found> undeclared) {
        if (!undeclared.isEmpty()) {
            LOG.warn(
                    "No service file names these plug-ins, so that plugin.discovery=service_load would not find them;"
                            + " only_scan silences this: {}",
                    undeclared.stream()
                            .map(found -> found.className() + " in " + found.location())
                            .distinct()
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
    }

    /** The locations where a class of this name is a plug-in of one of these types; which of them is told by loading. */
    public List<PluginLocation> with(String className, Collection<PluginType> types) {
        return locations.stream()
                .filter(location -> isDeclared(location, className, types)
                        || (mode.scans() && !types.isEmpty() && location.holds(className)))
                .map(LocationPlugins::location)
                .toList();
    }

    private static boolean isDeclared(LocationPlugins location, String className, Collection<PluginType> types) {
        return location.declared().stream()
                .anyMatch(found -> found.className().equals(className) && types.contains(found.type()));
    }

    /** The locations that hold a class file of this name, in whatever mode. */
    public List<PluginLocation> holding(String className) {
        return locations.stream()
                .filter(location -> location.holds(className))
                .map(LocationPlugins::location)
                .toList();
    }

    /** The class of this name in this location, not initialised; or the host's where the location has none. */
    public Class<?> load(String className, PluginLocation location) throws ClassNotFoundException {
        return Class.forName(className, false, loaders.of(location));
    }

    /** What of {@code plugin.path} could not be read so far, one sentence each. */
    public List<String> problems() {
        return Stream.concat(
                        path.problems().stream(),
                        locations.stream()
                                .flatMap(
                                        location -> location.problems().stream().sorted()))
                .distinct()
                .toList();
    }

    @Override
    public void close() {
        loaders.close();
    }
}
