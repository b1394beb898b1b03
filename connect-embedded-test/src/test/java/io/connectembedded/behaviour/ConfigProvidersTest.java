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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.InvalidConfigException;
import io.connectembedded.test.ConnectTestDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that come from config providers: seen by plug-ins, and by nobody else. */
class ConfigProvidersTest {

    private static final String SECRET = "hunter22";
    private static final String REFERENCE = "${vault:db:password}";

    private final Script script = Script.byHand();
    private final Vault.Content vault = Vault.Content.open("config-providers-test");
    private ConnectTestDriver driver;

    @AfterEach
    void end() {
        if (driver != null) {
            driver.close();
        }
        vault.close();
        script.close();
    }

    private ConnectorHandle running(ConnectorSpec spec) {
        vault.values.put("db/password", SECRET);
        driver = ConnectTestDriver.of(Host.byHand().properties(vault.worker()).connector(spec));
        return driver.worker().connector(spec.name());
    }

    private ConnectorSpec secretive() {
        // The task's config has the secret under the connector's key, under another, and within a text.
        script.taskConfigs = max -> List.of(Map.of(
                Script.KEY,
                script.connectorConfig.get(Script.KEY),
                "pass",
                script.connectorConfig.get("pass"),
                "other",
                script.connectorConfig.get("pass"),
                "url",
                "db://me:" + script.connectorConfig.get("pass") + "@host"));
        return script.source("src").with("pass", REFERENCE);
    }

    private Map<String, String> taskConfig() {
        return ((SourceTaskContext) script.calls("task.start").get(0).argument()).configs();
    }

    @Test
    void raw_configs_are_stored_and_compared_with_their_references() {
        ConnectorHandle connector = running(secretive());
        assertThat(script.connectorConfig).containsEntry("pass", SECRET);
        assertThat(taskConfig())
                .containsEntry("pass", SECRET)
                .containsEntry("other", SECRET)
                .containsEntry("url", "db://me:" + SECRET + "@host");
        assertThat(connector.spec().config()).containsEntry("pass", REFERENCE);
        assertThat(connector.taskConfigs())
                .singleElement()
                .satisfies(stored -> assertThat(stored)
                        .containsEntry("pass", REFERENCE)
                        .containsEntry("other", REFERENCE)
                        .containsEntry("url", "db://me:" + REFERENCE + "@host"));
        vault.values.put("db/password", "another one");
        script.connectorContext.requestTaskReconfiguration();
        driver.settle();
        assertThat(script.count("task.start"))
                .as("equal references, no new task")
                .isEqualTo(1);
        assertThat(taskConfig()).as("live").containsEntry("pass", "another one");
    }

    @Test
    void a_sink_reads_the_topic_that_a_provider_names() {
        vault.values.put("topic", "orders");
        ConnectorHandle connector = running(script.sink("snk").with("topics", "${vault:topic}"));
        driver.topic("orders").sendValues(List.of("a"));
        driver.settle();
        assertThat(script.values()).containsExactly("a");
        assertThat(script.sinkContext.configs()).containsEntry("topics", "orders");
        assertThat(connector.taskConfigs())
                .singleElement()
                .satisfies(stored -> assertThat(stored).containsEntry("topics", "${vault:topic}"));
    }

    @Test
    void what_no_provider_knows_stays_as_it_is_written() {
        running(script.source("src")
                .with("a", "${vault:db:nothing}")
                .with("b", "${nobody:k}")
                .with("c", "x${vault:db:password}y"));
        assertThat(script.connectorConfig)
                .containsEntry("a", "${vault:db:nothing}")
                .containsEntry("b", "${nobody:k}")
                .containsEntry("c", "x" + SECRET + "y");
    }

    @Test
    void a_value_that_came_from_a_provider_is_in_no_status_and_no_description() {
        script.failIn("task.poll", new ConnectException("login with " + SECRET));
        ConnectorHandle connector = running(secretive());
        assertThatThrownBy(() -> driver.source("src").poll()).hasMessageNotContaining(SECRET);
        assertThat(connector.status().toString()).contains("[hidden]").doesNotContain(SECRET);
        assertThat(driver.worker().describe()).doesNotContain(SECRET);
        assertThat(connector.spec().toString()).doesNotContain(SECRET);
    }

