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
package io.connectembedded.test.internal.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Plug-ins that do what a test says and write down what they were told. */
final class ScriptedTasks {

    private ScriptedTasks() {}

    static final class Source extends SourceTask {

        final Deque<List<SourceRecord>> next = new ArrayDeque<>();
        final List<String> calls = new ArrayList<>();

        Source then(SourceRecord... records) {
            next.add(Arrays.asList(records));
            return this;
        }

        boolean hasContext() {
            return context != null;
        }

        @Override
        public String version() {
            return "7";
        }

        @Override
        public void start(Map<String, String> config) {
            calls.add("start " + config);
        }

        @Override
        public List<SourceRecord> poll() {
            return next.poll();
        }

        @Override
        public void commit() {
            calls.add("commit");
        }

        @Override
        public void commitRecord(SourceRecord record, RecordMetadata metadata) {
            calls.add("commitRecord " + record.value() + " at " + metadata);
        }

        @Override
        public void stop() {
            calls.add("stop");
        }
    }

    static final class Sink extends SinkTask {

        final List<String> calls = new ArrayList<>();
        RuntimeException putFails;
        RuntimeException preCommitFails;

        void rewind(TopicPartition partition, long offset) {
            context.offset(partition, offset);
        }

        @Override
        public String version() {
            return "7";
        }

        @Override
        public void start(Map<String, String> config) {
            calls.add("start " + config);
        }

        @Override
        public void open(Collection<TopicPartition> partitions) {
            calls.add("open " + partitions);
        }

        @Override
        public void put(Collection<SinkRecord> records) {
            RuntimeException failure = putFails;
            putFails = null;
            if (failure != null) {
                throw failure;
            }
            calls.add("put " + records.size());
            records.clear();
        }

        @Override
        public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            if (preCommitFails != null) {
                throw preCommitFails;
            }
            calls.add("preCommit");
            return Map.of();
        }

        @Override
        public void close(Collection<TopicPartition> partitions) {
            calls.add("close " + partitions);
        }

        @Override
        public void stop() {
            calls.add("stop");
        }
    }
}
