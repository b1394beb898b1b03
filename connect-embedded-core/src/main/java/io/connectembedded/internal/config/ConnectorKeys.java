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

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.NonEmptyStringWithoutControlChars;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The keys the runtime itself reads from a connector's config. */
final class ConnectorKeys {

    static final String NAME = "name";
    static final String CLASS = "connector.class";
    static final String TASKS_MAX = "tasks.max";
    static final String TASKS_MAX_ENFORCE = "tasks.max.enforce";
    static final String KEY_CONVERTER = "key.converter";
    static final String VALUE_CONVERTER = "value.converter";
    static final String HEADER_CONVERTER = "header.converter";
    static final String TOPICS = "topics";
    static final String TOPICS_REGEX = "topics.regex";

    static final ConfigDef DEF = new ConfigDef()
            .define(
                    NAME,
                    Type.STRING,
                    NO_DEFAULT_VALUE,
                    NonEmptyStringWithoutControlChars.nonEmptyStringWithoutControlChars(),
                    HIGH,
                    "Name of the connector, unique in its worker.")
            .define(CLASS, Type.STRING, NO_DEFAULT_VALUE, HIGH, "Class or alias of the connector.")
            .define(TASKS_MAX, Type.INT, 1, atLeast(1), HIGH, "Most tasks the connector may be split into.")
            .define(TASKS_MAX_ENFORCE, Type.BOOLEAN, true, LOW, "Whether more tasks than that fail the connector.")
            .define(KEY_CONVERTER, Type.STRING, null, LOW, "Converter of keys instead of the worker's.")
            .define(VALUE_CONVERTER, Type.STRING, null, LOW, "Converter of values instead of the worker's.")
            .define(HEADER_CONVERTER, Type.STRING, null, LOW, "Converter of headers instead of the worker's.")
            .define(TOPICS, Type.LIST, "", LOW, "Topics a sink reads.")
            .define(TOPICS_REGEX, Type.STRING, "", LOW, "Regular expression of topics a sink reads.");

    /** Keys that change what happens to records: to ignore one silently would corrupt data, so they are refused. */
    private static final Set<String> NOT_YET = Set.of(
            "transforms",
            "predicates",
            "errors.tolerance",
            "errors.retry.timeout",
            "errors.log.enable",
            "errors.deadletterqueue.topic.name",
            "topic.creation.groups",
            "connector.plugin.version",
            "exactly.once.support",
            "offsets.storage.topic");

    private static final Set<String> HARMLESS_DEFAULTS = Set.of("", "none", "0", "false", "requested");

    private ConnectorKeys() {}

    static Set<String> notYetHonoured(Map<String, String> config) {
        Set<String> keys = new TreeSet<>();
        config.forEach((key, value) -> {
            boolean known = NOT_YET.contains(key) || key.startsWith("topic.creation.");
            if (known && !HARMLESS_DEFAULTS.contains(value.trim())) {
                keys.add(key);
            }
        });
        return keys;
    }
}
