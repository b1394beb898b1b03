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

import java.util.List;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

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
        return switch (this) {
            case CONNECTOR -> List.of(SourceConnector.class, SinkConnector.class);
            case CONVERTER -> List.of(Converter.class);
            case HEADER_CONVERTER -> List.of(HeaderConverter.class);
            case CONFIG_PROVIDER -> List.of(ConfigProvider.class);
            case METRICS_REPORTER -> List.of(MetricsReporter.class);
            case OVERRIDE_POLICY -> List.of(ConnectorClientConfigOverridePolicy.class);
            case TRANSFORMATION -> List.of(Transformation.class);
            case PREDICATE -> List.of(Predicate.class);
        };
    }

    boolean accepts(Class<?> candidate) {
        return types().stream().anyMatch(type -> type.isAssignableFrom(candidate));
    }
}
