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

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Width.LONG;
import static org.apache.kafka.common.config.ConfigDef.Width.SHORT;

import io.connectembedded.status.ConnectorType;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.NonEmptyStringWithoutControlChars;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;

/** The keys of every connector, and the whole definition for one of a type. */
public final class ConnectorKeys {

    public static final String NAME = "name";
    public static final String CLASS = "connector.class";
    public static final String TASKS_MAX = "tasks.max";
    public static final String TASKS_MAX_ENFORCE = "tasks.max.enforce";
    public static final String KEY_CONVERTER = "key.converter";
    public static final String VALUE_CONVERTER = "value.converter";
    public static final String HEADER_CONVERTER = "header.converter";
    public static final String TRANSFORMS = "transforms";
    public static final String PREDICATES = "predicates";
    public static final String RELOAD = "config.action.reload";
    public static final String INTERRUPT_AFTER = "task.shutdown.interrupt.after.ms";
    public static final String VERSION_SUFFIX = "plugin.version";

    private static final String COMMON = "Common";
    private static final int TRANSFORMS_PLACE = 12;

    private ConnectorKeys() {}

    /** A new definition of all keys the runtime reads; without a known type those of every connector. */
    public static ConfigDef definition(ConnectorType type) {
        ConfigDef def = new ConfigDef();
        KeyList common = new KeyList(def, COMMON, 1);
        identity(common);
        tasks(common);
        converters(common);
        chain(def);
        KeyList reload = new KeyList(def, COMMON, TRANSFORMS_PLACE + 2);
        reload.key(
                        RELOAD,
                        "Reload action",
                        "What happens when a value from a config provider changes: 'restart' restarts"
                                + " the connector with the new value, 'none' keeps the old one.")
                .of(Type.STRING, "restart")
                .checked(ValidString.in("none", "restart"))
                .add(LOW, Width.MEDIUM);
        interrupt(reload);
        ErrorKeys.define(def);
        switch (type) {
            case SOURCE -> SourceKeys.define(def);
            case SINK -> SinkKeys.define(def);
            default -> {}
        }
        return def;
    }

    /** Not in Connect, whose tasks are never interrupted (trap 13). */
    private static void interrupt(KeyList common) {
        common.key(
                        INTERRUPT_AFTER,
                        "Interrupt after",
                        "How long, in milliseconds, after its stop began code of the plug-in that does not return is"
                                + " interrupted; -1 is never. By default after half of"
                                + " task.shutdown.graceful.timeout.ms. An interrupt closes files and embedded"
                                + " databases that the plug-in shares with the host.")
                .of(Type.LONG, null)
                .checked(KeyRules.unlessNull(Range.atLeast(-1)))
                .add(LOW, SHORT);
    }

    private static void identity(KeyList common) {
        common.key(NAME, "Connector name", "Name of the connector, unique in its worker or cluster.")
                .required(Type.STRING)
                .checked(NonEmptyStringWithoutControlChars.nonEmptyStringWithoutControlChars())
                .add(HIGH, Width.MEDIUM);
        common.key(
                        CLASS,
                        "Connector class",
                        "Class of the connector: its full name, its simple name, or the simple name"
                                + " without the suffix 'Connector'.")
                .required(Type.STRING)
                .add(HIGH, LONG);
        common.key(
                        "connector." + VERSION_SUFFIX,
                        "Connector version",
                        "Version of the connector, or a range of them; the newest when none is given.")
                .of(Type.STRING, null)
                .add(MEDIUM, Width.MEDIUM);
    }

    private static void tasks(KeyList common) {
        common.key(TASKS_MAX, "Tasks max", "Most tasks the connector may be split into.")
                .of(Type.INT, 1)
                .checked(Range.atLeast(1))
                .add(HIGH, SHORT);
        common.key(
                        TASKS_MAX_ENFORCE,
                        "Enforce tasks max",
                        "Whether a connector that makes more tasks than tasks.max" + " fails. Deprecated in Connect.")
                .of(Type.BOOLEAN, true)
                .add(LOW, SHORT);
    }

    private static void converters(KeyList common) {
        converter(common, KEY_CONVERTER, "Key converter", Converter.class);
        converter(common, VALUE_CONVERTER, "Value converter", Converter.class);
        converter(common, HEADER_CONVERTER, "Header converter", HeaderConverter.class);
    }

    private static void converter(KeyList common, String key, String display, Class<?> type) {
        common.key(
                        key,
                        display + " class",
                        display + " instead of the worker's; its options are the keys below '" + key
                                + ".' of this connector.")
                .of(Type.CLASS, null)
                .checked(KeyRules.instantiable(type))
                .add(LOW, SHORT);
        common.key(
                        key + "." + VERSION_SUFFIX,
                        display + " version",
                        "Version of the converter, or a range of them. When none is"
                                + " given the one beside the connector is taken, else the newest.")
                .of(Type.STRING, null)
                .add(LOW, SHORT);
    }

    private static void chain(ConfigDef def) {
        new KeyList(def, "Transforms", TRANSFORMS_PLACE)
                .key(TRANSFORMS, "Transforms", "Aliases of the transforms that records pass, in this order.")
                .of(Type.LIST, List.of())
                .checked(KeyRules.uniqueAliases("transformation aliases"))
                .add(LOW, LONG);
        new KeyList(def, "Predicates", TRANSFORMS_PLACE + 1)
                .key(PREDICATES, "Predicates", "Aliases of the predicates that transforms may name.")
                .of(Type.LIST, List.of())
                .checked(KeyRules.uniqueAliases("predicate aliases"))
                .add(LOW, LONG);
    }
}
