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
import io.connectembedded.internal.config.keys.SinkRules;
import io.connectembedded.internal.config.keys.TopicCreationKeys;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.PluginKind;
import io.connectembedded.internal.plugin.PluginNotFoundException;
import io.connectembedded.status.ConnectorType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** Connect's checks of what the runtime itself reads from a connector's config. */
public final class RuntimeCheck {

    private final PluginClasses plugins;
    private final ConnectorSpec spec;
    private final Map<String, String> config;
    private final Findings findings;
    private final @Nullable Class<?> connector;

    /** {@code config} is the spec's, with what its providers put in; {@code connector} null when it is not known. */
    public RuntimeCheck(
            PluginClasses plugins,
            ConnectorSpec spec,
            Map<String, String> config,
            Findings findings,
            @Nullable Class<?> connector) {
        this.plugins = plugins;
        this.connector = connector;
        this.spec = spec;
        this.config = config;
        this.findings = findings;
    }

    /** A new definition of every key the runtime reads from this config. */
    public ConfigDef definition(ConnectorType type) {
        ConfigDef def = ConnectorKeys.definition(type);
        if (type == ConnectorType.SOURCE && TopicCreationKeys.areIn(config)) {
            TopicCreationKeys.groups(config).forEach(group -> TopicCreationKeys.define(def, group));
        }
        return def;
    }

    /**
     * Checks every key of {@code def}, and Connect's rules across keys. Instantiates plug-ins that it names.
     *
     * @param named the kind of plug-in that a key names, for keys of type CLASS
     */
    public void check(ConnectorType type, ConfigDef def, Map<String, PluginKind> named) {
        ConfigDef withObjects = asTexts(def, spec.objects().keySet());
        Map<String, Object> classes = new LinkedHashMap<>(config);
        named.forEach((key, kind) -> classes.computeIfPresent(key, (k, name) -> classOf(k, name, kind)));
        findings.add(withObjects, validate(withObjects, classes));
        if (type == ConnectorType.SINK) {
            SinkRules.check(config, (key, message) -> findings.error(key, message, remedyOf(key)));
        }
    }

    /** Kafka loads classes by the context class loader, and takes those that are loaded as they are. */
    @SuppressWarnings("unchecked") // It parses each value by the type of its key, whatever the value's own.
    private Collection<ConfigValue> validate(ConfigDef def, Map<String, ?> classes) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(plugins.loader());
        try {
            return def.validateAll((Map<String, String>) classes).values();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Kafka knows no aliases, versions and locations. The name, if there is no such class. */
    private Object classOf(String key, Object name, PluginKind kind) {
        if (spec.objects().containsKey(key)) {
            return name;
        }
        try {
            NamedPlugin found = NamedPlugin.find(plugins, NamedPlugin.request(config, key, kind, connector));
            PluginNotFoundException noVersion = found.noVersion();
            if (noVersion != null) {
                findings.error(NamedPlugin.versionKey(key), noVersion.what(), noVersion.remedy());
            }
            return found.type();
        } catch (PluginNotFoundException e) {
            findings.remedy(key, e.remedy());
            return name;
        }
    }

    /** A host's object stands where a class would be named. */
    private static ConfigDef asTexts(ConfigDef def, Set<String> objects) {
        ConfigDef texts = new ConfigDef();
        for (ConfigKey key : def.configKeys().values()) {
            boolean isText = objects.contains(key.name);
            texts.define(
                    key.name,
                    isText ? Type.STRING : key.type,
                    isText ? null : key.defaultValue,
                    isText || key.validator == null ? null : safe(key.validator),
                    key.importance,
                    key.documentation,
                    key.group,
                    key.orderInGroup,
                    key.width,
                    key.displayName,
                    key.dependents,
                    key.recommender);
        }
        return texts;
    }

    /** Validators of plug-ins may throw anything, and Kafka expects only its own exception. */
    private static Validator safe(Validator validator) {
        return LambdaValidator.with(
                (name, value) -> {
                    try {
                        validator.ensureValid(name, value);
                    } catch (ConfigException e) {
                        throw e;
                    } catch (RuntimeException | LinkageError e) {
                        throw new ConfigException(
                                name, value, "The validator of this key failed: " + Failures.textOf(e));
                    }
                },
                validator::toString);
    }

    private static String remedyOf(String key) {
        return key.equals("topics") || key.equals("topics.regex")
                ? "Set exactly one of topics and topics.regex, and another topic for dead letters"
                : "Correct or remove it";
    }
}
