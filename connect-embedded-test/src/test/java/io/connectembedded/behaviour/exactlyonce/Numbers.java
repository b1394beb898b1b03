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
package io.connectembedded.behaviour.exactlyonce;

import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectorSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.TransactionContext;

/**
 * A source of the numbers from 1 on, which goes on after the last number whose offset is committed. A test says how many
 * there are by now and what happens at one of them; whoever opens it closes it.
 */
final class Numbers implements AutoCloseable {

    private static final String KEY = "numbers";
    private static final ConcurrentMap<String, Numbers> OPEN = new ConcurrentHashMap<>();

    /** What a number does besides being one, before its record is handed out. */
    @FunctionalInterface
    interface Act {
        void at(SourceRecord record, TransactionContext ends);
    }

    private final String id = UUID.randomUUID().toString();
    private final String topic;
    private final int batch;
    private final Map<Integer, Act> acts = new ConcurrentHashMap<>();
    private final CountDownLatch nothing = new CountDownLatch(1);
    private final AtomicInteger available = new AtomicInteger();
    private final AtomicInteger handedOut = new AtomicInteger();
    final List<String> told = new CopyOnWriteArrayList<>();
    /** The numbers that tasks went on with. */
    final List<Integer> starts = new CopyOnWriteArrayList<>();

    private Numbers(String topic, int batch) {
        this.topic = topic;
        this.batch = batch;
    }

    static Numbers open(String topic, int batch) {
        Numbers numbers = new Numbers(topic, batch);
        OPEN.put(numbers.id, numbers);
        return numbers;
    }

    ConnectorSpec spec(String name) {
        return ConnectorSpec.source(name, Connector.class).with(KEY, id);
    }

    /** Once. */
    Numbers act(int number, Act act) {
        acts.put(number, act);
        return this;
    }

    void release(int upTo) {
        available.set(upTo);
    }

    void awaitTold(String what) {
        await(what).atMost(Duration.ofSeconds(20)).until(() -> told.contains(what));
    }

    void awaitHandedOut(int count) {
        await(count + " numbers").atMost(Duration.ofSeconds(20)).until(() -> handedOut.get() >= count);
    }

    @Override
    public void close() {
        OPEN.remove(id);
    }

    /** Its connector. */
    public static final class Connector extends SourceConnector {

        private Map<String, String> config = Map.of();

        @Override
        public void start(Map<String, String> props) {
            config = Map.copyOf(props);
        }

        @Override
        public Class<? extends Task> taskClass() {
            return NumbersTask.class;
        }

        @Override
        public List<Map<String, String>> taskConfigs(int max) {
            return List.of(config);
        }

        @Override
        public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> props) {
            return ExactlyOnceSupport.SUPPORTED;
        }

        @Override
        public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> props) {
            return ConnectorTransactionBoundaries.SUPPORTED;
        }

        @Override
        public void stop() {
            // Holds nothing.
        }

        @Override
        public ConfigDef config() {
            return new ConfigDef().define(KEY, ConfigDef.Type.STRING, ConfigDef.Importance.LOW, "");
        }

        @Override
        public String version() {
            return "1";
        }
    }

    /** Its task. */
    public static final class NumbersTask extends SourceTask {

        private static final Map<String, String> PARTITION = Map.of("of", "numbers");

        private Numbers numbers;
        private int next;

        @Override
        public void start(Map<String, String> props) {
            numbers = OPEN.get(props.get(KEY));
            Map<String, Object> stored = context.offsetStorageReader().offset(PARTITION);
            next = stored == null ? 1 : ((Number) stored.get("last")).intValue() + 1;
            numbers.starts.add(next);
        }

        @Override
        public List<SourceRecord> poll() throws InterruptedException {
            int last = Math.min(numbers.available.get(), next + numbers.batch - 1);
            if (next > last) {
                var unused = numbers.nothing.await(10, TimeUnit.MILLISECONDS);
                return null;
            }
            List<SourceRecord> records = new ArrayList<>();
            for (; next <= last; next++) {
                SourceRecord record = new SourceRecord(
                        PARTITION, Map.of("last", next), numbers.topic, Schema.STRING_SCHEMA, Integer.toString(next));
                records.add(record);
                Act act = numbers.acts.remove(next);
                if (act != null) {
                    act.at(record, context.transactionContext());
                }
            }
            numbers.handedOut.addAndGet(records.size());
            return records;
        }

        @Override
        public void commitRecord(SourceRecord record, RecordMetadata metadata) {
            numbers.told.add(record.value() + (metadata == null ? " dropped" : ""));
        }

        @Override
        public void commit() {
            numbers.told.add("commit");
        }

        @Override
        public void stop() {
            // Holds nothing.
        }

        @Override
        public String version() {
            return "1";
        }
    }
}
