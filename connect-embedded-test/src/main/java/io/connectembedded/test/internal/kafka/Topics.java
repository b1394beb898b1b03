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
package io.connectembedded.test.internal.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** All topics by name, and a count of their changes for groups to notice them. */
final class Topics {

    private final SortedMap<String, List<PartitionLog>> logs = new TreeMap<>();
    private int version;

    int version() {
        return version;
    }

    Collection<String> names() {
        return logs.keySet();
    }

    /** Zero if it does not exist. */
    int partitions(String topic) {
        List<PartitionLog> found = logs.get(topic);
        return found == null ? 0 : found.size();
    }

    /** As {@link #partitions}, but creates it with one. */
    int partitionsAtUse(String topic) {
        if (!logs.containsKey(topic)) {
            grow(topic, 1);
        }
        return partitions(topic);
    }

    void create(String topic, int partitions) {
        int present = partitions(topic);
        if (partitions < 1) {
            throw new IllegalArgumentException("Topic " + topic + " cannot have " + partitions + " partitions");
        }
        if (present == 0) {
            grow(topic, partitions);
        } else if (present != partitions) {
            throw new IllegalStateException("Topic " + topic + " exists with " + present + " partitions, not with "
                    + partitions + "; create it before it is first used");
        }
    }

    void grow(String topic, int partitions) {
        List<PartitionLog> all = logs.computeIfAbsent(topic, name -> new ArrayList<>(partitions));
        if (partitions < all.size()) {
            throw new IllegalArgumentException(
                    "Topic " + topic + " has " + all.size() + " partitions and cannot shrink to " + partitions);
        }
        while (all.size() < partitions) {
            all.add(new PartitionLog(new TopicPartition(topic, all.size())));
        }
        version++;
    }

    @Nullable
    PartitionLog find(TopicPartition partition) {
        List<PartitionLog> all = logs.get(partition.topic());
        return all == null || partition.partition() >= all.size() ? null : all.get(partition.partition());
    }

    PartitionLog log(TopicPartition partition) {
        PartitionLog found = find(partition);
        if (found == null) {
            throw new IllegalArgumentException("There is no partition " + partition + ": topic " + partition.topic()
                    + " has " + partitions(partition.topic()) + " partitions");
        }
        return found;
    }

    /** In the order of names and numbers. */
    List<TopicPartition> partitions(Predicate<String> wanted) {
        List<TopicPartition> found = new ArrayList<>();
        logs.forEach((topic, all) -> {
            if (wanted.test(topic)) {
                for (int number = 0; number < all.size(); number++) {
                    found.add(new TopicPartition(topic, number));
                }
            }
        });
        return found;
    }

    List<PartitionInfo> infos(String topic) {
        List<PartitionInfo> infos = new ArrayList<>();
        for (int number = 0; number < partitions(topic); number++) {
            infos.add(new PartitionInfo(topic, number, Node.noNode(), new Node[0], new Node[0]));
        }
        return Collections.unmodifiableList(infos);
    }
}
