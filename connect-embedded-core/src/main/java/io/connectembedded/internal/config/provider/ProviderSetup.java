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

import io.connectembedded.internal.config.Problems;
import io.connectembedded.internal.config.Secrets;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.PluginScope;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.PluginKind;
import io.connectembedded.internal.plugin.PluginNotFoundException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.provider.ConfigProvider;

/** Makes the providers a worker's config names: {@code config.providers} and what begins with its names. */
public final class ProviderSetup {

    private static final String PROVIDERS = "config.providers";

    /** References to objects a host gives look like those to a provider of this name. */
    private static final String RESERVED = "object";

    private final Map<String, String> config;
    private final PluginClasses plugins;
    private final Problems problems;
    private final Map<String, NamedProvider> made = new LinkedHashMap<>();

    private ProviderSetup(Map<String, String> config, PluginClasses plugins, Problems problems) {
        this.config = config;
        this.plugins = plugins;
        this.problems = problems;
    }

    /**
     * Those that could be made. What is wrong with the others is added to {@code problems}. Runs plug-in code, which may
     * block.
     */
    public static ConfigProviders open(Map<String, String> worker, PluginClasses plugins, Problems problems) {
        ProviderSetup setup = new ProviderSetup(worker, plugins, problems);
        setup.names().forEach(setup::make);
        return new ConfigProviders(setup.made);
    }

    private List<String> names() {
        return Arrays.stream(config.getOrDefault(PROVIDERS, "").split(",", -1))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    private void make(String name) {
        String key = PROVIDERS + "." + name + ".class";
        String named = config.get(key);
        if (name.equals(RESERVED)) {
            problems.add(
                    null, PROVIDERS, name, "References of this name stand for objects of the host", "Choose another");
        } else if (named == null || named.isBlank()) {
            problems.add(
                    null,
                    key,
                    named,
                    "The config provider " + name + " has no class",
                    "Set it to a class or alias, such as File, Directory or EnvVar, or take " + name + " out of "
                            + PROVIDERS);
        } else {
            make(name, key, named);
        }
    }

    private void make(String name, String key, String named) {
        Map<String, String> params = params(name);
        try {
            Class<?> type = plugins.find(named.trim(), PluginKind.CONFIG_PROVIDER);
            PluginScope scope = PluginScope.configProvider(type);
            ConfigProvider provider = scope.get(() -> created(type));
            scope.run(() -> provider.configure(params));
            made.put(name, new NamedProvider(name, provider));
        } catch (Uncreated e) {
            problems.add(null, key, named, e.reason.what(), e.reason.remedy());
        } catch (PluginNotFoundException e) {
            problems.add(null, key, named, e.what(), e.remedy());
        } catch (Throwable t) {
            problems.add(
                    null,
                    key,
                    named,
                    Secrets.of(params, new ConfigDef())
                            .redact("The config provider " + name + " cannot be set up: " + Failures.textOf(t)),
                    "Correct what begins with " + PROVIDERS + "." + name + ".param.");
        }
    }

    private static ConfigProvider created(Class<?> type) {
        try {
            return PluginClasses.create(type, ConfigProvider.class);
        } catch (PluginNotFoundException e) {
            throw new Uncreated(e);
        }
    }

    private Map<String, String> params(String name) {
        String prefix = PROVIDERS + "." + name + ".param.";
        Map<String, String> params = new LinkedHashMap<>();
        config.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                params.put(key.substring(prefix.length()), value);
            }
        });
        return params;
    }

    /** Carries the reason out of a scope. */
    private static final class Uncreated extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final PluginNotFoundException reason;

        Uncreated(PluginNotFoundException reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
