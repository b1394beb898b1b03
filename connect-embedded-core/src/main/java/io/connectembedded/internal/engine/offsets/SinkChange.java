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
package io.connectembedded.internal.engine.offsets;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.sink.SinkConnector;
import org.jspecify.annotations.Nullable;

/** A change of a sink's offsets, wherever they are kept; null is to be forgotten. */
final class SinkChange implements Positions.Change {

    /** What is written in the end. */
    @FunctionalInterface
    interface Writing {
        void write() throws InterruptedException;
    }

    private final Map<TopicPartition, @Nullable Long> offsets;
    private final Writing writing;

    SinkChange(Map<TopicPartition, @Nullable Long> offsets, Writing writing) {
        this.offsets = offsets;
        this.writing = writing;
    }

    @Override
    public boolean tell(Connector plugin, Map<String, String> config) {
        // A copy: what the plug-in does to its map is its own affair.
        return ((SinkConnector) plugin).alterOffsets(config, new HashMap<>(offsets));
    }

    @Override
    public void write() throws InterruptedException {
        writing.write();
    }

    static Map<TopicPartition, Long> set(Map<TopicPartition, @Nullable Long> offsets) {
        Map<TopicPartition, Long> set = new LinkedHashMap<>();
        offsets.forEach((partition, offset) -> {
            if (offset != null) {
                set.put(partition, offset);
            }
        });
        return set;
    }

    static Set<TopicPartition> forgotten(Map<TopicPartition, @Nullable Long> offsets) {
        Set<TopicPartition> forgotten = new LinkedHashSet<>(offsets.keySet());
        forgotten.removeAll(set(offsets).keySet());
        return forgotten;
    }

    static Map<TopicPartition, @Nullable Long> allOf(Set<TopicPartition> partitions) {
        Map<TopicPartition, @Nullable Long> all = new LinkedHashMap<>();
        partitions.forEach(partition -> all.put(partition, null));
        return all;
    }
}
