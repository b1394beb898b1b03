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

import io.connectembedded.error.ConfigProblem;
import io.connectembedded.error.InvalidConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** Collects everything that is wrong with a config, so that it can be reported at once. */
public final class Problems {

    private final List<ConfigProblem> found = new ArrayList<>();

    public void add(@Nullable String connector, String key, @Nullable String value, String message, String remedy) {
        found.add(new ConfigProblem(connector, key, value, message, remedy));
    }

    /** Runs Kafka's own checks of types, defaults and validators. */
    public void check(@Nullable String connector, ConfigDef def, Map<String, String> config) {
        add(connector, def, config, def.validate(config));
    }

    /** Takes over what a validation found. */
    public void add(@Nullable String connector, ConfigDef def, Map<String, String> config, List<ConfigValue> values) {
        add(connector, def, config, Secrets.of(config, def), values, Map.of());
    }

    /** {@code remedies} are by key; a key that has none gets one that is made from its definition. */
    void add(
            @Nullable String connector,
            ConfigDef def,
            Map<String, String> config,
            Secrets secrets,
            List<ConfigValue> values,
            Map<String, String> remedies) {
        for (ConfigValue value : values) {
            String key = value.name();
            for (String message : reasons(value, config.containsKey(key))) {
                add(
                        connector,
                        key,
                        Secrets.isSecret(key, def) ? null : shown(config.get(key), secrets),
                        secrets.redact(message),
                        secrets.redact(remedies.getOrDefault(
                                key, remedy(def.configKeys().get(key)))));
            }
        }
    }

    private static @Nullable String shown(@Nullable String value, Secrets secrets) {
        return value == null ? null : secrets.redact(value);
    }

    /** Kafka goes on to validate null after a value it could not parse, which nobody gave. */
    private static List<String> reasons(ConfigValue value, boolean given) {
        List<String> messages = value.errorMessages();
        return given && messages.size() > 1
                ? messages.stream()
                        .filter(message -> !message.startsWith("Invalid value null "))
                        .toList()
                : messages;
    }

    public void addAll(Problems others) {
        found.addAll(others.found);
    }

    /** As {@link #addAll(Problems)}, with these secrets taken out. */
    public void addAll(Problems others, Secrets secrets) {
        for (ConfigProblem problem : others.found) {
            add(
                    problem.connector(),
                    problem.key(),
                    shown(problem.value(), secrets),
                    secrets.redact(problem.message()),
                    secrets.redact(problem.remedy()));
        }
    }

    public List<ConfigProblem> list() {
        return List.copyOf(found);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** As {@link #orThrow}, when nothing more can be found. */
    public void orThrowIf(boolean noMore) {
        if (noMore) {
            orThrow();
        }
    }

    /** Throws {@link InvalidConfigException} with all of them, if there are any. */
    public void orThrow() {
        if (!found.isEmpty()) {
            throw new InvalidConfigException(list());
        }
    }

    private static String remedy(ConfigDef.@Nullable ConfigKey key) {
        if (key == null) {
            return "Correct or remove it";
        }
        String wanted = switch (key.type()) {
            case BOOLEAN -> "Give true or false";
            case SHORT, INT, LONG -> "Give a whole number";
            case DOUBLE -> "Give a number";
            case LIST -> "Give a comma-separated list";
            case CLASS -> "Give the name of a class on the class path";
            case STRING, PASSWORD -> "Give a value";
        };
        String bounds = key.validator == null ? "" : " (" + key.validator + ")";
        String optional = key.hasDefault() && key.defaultValue != null
                ? ", or leave it out for the default " + key.defaultValue
                : "";
        return wanted + bounds + optional;
    }
}
