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
package io.connectembedded.behaviour;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Batches of numbered records at a steady pace, which the tasks of one source share; whoever opens it closes it. */
final class SteadyLoad implements AutoCloseable {

    private static final int BATCH = 10;
    private static final int BATCHES_PER_SECOND = 100;

    static final int PER_SECOND = BATCH * BATCHES_PER_SECOND;

    private static final ConcurrentMap<String, SteadyLoad> OPEN = new ConcurrentHashMap<>();

    final String id = UUID.randomUUID().toString();
    private final BlockingQueue<Integer> batches = new LinkedBlockingQueue<>();
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger made = new AtomicInteger();

    private SteadyLoad() {}

    static SteadyLoad begin() {
        SteadyLoad load = new SteadyLoad();
        OPEN.put(load.id, load);
        var unused = load.pace.scheduleAtFixedRate( // it ends with its executor
                () -> load.batches.add(load.made.getAndIncrement()),
                0,
                1000 / BATCHES_PER_SECOND,
                TimeUnit.MILLISECONDS);
        return load;
    }

    /** How many records there are so far. */
    int made() {
        return made.get() * BATCH;
    }

    /** No more come; what came so far is still to be polled. */
    void end() throws InterruptedException {
        pace.shutdown();
        pace.awaitTermination(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        OPEN.remove(id);
        pace.shutdownNow();
    }

    /** Its tasks take batches in turn. */
    public static final class Source extends SourceConnector {

        private Map<String, String> config = Map.of();

        @Override
        public void start(Map<String, String> given) {
            config = given;
        }

        @Override
        public Class<? extends Task> taskClass() {
            return LoadTask.class;
        }

        @Override
        public List<Map<String, String>> taskConfigs(int most) {
            return Collections.nCopies(most, config);
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
    }

    /** Each batch is a source partition of its own, since any task may get it. */
    public static final class LoadTask extends SourceTask {

        private SteadyLoad load;
        private String topic;

        @Override
        public void start(Map<String, String> config) {
            load = OPEN.get(config.get("load"));
            topic = config.get("topic");
        }

        @Override
        public List<SourceRecord> poll() throws InterruptedException {
            Integer batch = load.batches.poll(20, TimeUnit.MILLISECONDS);
            if (batch == null) {
                return null;
            }
            List<SourceRecord> records = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                int number = batch * BATCH + i;
                records.add(new SourceRecord(
                        Map.of("batch", batch), Map.of("i", i), topic, Schema.STRING_SCHEMA, Integer.toString(number)));
            }
            return records;
        }

        @Override
        public void stop() {}

        @Override
        public String version() {
            return "1";
        }
    }
}
