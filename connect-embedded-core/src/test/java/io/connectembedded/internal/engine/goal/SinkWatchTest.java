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
package io.connectembedded.internal.engine.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.RunGoal;
import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.junit.jupiter.api.Test;

class SinkWatchTest {

    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    /** Takes everything. */
    private static final class Taking extends SinkTask {
        @Override
        public void start(Map<String, String> config) {}

        @Override
        public void put(Collection<SinkRecord> records) {}

        @Override
        public void stop() {}

        @Override
        public String version() {
            return "1";
        }
    }

    @Test
    void what_another_task_committed_while_it_had_the_partition_counts() {
        MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
        kafka.updatePartitions("t", List.of(new PartitionInfo("t", 0, null, null, null)));
        kafka.updateBeginningOffsets(Map.of(PARTITION, 0L));
        kafka.updateEndOffsets(Map.of(PARTITION, 2L));
        kafka.assign(List.of(PARTITION));
        kafka.addRecord(new ConsumerRecord<>("t", 0, 0, null, null));
        kafka.addRecord(new ConsumerRecord<>("t", 0, 1, null, null));
        ConnectorSpec spec = ConnectorSpec.sink("sink", SinkConnector.class).topics("t");
        ConnectorConfig config = ConnectorConfig.of(spec, spec.config(), SinkConnector.class);
        SinkWatch watch = new GoalRun(RunGoal.caughtUp(), Time.SYSTEM).sink(new TaskId("sink", 0), config);
        Consumer<byte[], byte[]> consumer = watch.over(kafka);
        SinkTask task = watch.over(new Taking());

        assertThat(consumer.poll(Duration.ZERO).count()).isEqualTo(2);
        task.put(List.of(new SinkRecord("t", 0, null, null, null, null, 1)));
        assertThat(watch.isCaughtUp()).isFalse();

        // It went to another task, which committed all of it, and came back.
        task.open(List.of(PARTITION));
        task.put(List.of());
        assertThat(watch.isCaughtUp()).isTrue();
    }
}
