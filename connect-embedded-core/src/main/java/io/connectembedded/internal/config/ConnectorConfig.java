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
package io.connectembedded.internal.config;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.internal.config.keys.ConnectorKeys;
import io.connectembedded.internal.config.keys.NamedPlugin;
import io.connectembedded.internal.config.keys.SinkKeys;
import io.connectembedded.internal.config.keys.SourceKeys;
import io.connectembedded.internal.lifecycle.Interrupts;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.PluginKind;
import io.connectembedded.internal.plugin.PluginNotFoundException;
import io.connectembedded.status.ConnectorType;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.source.SourceTask.TransactionBoundary;
import org.jspecify.annotations.Nullable;

/** The config of one connector, typed; it has passed validation. */
public final class ConnectorConfig {

    /** The keys of every connector that name a plug-in, apart from its own class. */
    public static final Map<String, PluginKind> CONVERTERS = Map.of(
            ConnectorKeys.KEY_CONVERTER, PluginKind.CONVERTER,
            ConnectorKeys.VALUE_CONVERTER, PluginKind.CONVERTER,
            ConnectorKeys.HEADER_CONVERTER, PluginKind.HEADER_CONVERTER);

    private final ConnectorSpec spec;
    private final WeakReference<Class<?>> connectorClass; // held by its loader, which a closed worker lets go
    private final ConnectorType type;
    private final AbstractConfig values;
    private final ConnectorSections sections;

    private ConnectorConfig(ConnectorSpec spec, Map<String, String> config, Class<?> connectorClass) {
        this.spec = spec;
        this.connectorClass = new WeakReference<>(connectorClass);
        this.type = typeOf(connectorClass);
        this.values = new AbstractConfig(withoutClasses(type), config, false);
        this.sections = new ConnectorSections(config);
    }

    /** Of a config that has passed validation: the spec's, with what its providers put in. */
    public static ConnectorConfig of(ConnectorSpec spec, Map<String, String> config, Class<?> connectorClass) {
        return new ConnectorConfig(spec, config, connectorClass);
    }

    /** Checks without asking the connector. Empty when there are problems; they are added to {@code problems}. */
    public static Optional<ConnectorConfig> check(ConnectorSpec spec, PluginClasses plugins, Problems problems) {
        Findings findings = new Findings(spec, spec.config());
        Class<?> found = findClass(spec.config(), plugins, findings);
        RuntimeCheck runtime = new RuntimeCheck(plugins, spec, spec.config(), findings, found);
        ConnectorType type = found == null ? ConnectorType.UNKNOWN : typeOf(found);
        runtime.check(type, runtime.definition(type), CONVERTERS);
        findings.addTo(problems);
        return found == null || !findings.isEmpty() ? Optional.empty() : Optional.of(of(spec, spec.config(), found));
    }

    /** The connector's class, or null when that is a finding. */
    public static @Nullable Class<?> findClass(Map<String, String> config, PluginClasses plugins, Findings findings) {
        String name = config.get(ConnectorKeys.CLASS);
        if (name == null) {
            return null; // required, which is reported with the other keys
        }
        try {
            NamedPlugin found = NamedPlugin.find(
                    plugins, NamedPlugin.request(config, ConnectorKeys.CLASS, PluginKind.CONNECTOR, null));
            PluginNotFoundException noVersion = found.noVersion();
            if (noVersion == null) {
                return found.type();
            }
            findings.error(NamedPlugin.versionKey(ConnectorKeys.CLASS), noVersion.what(), noVersion.remedy());
            return null;
        } catch (PluginNotFoundException e) {
            findings.error(ConnectorKeys.CLASS, e.what(), e.remedy());
            return null;
        }
    }

    public static ConnectorType typeOf(Class<?> connectorClass) {
        return SinkConnector.class.isAssignableFrom(connectorClass) ? ConnectorType.SINK : ConnectorType.SOURCE;
    }

    /** Classes are loaded when they are used, and aliases are known to {@link PluginClasses} alone. */
    private static ConfigDef withoutClasses(ConnectorType type) {
        ConfigDef texts = new ConfigDef();
        ConnectorKeys.definition(type).configKeys().values().stream()
                .filter(key -> key.type != ConfigDef.Type.CLASS)
                .forEach(texts::define);
        return texts;
    }

    public String name() {
        return spec.name();
    }

