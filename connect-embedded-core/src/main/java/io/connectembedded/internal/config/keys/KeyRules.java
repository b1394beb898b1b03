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
package io.connectembedded.internal.config.keys;

import io.connectembedded.internal.lifecycle.PluginScope;
import io.connectembedded.internal.plugin.isolation.PluginLoaders;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigDef.CompositeValidator;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.NonNullValidator;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checks of single values that Kafka's own library does not bring; messages are Connect's. */
final class KeyRules {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRules.class);
    private static final int BROKERS_CHOICE = -1;

    private KeyRules() {}

    static Validator uniqueAliases(String what) {
        return CompositeValidator.of(
                new NonNullValidator(), LambdaValidator.with(KeyRules::unique, () -> "unique " + what));
    }

    private static void unique(String name, Object value) {
        List<?> aliases = (List<?>) value;
        if (aliases.size() > new HashSet<>(aliases).size()) {
            throw new ConfigException(name, value, "Duplicate alias provided.");
        }
        if (aliases.contains("")) {
            throw new ConfigException(name, value, "Empty alias provided.");
        }
    }

    static Validator regex() {
        return LambdaValidator.with(
                (name, value) -> {
                    try {
                        Pattern.compile((String) value);
                    } catch (PatternSyntaxException e) {
                        throw new ConfigException(name, value, "Invalid regex: " + e.getMessage());
                    }
                },
                () -> "valid regex");
    }

    static Validator regexes() {
        return LambdaValidator.with(
                (name, value) -> {
                    try {
                        List<?> patterns = value instanceof List<?> given ? given : List.of();
                        patterns.forEach(each -> Pattern.compile((String) each));
                    } catch (PatternSyntaxException e) {
                        throw new ConfigException(name, value, "Syntax error in regular expression: " + e.getMessage());
                    }
                },
                () -> "valid regular expressions");
    }

    static Validator partitions() {
        return positive("Number of partitions must be positive, or -1 to use the broker's default");
    }

    static Validator replicationFactor() {
        return positive("Replication factor must be positive and not larger than the number of brokers in the Kafka"
                + " cluster, or -1 to use the broker's default");
    }

    private static Validator positive(String message) {
        return LambdaValidator.with(
                (name, value) -> {
                    // A missing value is null here, and reported already.
                    int number = value instanceof Number given ? given.intValue() : BROKERS_CHOICE;
                    if (number != BROKERS_CHOICE && number < 1) {
                        throw new ConfigException(name, value, message);
                    }
                },
                () -> "a positive number, or -1 for the broker's default");
    }

    /** For keys whose default is none: null passes. */
    static Validator unlessNull(Validator validator) {
        return LambdaValidator.with(
                (name, value) -> {
                    if (value != null) {
                        validator.ensureValid(name, value);
                    }
                },
                validator::toString);
    }

    /** A class that could not be found is null here, and reported already. */
    static Validator instantiable(Class<?> type) {
        return LambdaValidator.with(
                (name, value) -> {
                    if (value instanceof Class<?> found) {
                        Utils.ensureConcreteSubclass(type, found);
                        PluginScope.of(found).run(() -> instantiate(name, found));
                    }
                },
                () -> "A concrete subclass of " + type.getName() + ", A class with a public, no-argument constructor");
    }

    private static void instantiate(String name, Class<?> type) {
        PluginLoaders.beforePlugin(type);
        try {
            close(type.getDeclaredConstructor().newInstance());
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new ConfigException(
                    name,
                    type.getName(),
                    "Could not find a public no-argument constructor for class" + detail(e.getMessage()));
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            throw new ConfigException(name, type.getName(), "Could not instantiate class" + detail(e.getMessage()));
        }
    }

    /** Not by Kafka's own means, which log what is thrown, secrets included. */
    private static void close(Object plugin) {
        try {
            if (plugin instanceof AutoCloseable closes) {
                closes.close();
            }
        } catch (Exception e) {
            LOG.debug(
                    "Closing {}, which was only made to see whether it can be, failed with {}",
                    plugin.getClass().getName(),
                    e.getClass().getName());
        }
    }

    private static String detail(@Nullable String message) {
        return message == null ? "" : ": " + message;
    }
}
