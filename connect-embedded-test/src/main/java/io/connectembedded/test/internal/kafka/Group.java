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

import io.connectembedded.status.TaskId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The members of a group, which partition is meant for which task, who holds it now, and what is committed. Members take
 * and give up within their own polls; the group only says what is meant.
 */
final class Group {

    private static final Comparator<TaskId> BY_NAME =
            Comparator.comparing(TaskId::connector).thenComparingInt(TaskId::task);

    private final Topics topics;
    private final SortedMap<TaskId, DriverConsumer> members = new TreeMap<>(BY_NAME);
    private final Map<TopicPartition, DriverConsumer> holders = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> committed = new LinkedHashMap<>();
    /** By task, not by member, so that a task that starts again gets what was given to it by hand. */
    private Map<TopicPartition, TaskId> meant = new LinkedHashMap<>();

    private boolean byHand;
    private boolean membersChanged;
    private int topicsSeen;
    private int version;

    Group(Topics topics) {
        this.topics = topics;
    }

    Map<TopicPartition, OffsetAndMetadata> committed() {
        return committed;
    }

    List<DriverConsumer> members() {
        return new ArrayList<>(members.values());
    }

    /** Joins, or subscribes to other topics. A member with the name of another one drives that out. */
    void join(DriverConsumer member) {
        DriverConsumer former = members.put(member.task(), member);
        if (former != null && former != member) {
            former.kill();
        }
        membersChanged = true;
    }

    /** What the member holds is with nobody from now on. */
    void leave(DriverConsumer member) {
        if (members.remove(member.task(), member)) {
            membersChanged = true;
        }
        holders.values().removeIf(holder -> holder == member);
        version++;
    }

    /** Changes with everything that may be a reason for a member to give up or take partitions. */
    int version() {
        boolean topicsChanged = topicsSeen != topics.version();
        if (membersChanged || topicsChanged) {
            membersChanged = false;
            topicsSeen = topics.version();
            version++;
            share();
        }
        return version;
    }

    private void share() {
        if (byHand) {
            return;
        }
        Map<TaskId, List<TopicPartition>> wanted = new LinkedHashMap<>();
        members.forEach((task, member) -> wanted.put(task, topics.partitions(member::subscribesTo)));
        meant = EvenShare.of(wanted, meant);
    }

    boolean isMeantFor(DriverConsumer member, TopicPartition partition) {
        return member.task().equals(meant.get(partition));
    }

    /** What is meant for a member and held by nobody, in order. */
    List<TopicPartition> freeFor(DriverConsumer member) {
        List<TopicPartition> free = new ArrayList<>();
        meant.forEach((partition, task) -> {
            if (task.equals(member.task()) && !holders.containsKey(partition)) {
                free.add(partition);
            }
        });
        free.sort(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
        return free;
    }

    void taken(DriverConsumer member, Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> holders.put(partition, member));
    }

    void givenUp(Collection<TopicPartition> partitions) {
        holders.keySet().removeAll(partitions);
        version++;
    }

    void give(DriverConsumer member, Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            topics.log(partition);
            if (!member.subscribesTo(partition.topic())) {
                throw new IllegalArgumentException(
                        "Task " + member.task() + " cannot be given " + partition + ": it does not read that topic");
            }
        }
        takeInHand();
        partitions.forEach(partition -> meant.put(partition, member.task()));
    }

    void takeAway(DriverConsumer member, Collection<TopicPartition> partitions) {
        version();
        for (TopicPartition partition : partitions) {
            if (!isMeantFor(member, partition)) {
                throw new IllegalArgumentException("Task " + member.task() + " does not have " + partition);
            }
        }
        takeInHand();
        meant.keySet().removeAll(partitions);
    }

    private void takeInHand() {
        version();
        byHand = true;
        version++;
    }

    void shareEvenly() {
        byHand = false;
        membersChanged = true;
    }

    void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        committed.putAll(offsets);
    }

    Map<TopicPartition, OffsetAndMetadata> copyOfCommitted() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(committed));
    }
}