    public ConnectorSpec spec() {
        return spec;
    }

    public Class<?> connectorClass() {
        Class<?> held = connectorClass.get();
        if (held == null) {
            throw new IllegalStateException("The worker of connector " + name() + " is closed");
        }
        return held;
    }

    public ConnectorType type() {
        return type;
    }

    public int tasksMax() {
        return values.getInt(ConnectorKeys.TASKS_MAX);
    }

    /** Whether a connector that makes more tasks than {@link #tasksMax} fails. */
    public boolean tasksMaxEnforce() {
        return values.getBoolean(ConnectorKeys.TASKS_MAX_ENFORCE);
    }

    /** Whether a changed value of a config provider restarts the connector. */
    public boolean reload() {
        return "restart".equals(values.getString(ConnectorKeys.RELOAD));
    }

    /** When code of it that does not return is interrupted. */
    public Interrupts interrupts() {
        return Interrupts.of(values.getLong(ConnectorKeys.INTERRUPT_AFTER));
    }

    /** The topics of a sink; none for a source, and for a sink that has a regex. */
    public List<String> topics() {
        return type() == ConnectorType.SINK ? values.getList(SinkKeys.TOPICS) : List.of();
    }

    /** Empty for a source, and for a sink that names its topics. */
    public String topicsRegex() {
        return type() == ConnectorType.SINK ? values.getString(SinkKeys.TOPICS_REGEX) : "";
    }

    public ErrorSettings errors() {
        return ErrorSettings.of(values, type() == ConnectorType.SINK);
    }

    /** The chain, in its order. */
    public List<TransformSettings> transforms() {
        return sections.transforms();
    }

    public List<PredicateSettings> predicates() {
        return sections.predicates();
    }

    /** The groups by which a source's topics are created, in the order in which they are asked; empty: none are. */
    public List<TopicGroup> topicCreation() {
        return type() == ConnectorType.SOURCE ? sections.topicGroups() : List.of();
    }

    /** The most records of a source task that are in flight; empty: the worker says. */
    public Optional<Integer> maxInFlightRecords() {
        return type() == ConnectorType.SOURCE
                ? Optional.ofNullable(values.getInt(SourceKeys.IN_FLIGHT_RECORDS))
                : Optional.empty();
    }

    /** As {@link #maxInFlightRecords}, in bytes. */
    public Optional<Long> maxInFlightBytes() {
        return type() == ConnectorType.SOURCE
                ? Optional.ofNullable(values.getLong(SourceKeys.IN_FLIGHT_BYTES))
                : Optional.empty();
    }

    /** Of a source when the worker writes exactly once; null when it does not, and for a sink. */
    public @Nullable TransactionRules exactlyOnce(WorkerConfig worker) {
        if (type() != ConnectorType.SOURCE || !worker.writesExactlyOnce()) {
            return null;
        }
        Long interval = values.getLong(SourceKeys.TRANSACTION_INTERVAL);
        return new TransactionRules(
                TransactionBoundary.fromProperty(values.getString(SourceKeys.TRANSACTION_BOUNDARY)),
                interval == null ? worker.offsetFlushInterval() : Duration.ofMillis(interval));
    }

    /** The topic of this source's offsets alone (KIP-618); empty: they are in the worker's store. */
    public Optional<String> offsetsTopic() {
        return type() == ConnectorType.SOURCE
                ? Optional.ofNullable(values.getString(SourceKeys.OFFSETS_TOPIC))
                : Optional.empty();
    }

    /** Client settings the connector overrides, without {@code prefix}. */
    public Map<String, Object> overrides(String prefix) {
        return values.originalsWithPrefix(prefix);
    }

    /** What the runtime adds to a task config, as Connect does. */
    public Map<String, String> taskConfig(Map<String, String> fromConnector, String taskClass) {
        Map<String, String> config = new LinkedHashMap<>(fromConnector);
        config.put("task.class", taskClass);
        if (type() == ConnectorType.SINK) {
            copyIfSet(SinkKeys.TOPICS, config);
            copyIfSet(SinkKeys.TOPICS_REGEX, config);
        }
        return config;
    }

    private void copyIfSet(String key, Map<String, String> target) {
        String value = spec.config().get(key);
        if (value != null && !value.isBlank()) {
            target.put(key, value);
        }
    }
}
