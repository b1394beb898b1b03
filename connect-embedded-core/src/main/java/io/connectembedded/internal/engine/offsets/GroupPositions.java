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
import io.connectembedded.error.WorkerStateException;
import io.connectembedded.internal.clients.GroupAdmin;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.work.Waits;
import io.connectembedded.offset.ConnectorOffset;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.sink.SinkConnector;
import org.jspecify.annotations.Nullable;

/**
 * The offsets of a sink, in its consumer group. The broker lets an administrator change them only while the group is
 * empty; so a change that arrives late, after its limit, can no longer reach a sink that has been resumed.
 */
final class GroupPositions implements Positions {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** For members that are about to leave. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final String connector;
    private final String group;
    private final GroupAdmin admin;
    private final Waits waits;
    private final Time time;

    GroupPositions(String connector, String group, GroupAdmin admin, Waits waits, Time time) {
        this.connector = connector;
        this.group = group;
        this.admin = admin;
        this.waits = waits;
        this.time = time;
    }

    @Override
    public List<ConnectorOffset> read() {
        return SinkOffsetMaps.of(admin.offsets(LIMIT));
    }

    @Override
    public Change alter(List<ConnectorOffset> offsets) {
        Map<TopicPartition, @Nullable Long> given = SinkOffsetMaps.parse(connector, offsets);
        refuseUnknown(given.keySet());
        Map<TopicPartition, Long> set = new LinkedHashMap<>();
        Set<TopicPartition> forgotten = new HashSet<>();
        given.forEach((partition, offset) -> {
            if (offset == null) {
                forgotten.add(partition);
            } else {
                set.put(partition, offset);
            }
        });
        return new GroupChange(given, () -> {
            if (!set.isEmpty()) {
                admin.alter(set, LIMIT);
            }
            if (!forgotten.isEmpty()) {
                admin.delete(forgotten, LIMIT);
            }
        });
    }

    /** Before anything is changed: the broker would refuse these alone, and take the others. */
    private void refuseUnknown(Set<TopicPartition> given) {
        Set<String> topics = new TreeSet<>();
        given.forEach(partition -> topics.add(partition.topic()));
        Map<String, Integer> known = admin.partitions(topics, LIMIT);
        for (TopicPartition each : given) {
            Integer count = known.get(each.topic());
            if (count == null) {
                throw new ConnectEmbeddedException("Of the offsets given for sink connector " + connector + " topic "
                        + each.topic() + " does not exist; correct its name");
            }
            if (each.partition() >= count) {
                throw new ConnectEmbeddedException("Of the offsets given for sink connector " + connector + " topic "
                        + each.topic() + " has no partition " + each.partition() + "; it has " + count
                        + ", numbered from 0");
            }
        }
    }

    @Override
    public Change reset() {
        Map<TopicPartition, @Nullable Long> forgotten = new LinkedHashMap<>();
        admin.offsets(LIMIT).keySet().forEach(partition -> forgotten.put(partition, null));
        return new GroupChange(forgotten, () -> admin.deleteGroup(LIMIT));
    }

    @Override
    public void close() {
        admin.close();
    }

    private final class GroupChange implements Change {

        private final Map<TopicPartition, @Nullable Long> told;
        private final Runnable change;

        GroupChange(Map<TopicPartition, @Nullable Long> told, Runnable change) {
            this.told = told;
            this.change = change;
        }

        @Override
        public boolean tell(Connector plugin, Map<String, String> config) {
            // A copy: what the plug-in does to its map is its own affair.
            return ((SinkConnector) plugin).alterOffsets(config, new HashMap<>(told));
        }

        /** Tasks that have just ended leave their group a moment later. */
        @Override
        public void write() throws InterruptedException {
            Deadline patience = Deadline.after(time, PATIENCE);
            for (boolean made = false; !made; ) {
                try {
                    change.run();
                    made = true;
                } catch (GroupAdmin.HasMembersException e) {
                    if (patience.remaining().isZero()) {
                        throw stillInUse(e);
                    }
                    pause();
                }
            }
        }

        private void pause() throws InterruptedException {
            if (!waits.pass(PAUSE)) {
                waits.until(new CompletableFuture<>(), PAUSE, () -> false);
            }
        }

        private WorkerStateException stillInUse(GroupAdmin.HasMembersException cause) {
            List<String> members = admin.members(LIMIT);
            return new WorkerStateException(
                    "Consumer group " + group + " of sink connector " + connector + " still has members"
                            + (members.isEmpty() ? "" : " (" + String.join(", ", members) + ")")
                            + ", and only these may commit: stop whoever else is in the group, or, after a worker was"
                            + " killed or a task hung, wait for session.timeout.ms (max.poll.interval.ms of a task that"
                            + " hangs); then try again",
                    cause);
        }
    }
}
