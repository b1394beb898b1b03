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
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.PluginKind;
import io.connectembedded.internal.plugin.PluginNotFoundException;
import io.connectembedded.status.ConnectorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.sink.SinkConnector;
import org.jspecify.annotations.Nullable;

/** The config of one connector, checked as far as that goes without calling the plug-in. */
public final class ConnectorConfig {

    private final ConnectorSpec spec;
    private final Class<?> connectorClass;
    private final AbstractConfig values;

    private ConnectorConfig(ConnectorSpec spec, Class<?> connectorClass) {
        this.spec = spec;
        this.connectorClass = connectorClass;
        this.values = new AbstractConfig(ConnectorKeys.DEF, spec.config(), false);
    }

    /** Empty when there are problems; they are added to {@code problems}. */
    public static Optional<ConnectorConfig> check(ConnectorSpec spec, PluginClasses plugins, Problems problems) {
        int before = problems.list().size();
        Map<String, String> config = spec.config();
        problems.check(spec.name(), ConnectorKeys.DEF, config);
        ConnectorKeys.notYetHonoured(config)
                .forEach(key -> problems.add(
                        spec.name(),
                        key,
                        config.get(key),
                        "This version does not honour this setting yet, and records would be wrong without it",
                        "Remove it, or keep this connector on Kafka Connect for now"));
        Class<?> found = find(spec, ConnectorKeys.CLASS, PluginKind.CONNECTOR, plugins, problems);
        find(spec, ConnectorKeys.KEY_CONVERTER, PluginKind.CONVERTER, plugins, problems);
        find(spec, ConnectorKeys.VALUE_CONVERTER, PluginKind.CONVERTER, plugins, problems);
        find(spec, ConnectorKeys.HEADER_CONVERTER, PluginKind.HEADER_CONVERTER, plugins, problems);
        if (found != null && SinkConnector.class.isAssignableFrom(found)) {
            checkTopics(spec, problems);
        }
        if (found == null || problems.list().size() > before) {
            return Optional.empty();
        }
        return Optional.of(new ConnectorConfig(spec, found));
    }

    private static @Nullable Class<?> find(
            ConnectorSpec spec, String key, PluginKind kind, PluginClasses plugins, Problems problems) {
        String name = spec.config().get(key);
        if (name == null || spec.objects().containsKey(key)) {
            return null;
        }
        try {
            return plugins.find(name, kind);
        } catch (PluginNotFoundException e) {
            problems.add(spec.name(), key, name, e.what(), e.remedy());
            return null;
        }
    }

    private static void checkTopics(ConnectorSpec spec, Problems problems) {
        String topics = spec.config().getOrDefault(ConnectorKeys.TOPICS, "");
        String regex = spec.config().getOrDefault(ConnectorKeys.TOPICS_REGEX, "");
        if (topics.isBlank() == regex.isBlank()) {
            problems.add(
                    spec.name(),
                    ConnectorKeys.TOPICS,
                    topics,
                    topics.isBlank() ? "The sink reads no topic" : "Both topics and topics.regex are set",
                    "Set exactly one of topics and topics.regex");
        }
        if (!topics.isBlank() && Stream.of(topics.split(",", -1)).anyMatch(String::isBlank)) {
            problems.add(
                    spec.name(),
                    ConnectorKeys.TOPICS,
                    topics,
                    "One of the topics is empty",
                    "Give names, separated by single commas");
        }
        checkRegex(spec, regex, problems);
    }

    private static void checkRegex(ConnectorSpec spec, String regex, Problems problems) {
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            problems.add(
                    spec.name(),
                    ConnectorKeys.TOPICS_REGEX,
                    regex,
                    "This is no regular expression: " + e.getDescription(),
                    "Correct it; it is a java.util.regex.Pattern");
        }
    }

    public String name() {
        return spec.name();
    }

    public ConnectorSpec spec() {
        return spec;
    }

    public Class<?> connectorClass() {
        return connectorClass;
    }

    public ConnectorType type() {
        return SinkConnector.class.isAssignableFrom(connectorClass) ? ConnectorType.SINK : ConnectorType.SOURCE;
    }

    public int tasksMax() {
        return values.getInt(ConnectorKeys.TASKS_MAX);
    }

    public boolean enforcesTasksMax() {
        return values.getBoolean(ConnectorKeys.TASKS_MAX_ENFORCE);
    }

    public List<String> topics() {
        return values.getList(ConnectorKeys.TOPICS);
    }

    public String topicsRegex() {
        return values.getString(ConnectorKeys.TOPICS_REGEX);
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
            copyIfSet(ConnectorKeys.TOPICS, config);
            copyIfSet(ConnectorKeys.TOPICS_REGEX, config);
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
