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

import io.connectembedded.internal.plugin.discovery.PluginApi;
import io.connectembedded.internal.plugin.probe.Probe;
import io.connectembedded.plugin.PluginInfo;
import io.connectembedded.plugin.Plugins;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.Nullable;

/** What a worker tells of its plug-ins. */
public final class ListedPlugins implements Plugins {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final PluginClasses plugins;
    private final Runnable usable;

    /** {@code usable} throws when the worker must not be asked any more. */
    public ListedPlugins(PluginClasses plugins, Runnable usable) {
        this.plugins = plugins;
        this.usable = usable;
    }

    @Override
    public List<PluginInfo> list() {
        usable.run();
        return plugins.list();
    }

    @Override
    public ConfigDef config(String classOrAlias) {
        return config(classOrAlias, "latest");
    }

    @Override
    public ConfigDef config(String classOrAlias, String versionRange) {
        Objects.requireNonNull(classOrAlias, "classOrAlias");
        Objects.requireNonNull(versionRange, "versionRange");
        usable.run();
        Class<?> plugin = find(classOrAlias, versionRange);
        Probe.Answer<ConfigDef> answer = plugins.probe().ask(plugin, () -> config(plugin), LIMIT);
        if (answer.value() == null) {
            throw new IllegalArgumentException(answer.problem());
        }
        return answer.value();
    }

    private Class<?> find(String name, String range) {
        List<PluginNotFoundException> refusals = new ArrayList<>();
        for (PluginKind kind : kinds()) {
            try {
                return plugins.find(new PluginRequest(name, kind, range, null));
            } catch (PluginNotFoundException e) {
                refusals.add(e);
            }
        }
        // Of all kinds, the one of which there is most to say.
        PluginNotFoundException most = refusals.stream()
                .max(Comparator.comparingInt(PluginNotFoundException::insight))
                .orElseThrow();
        throw new IllegalArgumentException(
                most.insight() == 0
                        ? "No plug-in is known by the name " + name + "; list() names those there are"
                        : most.what() + ". " + most.remedy(),
                most);
    }

    private static Set<PluginKind> kinds() {
        Set<PluginKind> kinds = new LinkedHashSet<>();
        PluginApi.types().forEach(type -> kinds.add(PluginKind.of(type)));
        return kinds;
    }

    private static ConfigDef config(Class<?> plugin) throws PluginNotFoundException {
        Object instance = PluginClasses.create(plugin, Object.class);
        @Nullable ConfigDef config = configOf(instance);
        if (config == null) {
            throw new IllegalArgumentException(plugin.getName() + " tells nothing of its options");
        }
        return config;
    }

    private static @Nullable ConfigDef configOf(Object instance) {
        if (instance instanceof Connector connector) {
            return connector.config();
        }
        if (instance instanceof Converter converter) {
            return converter.config();
        }
        if (instance instanceof HeaderConverter converter) {
            return converter.config();
        }
        if (instance instanceof Transformation<?> transformation) {
            return transformation.config();
        }
        return instance instanceof Predicate<?> predicate ? predicate.config() : null;
    }
}
