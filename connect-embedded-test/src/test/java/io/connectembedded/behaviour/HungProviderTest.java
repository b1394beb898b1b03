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

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.error.InvalidConfigException;
import io.connectembedded.error.WorkerStartException;
import io.connectembedded.event.ConnectEvent.PluginAbandoned;
import io.connectembedded.status.TaskState;
import io.connectembedded.status.WorkerState;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Config providers with threads about: who asks them, and what becomes of one that never answers. */
@ConnectTest(
        allowedLogs = {
            "^WARN \\S+\\.Abandoned (Connector bad|Task bad-0) did not return from",
            "^ERROR \\S+\\.StateCell State transition bad(-0)? \\S+ -> FAILED in \\S+: The config provider vault does not give",
            "^WARN \\S+\\.Engine Threads did not end in time and go on as daemons: \\[connect-vaults-",
            "^WARN \\S+\\.WorkerCheck Config providers of a worker that was not built did not close"
        })
class HungProviderTest {

    private static final String REFERENCE = "${vault:db:password}";

    private final Script script = Script.open();
    private final Script other = Script.open();
    private final Vault.Content vault = Vault.Content.open("hung-provider-test");
    private final Told told = new Told();
    private ConnectWorker worker;

    @AfterEach
    void end() {
        vault.close();
        script.close();
        other.close();
        if (worker != null) {
            worker.close();
        }
        await().atMost(LIMIT).until(() -> Host.threads("connect-vaults").isEmpty());
    }

    private ConnectWorker.Builder builder(KafkaBroker broker) {
        vault.values.put("db/password", "hunter22");
        return Host.builder(broker).name("vaults").properties(vault.worker()).listener(told);
    }

    private ConnectorSpec secretive() {
        return script.source("bad").with("pass", REFERENCE);
    }

    @Test
    void the_control_thread_asks_no_provider_whatever_is_done(KafkaBroker broker) {
        worker = Host.started(builder(broker).connector(secretive()));
        ConnectorHandle bad = worker.connector("bad");
        worker.validate(secretive().with("more", REFERENCE)).await(LIMIT);
        bad.update(spec -> spec.with("more", REFERENCE)).await(LIMIT);
        bad.running().await(LIMIT);
        script.connectorContext.requestTaskReconfiguration();
        bad.pause().await(LIMIT);
        bad.resume().await(LIMIT);
        bad.restart().await(LIMIT);
        bad.stop().await(LIMIT);
        bad.resume().await(LIMIT);
        worker.connectors().put(other.source("next").with("pass", REFERENCE)).await(LIMIT);
        bad.delete().await(LIMIT);
        worker.close();
        List<String> threads = List.copyOf(vault.threads);
        assertThat(threads)
                .anyMatch(name -> name.contains("connector-bad"))
                .anyMatch(name -> name.contains("task-bad-0"))
                .noneMatch(name -> name.endsWith("-control"))
                .noneMatch(name -> name.equals(Thread.currentThread().getName()));
    }

    @Test
    void one_that_never_answers_a_connector_ends_the_build_in_time_and_is_named(KafkaBroker broker) {
        vault.hang();
        Duration took = Host.timed(() -> assertThatThrownBy(
                        () -> builder(broker).connector(secretive()).build())
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("bad")
                .hasMessageContaining("The config provider vault does not give " + REFERENCE)
                .hasMessageContaining("whether what they ask can be reached"));
        assertThat(took).isLessThan(LIMIT);
    }

    @Test
    void one_that_never_answers_the_worker_ends_the_build_in_time_and_is_named(KafkaBroker broker) {
        vault.hang();
        Duration took = Host.timed(() -> assertThatThrownBy(() -> builder(broker)
                        .with("offset.flush.interval.ms", "${vault:interval}")
                        .build())
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("config.providers")
                .hasMessageContaining("vault")
                .hasMessageContaining("whether what they ask can be reached"));
        assertThat(took).isLessThan(LIMIT);
    }

    @Test
    void one_that_never_answers_a_start_ends_it_in_time_and_the_others_go_on(KafkaBroker broker) {
        worker = builder(broker)
                .startTimeout(Duration.ofMillis(800))
                .shutdownTimeout(Duration.ofMillis(600))
                .connector(secretive())
                .build();
        vault.hang();
        assertThatThrownBy(worker::start)
                .isInstanceOf(WorkerStartException.class)
                .hasMessageContaining("bad")
                .hasMessageContaining("config provider");
        assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
        assertThat(told.of(PluginAbandoned.class))
                .singleElement()
                .satisfies(event -> assertThat(event.method()).isEqualTo("ConfigProvider.get"));
        assertThat(worker.describe()).contains("abandoned bad in ConfigProvider.get");
    }

    @Test
    void one_that_never_answers_a_restart_holds_up_nobody_else(KafkaBroker broker) {
        worker = Host.started(builder(broker)
                .shutdownTimeout(Duration.ofMillis(600))
                .connector(secretive())
                .connector(other.source("good")));
        vault.hang();
        var restart = worker.connector("bad").restart();
        await().atMost(LIMIT).until(() -> script.count("connector.stop") == 1);
        assertThat(worker.connector("good").restart().await(LIMIT).isRunning()).isTrue();
        assertThat(restart.isDone()).isFalse();
        assertThat(Host.timed(worker::close)).isLessThan(Duration.ofMillis(1_600));
        assertThat(worker.describe()).contains("bad in ConfigProvider.get");
    }

    @Test
    void a_restart_whose_provider_does_not_answer_fails_in_time_and_the_next_one_works(KafkaBroker broker) {
        worker = Host.started(builder(broker)
                .startTimeout(Duration.ofSeconds(3))
                .shutdownTimeout(Duration.ofMillis(600))
                .connector(secretive()));
        ConnectorHandle bad = worker.connector("bad");
        CountDownLatch hold = vault.hang();
        assertThatThrownBy(() -> bad.restart().await(LIMIT))
                .isInstanceOf(ConnectorFailedException.class)
                .hasMessageContaining("The config provider vault does not give " + REFERENCE)
                .hasMessageContaining("then restart");
        assertThat(bad.status().tasks())
                .singleElement()
                .satisfies(task -> assertThat(task.state()).isEqualTo(TaskState.FAILED));
        assertThat(told.of(PluginAbandoned.class))
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.method()).isEqualTo("ConfigProvider.get"));

        hold.countDown();
        assertThat(bad.restart().await(LIMIT).isRunning()).isTrue();
        assertThat(script.count("connector.start")).isEqualTo(2);
    }
}
