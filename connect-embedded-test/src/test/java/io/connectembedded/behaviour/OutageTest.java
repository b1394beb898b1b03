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

import static io.connectembedded.behaviour.Host.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectWorker;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.ConnectTest.Broker;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kafka goes away and comes back, or does not. */
@ConnectTest(
        broker = Broker.IN_JVM,
        allowedLogs = {
            "^(WARN|ERROR) org\\.apache\\.kafka\\.clients\\.",
            "^WARN \\S+\\.ConnectorContact Kafka at bootstrap.servers=\\S+ does not answer connector sink-",
            "^WARN \\S+\\.AtLeastOnce \\d+ records were not acknowledged by Kafka in time",
            "^WARN \\S+\\.Worker(Sink|Source)Task Failure while closing the (consumer|producer)"
        })
class OutageTest {

    private final Script script = Script.open();
    // A group of its own for each test: a member that could not say that it leaves stays for its session timeout.
    private final String sink = "sink-" + UUID.randomUUID();
    private final ScriptStore store = new ScriptStore();

    @AfterEach
    void end(KafkaBroker broker) {
        script.close();
        broker.start();
    }

    private ConnectWorker started(KafkaBroker broker, TestTopic<?, ?> topic) {
        return Host.started(Host.builder(broker)
                .name("outage")
                .offsetStore(store)
                .connector(script.source("src"))
                .connector(script.sink(sink).topics(topic.name())));
    }

    @Test
    void records_flow_again_in_order_after_an_outage(KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        try (ConnectWorker worker = started(broker, topic)) {
            script.emit(Script.record(topic.name(), "a", 1));
            script.awaitPut(1);
            broker.stop();
            script.emit(Script.record(topic.name(), "a", 2), Script.record(topic.name(), "a", 3));
            await().atMost(LIMIT).until(script.polls::isEmpty);
            assertThat(store.offset("a")).isIn(null, 1L);
            broker.start();
            script.awaitPut(3);
            assertThat(script.values()).containsSubsequence("a-1", "a-2", "a-3");
            store.awaitOffset("a", 3);
            assertThat(worker.connector("src").status().isRunning()).isTrue();
            assertThat(worker.connector(sink).status().isRunning()).isTrue();
        }
    }

    @Test
    void a_task_stops_in_time_while_kafka_takes_nothing(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        try (ConnectWorker worker = started(broker, topic)) {
            script.emit(Script.record(topic.name(), "a", 1));
            store.awaitOffset("a", 1);
            broker.stop();
            script.emit(Script.record(topic.name(), "a", 2));
            await().atMost(LIMIT).until(script.polls::isEmpty);
            worker.connector("src").stop().await(LIMIT);
            assertThat(worker.describe()).doesNotContain("abandoned");
            assertThat(store.offset("a")).isEqualTo(1L);
        }
    }

    @Test
    void a_worker_closes_in_time_while_kafka_is_away_and_loses_nothing(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        ConnectWorker worker = started(broker, topic);
        script.emit(Script.record(topic.name(), "a", 1));
        script.awaitPut(1);
        store.awaitOffset("a", 1);
        broker.stop();
        script.emit(Script.record(topic.name(), "a", 2), Script.record("a-topic-nobody-knows-yet", "a", 3));
        await().atMost(LIMIT).until(script.polls::isEmpty);
        assertThat(Host.timed(worker::close)).isLessThan(Host.GRACE.plusSeconds(1));
        assertThat(worker.describe()).doesNotContain("abandoned");
        assertThat(store.offset("a")).isEqualTo(1L);
        assertThat(script.count("task.stop")).isEqualTo(2);
        assertThat(Host.threads("connect-outage")).isEmpty();
        broker.start();
        assertThat(topic.awaitValues(1, LIMIT)).containsExactly("a-1");
    }

    @Test
    void what_kafka_acknowledged_before_an_outage_is_committed_at_the_end(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        script.always("task.stop", () -> interrupted.set(Thread.currentThread().isInterrupted()));
        try (ConnectWorker worker = Host.started(Host.builder(broker)
                .name("outage")
                .offsetStore(store)
                .offsetFlushInterval(Duration.ofMinutes(1))
                .connector(script.source("src"))
                .connector(script.sink(sink).topics(topic.name())))) {
            script.emit(Script.record(topic.name(), "a", 1));
            script.awaitCalls("task.commitRecord", 1);
            script.awaitPut(1);
            broker.stop();
            script.emit(Script.record(topic.name(), "a", 2));
            await().atMost(LIMIT).until(script.polls::isEmpty);

            worker.connector(sink).stop().await(LIMIT);
            assertThat(interrupted.getAndSet(null))
                    .as("sink stopped interrupted")
                    .isFalse();
            worker.connector("src").stop().await(LIMIT);
            assertThat(interrupted.get()).as("source stopped interrupted").isFalse();
            assertThat(store.offset("a")).isEqualTo(1L);
        }
    }

    @Test
    void a_sink_whose_partitions_go_as_kafka_goes_stops_in_time(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        CountDownLatch going = new CountDownLatch(1);
        script.once("task.preCommit", () -> {
            broker.stop();
            going.countDown();
        });
        try (ConnectWorker worker = Host.started(Host.builder(broker)
                .name("outage")
                .offsetFlushInterval(Duration.ofMinutes(1))
                .connector(script.sink(sink)
                        .topicsMatching(topic.name() + ".*")
                        .with("consumer.override.metadata.max.age.ms", 100)))) {
            topic.send(null, "a-1");
            script.awaitPut(1);
            broker.createTopic(topic.name() + "-more", 1); // found by the consumer, which gives up what it has
            await().atMost(LIMIT).until(() -> going.getCount() == 0);

            assertThat(Host.timed(() -> worker.connector(sink).stop().await(LIMIT)))
                    .isLessThan(Host.GRACE);
            assertThat(worker.describe()).doesNotContain("abandoned");
        }
    }
}
