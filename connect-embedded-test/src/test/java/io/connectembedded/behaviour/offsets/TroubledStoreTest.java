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

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.ScriptedSource;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A store that fails for a while, or hangs: sources go on, commit later, and it is said once for the store. */
@ConnectTest(
        allowedLogs = {
            "^WARN \\S+\\.TaskAssembly Commit of offsets of task src\\d?-0 failed and is tried again: The offset store ",
            "^WARN \\S+\\.Engine The offset store did not close in time"
        })
class TroubledStoreTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Troubled store = new Troubled();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger("io.connectembedded.internal.engine.task.TaskAssembly");

    /** A store of the host's. */
    private static final class Troubled implements OffsetStore {
        final List<StoredOffset> written = new CopyOnWriteArrayList<>();
        final AtomicInteger tried = new AtomicInteger();
        volatile boolean fails;
        volatile CountDownLatch gate = new CountDownLatch(0);

        @Override
        public Collection<StoredOffset> read(String connector) {
            return List.of();
        }

        @Override
        public void write(Collection<StoredOffset> offsets) throws Exception {
            tried.incrementAndGet();
            gate.await();
            if (fails) {
                throw new IOException("disk full");
            }
            written.addAll(offsets);
        }

        long last(String connector) {
            return written.stream()
                    .filter(each -> each.connector().equals(connector))
                    .mapToLong(TroubledStoreTest::position)
                    .reduce(0, (earlier, later) -> later);
        }

        @Override
        public String toString() {
            return "troubled";
        }
    }

    private static long position(StoredOffset offset) {
        return Long.parseLong(offset.offset().replaceAll("\\D", ""));
    }

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
        log.setLevel(Level.INFO);
    }

    @AfterEach
    void end() {
        store.gate.countDown();
        log.detachAppender(lines);
        log.setLevel(null);
    }

    private ConnectWorker.Builder builder(KafkaBroker broker) {
        return ConnectWorker.builder()
                .bootstrapServers(broker.bootstrapServers())
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetStore(store)
                .with("offset.flush.timeout.ms", 300)
                .offsetFlushInterval(Duration.ofMillis(100));
    }

    private List<Level> told() {
        return lines.list.stream()
                .filter(line -> line.getFormattedMessage().contains("ffsets of task src"))
                .map(ILoggingEvent::getLevel)
                .toList();
    }

    @Test
    void an_outage_is_told_once_for_the_store_whatever_many_tasks_commit_to_it(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        List<ScriptedSource> sources = new ArrayList<>();
        List<ConnectorSpec> specs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ScriptedSource source = ScriptedSource.create().emitValues(topic.name(), "a");
            sources.add(source);
            specs.add(source.spec("src" + i));
        }
        try (ConnectWorker worker = builder(broker).connectors(specs).build()) {
            store.fails = true;
            worker.start();
            await().atMost(LIMIT).until(() -> store.tried.get() > 10);
            sources.forEach(source -> source.emitValues(topic.name(), "b"));
            // Delivery goes on meanwhile.
            sources.forEach(source -> source.awaitCall("commitRecord", 2, LIMIT));
            assertThat(sources).allMatch(source -> !source.calls().contains("commit"));
            assertThat(told()).containsExactly(Level.WARN);

            store.fails = false;
            await().atMost(LIMIT).untilAsserted(() -> assertThat(specs).allMatch(spec -> store.last(spec.name()) == 2));
            await().atMost(LIMIT).until(() -> told().size() == 2);
            sources.forEach(source -> source.awaitCall("commit", 1, LIMIT));
        }
        assertThat(told()).containsExactly(Level.WARN, Level.INFO);
    }

    @Test
    void a_write_that_comes_through_late_is_followed_by_the_newer_one(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        ScriptedSource source = ScriptedSource.create().emitValues(topic.name(), "a");
        store.gate = new CountDownLatch(1);
        try (ConnectWorker worker =
                builder(broker).connector(source.spec("src")).build()) {
            worker.start();
            await().atMost(LIMIT).until(() -> told().contains(Level.WARN));
            source.emitValues(topic.name(), "b", "c");
            source.awaitCall("commitRecord", 3, LIMIT);
            assertThat(source.calls()).doesNotContain("commit");
            assertThat(store.tried).hasValue(1);
            store.gate.countDown();
            await().atMost(LIMIT).until(() -> store.last("src") == 3);
            await().atMost(LIMIT).until(() -> told().contains(Level.INFO));
        }
        assertThat(store.written).extracting(TroubledStoreTest::position).isSorted();
        assertThat(told()).containsExactly(Level.WARN, Level.INFO);
    }

    @Test
    void a_worker_whose_store_hangs_closes_in_time(KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        ScriptedSource source = ScriptedSource.create().emitValues(topic.name(), "a");
        store.gate = new CountDownLatch(1);
        ConnectWorker worker = builder(broker)
                .shutdownTimeout(Duration.ofSeconds(2))
                .connector(source.spec("src"))
                .build();
        try (worker) {
            worker.start();
            await().atMost(LIMIT).until(() -> store.tried.get() == 1);
            long begin = System.nanoTime();
            worker.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
        }
        assertThat(source.calls()).doesNotContain("commit");
    }
}
