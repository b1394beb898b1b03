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
package io.connectembedded.compatibility;

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.runtime.InternalSinkRecord;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.transforms.Transformation;

/** A sink that reaches for what Debezium's and Iceberg's sinks reach for, and prints what it gets. */
public final class NamesProbe extends SinkConnector {

    @Override
    public void start(Map<String, String> props) {}

    @Override
    public Class<? extends Task> taskClass() {
        return ProbeTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(Map.of());
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public String version() {
        return "1";
    }

    /** Prints a line for each record, with its group, and reports the record. */
    public static final class ProbeTask extends SinkTask {

        @Override
        public void start(Map<String, String> props) {}

        @Override
        public void put(Collection<SinkRecord> records) {
            records.forEach(this::show);
        }

        private void show(SinkRecord record) {
            // As Debezium's JDBC sink does it, compiled against Connect's class.
            ConsumerRecord<byte[], byte[]> original =
                    ((InternalSinkRecord) record).context().original();
            System.out.println(String.join(
                    " ",
                    "put",
                    String.valueOf(record.value()),
                    record.topic(),
                    original.topic() + "-" + original.partition() + "@" + original.offset(),
                    new String(original.value(), java.nio.charset.StandardCharsets.UTF_8),
                    consumer().groupMetadata().groupId(),
                    String.valueOf(consumer().assignment().equals(context.assignment()))));
            try {
                context.errantRecordReporter()
                        .report(record, new ConnectException("shown"))
                        .get();
            } catch (InterruptedException | ExecutionException e) {
                throw new ConnectException(e);
            }
        }

        /** As Iceberg's sink does it. */
        private Consumer<?, ?> consumer() {
            try {
                Field field = Class.forName("org.apache.kafka.connect.runtime.WorkerSinkTaskContext")
                        .getDeclaredField("consumer");
                field.setAccessible(true);
                return (Consumer<?, ?>) field.get(context);
            } catch (ReflectiveOperationException e) {
                throw new ConnectException(e);
            }
        }

        @Override
        public void stop() {}

        @Override
        public String version() {
            return "1";
        }
    }

    /** Makes records of its own instead of deriving them. */
    public static final class Rebuild implements Transformation<SinkRecord> {

        @Override
        public SinkRecord apply(SinkRecord record) {
            return "derived".equals(record.value())
                    ? record
                    : new SinkRecord("rebuilt", 7, null, null, null, record.value(), 70);
        }

        @Override
        public ConfigDef config() {
            return new ConfigDef();
        }

        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public void close() {}
    }
}
