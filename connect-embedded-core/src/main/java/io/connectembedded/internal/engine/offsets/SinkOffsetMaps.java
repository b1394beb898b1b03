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

import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.offset.ConnectorOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A sink's offsets in the maps of Connect's REST API: numbers may also come as text there. */
final class SinkOffsetMaps {

    private static final String TOPIC = "kafka_topic";
    private static final String PARTITION = "kafka_partition";
    private static final String OFFSET = "kafka_offset";

    private SinkOffsetMaps() {}

    /** In the order of topics and partitions. */
    static List<ConnectorOffset> of(Map<TopicPartition, Long> offsets) {
        return offsets.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(
                        Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition)))
                .map(each -> ConnectorOffset.of(each.getKey(), each.getValue()))
                .toList();
    }

    /** Null for what is to be forgotten. */
    static Map<TopicPartition, @Nullable Long> parse(String connector, List<ConnectorOffset> offsets) {
        Map<TopicPartition, @Nullable Long> parsed = new LinkedHashMap<>();
        for (ConnectorOffset each : offsets) {
            TopicPartition partition = partition(connector, each.partition());
            if (parsed.containsKey(partition)) {
                throw refused(connector, "partition " + partition + " is given twice; give it once");
            }
            Map<String, ?> offset = each.offset();
            parsed.put(partition, offset == null ? null : offset(connector, partition, offset));
        }
        return parsed;
    }

    private static TopicPartition partition(String connector, Map<String, ?> given) {
        requireKeys(connector, "partition", given, Set.of(TOPIC, PARTITION));
        Object topic = given.get(TOPIC);
        if (topic == null || String.valueOf(topic).isEmpty()) {
            throw refused(connector, "the '" + TOPIC + "' is missing; name the topic");
        }
        long partition = number(connector, PARTITION, given.get(PARTITION));
        if (partition > Integer.MAX_VALUE) {
            throw refused(connector, "the '" + PARTITION + "' is " + partition + "; no topic has so many");
        }
        return new TopicPartition(String.valueOf(topic), (int) partition);
    }

    private static long offset(String connector, TopicPartition partition, Map<String, ?> given) {
        requireKeys(connector, "offset of " + partition, given, Set.of(OFFSET));
        return number(connector, OFFSET, given.get(OFFSET));
    }

    private static void requireKeys(String connector, String what, Map<String, ?> given, Set<String> keys) {
        if (!given.keySet().equals(keys)) {
            throw refused(
                    connector,
                    "the " + what + " has the keys " + sorted(given.keySet()) + "; a sink's has exactly "
                            + sorted(keys));
        }
    }

    private static List<String> sorted(Set<String> keys) {
        return keys.stream().sorted().toList();
    }

    private static long number(String connector, String key, @Nullable Object value) {
        long number;
        try {
            number = Long.parseLong(String.valueOf(value));
        } catch (NumberFormatException e) {
            throw refused(connector, "the '" + key + "' is '" + value + "'; give a whole number");
        }
        if (number < 0) {
            throw refused(connector, "the '" + key + "' is '" + number + "'; it begins at 0");
        }
        return number;
    }

    private static ConnectEmbeddedException refused(String connector, String what) {
        return new ConnectEmbeddedException("Of the offsets given for sink connector " + connector + " " + what);
    }
}
