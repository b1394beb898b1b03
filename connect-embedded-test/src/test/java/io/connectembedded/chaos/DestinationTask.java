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
package io.connectembedded.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Writes to a destination; by way of a buffer or not, is for each sink to say. */
abstract class DestinationTask extends SinkTask {

    World destination;
    final List<SinkRecord> buffer = new ArrayList<>();

    @Override
    public final void start(Map<String, String> config) {
        destination = World.of(config);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        buffer.addAll(records);
    }

    final void deliver() {
        buffer.forEach(record -> destination.arrive(record.value()));
    }

    final void forget(Collection<TopicPartition> partitions) {
        buffer.removeIf(record ->
                partitions.contains(new TopicPartition(record.originalTopic(), record.originalKafkaPartition())));
    }

    @Override
    public void stop() {
        // Nothing is open.
    }

    @Override
    public String version() {
        return "1";
    }
}
