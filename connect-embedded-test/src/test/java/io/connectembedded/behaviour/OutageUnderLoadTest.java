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

import ch.qos.logback.classic.Level;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.status.TaskState;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.ConnectTest.Broker;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Kafka goes away while records flow, and comes back: {@code -Doutage.seconds=30} for as long an outage as a restarted
 * broker takes; the build's own is short, so that the source need not say a word.
 */
@ConnectTest(
        broker = Broker.IN_JVM,
        allowedLogs = {
            "^(WARN|ERROR) org\\.apache\\.kafka\\.clients\\.",
            "^WARN \\S+\\.ConnectorContact Kafka at bootstrap.servers=\\S+ does not answer connector (load|save) "
        })
class OutageUnderLoadTest {

    private static final int SECONDS = Integer.getInteger("outage.seconds", 4);

    /** From so long an outage on each connector must have said that Kafka does not answer. */
    private static final int LONG = 20;

    private static final Duration BACK = Duration.ofSeconds(5);

    private final SteadyLoad load = SteadyLoad.begin();
    private final OurLines lines = OurLines.listen();
    private final ClientLines clientLines = ClientLines.count();
    private final Arrived arrived = new Arrived();

    /** Numbers that reached the sink. */
    private static final class Arrived {

        private final BitSet numbers = new BitSet();

        synchronized void add(String number) {
            numbers.set(Integer.parseInt(number));
        }

        synchronized int count() {
            return numbers.cardinality();
        }
    }

    @AfterEach
    void end() {
        load.close();
        lines.close();
        clientLines.close();
    }

    private ConnectWorker started(KafkaBroker broker, TestTopic<?, ?> topic) {
        return Host.started(Host.builder(broker)
                .name("loaded")
                .offsetFlushInterval(Duration.ofSeconds(1))
                .connector(ConnectorSpec.source("load", SteadyLoad.Source.class)
                        .tasks(2)
                        .with("load", load.id)
                        .with("topic", topic.name()))
                .connector(ConnectorSpec.sink("save", record -> arrived.add((String) record.value()))
                        .topics(topic.name())
                        .tasks(2)));
    }

    @Test
    void no_task_fails_nothing_is_lost_and_each_connector_says_it_once(
            KafkaBroker broker, @Topic(value = "t", partitions = 4) TestTopic<String, String> topic) throws Exception {
        try (ConnectWorker worker = started(broker, topic)) {
            await().atMost(LIMIT).until(() -> arrived.count() > 2 * SteadyLoad.PER_SECOND);

            broker.stop();
            pass(Duration.ofSeconds(SECONDS));
            broker.start();
            int madeAtReturn = load.made();
            long returned = System.nanoTime();
            await("what waited").atMost(BACK).until(() -> arrived.count() >= madeAtReturn);
            Duration caughtUp = Duration.ofNanos(System.nanoTime() - returned);
            assertUsualRate();

            load.end();
            await("all").atMost(LIMIT).until(() -> arrived.count() == load.made());
            assertAllRun(worker, "load");
            assertAllRun(worker, "save");
            assertSaidOnce();
            System.out.printf(
                    "outage of %d s: %d records waited, all there %d ms after the return; by clients: %s; ours: %s%n",
                    SECONDS,
                    SECONDS * SteadyLoad.PER_SECOND,
                    caughtUp.toMillis(),
                    clientLines.counts(),
                    lines.of(Level.WARN));
        }
    }

    /** Nothing is waited for but time itself: the broker is away meanwhile. */
    private static void pass(Duration time) throws InterruptedException {
        boolean early = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(early).isFalse();
    }

    private void assertUsualRate() throws InterruptedException {
        int before = arrived.count();
        pass(Duration.ofSeconds(1));
        assertThat(arrived.count() - before).isGreaterThan(SteadyLoad.PER_SECOND * 8 / 10);
    }

    private static void assertAllRun(ConnectWorker worker, String connector) {
        assertThat(worker.connector(connector).status().tasks())
                .hasSize(2)
                .allSatisfy(task -> assertThat(task.state()).isEqualTo(TaskState.RUNNING));
    }

    private void assertSaidOnce() {
        List<String> warnings = lines.of(Level.WARN);
        for (String connector : List.of("load", "save")) {
            String silence = " does not answer connector " + connector + " ";
            assertThat(warnings.stream().filter(line -> line.contains(silence)))
                    .as("warnings of %s", connector)
                    .hasSizeBetween(SECONDS < LONG ? 0 : 1, 1);
            await().atMost(LIMIT)
                    .until(() -> lines.with(" answers connector " + connector + " again")
                                    .size()
                            == lines.with(silence).size());
        }
        assertThat(warnings).allMatch(line -> line.contains(" does not answer connector "));
    }
}
