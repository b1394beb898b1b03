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
package io.connectembedded.internal.engine.fencing;

import io.connectembedded.internal.json.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Assigns not partitions, but the name: to the member that has it, else to one that all of them would choose. Who has it
 * is known by the member id under which he was given it: a member that was away is given another id, and asks in vain.
 * Made by Kafka's client; keeper thread.
 */
public final class NameAssignor implements ConsumerPartitionAssignor, Configurable {

    /** The setting of the consumer that holds the {@link Seat}. */
    static final String SEAT = "connect.embedded.seat";

    private static final String HELD_AS = "heldAs";
    private static final String HOLDER = "holder";
    private static final String BY = "by";

    /** Who has the name, as a member knows it. */
    interface Seat {

        /** The member id under which this one has the name; empty when it has not. */
        String heldAs();

        /** This one, for people. */
        String by();

        /** What was agreed on: who has the name, and as whom this one is known. */
        void told(String holder, String holderBy, String self);
    }

    private @Nullable Seat seat;

    /** For Kafka. */
    public NameAssignor() {}

    @Override
    public void configure(Map<String, ?> settings) {
        seat = (Seat) settings.get(SEAT);
    }

    private Seat seat() {
        return Objects.requireNonNull(seat);
    }

    @Override
    public String name() {
        return "connect-embedded-name";
    }

    @Override
    public ByteBuffer subscriptionUserData(Set<String> topics) {
        return bytes(Map.of(HELD_AS, seat().heldAs(), BY, seat().by()));
    }

    @Override
    public GroupAssignment assign(Cluster metadata, GroupSubscription members) {
        Map<String, String> by = new TreeMap<>();
        String holder = "";
        for (Map.Entry<String, Subscription> member : new TreeMap<>(members.groupSubscription()).entrySet()) {
            Map<String, String> told = read(member.getValue().userData());
            by.put(member.getKey(), told.getOrDefault(BY, member.getKey()));
            if (member.getKey().equals(told.get(HELD_AS))) {
                holder = member.getKey();
            }
        }
        String chosen = holder.isEmpty() ? by.keySet().iterator().next() : holder;
        ByteBuffer agreed = bytes(Map.of(HOLDER, chosen, BY, by.getOrDefault(chosen, chosen)));
        Map<String, Assignment> assignments = new HashMap<>();
        List<TopicPartition> seat = seat(metadata, members);
        by.keySet()
                .forEach(member -> assignments.put(
                        member, new Assignment(member.equals(chosen) ? seat : List.of(), agreed.duplicate())));
        return new GroupAssignment(assignments);
    }

    /** One partition of each topic, which is never read: of a topic that nobody is assigned the client warns. */
    private static List<TopicPartition> seat(Cluster metadata, GroupSubscription members) {
        return members.groupSubscription().values().stream()
                .flatMap(member -> member.topics().stream())
                .distinct()
                .filter(topic -> !metadata.partitionsForTopic(topic).isEmpty())
                .map(topic -> new TopicPartition(topic, 0))
                .toList();
    }

    @Override
    public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
        Map<String, String> agreed = read(assignment.userData());
        seat().told(agreed.getOrDefault(HOLDER, ""), agreed.getOrDefault(BY, "somebody"), metadata.memberId());
    }

    private static ByteBuffer bytes(Map<String, String> told) {
        return ByteBuffer.wrap(JsonText.write(new TreeMap<>(told)).getBytes(StandardCharsets.UTF_8));
    }

    /** Nothing of somebody who speaks in another way. */
    private static Map<String, String> read(@Nullable ByteBuffer data) {
        Map<String, String> told = new HashMap<>();
        if (data != null) {
            try {
                JsonText.parseObject(
                                StandardCharsets.UTF_8.decode(data.duplicate()).toString())
                        .forEach((key, value) -> told.put(key, String.valueOf(value)));
            } catch (IllegalArgumentException e) {
                return Map.of();
            }
        }
        return told;
    }
}
