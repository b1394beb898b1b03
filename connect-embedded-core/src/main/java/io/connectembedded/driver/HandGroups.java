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
package io.connectembedded.driver;

import io.connectembedded.internal.clients.GroupAdmin;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;

/** A group of the surroundings, which answer at once. */
record HandGroups(String group, Surroundings surroundings) implements GroupAdmin {

    @Override
    public Map<TopicPartition, Long> offsets(Duration limit) {
        return surroundings.committed(group);
    }

    @Override
    public Map<String, Integer> partitions(Collection<String> topics, Duration limit) {
        Map<String, Integer> partitions = new HashMap<>();
        topics.forEach(topic -> partitions.put(topic, surroundings.partitions(topic)));
        partitions.values().removeIf(count -> count == 0);
        return partitions;
    }

    @Override
    public void alter(Map<TopicPartition, Long> offsets, Duration limit) {
        refuseMembers();
        surroundings.commit(group, offsets);
    }

    @Override
    public void delete(Set<TopicPartition> partitions, Duration limit) {
        refuseMembers();
        surroundings.forget(group, partitions);
    }

    @Override
    public void deleteGroup(Duration limit) {
        refuseMembers();
        surroundings.forget(group, surroundings.committed(group).keySet());
    }

    private void refuseMembers() {
        if (!surroundings.members(group).isEmpty()) {
            throw new HasMembersException(group, new GroupNotEmptyException("The group is not empty."));
        }
    }

    @Override
    public List<String> members(Duration limit) {
        return surroundings.members(group);
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
