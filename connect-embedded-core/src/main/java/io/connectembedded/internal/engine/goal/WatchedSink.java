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

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** Passes every call on to a sink task, and tells who watches it. */
final class WatchedSink extends SinkTask {
    private final SinkTask task;
    private final SinkWatch watch;

    WatchedSink(SinkTask task, SinkWatch watch) {
        this.task = task;
        this.watch = watch;
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        // A copy: the task may empty its list.
        List<SinkRecord> given = watch.run().looksAtRecords() ? new ArrayList<>(records) : List.of();
        int count = records.size();
        watch.putting();
        task.put(records);
        watch.put(count);
        given.forEach(watch.run()::seen);
    }

    @Override
    public void initialize(SinkTaskContext given) {
        watch.initialized(given);
        task.initialize(given);
    }

    @Override
    public void start(Map<String, String> config) {
        task.start(config);
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        watch.opened(partitions);
        task.open(partitions);
    }

    @Override
    public void flush(Map<TopicPartition, OffsetAndMetadata> offsets) {
        task.flush(offsets);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        return task.preCommit(offsets);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        task.close(partitions);
    }

    @Override
    public String version() {
        return task.version();
    }

    @Override
    public void stop() {
        watch.stopped();
        task.stop();
    }
}
