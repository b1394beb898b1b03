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

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Width.LONG;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.NonNullValidator;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The keys of the groups by which topics are created for a source (KIP-158). */
public final class TopicCreationKeys {

    public static final String PREFIX = "topic.creation.";
    public static final String GROUPS = "topic.creation.groups";
    public static final String DEFAULT = "default";
    public static final String INCLUDE = "include";
    public static final String EXCLUDE = "exclude";
    public static final String REPLICATION = "replication.factor";
    public static final String PARTITIONS = "partitions";

    static final String GROUP = "Topic Creation";

    private TopicCreationKeys() {}

    /** Whether a config says anything about the creation of topics. */
    public static boolean areIn(Map<String, String> config) {
        return config.keySet().stream().anyMatch(key -> key.startsWith(PREFIX));
    }

    /** The groups of a config in the order in which they are asked; the default group is the last. */
    public static List<String> groups(Map<String, String> config) {
        Stream<String> named = Stream.of(config.getOrDefault(GROUPS, "").split(",", -1))
                .map(String::trim)
                .filter(alias -> !alias.isEmpty() && !alias.equals(DEFAULT))
                .distinct();
        return Stream.concat(named, Stream.of(DEFAULT)).toList();
    }

    /** Adds the keys of one group; what the others leave out they have from the default group. */
    public static void define(ConfigDef def, String group) {
        KeyList keys = new KeyList(def, group.equals(DEFAULT) ? DEFAULT : GROUP + ": " + group, 1);
        String prefix = PREFIX + group + ".";
        boolean byDefault = group.equals(DEFAULT);
        patterns(keys, prefix, group, byDefault);
        numbers(keys, prefix, group, byDefault);
    }

    private static void patterns(KeyList keys, String prefix, String group, boolean byDefault) {
        KeyList.Key include = keys.key(
                prefix + INCLUDE,
                "Inclusion topic pattern for " + group,
                "Regular expressions for the names of the topics this group is for.");
        if (byDefault) {
            include.of(Type.LIST, ".*").checked(new NonNullValidator());
        } else {
            include.required(Type.LIST).checked(KeyRules.regexes());
        }
        include.add(LOW, LONG);
        keys.key(
                        prefix + EXCLUDE,
                        "Exclusion topic pattern for " + group,
                        "Regular expressions for the names of topics this group is not for, whatever it includes.")
                .of(Type.LIST, List.of())
                .checked(byDefault ? new NonNullValidator() : KeyRules.regexes())
                .add(LOW, LONG);
    }

    private static void numbers(KeyList keys, String prefix, String group, boolean byDefault) {
        KeyList.Key replication = keys.key(
                prefix + REPLICATION,
                "Replication factor for topics in " + group,
                "Replication factor of new topics; -1 is the broker's default.");
        KeyList.Key partitions = keys.key(
                prefix + PARTITIONS,
                "Partition count for topics in " + group,
                "Partitions of new topics; -1 is the broker's default.");
        if (byDefault) {
            replication.required(Type.SHORT).checked(KeyRules.replicationFactor());
            partitions.required(Type.INT).checked(KeyRules.partitions());
        } else {
            replication.of(Type.SHORT, null).checked(KeyRules.replicationFactor());
            partitions.of(Type.INT, null).checked(KeyRules.partitions());
        }
        replication.add(LOW, LONG);
        partitions.add(LOW, LONG);
    }
}
