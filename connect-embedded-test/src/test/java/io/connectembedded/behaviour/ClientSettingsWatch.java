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
package io.connectembedded.behaviour;

import io.connectembedded.ConnectWorker;
import io.connectembedded.driver.HandDrivenWorker;
import io.connectembedded.driver.Surroundings;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.status.TaskId;
import io.connectembedded.test.internal.kafka.DriverKafka;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** A worker without a broker that shows the settings its clients are made with. */
final class ClientSettingsWatch implements Surroundings, AutoCloseable {

    final Map<TaskId, Map<String, Object>> producers = new HashMap<>();
    final Map<TaskId, Map<String, Object>> consumers = new HashMap<>();
    final ConnectWorker worker;
    private final HandDrivenWorker hand;
    private final DriverKafka kafka = new DriverKafka(Time.SYSTEM);

    ClientSettingsWatch(ConnectWorker.Builder builder) {
        hand = HandDrivenWorker.create(builder, this);
        worker = hand.worker();
        worker.start();
        hand.runPending();
    }

    @Override
    public void close() {
        worker.close();
    }

    @Override
    public Time time() {
        return Time.SYSTEM;
    }

    @Override
    public void pass(Duration time) {
        // Nothing waits here.
    }

    @Override
    public Producer<byte[], byte[]> producer(TaskId task, Map<String, Object> settings) {
        producers.put(task, settings);
        return kafka.producer(task, settings);
    }

    @Override
    public Consumer<byte[], byte[]> consumer(TaskId task, Map<String, Object> settings) {
        consumers.put(task, settings);
        return kafka.consumer(task, settings);
    }

    @Override
    public Set<String> topics() {
        return Set.copyOf(kafka.topicNames());
    }

    @Override
    public boolean create(NewTopic topic) {
        return false;
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
        // Nobody keeps account.
    }

    @Override
    public int partitions(String topic) {
        return kafka.partitions(topic);
    }

    @Override
    public Map<TopicPartition, Long> committed(String group) {
        return Map.of();
    }

    @Override
    public void commit(String group, Map<TopicPartition, Long> offsets) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void forget(String group, Collection<TopicPartition> partitions) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> members(String group) {
        return List.of();
    }

    @Override
    public SourceTask watched(TaskId id, SourceTask task) {
        return task;
    }

    @Override
    public SinkTask watched(TaskId id, SinkTask task) {
        return task;
    }

    @Override
    public void dropped(TaskId sinkTask, TopicPartition partition, long offset) {
        // Nobody keeps account.
    }

    @Override
    public void dropped(TaskId sourceTask, SourceRecord record) {
        // Nobody keeps account.
    }

    @Override
    public void connectorMade(String name, Connector connector) {
        // Nobody looks on.
    }

    @Override
    public OffsetStore watched(OffsetStore store) {
        return store;
    }
}
