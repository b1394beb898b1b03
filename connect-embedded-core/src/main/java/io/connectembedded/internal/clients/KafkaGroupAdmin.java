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

import io.connectembedded.internal.clients.refusal.Asked;
import io.connectembedded.internal.clients.refusal.RefusedException;
import io.connectembedded.internal.clients.refusal.Refusing;
import io.connectembedded.internal.lifecycle.Failures;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.DeleteConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.DeleteConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.DeleteConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.GroupSubscribedToTopicException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A group of a real cluster. */
record KafkaGroupAdmin(String group, Admin admin, Refusing refusing) implements GroupAdmin {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaGroupAdmin.class);

    private static final String DESCRIBE = "Describe";
    private static final String DELETE = "Delete";

    @Override
    public Map<TopicPartition, Long> offsets(Duration limit) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = await(
                    admin.listConsumerGroupOffsets(
                                    group, new ListConsumerGroupOffsetsOptions().timeoutMs(millis(limit)))
                            .partitionsToOffsetAndMetadata(),
                    Asked.group(DESCRIBE, ""));
            committed.forEach((partition, offset) -> {
                if (offset != null) {
                    offsets.put(partition, offset.offset());
                }
            });
        } catch (GroupIdNotFoundException e) {
            // A sink that has never committed.
            offsets.clear();
        }
        return offsets;
    }

    @Override
    public Map<String, Integer> partitions(Collection<String> topics, Duration limit) {
        Map<String, KafkaFuture<TopicDescription>> answers = admin.describeTopics(
                        topics, new DescribeTopicsOptions().timeoutMs(millis(limit)))
                .topicNameValues();
        Map<String, Integer> partitions = new HashMap<>();
        answers.forEach((topic, answer) -> {
            try {
                partitions.put(
                        topic, await(answer, Asked.describe(topic)).partitions().size());
            } catch (UnknownTopicOrPartitionException e) {
                // That is the answer.
                partitions.remove(topic);
            }
        });
        return partitions;
    }

    @Override
    public void alter(Map<TopicPartition, Long> offsets, Duration limit) {
        Map<TopicPartition, OffsetAndMetadata> wanted = new HashMap<>();
        offsets.forEach((partition, offset) -> wanted.put(partition, new OffsetAndMetadata(offset)));
        AlterConsumerGroupOffsetsResult answers = admin.alterConsumerGroupOffsets(
                group, wanted, new AlterConsumerGroupOffsetsOptions().timeoutMs(millis(limit)));
        wanted.keySet()
                .forEach(partition ->
                        change(answers.partitionResult(partition), Asked.group("Read", partition.topic())));
    }

    @Override
    public void delete(Set<TopicPartition> partitions, Duration limit) {
        DeleteConsumerGroupOffsetsResult answers = admin.deleteConsumerGroupOffsets(
                group, partitions, new DeleteConsumerGroupOffsetsOptions().timeoutMs(millis(limit)));
        partitions.forEach(partition -> {
            try {
                change(answers.partitionResult(partition), Asked.group(DELETE, partition.topic()));
            } catch (GroupIdNotFoundException e) {
                LOG.debug("Group {} has no offset of {} to forget", group, partition);
            }
        });
    }

    @Override
    public void deleteGroup(Duration limit) {
        try {
            change(
                    admin.deleteConsumerGroups(
                                    List.of(group), new DeleteConsumerGroupsOptions().timeoutMs(millis(limit)))
                            .all(),
                    Asked.group(DELETE, ""));
        } catch (GroupIdNotFoundException e) {
            LOG.debug("There is no group {} to delete", group);
        }
    }

    @Override
    public List<String> members(Duration limit) {
        try {
            DescribeConsumerGroupsOptions options = new DescribeConsumerGroupsOptions().timeoutMs(millis(limit));
            return await(admin.describeConsumerGroups(List.of(group), options).all(), Asked.group(DESCRIBE, ""))
                    .values()
                    .stream()
                    .flatMap(described -> described.members().stream())
                    .map(member -> member.clientId() + " at " + member.host())
                    .sorted()
                    .toList();
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.debug("The members of group {} cannot be named", group, e);
            return List.of();
        }
    }

    private static int millis(Duration limit) {
        return (int) Math.max(1, Math.min(limit.toMillis(), Integer.MAX_VALUE));
    }

    private void change(KafkaFuture<Void> answer, Asked asked) {
        try {
            await(answer, asked);
        } catch (UnknownMemberIdException
                | GroupNotEmptyException
                | GroupSubscribedToTopicException
                | RebalanceInProgressException e) {
            throw new HasMembersException(group, e);
        }
    }

    private <T> T await(KafkaFuture<T> answer, Asked asked) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            Throwable cause = Failures.causeOf(e);
            if (Refusing.isRefusal(cause)) {
                throw new RefusedException(refusing.told(cause, asked), cause);
            }
            if (cause instanceof RuntimeException known) {
                throw known;
            }
            throw new ConnectException(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
