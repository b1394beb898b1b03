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

import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.internal.plugin.discovery.Catalogue;
import io.connectembedded.internal.plugin.discovery.DiscoveryMode;
import io.connectembedded.internal.plugin.isolation.PluginPath;
import io.connectembedded.internal.plugin.probe.BoundedProbe;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plug-ins of a worker whose settings are {@code plugin.path} and {@code plugin.discovery}. */
public final class PluginSetup {

    public static final String PATH = "plugin.path";
    public static final String DISCOVERY = "plugin.discovery";

    private static final Logger LOG = LoggerFactory.getLogger(PluginSetup.class);

    /** Told of a setting that cannot be used. */
    @FunctionalInterface
    public interface Refusal {
        void of(String key, String value, String what, String remedy);
    }

    private PluginSetup() {}

    /**
     * Looks at the names of files alone. What cannot be read is warned of, and stops nothing, as in Connect.
     *
     * @param written the worker's settings; these two are not for config providers, which are plug-ins themselves
     * @param execution asks plug-ins for their versions
     */
    public static PluginClasses open(
            Map<String, String> written,
            ClassLoader host,
            Map<String, Class<?>> builtIn,
            Execution execution,
            Refusal refusal) {
        PluginPath path = PluginPath.of(folders(written.getOrDefault(PATH, ""), refusal));
        path.problems().forEach(problem -> LOG.warn("{}", problem));
        // A mode there is none of is refused with the worker's other settings.
        DiscoveryMode mode =
                DiscoveryMode.of(written.getOrDefault(DISCOVERY, "")).orElse(DiscoveryMode.DEFAULT);
        return new PluginClasses(host, builtIn, new Catalogue(mode, path, host), new BoundedProbe(execution));
    }

    private static List<Path> folders(String value, Refusal refusal) {
        List<Path> folders = new ArrayList<>();
        for (String written : value.split(",", -1)) {
            try {
                if (!written.isBlank()) {
                    folders.add(Path.of(written.trim()));
                }
            } catch (InvalidPathException e) {
                refusal.of(PATH, written, "This is no path of this system", "Name folders, separated by commas");
            }
        }
        return folders;
    }

    /** Refuses plug-ins that no service file names, where the setting says so; reads every class file then. */
    public static void refuseUndeclared(PluginClasses plugins, Refusal refusal) {
        if (plugins.mode() != DiscoveryMode.HYBRID_FAIL) {
            return;
        }
        plugins.undeclared()
                .forEach(found -> refusal.of(
                        DISCOVERY,
                        "hybrid_fail",
                        "No service file names the "
                                + PluginKind.of(found.type()).noun() + " " + found.className() + " in "
                                + found.location(),
                        "Add it to a service file there, or set plugin.discovery to hybrid_warn"));
    }
}
