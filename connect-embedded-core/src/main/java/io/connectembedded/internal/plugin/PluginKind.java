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
import io.connectembedded.plugin.PluginType;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.metrics.MetricsReporter;

/** What a config key may name; the suffix is what Connect lets an alias leave out. */
public enum PluginKind {
    CONNECTOR("connector", "Connector"),
    CONVERTER("converter", "Converter"),
    HEADER_CONVERTER("header converter", "HeaderConverter"),
    TRANSFORMATION("transformation", "Transformation"),
    PREDICATE("predicate", "Predicate"),
    CONFIG_PROVIDER("config provider", "ConfigProvider"),
    OVERRIDE_POLICY("override policy", "ConnectorClientConfigOverridePolicy"),
    METRICS_REPORTER("metrics reporter", "Reporter");

    private final String noun;
    private final String suffix;

    PluginKind(String noun, String suffix) {
        this.noun = noun;
        this.suffix = suffix;
    }

    public String noun() {
        return noun;
    }

    String suffix() {
        return suffix;
    }

    List<Class<?>> types() {
        return this == METRICS_REPORTER
                ? List.of(MetricsReporter.class)
                : pluginTypes().stream().<Class<?>>map(PluginApi::of).toList();
    }

    /** What it is among Connect's plug-ins; a metrics reporter is none of them, and comes from the class path alone. */
    List<PluginType> pluginTypes() {
        return switch (this) {
            case CONNECTOR -> List.of(PluginType.SOURCE, PluginType.SINK);
            case CONVERTER -> List.of(PluginType.CONVERTER);
            case HEADER_CONVERTER -> List.of(PluginType.HEADER_CONVERTER);
            case CONFIG_PROVIDER -> List.of(PluginType.CONFIG_PROVIDER);
            case METRICS_REPORTER -> List.of();
            case OVERRIDE_POLICY -> List.of(PluginType.OVERRIDE_POLICY);
            case TRANSFORMATION -> List.of(PluginType.TRANSFORMATION);
            case PREDICATE -> List.of(PluginType.PREDICATE);
        };
    }

    static PluginKind of(PluginType type) {
        return Stream.of(values())
                .filter(kind -> kind.pluginTypes().contains(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Nothing is of type " + type));
    }

    boolean accepts(Class<?> candidate) {
        return types().stream().anyMatch(type -> type.isAssignableFrom(candidate));
    }
}
