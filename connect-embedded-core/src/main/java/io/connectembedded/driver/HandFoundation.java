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

import io.connectembedded.internal.clients.Clients;
import io.connectembedded.internal.clients.GroupAdmin;
import io.connectembedded.internal.clients.TopicAdmin;
import io.connectembedded.internal.engine.foundation.Foundation;
import io.connectembedded.internal.engine.foundation.WorkerNames;
import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.internal.offset.TransactionalStore;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.DoubleSupplier;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** The surroundings a driver gives, as a worker wants them. The JVM's MBean server hears nothing of such a worker. */
final class HandFoundation implements Foundation, Clients {

    private static final double MIDDLE = 0.5;

    private final Surroundings surroundings;
    private HandExecution execution;

    HandFoundation(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.execution = new HandExecution(surroundings::pass);
    }

    HandExecution execution() {
        return execution;
    }

    /** What was under way is never gone on with. */
    void forget() {
        execution.forget();
        execution = new HandExecution(surroundings::pass);
    }

    @Override
    public Clients clients() {
        return this;
    }

    @Override
    public Producer<byte[], byte[]> producer(TaskId task, Map<String, Object> settings) {
        return surroundings.producer(task, settings);
    }

    @Override
    public Consumer<byte[], byte[]> consumer(TaskId task, Map<String, Object> settings) {
        return surroundings.consumer(task, settings);
    }

    @Override
    public Cluster cluster(Map<String, Object> settings) {
        return new HandCluster();
    }

    @Override
    public TopicAdmin topics(TaskId task, Map<String, Object> settings) {
        return new HandTopics(surroundings);
    }

    @Override
    public Fencing fencing(String connector, Map<String, Object> settings) {
        return (ids, limit) -> {
            surroundings.fence(ids);
            return CompletableFuture.completedFuture(null);
        };
    }

    @Override
    public GroupAdmin groups(String connector, String group, Map<String, Object> settings) {
        return new HandGroups(group, surroundings);
    }

    private record HandTopics(Surroundings surroundings) implements TopicAdmin {

        @Override
        public Set<String> existing(Collection<String> topics, Duration limit) {
            Set<String> existing = new HashSet<>(topics);
            existing.retainAll(surroundings.topics());
            return existing;
        }

        @Override
        public boolean create(NewTopic topic, Duration limit) {
            return surroundings.create(topic);
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }

    private record HandCluster() implements Cluster {

        @Override
        public Future<String> id(Duration limit) {
            return CompletableFuture.completedFuture("driver");
        }

        @Override
        public boolean wasReached() {
            return true;
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }

    @Override
    public Time time() {
        return surroundings.time();
    }

    @Override
    public DoubleSupplier random() {
        // Nothing is left to chance: a delay with jitter is the delay itself.
        return () -> MIDDLE;
    }

    @Override
    public Execution execution(String worker, @Nullable ThreadFactory threads, ClassLoader loader) {
        return execution;
    }

    @Override
    public List<MetricsReporter> reporters() {
        return List.of();
    }

    @Override
    public WorkerNames names(String worker) {
        return WorkerNames.unregistered(worker);
    }

    @Override
    public SourceTask watched(TaskId id, SourceTask task) {
        return surroundings.watched(id, task);
    }

    @Override
    public SinkTask watched(TaskId id, SinkTask task) {
        return surroundings.watched(id, task);
    }

    @Override
    public void dropped(TaskId sinkTask, ConsumerRecord<byte[], byte[]> record) {
        surroundings.dropped(sinkTask, new TopicPartition(record.topic(), record.partition()), record.offset());
    }

    @Override
    public void dropped(TaskId sourceTask, SourceRecord record) {
        surroundings.dropped(sourceTask, record);
    }

    @Override
    public void connectorMade(String name, Connector connector) {
        surroundings.connectorMade(name, connector);
    }

    @Override
    public OffsetStore watched(OffsetStore store) {
        if (!(store instanceof TransactionalStore inKafka)) {
            return surroundings.watched(new HandStore(store, execution));
        }
        surroundings.keepsOffsets(inKafka.topic());
        OffsetStore byHand = new HandTopicStore(surroundings, inKafka.topic());
        return new HandTransactionalStore(surroundings.watched(new HandStore(byHand, execution)), inKafka.topic());
    }

    @Override
    public void close() {
        // The surroundings are the driver's.
    }
}
