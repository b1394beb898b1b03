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

import io.connectembedded.internal.plugin.isolation.PluginLocation;
import io.connectembedded.internal.plugin.isolation.SharingRules;
import io.connectembedded.plugin.PluginType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The plug-ins of one location, read from its files once, when they are first needed. */
final class LocationPlugins {

    private final PluginLocation location;
    private final ClassLoader host;
    private final Set<String> problems = ConcurrentHashMap.newKeySet();
    private final LocationFiles files;
    private final Map<String, Boolean> held = new ConcurrentHashMap<>();
    private @Nullable List<Found> declared; // guarded by this
    private @Nullable List<Found> scanned; // guarded by this

    LocationPlugins(PluginLocation location, ClassLoader host) {
        this.location = location;
        this.host = host;
        this.files = new LocationFiles(location, problems::add);
    }

    PluginLocation location() {
        return location;
    }

    /** What could not be read so far. */
    Set<String> problems() {
        return problems;
    }

    /** Whether a class file of this name is there which is not shared with the host. */
    boolean holds(String className) {
        return !SharingRules.isShared(className) && held.computeIfAbsent(className, files::holds);
    }

    /** What service files name, whether it is there or not. */
    synchronized List<Found> declared() {
        if (declared == null) {
            List<Found> found = new ArrayList<>();
            files.serviceNames()
                    .forEach((type, names) -> names.stream()
                            .filter(name -> !SharingRules.isShared(name))
                            .forEach(name -> found.add(new Found(name, type, location, true))));
            declared = List.copyOf(found);
        }
        return declared;
    }

    /** What class files show; without config providers and override policies, as in Connect. */
    synchronized List<Found> scanned() {
        if (scanned == null) {
            Map<String, ClassFile> own = new HashMap<>();
            // Of two files of one name the loader takes the first.
            files.forEachClass(file -> own.putIfAbsent(file.name(), file));
            Hierarchy hierarchy = new Hierarchy(own, host);
            scanned = own.values().stream()
                    .filter(file -> file.canBeMade() && !SharingRules.isShared(file.name()))
                    .flatMap(file -> hierarchy.typesOf(file.name()).stream()
                            .filter(PluginApi::isScannedFor)
                            .map(type -> new Found(file.name(), type, location, isDeclared(file.name(), type))))
                    .toList();
        }
        return scanned;
    }

    private boolean isDeclared(String className, PluginType type) {
        return declared().stream().anyMatch(found -> found.className().equals(className) && found.type() == type);
    }
}
