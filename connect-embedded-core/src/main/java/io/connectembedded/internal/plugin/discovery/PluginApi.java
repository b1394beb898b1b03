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

import io.connectembedded.plugin.PluginType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** The type of Connect's API that makes a class a plug-in of a type. */
public final class PluginApi {

    private PluginApi() {}

    /** Every type there is a class for. */
    public static List<PluginType> types() {
        return Stream.of(PluginType.values())
                .filter(type -> type != PluginType.UNKNOWN)
                .toList();
    }

    public static Class<?> of(PluginType type) {
        return switch (type) {
            case SOURCE -> SourceConnector.class;
            case SINK -> SinkConnector.class;
            case CONVERTER -> Converter.class;
            case HEADER_CONVERTER -> HeaderConverter.class;
            case TRANSFORMATION -> Transformation.class;
            case PREDICATE -> Predicate.class;
            case CONFIG_PROVIDER -> ConfigProvider.class;
            case OVERRIDE_POLICY -> ConnectorClientConfigOverridePolicy.class;
            case UNKNOWN -> throw new IllegalArgumentException("Nothing is of type UNKNOWN");
        };
    }

    static Optional<PluginType> named(String className) {
        return types().stream()
                .filter(type -> of(type).getName().equals(className))
                .findFirst();
    }

    /** Whether Connect looks for it in class files too, and not in service files alone. */
    static boolean isScannedFor(PluginType type) {
        return type != PluginType.CONFIG_PROVIDER && type != PluginType.OVERRIDE_POLICY;
    }
}
