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
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.OffsetStoreContext;
import io.connectembedded.offset.StoredOffset;
import io.connectembedded.status.TaskState;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.ConnectTest.Broker;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.ScriptedSource;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Kafka goes away under a worker that keeps its source offsets there. */
@ConnectTest(
        broker = Broker.IN_JVM,
        allowedLogs = {
            "^(WARN|ERROR) org\\.apache\\.kafka\\.clients\\.",
            "^WARN \\S+\\.TaskAssembly Commit of offsets of task src(-away)?-0 failed and is tried again: The offset store ",
            "^WARN \\S+\\.ConnectorContact Kafka at bootstrap.servers=\\S+ does not answer connector src"
        })
class OffsetTopicOutageTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final ScriptedSource source = ScriptedSource.create();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger("io.connectembedded.internal.engine.task.TaskAssembly");

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
        log.setLevel(Level.INFO);
    }

    @AfterEach
    void end(KafkaBroker broker) {
        log.detachAppender(lines);
        log.setLevel(null);
        broker.start();
    }

    private ConnectWorker.Builder builder(KafkaBroker broker) {
        return ConnectWorker.builder()
                .bootstrapServers(broker.bootstrapServers())
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetStore(OffsetStore.kafka("offsets").partitions(1).replicationFactor(1))
                .shutdownTimeout(GRACE)
                .offsetFlushInterval(Duration.ofMinutes(1));
    }

    @Test
    void commits_fail_while_kafka_is_away_and_succeed_afterwards_and_each_is_said_once(KafkaBroker broker) {
        source.emitValues("t", "a").emitValues("t", "b");
        ConnectWorker.Builder builder =
                builder(broker).with("offset.flush.timeout.ms", 1_000).connector(source.spec("src"));
        // Of a topic as such the driver makes one in memory.
        builder.offsetStore(
                new OnTheBroker(OffsetStore.kafka("offsets").partitions(1).replicationFactor(1)));
        try (ConnectTestDriver driver = ConnectTestDriver.of(builder)) {
            driver.source("src").poll();
            driver.source("src").ackAll();
            // The first write makes the client, which may take longer than one commit waits.
            await().atMost(LIMIT).until(driver.source("src")::commit);
            lines.list.clear();

            broker.stop();
            driver.source("src").poll();
            driver.source("src").ackAll();
            assertThat(driver.source("src").commit()).isFalse();
            assertThat(driver.source("src").commit()).isFalse();
            assertThat(driver.worker().connector("src").status().tasks())
                    .allMatch(task -> task.state() == TaskState.RUNNING);

            broker.start();
            // The client takes a moment to find the broker again.
            await().atMost(LIMIT).until(driver.source("src")::commit);
            driver.crash();
            assertThat(driver.source("src").poll()).isEmpty();
        }
        List<ILoggingEvent> told = lines.list.stream()
                .filter(line -> line.getFormattedMessage().contains("ffsets of task src-0"))
                .toList();
        assertThat(told).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO);
        assertThat(told.get(0).getFormattedMessage())
                .startsWith("Commit of offsets of task src-0 failed and is tried again: The offset store"
                        + " KafkaOffsetStore(offsets) could not write 1 offsets: The offset topic offsets could not be"
                        + " written within 1 s");
        assertThat(told.get(1).getFormattedMessage()).isEqualTo("Offsets of task src-0 are committed again");
    }

    @Test
    void a_worker_closes_in_time_while_a_write_of_offsets_waits_for_kafka(KafkaBroker broker) {
        source.emitValues("t", "a");
        ConnectWorker worker = builder(broker)
                .name("away")
                .with("offset.flush.timeout.ms", 60_000)
                .connector(source.spec("src-away"))
                .build();
        try (worker) {
            worker.start();
            source.awaitCall("commitRecord", 1, LIMIT);
            broker.stop();
            long begin = System.nanoTime();
            worker.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(GRACE.plusSeconds(1));
        }
        assertThat(worker.describe()).doesNotContain("abandoned");
        assertThat(threads()).isEmpty();
    }

    private record OnTheBroker(OffsetStore topic) implements OffsetStore {
        @Override
        public void open(OffsetStoreContext context) throws Exception {
            topic.open(context);
        }

        @Override
        public Collection<StoredOffset> read(String connector) throws Exception {
            return topic.read(connector);
        }

        @Override
        public void write(Collection<StoredOffset> offsets) throws Exception {
            topic.write(offsets);
        }

        @Override
        public void close() {
            topic.close();
        }

        @Override
        public String toString() {
            return topic.toString();
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("connect-away") || name.contains("connect-offsets"))
                .toList();
    }
}
