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
package io.connectembedded.internal.engine.validation;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.internal.config.Findings;
import io.connectembedded.internal.config.keys.ConnectorKeys;
import io.connectembedded.internal.config.keys.NamedPlugin;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.PluginKind;
import io.connectembedded.internal.plugin.PluginNotFoundException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Defines the keys of the transforms, or of the predicates, that a config lists: what Connect reads itself, and what
 * each plug-in says of its own options.
 *
 * @param <T> the plug-in's type
 */
final class AliasSection<T> {

    static final String PREDICATE = "predicate";
    static final String NEGATE = "negate";

    private final String list;
    private final PluginKind kind;
    private final Class<T> type;
    private final Function<T, @Nullable ConfigDef> ask;
    private final Map<String, String> config;

    AliasSection(
            String list,
            PluginKind kind,
            Class<T> type,
            Function<T, @Nullable ConfigDef> ask,
            Map<String, String> config) {
        this.list = list;
        this.kind = kind;
        this.type = type;
        this.ask = ask;
        this.config = config;
    }

    List<String> aliases() {
        return Stream.of(config.getOrDefault(list, "").split(",", -1))
                .map(String::trim)
                .filter(alias -> !alias.isEmpty())
                .distinct()
                .toList();
    }

    String key(String alias, String option) {
        return list + "." + alias + "." + option;
    }

    /** Adds the keys to {@code def}, and those that name a class to {@code named}. */
    void define(ConfigDef def, Map<String, PluginKind> named, ConnectorSpec spec, Asking asking) {
        for (String alias : aliases()) {
            String key = key(alias, "type");
            named.put(key, kind);
            boolean isObject = spec.objects().containsKey(key);
            Answer answer = isObject ? Answer.NONE : answer(spec.name(), key, asking);
            defineClass(def, alias, answer.failure());
            if (isObject || answer.def() != null) {
                def.embed(key(alias, ""), group(alias), 2, options(answer.def()));
            }
        }
    }

    private void defineClass(ConfigDef def, String alias, @Nullable String failure) {
        String noun = type.getSimpleName();
        String of = " of the " + noun.toLowerCase(Locale.ENGLISH) + " '" + alias + "'.";
        def.define(
                key(alias, "type"),
                Type.CLASS,
                ConfigDef.NO_DEFAULT_VALUE,
                LambdaValidator.with(
                        (name, value) -> check(alias, name, value, failure), () -> "valid configs for " + alias),
                Importance.HIGH,
                "Class" + of,
                group(alias),
                0,
                Width.LONG,
                noun + " type for " + alias);
        def.define(
                key(alias, ConnectorKeys.VERSION_SUFFIX),
                Type.STRING,
                null,
                null,
                Importance.HIGH,
                "Version" + of + " When none is given, that of the one beside the connector, else the newest.",
                group(alias),
                1,
                Width.LONG,
                noun + " version for " + alias);
    }

    private String group(String alias) {
        return capitalized(list) + ": " + alias;
    }

    /** What every transform has, ahead of its own options. */
    private ConfigDef options(@Nullable ConfigDef own) {
        ConfigDef all = new ConfigDef();
        boolean isTransform = kind == PluginKind.TRANSFORMATION;
        if (isTransform) {
            all.define(
                    PREDICATE,
                    Type.STRING,
                    null,
                    Importance.MEDIUM,
                    "Alias of the predicate of the records it is for.");
            all.define(NEGATE, Type.BOOLEAN, false, Importance.MEDIUM, "Whether it is for the other records instead.");
        }
        if (own != null) {
            own.configKeys().values().stream()
                    .filter(key -> !isTransform || !(key.name.equals(PREDICATE) || key.name.equals(NEGATE)))
                    .forEach(all::define);
        }
        return all;
    }

    private void check(String alias, String name, @Nullable Object value, @Nullable String failure) {
        String negate = key(alias, NEGATE);
        String predicate = key(alias, PREDICATE);
        if (kind == PluginKind.TRANSFORMATION && config.containsKey(negate) && !config.containsKey(predicate)) {
            throw new ConfigException("Config '" + negate + "' was provided but there is no config '" + predicate
                    + "' defining a predicate to be negated.");
        }
        if (value instanceof Class<?> found) {
            Utils.ensureConcreteSubclass(type, found);
        }
        if (failure != null) {
            throw new ConfigException(name, config.get(name), failure);
        }
    }

    private Answer answer(String connector, String key, Asking asking) {
        Findings findings = asking.findings();
        String name = config.get(key);
        if (name == null) {
            return Answer.NONE;
        }
        try {
            Class<?> beside = asking.connector();
            NamedPlugin named = NamedPlugin.find(asking.plugins(), NamedPlugin.request(config, key, kind, beside));
            if (named.noVersion() != null) {
                return Answer.NONE; // reported with the classes of all keys
            }
            Class<?> found = named.type();
            ConfigDef def = PluginDefinition.of(connector, found, type, ask);
            return def != null
                    ? new Answer(def, null)
                    : new Answer(null, found.getName() + ".config() must return a ConfigDef that is not null.");
        } catch (PluginNotFoundException e) {
            findings.remedy(key, e.remedy());
            // Not found, which Kafka's own check tells, or not to be created, which it does not.
            return e.getCause() == null ? Answer.NONE : new Answer(null, failed(e.what()));
        } catch (Throwable t) {
            findings.remedy(key, "Look at what its constructor and config() do");
            return new Answer(null, failed(Failures.messageOf(t)));
        }
    }

    private String failed(String detail) {
        return "Error getting config definition from " + type.getSimpleName() + ": " + detail;
    }

    private static String capitalized(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** Who is asked and told; {@code connector} null when its class is not known. */
    record Asking(
            PluginClasses plugins,
            Findings findings,
            @Nullable Class<?> connector) {}

    private record Answer(@Nullable ConfigDef def, @Nullable String failure) {
        static final Answer NONE = new Answer(null, null);
    }
}
