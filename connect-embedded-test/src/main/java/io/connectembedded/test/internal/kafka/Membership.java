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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One consumer's part in its group: what it subscribes to, and the rebalances that run within its polls. */
final class Membership {

    private static final int NEVER = -1;

    private final DriverConsumer consumer;
    private final Group group;
    private final Positions positions;
    private final Topics topics;
    private final Set<TopicPartition> lost = new LinkedHashSet<>();
    private Set<String> names = Set.of();
    private Predicate<String> subscribed = topic -> false;
    private @Nullable ConsumerRebalanceListener listener;
    private int versionSeen = NEVER;

    Membership(DriverConsumer consumer, Group group, Positions positions, Topics topics) {
        this.consumer = consumer;
        this.group = group;
        this.positions = positions;
        this.topics = topics;
    }

    void subscribe(Predicate<String> wanted, Set<String> byName, ConsumerRebalanceListener told) {
        subscribed = wanted;
        names = Collections.unmodifiableSet(byName);
        listener = told;
    }

    boolean subscribesTo(String topic) {
        return subscribed.test(topic);
    }

    Set<String> subscription() {
        return names;
    }

    /** The next rebalance takes these without a chance to commit. */
    void lose(Collection<TopicPartition> partitions) {
        partitions.stream().filter(positions::holds).forEach(lost::add);
    }

    boolean isPending() {
        if (listener == null || group.version() == versionSeen) {
            return false;
        }
        boolean pending = !lost.isEmpty()
                || !surplus().isEmpty()
                || !group.freeFor(consumer).isEmpty();
        if (!pending) {
            versionSeen = group.version();
        }
        return pending;
    }

    void rebalance() {
        ConsumerRebalanceListener told = listener;
        if (told == null) {
            throw new IllegalStateException("Consumer is not subscribed to any topics or assigned any partitions");
        }
        if (!isPending()) {
            return;
        }
        giveUp(told);
        List<TopicPartition> free = group.freeFor(consumer);
        if (!free.isEmpty()) {
            group.taken(consumer, free);
            free.forEach(partition -> positions.add(partition, topics.log(partition)));
            told.onPartitionsAssigned(Collections.unmodifiableList(free));
        }
    }

    private void giveUp(ConsumerRebalanceListener told) {
        List<TopicPartition> gone = new ArrayList<>(lost);
        lost.clear();
        if (!gone.isEmpty()) {
            try {
                told.onPartitionsLost(Collections.unmodifiableList(gone));
            } finally {
                drop(gone);
            }
        }
        List<TopicPartition> surplus = surplus();
        if (!surplus.isEmpty()) {
            revoked(told, surplus);
        }
    }

    private List<TopicPartition> surplus() {
        List<TopicPartition> surplus = new ArrayList<>();
        for (TopicPartition partition : positions.partitions()) {
            if (!lost.contains(partition) && !group.isMeantFor(consumer, partition)) {
                surplus.add(partition);
            }
        }
        return surplus;
    }

    private void revoked(ConsumerRebalanceListener told, List<TopicPartition> partitions) {
        try {
            told.onPartitionsRevoked(Collections.unmodifiableList(partitions));
        } finally {
            drop(partitions);
        }
    }

    private void drop(List<TopicPartition> partitions) {
        positions.remove(partitions);
        group.givenUp(partitions);
    }

    /** Tells of what goes, then leaves the group. */
    void leave() {
        ConsumerRebalanceListener told = listener;
        listener = null;
        names = Set.of();
        try {
            if (told != null && !positions.partitions().isEmpty()) {
                revoked(told, new ArrayList<>(positions.partitions()));
            }
        } finally {
            group.leave(consumer);
        }
    }
}
