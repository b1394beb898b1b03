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

import io.connectembedded.offset.OffsetStore;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.Collection;
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

/** What a driven worker has in place of Kafka and of time, and who looks on; for connect-embedded-test. */
public interface Surroundings {

    /** The clock, which moves only by {@link #pass} and by the driver. */
    Time time();

    /** Moves the clock: something waits inside a step that is done by hand. */
    void pass(Duration time);

    Producer<byte[], byte[]> producer(TaskId task, Map<String, Object> settings);

    Consumer<byte[], byte[]> consumer(TaskId task, Map<String, Object> settings);

    /** The topics there are. */
    Set<String> topics();

    /** Makes a topic as an administrator does; false when there is one of that name. */
    boolean create(NewTopic topic);

    /** What a reader of committed records finds in a topic; nothing if it does not exist. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic);

    /** Puts a record on its topic at once. */
    void append(ProducerRecord<byte[], byte[]> record);

    /** Ends the producers that have these transactional ids, as an administrator does. */
    void fence(Collection<String> transactionalIds);

    /** Offsets of connectors are in this topic, and no records of theirs. */
    void keepsOffsets(String topic);

    /** How many partitions a topic has; none when there is no such topic. */
    int partitions(String topic);

    /** What a consumer group has committed; nothing of one that does not exist. */
    Map<TopicPartition, Long> committed(String group);

    /** Sets offsets of a consumer group as an administrator does. */
    void commit(String group, Map<TopicPartition, Long> offsets);

    /** Forgets offsets of a consumer group as an administrator does. */
    void forget(String group, Collection<TopicPartition> partitions);

    /** Who is in a consumer group now. */
    List<String> members(String group);

    /** The plug-in, or one that passes every call on to it and looks on. */
    SourceTask watched(TaskId id, SourceTask task);

    /** As for a source. */
    SinkTask watched(TaskId id, SinkTask task);

    /** This record is never put: a transformation dropped it, or it was given up. */
    void dropped(TaskId sinkTask, TopicPartition partition, long offset);

    /** This record reaches no topic, and its offset may be committed. */
    void dropped(TaskId sourceTask, SourceRecord record);

    /** An instance of a connector is there, and nothing was asked of it yet. */
    void connectorMade(String name, Connector connector);

    /** The worker's store, or one that passes every call on to it and looks on. */
    OffsetStore watched(OffsetStore store);
}
