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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Time;

/**
 * The consumer group of one sink. The broker lets an administrator change its offsets only while it is empty: tasks that
 * have just ended are waited for until they have left, and a change that arrives late, after its limit, can no longer
 * reach a sink that has been resumed.
 */
record SinkGroup(String connector, String group, GroupAdmin admin, Waits waits, Time time) {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** For members that are about to leave. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(100);

    Map<TopicPartition, Long> offsets() {
        return new HashMap<>(admin.offsets(LIMIT));
    }

    /** Before anything is changed: the broker would refuse these alone, and take the others. */
    void refuseUnknown(Set<TopicPartition> given) {
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

    void alter(Map<TopicPartition, Long> offsets) throws InterruptedException {
        if (!offsets.isEmpty()) {
            onceEmpty(() -> admin.alter(offsets, LIMIT));
        }
    }

    void forget(Set<TopicPartition> partitions) throws InterruptedException {
        if (!partitions.isEmpty()) {
            onceEmpty(() -> admin.delete(partitions, LIMIT));
        }
    }

    void forgetAll() throws InterruptedException {
        onceEmpty(() -> admin.deleteGroup(LIMIT));
    }

    /** For a change that Kafka does not see: members would go on from what they know, and overwrite it. */
    void awaitEmpty() throws InterruptedException {
        onceEmpty(() -> {
            if (!admin.members(LIMIT).isEmpty()) {
                throw new GroupAdmin.HasMembersException(group);
            }
        });
    }

    private void onceEmpty(Runnable change) throws InterruptedException {
        Deadline patience = Deadline.after(time, PATIENCE);
        for (boolean made = false; !made; ) {
            try {
                change.run();
                made = true;
            } catch (GroupAdmin.HasMembersException e) {
                if (patience.hasPassed()) {
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