    @Test
    void a_provider_that_throws_fails_the_connector_with_its_name_the_key_and_a_remedy_and_no_value() {
        ConnectorHandle connector = running(secretive());
        vault.failure = new IllegalStateException("leaks " + SECRET);
        var restarted = connector.restart();
        driver.advance(Duration.ZERO);
        assertThat(restarted).isCompletedExceptionally();
        assertThat(connector.status().failure().message())
                .contains("config provider vault", REFERENCE, "restart the connector")
                .doesNotContain(SECRET);
        assertThat(connector.status().failure().trace()).doesNotContain(SECRET);
        vault.failure = null;
        var unused = connector.restart();
        driver.advance(Duration.ZERO);
        assertThat(connector.status().isRunning()).isTrue();
    }

    @Test
    void a_provider_that_throws_at_build_is_a_problem_of_the_setting_that_asks_it() {
        vault.failure = new IllegalStateException(SECRET);
        assertThatThrownBy(() -> running(secretive()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("pass")
                .hasMessageContaining(REFERENCE)
                .hasMessageNotContaining(SECRET);
        assertThat(vault.closed.get()).as("nothing is left open").isEqualTo(1);
    }

    @Test
    void the_end_of_a_value_restarts_connector_and_tasks_with_the_new_one() {
        vault.ttl = 60_000L;
        running(secretive());
        vault.values.put("db/password", "rotated!");
        driver.advance(Duration.ofSeconds(59));
        assertThat(script.count("connector.start")).isEqualTo(1);
        driver.advance(Duration.ofSeconds(2));
        driver.settle();
        assertThat(script.count("connector.start")).isEqualTo(2);
        assertThat(script.count("task.start")).isEqualTo(2);
        assertThat(script.connectorConfig).containsEntry("pass", "rotated!");
    }

    @Test
    void the_end_of_a_value_does_nothing_where_the_reload_action_is_none() {
        vault.ttl = 60_000L;
        running(secretive().with("config.action.reload", "none"));
        driver.advance(Duration.ofMinutes(10));
        assertThat(script.count("connector.start")).isEqualTo(1);
    }

    @Test
    void the_workers_own_settings_and_converters_may_have_references() {
        vault.values.put("interval", "250");
        vault.values.put("db/password", SECRET);
        driver = ConnectTestDriver.of(Host.byHand()
                .properties(vault.worker())
                .with("offset.flush.interval.ms", "${vault:interval}")
                .connector(script.source("src")));
        driver.advance(Duration.ofMillis(249));
        assertThat(script.count("task.commit")).isZero();
        driver.advance(Duration.ofMillis(1));
        assertThat(script.count("task.commit")).isEqualTo(1);
    }

    @Test
    void a_wrong_value_from_a_provider_is_told_without_it() {
        vault.values.put("interval", SECRET);
        assertThatThrownBy(() -> Host.byHand()
                        .properties(vault.worker())
                        .with("offset.flush.interval.ms", "${vault:interval}")
                        .build())
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("offset.flush.interval.ms")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void kafkas_own_providers_are_found_by_alias(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("secrets.properties"), "k=" + SECRET + "\n");
        Files.writeString(dir.resolve("whole"), "all of it");
        driver = ConnectTestDriver.of(Host.byHand()
                .with("config.providers", "file,dir,env")
                .with("config.providers.file.class", "File")
                .with("config.providers.dir.class", "DirectoryConfigProvider")
                .with("config.providers.env.class", "org.apache.kafka.common.config.provider.EnvVarConfigProvider")
                .connector(script.source("src")
                        .with("a", "${file:" + file + ":k}")
                        .with("b", "${dir:" + dir + ":whole}")
                        .with("c", "${env:PATH}")));
        assertThat(script.connectorConfig)
                .containsEntry("a", SECRET)
                .containsEntry("b", "all of it")
                .containsEntry("c", System.getenv("PATH"));
    }

    @Test
    void a_provider_that_cannot_be_made_is_a_problem_of_its_class() {
        assertThatThrownBy(() -> Host.byHand()
                        .with("config.providers", "a,b,object")
                        .with("config.providers.a.class", "Fil")
                        .build())
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("Did you mean File")
                .hasMessageContaining("config.providers.b.class")
                .hasMessageContaining("stand for objects of the host");
    }

    @Test
    void providers_are_closed_once_with_the_worker_and_never_asked_by_the_control_thread() {
        running(secretive());
        driver.worker().stop();
        assertThat(vault.closed.get()).isZero();
        driver.worker().close();
        driver.worker().close();
        assertThat(vault.closed.get()).isEqualTo(1);
        assertThat(vault.threads).noneMatch(name -> name.endsWith("-control"));
    }
}
