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
package io.connectembedded.test.internal.driver;

import io.connectembedded.driver.StoredInTopic;
import io.connectembedded.driver.Surroundings;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.status.TaskId;
import io.connectembedded.test.internal.delivery.DeliveryLedger;
import io.connectembedded.test.internal.delivery.WatchedStore;
import io.connectembedded.test.internal.delivery.sink.WatchedSinkTask;
import io.connectembedded.test.internal.delivery.source.WatchedSourceTask;
import io.connectembedded.test.internal.kafka.DriverClock;
import io.connectembedded.test.internal.kafka.DriverConsumer;
import io.connectembedded.test.internal.kafka.DriverKafka;
import io.connectembedded.test.internal.kafka.DriverProducer;
import io.connectembedded.test.internal.kafka.KafkaWatch;
import io.connectembedded.test.internal.kafka.transaction.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** What a driven worker is given, and what of it the driver holds in its hands. */
final class DriverSurroundings implements Surroundings, KafkaWatch {

    final DriverClock clock = new DriverClock();
    final DriverKafka kafka = new DriverKafka(clock);
    final DeliveryLedger ledger = new DeliveryLedger();

    private final Map<TaskId, TaskProducers> producers = new HashMap<>();
    private final Map<TaskId, DriverConsumer> consumers = new HashMap<>();
    private final Map<TaskId, WatchedSourceTask> sources = new HashMap<>();
    private final Map<TaskId, WatchedSinkTask> sinks = new HashMap<>();
    private final List<WatchedStore> stores = new ArrayList<>(); // of this run
    private final Map<String, Connector> connectors = new HashMap<>();
    private final Killed killed = new Killed();
    private final Map<String, NewTopic> created = new TreeMap<>();
    private final Set<String> offsetTopics = new HashSet<>();
    private int commits;

    DriverSurroundings() {
        kafka.watch(this);
    }

    @Override
    public Time time() {
        return clock;
    }

    @Override
    public void pass(Duration time) {
        clock.advance(time);
    }

    @Override
    public Producer<byte[], byte[]> producer(TaskId task, Map<String, Object> settings) {
        DriverProducer producer = kafka.producer(task, settings);
        if (TaskProducers.isOfLetters(settings) && sinks.containsKey(task)) {
            // A sink waits for its letters within a commit, where nobody could acknowledge them.
            producer.ackAtOnce();
        }
        producers.computeIfAbsent(task, TaskProducers::new).add(producer, settings);
        return producer;
    }

    @Override
    public Consumer<byte[], byte[]> consumer(TaskId task, Map<String, Object> settings) {
        DriverConsumer consumer = kafka.consumer(task, settings);
        consumers.put(task, consumer);
        return consumer;
    }

    @Override
    public Set<String> topics() {
        return Set.copyOf(kafka.topicNames());
    }

    @Override
    public boolean create(NewTopic topic) {
        if (kafka.topicNames().contains(topic.name())) {
            return false;
        }
        kafka.createTopic(topic.name(), Math.max(1, topic.numPartitions()));
        created.put(topic.name(), topic);
        return true;
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        return kafka.records(topic);
    }

    @Override
    public void append(ProducerRecord<byte[], byte[]> record) {
        kafka.append(record);
    }

    @Override
    public void fence(Collection<String> transactionalIds) {
        kafka.fence(transactionalIds);
    }

    @Override
    public void keepsOffsets(String topic) {
        offsetTopics.add(topic);
    }

    @Override
    public int partitions(String topic) {
        return kafka.partitions(topic);
    }

    @Override
    public Map<TopicPartition, Long> committed(String group) {
        Map<TopicPartition, Long> committed = new HashMap<>();
        kafka.committed(group).forEach((partition, offset) -> committed.put(partition, offset.offset()));
        return committed;
    }

    @Override
    public void commit(String group, Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        offsets.forEach((partition, offset) -> committed.put(partition, new OffsetAndMetadata(offset)));
        kafka.setCommitted(group, committed);
    }

    @Override
    public void forget(String group, Collection<TopicPartition> partitions) {
        kafka.deleteCommitted(group, partitions);
    }

