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

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The settings by which topics are created that match one of {@code include} and none of {@code exclude}.
 *
 * @param replication -1 for the broker's default
 * @param partitions -1 for the broker's default
 * @param configs settings of the topic itself
 */
public record TopicGroup(
        String name,
        List<Pattern> include,
        List<Pattern> exclude,
        short replication,
        int partitions,
        Map<String, String> configs) {

    public boolean isFor(String topic) {
        return matches(include, topic) && !matches(exclude, topic);
    }

    private static boolean matches(List<Pattern> patterns, String topic) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(topic).matches());
    }
}
