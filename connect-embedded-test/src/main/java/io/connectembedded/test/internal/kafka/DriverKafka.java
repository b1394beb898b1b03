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
import io.connectembedded.test.internal.kafka.transaction.ProducerTransactions;
import io.connectembedded.test.internal.kafka.transaction.Transaction;
import io.connectembedded.test.internal.kafka.transaction.TransactionCoordinator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.utils.Time;

/**
 * Topics and groups in memory. A topic exists from its first use by a producer or a test, with one partition unless it
 * was made with another number; who only reads makes none. Nothing happens but within a call.
 */
public final class DriverKafka {

    /** The test itself as a sender. */
    private static final TaskId TEST = new TaskId("test", 0);

    private final Time clock;
    private final Topics topics = new Topics();
    private final SortedMap<String, Group> groups = new TreeMap<>();
    private final List<KafkaWatch> watches = new ArrayList<>();
    private long sent;
    private final TransactionCoordinator coordinator = new TransactionCoordinator(this::ended);
    private final DriverProducer outside =
            new DriverProducer(this, TEST, new ProducerTransactions(coordinator, TEST, null));

    public DriverKafka(Time clock) {
        this.clock = clock;
    }

    /** From now on this one hears what becomes durable. */
    public void watch(KafkaWatch watch) {
        watches.add(watch);
    }

    /** @throws IllegalStateException if it exists with another number of partitions */
    public void createTopic(String name, int partitions) {
        topics.create(name, partitions);
    }

    /** Gives the topic more partitions, or makes it. */
    public void growTopic(String name, int partitions) {
        topics.grow(name, partitions);
    }

    /** The names of all topics, in order. */
    public List<String> topicNames() {
        return List.copyOf(topics.names());
    }

    /** How many partitions a topic has, zero if it does not exist. */
    public int partitions(String topic) {
        return topics.partitions(topic);
    }

    /** All committed records of a topic, by partition and offset; nothing if it does not exist. */
    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (TopicPartition partition : topics.partitions(topic::equals)) {
            records.addAll(
                    topics.log(partition).read(0, Integer.MAX_VALUE, true).records());
        }
        return Collections.unmodifiableList(records);
    }

    /** The names of all groups that have ever had a consumer or an offset, in order. */
    public List<String> groupNames() {
        return List.copyOf(groups.keySet());
    }

    /** The consumers that are in a group now, in the order of their tasks; none of a group that does not exist. */
    public List<DriverConsumer> members(String group) {
        Group found = groups.get(group);
        return found == null ? List.of() : found.members();
    }

    /** What a group has committed; nothing of one that does not exist. */
    public Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        Group found = groups.get(group);
        return found == null ? Map.of() : found.copyOfCommitted();
    }

    /** Sets offsets of a group as an administrator does; watches hear only of tasks. */
    public void setCommitted(String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        group(group).commit(offsets);
    }

    /** Forgets offsets of a group as an administrator does. */
    public void deleteCommitted(String group, Collection<TopicPartition> partitions) {
        group(group).committed().keySet().removeAll(partitions);
    }

    /** Ends the moving by hand that {@link DriverConsumer#give} and its like began. */
    public void shareEvenly(String group) {
        group(group).shareEvenly();
    }

    /** Heeds {@code transactional.id}. */
    public DriverProducer producer(TaskId task, Map<String, Object> settings) {
        Object id = settings.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        return new DriverProducer(
                this, task, new ProducerTransactions(coordinator, task, id == null ? null : String.valueOf(id)));
    }

    /** Ends the producers of these transactional ids as an administrator does. */
    public void fence(Collection<String> transactionalIds) {
        coordinator.fence(transactionalIds);
    }

    private void ended(Transaction transaction) {
        if (transaction.isCommitted()) {
            transaction.records().forEach(record -> watches.forEach(watch -> watch.appended(record)));
        }
        watches.forEach(watch -> watch.ended(transaction));
    }

    /**
     * Heeds {@code group.id}, {@code auto.offset.reset}, {@code isolation.level} and {@code max.poll.records}, with
     * Kafka's defaults.
     *
     * @throws InvalidGroupIdException without a group
     * @throws org.apache.kafka.common.config.ConfigException for an unknown {@code auto.offset.reset}
     */
    public DriverConsumer consumer(TaskId task, Map<String, Object> settings) {
        Object group = settings.get(ConsumerConfig.GROUP_ID_CONFIG);
        if (group == null) {
            throw new InvalidGroupIdException("The consumer of task " + task + " needs a group.id");
        }
        return new DriverConsumer(this, task, group(String.valueOf(group)), settings);
    }

    /** Puts a record on its topic at once, as a producer outside of Connect does, in the partition that would choose. */
    public void append(ProducerRecord<byte[], byte[]> record) {
        outside.append(record);
    }

    long nextNumber() {
        return ++sent;
    }

    Topics topics() {
        return topics;
    }

    RecordMetadata append(InFlight sent) {
        ProducerRecord<byte[], byte[]> record = sent.record();
        Long given = record.timestamp();
        long timestamp = given == null ? clock.milliseconds() : given;
        ConsumerRecord<byte[], byte[]> stored =
                topics.log(sent.partition()).append(record, timestamp, sent.transaction());
        if (sent.transaction() == null) {
            watches.forEach(watch -> watch.appended(stored));
        }
        return new RecordMetadata(
                sent.partition(),
                stored.offset(),
                0,
                timestamp,
                stored.serializedKeySize(),
                stored.serializedValueSize());
    }

    void commit(TaskId task, Group group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<TopicPartition, OffsetAndMetadata> copy = Collections.unmodifiableMap(new LinkedHashMap<>(offsets));
        group.commit(copy);
        watches.forEach(watch -> watch.committed(task, copy));
    }

    void subscribed(TaskId task, Predicate<String> subscription) {
        watches.forEach(watch -> watch.subscribed(task, subscription));
    }

    void positioned(TaskId task, TopicPartition partition, long offset) {
        watches.forEach(watch -> watch.positioned(task, partition, offset));
    }

    private Group group(String name) {
        return groups.computeIfAbsent(name, fresh -> new Group(topics));
    }
}
