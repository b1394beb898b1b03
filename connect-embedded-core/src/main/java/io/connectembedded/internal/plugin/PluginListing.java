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
package io.connectembedded.internal.plugin;

import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.plugin.discovery.Catalogue;
import io.connectembedded.internal.plugin.discovery.Found;
import io.connectembedded.internal.plugin.discovery.PluginApi;
import io.connectembedded.internal.plugin.discovery.ServiceFiles;
import io.connectembedded.internal.plugin.isolation.PluginLoaders;
import io.connectembedded.internal.plugin.isolation.PluginLocation;
import io.connectembedded.internal.plugin.probe.Probe;
import io.connectembedded.internal.plugin.version.PluginVersion;
import io.connectembedded.plugin.PluginInfo;
import io.connectembedded.plugin.PluginType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/** Makes the list of all plug-ins: each is loaded and asked for its version, and what does not work is a reason. */
final class PluginListing {

    private static final Duration ALL = Duration.ofSeconds(30);
    private static final Comparator<PluginInfo> ORDER = Comparator.comparing(PluginInfo::className)
            .thenComparing(plugin -> new PluginVersion(plugin.version()))
            .thenComparing(PluginInfo::location)
            .thenComparing(PluginInfo::type);

    /** How a class is loaded. */
    @FunctionalInterface
    private interface Loading {
        Class<?> load() throws ClassNotFoundException;
    }

    private final ClassLoader loader;
    private final Catalogue catalogue;
    private final PluginVersions versions;
    // Of real time, whatever the worker's clock says: plug-ins are asked on threads of their own.
    private final Deadline end = Deadline.after(Time.SYSTEM, ALL);
    private final List<PluginInfo> listed = new ArrayList<>();

    PluginListing(ClassLoader loader, Catalogue catalogue, PluginVersions versions) {
        this.loader = loader;
        this.catalogue = catalogue;
        this.versions = versions;
    }

    List<PluginInfo> all() {
        for (PluginType type : PluginApi.types()) {
            for (String name : new LinkedHashSet<>(new ServiceFiles(loader).classNames(PluginApi.of(type)))) {
                add(name, type, null, () -> Class.forName(name, false, loader));
            }
        }
        for (Found found : catalogue.all()) {
            add(
                    found.className(),
                    found.type(),
                    found.location(),
                    () -> catalogue.load(found.className(), found.location()));
        }
        listed.sort(ORDER);
        // Last, for reading the locations finds them.
        catalogue.problems().forEach(problem -> listed.add(unreadable(problem)));
        return List.copyOf(listed);
    }

    private static PluginInfo unreadable(String problem) {
        return new PluginInfo("", PluginType.UNKNOWN, PluginInfo.UNDEFINED_VERSION, "plugin.path", problem);
    }

    private void add(String className, PluginType type, @Nullable PluginLocation location, Loading loading) {
        String place = location == null ? PluginInfo.CLASS_PATH : location.toString();
        try {
            Class<?> loaded = loading.load();
            if (location != null && PluginLoaders.locationOf(loaded).isEmpty()) {
                return; // The host's, which a service file of the location names too: it is not isolated there.
            }
            if (PluginKind.of(type).accepts(loaded)) {
                listed.add(asked(loaded, type, place));
            } else {
                listed.add(failed(
                        className, type, place, "it is no " + PluginApi.of(type).getName()));
            }
        } catch (ClassNotFoundException e) {
            listed.add(failed(className, type, place, "a service file names it, and it is not there"));
        } catch (LinkageError | RuntimeException e) {
            listed.add(failed(className, type, place, Failures.messageOf(e)));
        }
    }

    private PluginInfo asked(Class<?> plugin, PluginType type, String place) {
        if (end.hasPassed()) {
            return failed(
                    plugin.getName(), type, place, "the list took more than " + ALL.toSeconds() + " s; ask again");
        }
        Probe.Answer<String> answer = versions.of(plugin, end.atMost(PluginVersions.LIMIT));
        String version = answer.value() == null ? PluginInfo.UNDEFINED_VERSION : answer.value();
        return new PluginInfo(plugin.getName(), type, version, place, answer.problem());
    }

    private static PluginInfo failed(String className, PluginType type, String place, String why) {
        return new PluginInfo(
                className, type, PluginInfo.UNDEFINED_VERSION, place, className + " cannot be loaded: " + why);
    }
}
