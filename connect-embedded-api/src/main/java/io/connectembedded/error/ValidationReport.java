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
package io.connectembedded.error;

import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * What Connect's validation says to a connector's configuration, as its REST API answers it. Immutable, but for the
 * {@link ConfigValue}s, which are Kafka's.
 *
 * @param connector the connector's name; empty when it has none
 * @param groups the groups of keys, in the order to show them
 * @param entries every key that is defined or given wrongly, in the order of Connect
 * @param problems what is wrong, each with its remedy; empty when the connector may run
 * @param warnings keys that look like one of Connect's and have no effect, such as a mistyped {@code errors.*}
 */
public record ValidationReport(
        String connector,
        List<String> groups,
        List<Entry> entries,
        List<ConfigProblem> problems,
        List<ConfigProblem> warnings) {
    public ValidationReport {
        Objects.requireNonNull(connector, "connector");
        groups = List.copyOf(groups);
        entries = List.copyOf(entries);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /**
     * One key.
     *
     * @param definition what the key means; null for a key that nobody defines and somebody complains of
     * @param value what was given, or the default, with its errors and recommended values; a value of type
     *     {@code PASSWORD} prints as {@code [hidden]}
     */
    public record Entry(@Nullable ConfigKey definition, ConfigValue value) {
        public Entry {
            Objects.requireNonNull(value, "value");
        }
    }

    /** The number of errors on keys, as {@code error_count} in Connect's REST answer. */
    public int errorCount() {
        return entries.stream()
                .mapToInt(entry -> entry.value().errorMessages().size())
                .sum();
    }

    /** Whether the connector may run with this configuration. */
    public boolean isValid() {
        return problems.isEmpty();
    }

    /**
     * Does nothing when the configuration is valid.
     *
     * @throws InvalidConfigException with every problem, when it is not
     */
    public void orThrow() {
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
    }
}
