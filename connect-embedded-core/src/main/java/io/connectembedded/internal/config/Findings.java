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
import io.connectembedded.error.ValidationReport;
import io.connectembedded.error.ValidationReport.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** What the validation of one connector has found so far, key by key. Not thread-safe. */
public final class Findings {

    private final String connector;
    private final Map<String, String> config;
    private final List<String> provided = new ArrayList<>(); // by config providers, so secret
    private final ConfigDef known = new ConfigDef(); // of all that is defined: tells which values are secret
    private final Set<String> groups = new LinkedHashSet<>();
    private final Map<String, ConfigKey> definitions = new LinkedHashMap<>();
    private final Map<String, ConfigValue> values = new LinkedHashMap<>();
    private final Map<String, String> remedies = new HashMap<>();

    /** {@code config} is what is validated: the spec's, with what its providers put in. */
    public Findings(ConnectorSpec spec, Map<String, String> config) {
        this.connector = spec.name();
        this.config = config;
        config.forEach((key, value) -> {
            if (!value.equals(spec.config().get(key))) {
                provided.add(value);
            }
        });
    }

    /** Also what stands within a value. */
    public void hide(Collection<String> secrets) {
        provided.addAll(secrets);
    }

    /** Takes over a definition and what was found for its keys; a key known already is defined anew. */
    public void add(ConfigDef def, Collection<ConfigValue> found) {
        def.configKeys().values().forEach(key -> define(key.name, key));
        groups.addAll(def.groups());
        found.forEach(value -> values.merge(value.name(), own(value), Findings::both));
    }

    /** As {@link #add}, for a plug-in that knows its keys without their prefix. */
    public void addBelow(String prefix, ConfigDef def, Collection<ConfigValue> found) {
        ConfigDef prefixed = new ConfigDef();
        def.configKeys().values().forEach(key -> define(prefixed, prefix + key.name, key));
        add(
                prefixed,
                found.stream()
                        .map(value -> new ConfigValue(
                                prefix + value.name(), value.value(), value.recommendedValues(), value.errorMessages()))
                        .toList());
    }

    private static void define(ConfigDef def, String name, ConfigKey key) {
        def.define(
                name,
                key.type,
                key.defaultValue,
                key.validator,
                key.importance,
                key.documentation,
                key.group,
                key.orderInGroup,
                key.width,
                key.displayName,
                key.dependents,
                key.recommender);
    }

    private void define(String name, ConfigKey key) {
        definitions.put(name, key);
        if (!known.configKeys().containsKey(name)) {
            known.define(key);
        }
    }

    /** A plug-in's own may be unmodifiable. */
    private static ConfigValue own(ConfigValue value) {
        @Nullable List<String> errors = value.errorMessages();
        ConfigValue own = new ConfigValue(
                value.name(),
                value.value(),
                value.recommendedValues(),
                errors == null ? new ArrayList<>() : new ArrayList<>(errors));
        own.visible(value.visible());
        return own;
    }

    /** The later answer counts, as in Connect, but no error is forgotten. */
    private static ConfigValue both(ConfigValue first, ConfigValue second) {
        first.errorMessages().stream()
                .filter(message -> !second.errorMessages().contains(message))
                .forEach(second::addErrorMessage);
        return second;
    }

    public void error(String key, String message, String remedy) {
        values.computeIfAbsent(key, name -> new ConfigValue(name, config.get(name), List.of(), new ArrayList<>()))
                .addErrorMessage(message);
        remedy(key, remedy);
    }

    /** What to do about the errors of a key, if there are any; else a text made from its definition. */
    public void remedy(String key, String remedy) {
        remedies.putIfAbsent(key, remedy);
    }

    public boolean hasError(String key) {
        ConfigValue value = values.get(key);
        return value != null && !value.errorMessages().isEmpty();
    }

    public boolean isEmpty() {
        return values.values().stream().allMatch(value -> value.errorMessages().isEmpty());
    }

    /** The values to hide wherever the config is shown. */
    public Secrets secrets() {
        return Secrets.of(config, known).and(provided);
    }

    public void addTo(Problems problems) {
        problems.add(connector, known, config, secrets(), List.copyOf(values.values()), remedies);
    }

    /**
     * Definitions in their order, keys that nobody defines first, as in Connect.
     *
     * @param problems found before; those of the keys are added
     */
    public ValidationReport report(Problems problems) {
        Secrets secrets = secrets();
        addTo(problems);
        List<Entry> entries = new ArrayList<>();
        values.forEach((name, value) -> {
            if (!definitions.containsKey(name)) {
                entries.add(new Entry(null, shown(value, secrets)));
            }
        });
        definitions.forEach((name, key) -> {
            ConfigValue value = values.getOrDefault(name, new ConfigValue(name));
            entries.add(new Entry(key, shown(value, secrets)));
        });
        return new ValidationReport(
                connector,
                List.copyOf(groups),
                entries,
                problems.list(),
                new IdleKeys(connector, config.keySet(), definitions.keySet()).list());
    }

    private ConfigValue shown(ConfigValue value, Secrets secrets) {
        String text = String.valueOf(value.value());
        String redacted = secrets.redact(text);
        ConfigValue shown = new ConfigValue(
                value.name(),
                redacted.equals(text) ? value.value() : redacted,
                value.recommendedValues().stream()
                        .map(each -> shown(each, secrets))
                        .toList(),
                value.errorMessages().stream().map(secrets::redact).toList());
        shown.visible(value.visible());
        return shown;
    }

    /** As it is when there is nothing to hide. */
    private static Object shown(Object value, Secrets secrets) {
        String text = String.valueOf(value);
        String redacted = secrets.redact(text);
        return redacted.equals(text) ? value : redacted;
    }
}