    @Override
    public List<String> members(String group) {
        return kafka.members(group).stream()
                .map(member -> "task " + member.task())
                .toList();
    }

    @Override
    public SourceTask watched(TaskId id, SourceTask task) {
        WatchedSourceTask watched = ledger.watch(id, task);
        sources.put(id, watched);
        return watched;
    }

    @Override
    public SinkTask watched(TaskId id, SinkTask task) {
        WatchedSinkTask watched = ledger.watch(id, task);
        sinks.put(id, watched);
        return watched;
    }

    @Override
    public void dropped(TaskId sinkTask, TopicPartition partition, long offset) {
        ledger.dropped(sinkTask, partition, offset);
    }

    @Override
    public void dropped(TaskId sourceTask, SourceRecord record) {
        WatchedSourceTask watched = sources.get(sourceTask);
        if (watched != null) {
            watched.dropped(record);
        }
    }

    @Override
    public void connectorMade(String name, Connector connector) {
        connectors.put(name, connector);
    }

    @Override
    public OffsetStore watched(OffsetStore chosen) {
        WatchedStore watched = ledger.watch(chosen);
        stores.add(watched);
        return watched;
    }

    @Override
    public void appended(ConsumerRecord<byte[], byte[]> record) {
        ledger.appended(record);
    }

    /** Offsets are told first: they stand with their records from one moment on. */
    @Override
    public void ended(Transaction transaction) {
        boolean committed = transaction.isCommitted();
        int stored = 0;
        for (ConsumerRecord<byte[], byte[]> record : transaction.records()) {
            if (committed && offsetTopics.contains(record.topic())) {
                StoredInTopic.of(record).ifPresent(ledger::storedWithItsRecords);
                stored++;
            } else if (!offsetTopics.contains(record.topic())) {
                ledger.ended(transaction.task(), record, committed);
            }
        }
        commits += stored > 0 ? 1 : 0;
    }

    @Override
    public void committed(TaskId task, Map<TopicPartition, OffsetAndMetadata> offsets) {
        commits++;
        ledger.committed(task, offsets);
    }

    @Override
    public void subscribed(TaskId task, Predicate<String> topics) {
        ledger.subscribed(task, topics);
    }

    @Override
    public void positioned(TaskId task, TopicPartition partition, long offset) {
        ledger.positioned(task, partition, offset);
    }

    Map<String, NewTopic> createdTopics() {
        return Collections.unmodifiableMap(new TreeMap<>(created));
    }

    /** How many commits were durable so far, of groups and of this run's store. */
    int commits() {
        return commits + stores.stream().mapToInt(WatchedStore::writes).sum();
    }

    Optional<TaskProducers> producers(TaskId task) {
        return Optional.ofNullable(producers.get(task));
    }

    Optional<DriverConsumer> consumer(TaskId task) {
        return Optional.ofNullable(consumers.get(task));
    }

    Optional<WatchedSourceTask> source(TaskId task) {
        return Optional.ofNullable(sources.get(task));
    }

    Optional<WatchedSinkTask> sink(TaskId task) {
        return Optional.ofNullable(sinks.get(task));
    }

    void failNextWrite(@Nullable Exception failure) {
        stores.forEach(store -> store.failNextWrite(failure));
    }

    /** No failure that was asked for comes any more. */
    void calm() {
        failNextWrite(null);
        producers.values().forEach(each -> each.each(DriverSurroundings::calm));
        consumers.values().forEach(consumer -> consumer.failNextCommit(null));
    }

    private static void calm(DriverProducer producer) {
        producer.failNextSend(null);
        producer.failNextCommit(null, false);
    }

    /** What a process leaves when it is killed: clients are cut off, and nobody is told. */
    void kill() {
        producers.values().forEach(each -> each.each(producer -> producer.kill(0)));
        consumers.values().forEach(DriverConsumer::kill);
        sources.values().forEach(killed::add);
        sinks.values().forEach(killed::add);
        connectors.values().forEach(killed::add);
        producers.clear();
        consumers.clear();
        sources.clear();
        sinks.clear();
        connectors.clear();
        stores.clear();
        ledger.crashed();
    }

    /** Lets what was killed give back what it holds open. */
    void stopKilled() {
        killed.stop();
    }
}
