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
package io.connectembedded.compatibility;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.components.ConnectPlugin;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigRequest;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkConnectorContext;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.source.TransactionContext;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** What plug-ins and the runtime call of each other: every method of Connect's interfaces. */
final class SpiMethods {

    private static final List<Class<?>> TYPES = List.of(
            Versioned.class,
            ConnectPlugin.class,
            Connector.class,
            ConnectorContext.class,
            SourceConnector.class,
            SourceConnectorContext.class,
            SinkConnector.class,
            SinkConnectorContext.class,
            Task.class,
            SourceTask.class,
            SourceTaskContext.class,
            TransactionContext.class,
            OffsetStorageReader.class,
            SinkTask.class,
            SinkTaskContext.class,
            SinkRecord.class,
            ErrantRecordReporter.class,
            Converter.class,
            HeaderConverter.class,
            Transformation.class,
            Predicate.class,
            ConnectorClientConfigOverridePolicy.class,
            ConnectorClientConfigRequest.class,
            Monitorable.class,
            PluginMetrics.class);

    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

    private SpiMethods() {}

    static Set<String> all() {
        Set<String> names = new TreeSet<>();
        TYPES.forEach(type -> Arrays.stream(type.getDeclaredMethods())
                .filter(SpiMethods::counts)
                .forEach(method -> names.add(type.getSimpleName() + "." + method.getName() + "("
                        + Arrays.stream(method.getParameterTypes())
                                .map(Class::getSimpleName)
                                .collect(Collectors.joining(", "))
                        + ")")));
        return names;
    }

    private static boolean counts(Method method) {
        int modifiers = method.getModifiers();
        return (Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers))
                && !Modifier.isStatic(modifiers)
                && !method.isSynthetic()
                && !OF_EVERY_OBJECT.contains(method.getName());
    }
}
