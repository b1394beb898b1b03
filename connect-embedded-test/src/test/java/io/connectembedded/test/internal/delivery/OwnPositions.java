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

import io.connectembedded.ConnectorSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** A sound sink that writes each value with its position, and goes on from there: exactly-once. */
public final class OwnPositions extends SinkConnector {

    private static final String TABLE = "table";
    private static final ConcurrentMap<String, Table> TABLES = new ConcurrentHashMap<>();

    private Map<String, String> config = Map.of();

    /** The place that has both. */
    static final class Table {

        private final List<Object> values = new ArrayList<>();
        private final Map<TopicPartition, Long> next = new HashMap<>();
        private int failAt = -1;

        List<Object> values() {
            return values;
        }

        /** Refuses the value after so many, once. */
        void failAt(int count) {
            failAt = count;
        }

        private void write(TopicPartition partition, SinkRecord record) {
            if (values.size() == failAt) {
                failAt = -1;
                throw new IllegalStateException("the database is gone");
            }
            values.add(record.value());
            next.put(partition, record.kafkaOffset() + 1);
        }
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    static Table open(String id) {
        return TABLES.computeIfAbsent(id, any -> new Table());
    }

    static ConnectorSpec spec(String name, String id) {
        return ConnectorSpec.sink(name, OwnPositions.class).topics("t").with(TABLE, id);
    }

    @Override
    public void start(Map<String, String> given) {
        config = given;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return WritingTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int max) {
        return List.of(config);
    }

    @Override
    public void stop() {
        // Nothing is open.
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public String version() {
        return "1";
    }

    /** Its task. */
    public static final class WritingTask extends SinkTask {

        private Table table = new Table();

        @Override
        public void start(Map<String, String> given) {
            table = OwnPositions.open(given.get(TABLE));
        }

        @Override
        public void open(Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                Long next = table.next.get(partition);
                if (next != null) {
                    context.offset(partition, next);
                }
            }
        }

        @Override
        public void put(Collection<SinkRecord> records) {
            for (SinkRecord record : records) {
                table.write(new TopicPartition(record.topic(), record.kafkaPartition()), record);
            }
        }

        @Override
        public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> current) {
            Map<TopicPartition, OffsetAndMetadata> written = new HashMap<>();
            table.next.forEach((partition, next) -> {
                if (current.containsKey(partition)) {
                    written.put(partition, new OffsetAndMetadata(next));
                }
            });
            return written;
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
}
