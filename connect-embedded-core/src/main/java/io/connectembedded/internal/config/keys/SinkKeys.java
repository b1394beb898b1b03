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
import static org.apache.kafka.common.config.ConfigDef.Width.LONG;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidList;

/** The keys of sinks. */
public final class SinkKeys {

    public static final String TOPICS = "topics";
    public static final String TOPICS_REGEX = "topics.regex";

    private static final int PLACE = 4;

    private SinkKeys() {}

    static void define(ConfigDef def) {
        new KeyList(def, "Common", PLACE)
                .key(TOPICS, "Topics", "Topics the sink reads, separated by commas; or topics.regex.")
                .of(Type.LIST, List.of())
                .checked(ValidList.anyNonDuplicateValues(true, false))
                .add(HIGH, LONG);
        new KeyList(def, "Common", PLACE)
                .key(
                        TOPICS_REGEX,
                        "Topics regex",
                        "Regular expression (java.util.regex.Pattern) for the whole names of"
                                + " the topics the sink reads; or topics.")
                .of(Type.STRING, "")
                .checked(KeyRules.regex())
                .add(HIGH, LONG);
        ErrorKeys.defineForSinks(def);
    }
}
