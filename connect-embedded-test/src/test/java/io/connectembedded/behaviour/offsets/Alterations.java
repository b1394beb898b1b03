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
package io.connectembedded.behaviour.offsets;

import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectorSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Connectors that note how they are asked to alter their offsets and answer as told; found by a value in their config. */
final class Alterations implements AutoCloseable {

    private static final String KEY = "alterations";
    private static final ConcurrentMap<String, Alterations> OPEN = new ConcurrentHashMap<>();

    /** One call of {@code alterOffsets}. */
    record Call(Map<String, String> config, Map<?, ?> offsets, String thread, ClassLoader loader, Object by) {}

    final List<Call> calls = new CopyOnWriteArrayList<>();
    final List<Object> started = new CopyOnWriteArrayList<>();
    final List<Object> put = new CopyOnWriteArrayList<>();
    volatile Callable<Boolean> answer = () -> true;
    volatile boolean pollHangs;
    private volatile boolean hanging;
    private final String id = UUID.randomUUID().toString();
    private final CountDownLatch closed = new CountDownLatch(1);

    private Alterations() {}

    static Alterations open() {
        Alterations opened = new Alterations();
        OPEN.put(opened.id, opened);
        return opened;
    }

    ConnectorSpec source(String name) {
        return ConnectorSpec.source(name, Source.class).with(KEY, id);
    }

    ConnectorSpec sink(String name, String topic) {
        return ConnectorSpec.sink(name, Sink.class).with(KEY, id).topics(topic);
    }

    void awaitCalls(int count) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> calls.size() >= count);
    }

    void awaitHanging() {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> hanging);
    }

    /** Until the close, whoever interrupts. */
    boolean hang() {
        hanging = true;
        boolean over = false;
        while (!over) {
            try {
                closed.await();
                over = true;
            } catch (InterruptedException e) {
                // What hangs does not heed it.
                over = false;
            }
        }
        return true;
    }

    private boolean altered(Object by, Map<String, String> config, Map<?, ?> offsets) {
        Thread thread = Thread.currentThread();
        calls.add(new Call(config, offsets, thread.getName(), thread.getContextClassLoader(), by));
        try {
            return answer.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        OPEN.remove(id);
    }

    /** Has nothing to read. */
    public static final class Source extends SourceConnector {

        private Map<String, String> config = Map.of();

        @Override
        public boolean alterOffsets(Map<String, String> given, Map<Map<String, ?>, Map<String, ?>> offsets) {
            return OPEN.get(given.get(KEY)).altered(this, given, offsets);
        }

        @Override
        public void start(Map<String, String> given) {
            config = given;
            OPEN.get(given.get(KEY)).started.add(this);
        }

        @Override
        public Class<? extends Task> taskClass() {
            return IdleTask.class;
        }

        @Override
        public List<Map<String, String>> taskConfigs(int max) {
            return List.of(Map.of(KEY, config.get(KEY)));
        }

        @Override
        public void stop() {
            // Nothing is open.
        }

        @Override
        public ConfigDef config() {
            return new ConfigDef().define("pass", ConfigDef.Type.PASSWORD, "", ConfigDef.Importance.LOW, "");
        }

        @Override
        public String version() {
            return "1";
        }
    }

    /** Polls nothing. */
    public static final class IdleTask extends SourceTask {

        private Alterations of;

        @Override
        public void start(Map<String, String> given) {
            of = OPEN.get(given.get(KEY));
        }

        @Override
        public List<SourceRecord> poll() {
            if (of.pollHangs) {
                of.hang();
            }
            return null;
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

    /** Notes the values it is put. */
    public static final class Sink extends SinkConnector {

        private Map<String, String> config = Map.of();

        @Override
        public boolean alterOffsets(Map<String, String> given, Map<TopicPartition, Long> offsets) {
            return OPEN.get(given.get(KEY)).altered(this, given, offsets);
        }

        @Override
        public void start(Map<String, String> given) {
            config = given;
        }

        @Override
        public Class<? extends Task> taskClass() {
            return PutTask.class;
        }

        @Override
        public List<Map<String, String>> taskConfigs(int max) {
            return Collections.nCopies(max, Map.of(KEY, config.get(KEY)));
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
    }

    /** Notes the values it is put. */
    public static final class PutTask extends SinkTask {

        private Alterations of;

        @Override
        public void start(Map<String, String> given) {
            of = OPEN.get(given.get(KEY));
        }

        @Override
        public void put(Collection<SinkRecord> records) {
            records.forEach(record -> of.put.add(record.value()));
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
