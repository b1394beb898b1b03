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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Shares partitions among the members of a group: each member within one of every other that may have the same, and no
 * partition moves that does not have to. The same members, partitions and shares before give the same shares.
 */
final class EvenShare {

    private final Map<TaskId, List<TopicPartition>> wanted;
    private final Map<TaskId, List<TopicPartition>> shares = new LinkedHashMap<>();

    private EvenShare(Map<TaskId, List<TopicPartition>> wanted) {
        this.wanted = wanted;
        wanted.keySet().forEach(member -> shares.put(member, new ArrayList<>()));
    }

    /** {@code wanted}: what each member subscribes to, members and partitions in an order that is always the same. */
    static Map<TopicPartition, TaskId> of(
            Map<TaskId, List<TopicPartition>> wanted, Map<TopicPartition, TaskId> before) {
        EvenShare share = new EvenShare(wanted);
        share.keep(before);
        share.spread();
        while (share.moveOne()) {
            // Each move makes the largest difference smaller, so this ends.
        }
        Map<TopicPartition, TaskId> owners = new LinkedHashMap<>();
        share.shares.forEach((member, partitions) -> partitions.forEach(each -> owners.put(each, member)));
        return owners;
    }

    private void keep(Map<TopicPartition, TaskId> before) {
        wanted.forEach((member, partitions) -> partitions.forEach(partition -> {
            if (member.equals(before.get(partition))) {
                share(member).add(partition);
            }
        }));
    }

    private void spread() {
        Map<TopicPartition, Boolean> left = new LinkedHashMap<>();
        wanted.values().forEach(partitions -> partitions.forEach(each -> left.put(each, true)));
        shares.values().forEach(left.keySet()::removeAll);
        for (TopicPartition partition : left.keySet()) {
            TaskId least = leastOf(partition);
            if (least != null) {
                share(least).add(partition);
            }
        }
    }

    private @Nullable TaskId leastOf(TopicPartition partition) {
        TaskId least = null;
        for (Map.Entry<TaskId, List<TopicPartition>> member : wanted.entrySet()) {
            boolean able = member.getValue().contains(partition);
            if (able && (least == null || size(member.getKey()) < size(least))) {
                least = member.getKey();
            }
        }
        return least;
    }

    private boolean moveOne() {
        for (List<TopicPartition> rich : shares.values()) {
            for (int index = rich.size() - 1; index >= 0; index--) {
                TaskId poor = leastOf(rich.get(index));
                if (poor != null && size(poor) + 1 < rich.size()) {
                    share(poor).add(rich.remove(index));
                    return true;
                }
            }
        }
        return false;
    }

    private int size(TaskId member) {
        return share(member).size();
    }

    private List<TopicPartition> share(TaskId member) {
        return shares.computeIfAbsent(member, any -> new ArrayList<>());
    }
}
