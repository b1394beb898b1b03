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
package io.connectembedded.internal.engine.goal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The end offsets of a sink's partitions at the start of the run; those that are through are taken away. Any thread. */
final class Ends {
    private final List<String> names;
    private final String regex;
    private final Map<TopicPartition, Long> left = new ConcurrentHashMap<>();
    private @Nullable Set<TopicPartition> unasked; // guarded by this; null: nobody has asked yet
    private volatile boolean known;

    /** {@code names} or, if there are none, {@code regex}. */
    Ends(List<String> names, String regex) {
        this.names = names;
        this.regex = regex;
    }

    boolean areKnown() {
        return known;
    }

    boolean areReached() {
        return known && left.isEmpty();
    }

    /**
     * Asks Kafka for the partitions this consumer has by now; known is the whole when each has been some task's. Of others a
     * consumer would warn. Blocks as its calls do.
     *
     * @return names of topics that are not there, so that nothing of them is awaited; told once
     */
    synchronized List<String> ask(Consumer<?, ?> consumer) {
        if (known) {
            return List.of();
        }
        List<String> missing = List.of();
        if (unasked == null) {
            unasked = partitions(consumer);
            missing = missing(unasked);
        }
        Set<TopicPartition> mine = new HashSet<>(consumer.assignment());
        mine.retainAll(unasked);
        if (!mine.isEmpty()) {
            Map<TopicPartition, Long> first = consumer.beginningOffsets(mine);
            consumer.endOffsets(mine).forEach((partition, end) -> {
                if (end > first.getOrDefault(partition, 0L)) {
                    left.put(partition, end);
                }
            });
            unasked.removeAll(mine);
        }
        known = unasked.isEmpty();
        return missing;
    }

    private List<String> missing(Set<TopicPartition> found) {
        return names.stream()
                .filter(name ->
                        found.stream().noneMatch(partition -> partition.topic().equals(name)))
                .toList();
    }

    private Set<TopicPartition> partitions(Consumer<?, ?> consumer) {
        Set<TopicPartition> all = new HashSet<>();
        for (PartitionInfo each : infos(consumer)) {
            all.add(new TopicPartition(each.topic(), each.partition()));
        }
        return all;
    }

    private Collection<PartitionInfo> infos(Consumer<?, ?> consumer) {
        List<PartitionInfo> infos = new ArrayList<>();
        if (!names.isEmpty()) {
            names.forEach(name -> infos.addAll(consumer.partitionsFor(name)));
            return infos;
        }
        Pattern pattern = Pattern.compile(regex);
        consumer.listTopics().forEach((topic, partitions) -> {
            if (pattern.matcher(topic).matches()) {
                infos.addAll(partitions);
            }
        });
        return infos;
    }

    /** Whether this partition is awaited, and everything before its end has been read. */
    boolean isRead(TopicPartition partition, long position) {
        Long end = left.get(partition);
        return end != null && position >= end;
    }

    boolean awaits(TopicPartition partition) {
        return left.containsKey(partition);
    }

    void through(TopicPartition partition) {
        left.remove(partition);
    }
}
