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
package io.connectembedded.internal.offset.topic;

import io.connectembedded.internal.log.TopicSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an offset topic is made when it is absent; what is null or missing is said elsewhere. */
public record TopicSettings(
        @Nullable Integer partitions, @Nullable Integer replicationFactor, Map<String, String> configs) {

    static final TopicSettings NONE = new TopicSettings(null, null, Map.of());

    private static final int PARTITIONS = 25;
    private static final int REPLICATION_FACTOR = 3;

    public TopicSettings {
        configs = Map.copyOf(configs);
    }

    /** These, and those for what these do not say. */
    TopicSettings over(TopicSettings others) {
        Map<String, String> all = new LinkedHashMap<>(others.configs);
        all.putAll(configs);
        return new TopicSettings(
                partitions == null ? others.partitions : partitions,
                replicationFactor == null ? others.replicationFactor : replicationFactor,
                all);
    }

    /** With Connect's defaults. */
    TopicSpec spec(String topic) {
        return new TopicSpec(
                "offset topic",
                topic,
                partitions == null ? PARTITIONS : partitions,
                replicationFactor == null ? REPLICATION_FACTOR : replicationFactor,
                configs,
                "offset.storage.");
    }
}
