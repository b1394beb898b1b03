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
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.ConfigProblem;
import io.connectembedded.error.InvalidConfigException;
import io.connectembedded.test.ConnectTestDriver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is wrong with a config is said at once, all of it, and never with a secret. */
class BadInputTest {

    private static final String SECRET = "s3cr3t-value";

    private final Script script = Script.byHand();

    @AfterEach
    void end() {
        script.close();
    }

    private static List<ConfigProblem> problems(ConnectWorker.Builder builder) {
        InvalidConfigException thrown = catchThrowableOfType(InvalidConfigException.class, builder::build);
        assertThat(thrown).as("build() refused").isNotNull();
        assertThat(thrown.problems()).allMatch(problem -> thrown.getMessage().contains(problem.key()));
        return thrown.problems();
    }

    private static ConnectWorker.Builder good() {
        return Host.builder("localhost:9092").name("input");
    }

    @Test
    void an_empty_builder_names_everything_that_is_missing() {
        assertThat(problems(ConnectWorker.builder().connector(script.source("src"))))
                .extracting(ConfigProblem::key)
                .contains("bootstrap.servers", "key.converter", "value.converter", "offset.storage.file.filename");
    }

    @Test
    void every_problem_of_every_connector_is_reported_at_once() {
        List<ConfigProblem> problems = problems(good().with("offset.flush.interval.ms", "soon")
                .connector(ConnectorSpec.source("a", "FileStreamSorce"))
                .connector(script.source("b").with("number.of.things", "many").with("tasks.max", "0"))
                .connector(script.sink("c"))
                .connector(script.sink("c").topics("t").topicsMatching("t.*"))
                .connector(script.sink("d").topicsMatching("(")));
        assertThat(problems)
                .extracting(problem -> problem.connector() + ":" + problem.key())
                .contains(
                        "null:offset.flush.interval.ms",
                        "a:connector.class",
                        "b:tasks.max",
                        "b:number.of.things",
                        "c:name",
                        "c:topics",
                        "d:topics.regex");
        assertThat(problems).allSatisfy(problem -> {
            assertThat(problem.message()).isNotBlank();
            assertThat(problem.remedy()).isNotBlank();
        });
        ConfigProblem alias = problems.stream()
                .filter(problem -> problem.key().equals("connector.class"))
                .findFirst()
                .orElseThrow();
        assertThat(alias.message() + alias.remedy()).contains("FileStreamSorce").contains("FileStreamSource");
    }

    @Test
    void a_value_of_the_wrong_type_is_named_with_what_would_be_right() {
        assertThat(problems(good().connector(script.source("b").with("number.of.things", "many"))))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.connector()).isEqualTo("b");
                    assertThat(problem.value()).isEqualTo("many");
                    assertThat(problem.remedy()).contains("whole number");
                });
    }

    @Test
    void promises_that_the_worker_or_the_connector_cannot_keep_are_refused() {
        assertThat(problems(good().connector(script.source("src")
                        .with("transaction.boundary", "connector")
                        .with("exactly.once.support", "required"))))
                .extracting(problem -> problem.key() + ": " + problem.message())
                .containsExactlyInAnyOrder(
                        "transaction.boundary: The connector does not support connector-defined transaction boundaries"
                                + " with the given configuration. Please reconfigure it to use a different transaction"
                                + " boundary definition.",
                        "exactly.once.support: This worker does not have exactly-once source support enabled.",
                        "exactly.once.support: The connector does not implement the API required for preflight"
                                + " validation of exactly-once source support. Please consult the documentation for the"
                                + " connector to determine whether it supports exactly-once semantics, and then consider"
                                + " reconfiguring the connector to use the value \"requested\" for this property (which"
                                + " will disable this preflight check and allow the connector to be created).");
    }

    @Test
    void a_connector_of_another_kind_and_an_object_the_plugin_cannot_take_are_refused() {
        assertThat(problems(good().connector(ConnectorSpec.source("src", String.class.getName()))))
                .singleElement()
                .satisfies(problem -> assertThat(problem.key()).isEqualTo("connector.class"));
        ConnectorSpec spec = script.source("src");
        assertThatThrownBy(() -> spec.with("clock", new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clock");
    }

    @Test
    void null_arguments_are_refused_at_once() {
        assertThatThrownBy(() -> ConnectWorker.builder().bootstrapServers(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("servers");
        assertThatThrownBy(() -> ConnectWorker.builder().keyConverter(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ConnectWorker.builder().connector(null)).isInstanceOf(NullPointerException.class);
        try (ConnectWorker worker = good().build()) {
            assertThatThrownBy(() -> worker.connectors().put(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> worker.listen(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> worker.connector(null)).isInstanceOf(NullPointerException.class);
        }
    }

    @Test
    void a_builder_is_reusable_and_a_worker_keeps_its_snapshot() {
        ConnectWorker.Builder builder = good().keyConverter(new StringConverter());
        try (ConnectWorker first = builder.build();
                ConnectWorker second = builder.connector(script.source("src")).build()) {
            assertThat(first.connectors().names()).isEmpty();
            assertThat(second.connectors().names()).containsExactly("src");
            assertThat(second.name()).isEqualTo("input-2");
        }
    }

    @Test
    void a_secret_is_shown_nowhere() {
        Told told = new Told();
        ConnectorSpec spec = script.source("src").with("pass", SECRET).with("my.api.token", SECRET);
        assertThat(spec.toString()).doesNotContain(SECRET);
        script.failIn("task.poll", new IllegalStateException("login with " + SECRET + " refused"));
        script.failIn("connector.start", new IllegalStateException("login with " + SECRET + " refused"));
        try (ConnectTestDriver driver =
                ConnectTestDriver.of(Host.byHand().listener(told).connector(spec))) {
            ConnectWorker worker = driver.worker();
            ConnectorHandle src = worker.connector("src");
            assertThat(src.status().failure().message()).isEqualTo("login with [hidden] refused");
            src.restart().await();
            RuntimeException failed = catchThrowableOfType(
                    RuntimeException.class, () -> driver.source("src").poll());
            assertThat(everything(failed)).doesNotContain(SECRET).contains("[hidden]");
            assertThat(src.status().tasks().get(0).failure().toString())
                    .doesNotContain(SECRET)
                    .contains("[hidden]");
            assertThat(worker.describe()).doesNotContain(SECRET).contains("[hidden]");
            assertThat(worker.health().toString()).doesNotContain(SECRET).contains("[hidden]");
            assertThat(told.all().toString()).doesNotContain(SECRET).contains("[hidden]");
            RuntimeException thrown = catchThrowableOfType(
                    RuntimeException.class, () -> src.running().await());
            assertThat(everything(thrown)).doesNotContain(SECRET).contains("[hidden]");
        }
        RuntimeException refused = catchThrowableOfType(
                RuntimeException.class,
                () -> good().connector(spec.with("number.of.things", "many").with("tasks.max", SECRET + "x"))
                        .build());
        assertThat(refused).hasMessageContaining("number.of.things").hasMessageContaining("tasks.max");
        assertThat(everything(refused)).doesNotContain(SECRET);
        assertThat(problems(good().connector(ConnectorSpec.of(
                                "x",
                                Map.of(
                                        "connector.class",
                                        ScriptSource.class.getName(),
                                        "pass",
                                        SECRET,
                                        "transforms",
                                        "a"))))
                        .toString())
                .doesNotContain(SECRET);
    }

    private static String everything(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
