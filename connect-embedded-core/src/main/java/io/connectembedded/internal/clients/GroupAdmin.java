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
package io.connectembedded.internal.clients;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * The offsets of one consumer group, as an administrator sees and changes them. Every call waits for the cluster and
 * throws Kafka's own exceptions, unwrapped, or {@link io.connectembedded.internal.clients.refusal.RefusedException} when
 * Kafka does not let it. A change that ran out of time may still be made, but never once the group has members.
 */
public interface GroupAdmin extends AutoCloseable {

    /** What is committed; nothing of a group that does not exist. */
    Map<TopicPartition, Long> offsets(Duration limit);

    /** How many partitions each of these topics has; those that do not exist are left out. */
    Map<String, Integer> partitions(Collection<String> topics, Duration limit);

    /** Sets these offsets. */
    void alter(Map<TopicPartition, Long> offsets, Duration limit) throws HasMembersException;

    /** Forgets these offsets; nothing to do is fine. */
    void delete(Set<TopicPartition> partitions, Duration limit) throws HasMembersException;

    /** Forgets all offsets, and the group; that there is none is fine. */
    void deleteGroup(Duration limit) throws HasMembersException;

    /** Its members, for people; empty when nobody may say. */
    List<String> members(Duration limit);

    /** Waits for nothing. */
    @Override
    void close();

    /** Only members may commit as long as there are any. */
    final class HasMembersException extends ConnectException {

        private static final long serialVersionUID = 1L;

        public HasMembersException(String group) {
            super("Consumer group " + group + " has members");
        }

        public HasMembersException(String group, Throwable cause) {
            super("Consumer group " + group + " has members", cause);
        }
    }
}
