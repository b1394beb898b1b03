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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.connectembedded.ConnectWorker;
import io.connectembedded.error.WorkerStartException;
import io.connectembedded.status.WorkerState;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.ConnectTest.Broker;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A worker is started before its Kafka is. */
@ConnectTest(
        broker = Broker.IN_JVM,
        allowedLogs = {"^WARN org\\.apache\\.kafka\\.clients\\.", "^WARN \\S+\\.BrokerCheck Kafka at bootstrap.servers="
        })
class StartBeforeKafkaTest {

    private final Script script = Script.open();
    private final OurLines lines = OurLines.listen();

    @AfterEach
    void end(KafkaBroker broker) {
        script.close();
        lines.close();
        broker.start();
    }

    @Test
    void a_start_names_kafka_once_goes_on_trying_and_succeeds_when_it_comes(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) throws Exception {
        broker.stop();
        try (ConnectWorker worker = Host.builder(broker)
                .startTimeout(Duration.ofSeconds(60))
                .connector(script.source("src"))
                .build()) {
            CompletableFuture<Boolean> start = Host.beside(() -> {
                worker.start();
                return true;
            });
            await().atMost(LIMIT).until(() -> !lines.of(Level.WARN).isEmpty());
            assertThat(start).isNotDone();

            broker.start();
            assertThat(Host.outcome(start)).isEqualTo(true);
            script.emit(Script.record(topic.name(), "a", 1));
            assertThat(topic.awaitValues(1, LIMIT)).containsExactly("a-1");
        }
        assertThat(lines.of(Level.WARN))
                .singleElement()
                .asString()
                .startsWith("Kafka at bootstrap.servers=" + broker.bootstrapServers() + " does not answer yet;");
    }

    @Test
    void a_start_that_gave_up_can_be_made_again(KafkaBroker broker) {
        broker.stop();
        try (ConnectWorker worker =
                Host.builder(broker).startTimeout(Duration.ofSeconds(1)).build()) {
            assertThatThrownBy(worker::start)
                    .isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("bootstrap.servers=" + broker.bootstrapServers());
            assertThat(lines.of(Level.WARN)).isEmpty();
            broker.start();
            worker.start();
            assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
        }
    }
}
