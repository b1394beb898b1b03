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
package io.connectembedded.internal.sink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** A sink task that does what a test says and notes what it is told; empty puts are not noted. */
class ScriptedSink extends SinkTask {

    final List<String> calls = new ArrayList<>();
    final List<SinkRecord> records = new ArrayList<>();
    Runnable onPut = () -> {};
    Runnable onOpen = () -> {};
    Runnable onClose = () -> {};
    Runnable onStart = () -> {};
    UnaryOperator<Map<TopicPartition, OffsetAndMetadata>> preCommit = asked -> asked;

    SinkTaskContext context() {
        return context;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public void start(Map<String, String> props) {
        calls.add("start");
        onStart.run();
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        calls.add("open " + sorted(partitions));
        onOpen.run();
    }

    @Override
    public void put(Collection<SinkRecord> batch) {
        if (!batch.isEmpty()) {
            calls.add("put "
                    + batch.stream().map(record -> (String) record.value()).toList());
        }
        onPut.run();
        records.addAll(batch);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> asked) {
        calls.add("preCommit");
        return preCommit.apply(asked);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        calls.add("close " + sorted(partitions));
        onClose.run();
    }

    @Override
    public void stop() {
        calls.add("stop");
    }

    private static String sorted(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::toString).sorted().collect(Collectors.joining(","));
    }
}
