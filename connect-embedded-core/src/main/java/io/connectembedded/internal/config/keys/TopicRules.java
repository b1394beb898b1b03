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

import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** What the settings of a topic of the worker's own may be. */
public final class TopicRules {

    private static final Pattern LEGAL = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

    /** As Kafka names topics; null is none. */
    public static final ConfigDef.Validator NAME = ConfigDef.LambdaValidator.with(
            (key, value) -> {
                if (value != null && !LEGAL.matcher((String) value).matches()) {
                    throw new ConfigException(
                            key, value, "This is no name of a topic: use letters, digits, '.', '_' and '-'");
                }
            },
            () -> "a topic's name");

    /** Of partitions or replicas, in Connect's words. */
    public static final ConfigDef.Validator COUNT = ConfigDef.LambdaValidator.with(
            (key, value) -> {
                long count = ((Number) value).longValue();
                if (count < 1 && count != -1) {
                    throw new ConfigException(key, value, "The number must be at least 1, or -1 to use broker default");
                }
            },
            () -> "Positive number, or -1 to use the broker's default");

    private TopicRules() {}
}
