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
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Width.LONG;
import static org.apache.kafka.common.config.ConfigDef.Width.SHORT;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The keys of sources. */
public final class SourceKeys {

    public static final String EXACTLY_ONCE = "exactly.once.support";
    public static final String TRANSACTION_BOUNDARY = "transaction.boundary";
    public static final String TRANSACTION_INTERVAL = "transaction.boundary.interval.ms";
    public static final String OFFSETS_TOPIC = "offsets.storage.topic";

    public static final String IN_FLIGHT_RECORDS = "source.max.in.flight.records";
    public static final String IN_FLIGHT_BYTES = "source.max.in.flight.bytes";

    private SourceKeys() {}

    static void define(ConfigDef def) {
        new KeyList(def, TopicCreationKeys.GROUP, 1)
                .key(
                        TopicCreationKeys.GROUPS,
                        "Topic creation groups",
                        "Aliases of groups of settings for the topics" + " that are created for this source.")
                .of(Type.LIST, List.of())
                .checked(KeyRules.uniqueAliases("topic creation groups"))
                .add(LOW, LONG);
        backPressure(new KeyList(def, "Back-pressure", 1));
        exactlyOnce(new KeyList(def, "Exactly Once Support", 2));
        new KeyList(def, "offsets.topic", 1)
                .key(
                        OFFSETS_TOPIC,
                        "Offsets topic",
                        "Topic for the offsets of this source alone; it is made if it is absent.")
                .of(Type.STRING, null)
                .checked(TopicRules.NAME)
                .add(LOW, LONG);
    }

    /** Not Connect's. */
    private static void backPressure(KeyList keys) {
        keys.key(
                        IN_FLIGHT_RECORDS,
                        "Records in flight",
                        "Most records of one task whose offsets cannot be committed yet; at so many it rests. The"
                                + " worker's setting by default.")
                .of(Type.INT, null)
                .checked(KeyRules.unlessNull(Range.atLeast(1)))
                .add(LOW, SHORT);
        keys.key(
                        IN_FLIGHT_BYTES,
                        "Bytes in flight",
                        "As " + IN_FLIGHT_RECORDS + ", in bytes of keys, values and headers.")
                .of(Type.LONG, null)
                .checked(KeyRules.unlessNull(Range.atLeast(1)))
                .add(LOW, SHORT);
    }

    private static void exactlyOnce(KeyList keys) {
        keys.key(
                        EXACTLY_ONCE,
                        "Exactly once support",
                        "Whether it is checked ('required') that this source can write each record exactly once, or"
                                + " it is only tried ('requested').")
                .of(Type.STRING, "requested")
                .checked(CaseInsensitiveValidString.in("requested", "required"))
                .add(MEDIUM, SHORT);
        keys.key(
                        TRANSACTION_BOUNDARY,
                        "Transaction boundary",
                        "What makes up a transaction of an exactly-once source: one 'poll', an 'interval', or what the"
                                + " 'connector' says.")
                .of(Type.STRING, "poll")
                .checked(CaseInsensitiveValidString.in("poll", "interval", "connector"))
                .add(MEDIUM, SHORT);
        keys.key(
                        TRANSACTION_INTERVAL,
                        "Transaction boundary interval",
                        "Milliseconds between two transactions, when"
                                + " transaction.boundary is 'interval'; offset.flush.interval.ms by default.")
                .of(Type.LONG, null)
                .checked(KeyRules.unlessNull(Range.atLeast(0)))
                .add(LOW, SHORT);
    }
}
