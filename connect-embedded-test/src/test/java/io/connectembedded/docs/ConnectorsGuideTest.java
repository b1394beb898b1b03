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
package io.connectembedded.docs;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.ErrorPolicy;
import io.connectembedded.JsonConverter;
import io.connectembedded.RestartPolicy;
import io.connectembedded.error.ValidationReport;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.ScriptedSource;
import io.connectembedded.test.TestTopic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.connect.storage.StringConverter;
import org.apache.kafka.connect.transforms.Filter;
import org.apache.kafka.connect.transforms.MaskField;
import org.apache.kafka.connect.transforms.predicates.RecordIsTombstone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README and docs/connectors.md say of third-party connectors, run step by step. */
class ConnectorsGuideTest {

    private static ConnectorSpec archive(Path file) {
        // snippet: archive
        ConnectorSpec archive = ConnectorSpec.sink("archive", "FileStreamSink")
                .topics("orders")
                .with("file", file)
                .predicate("deleted", RecordIsTombstone.class, Map.of())
                .transform("drop", Filter.class, Map.of("predicate", "deleted"))
                .transform("mask", MaskField.Value.class, Map.of("fields", "card", "replacement", "****"))
                .errors(ErrorPolicy.deadLetterQueue("orders-dead"))
                .with("errors.deadletterqueue.topic.replication.factor", 1) // the default, 3, needs three brokers
                .restart(RestartPolicy.exponentialBackoff(ofSeconds(1), ofMinutes(5)));
        // end
        return archive;
    }

    private static ConnectorSpec upperCase(ConnectorSpec lines) {
        // snippet: function
        ConnectorSpec upperCase = lines.transform(
                "upper",
                record -> record.newRecord(
                        record.topic(),
                        record.kafkaPartition(),
                        record.keySchema(),
                        record.key(),
                        record.valueSchema(),
                        record.value().toString().toUpperCase(Locale.ROOT),
                        record.timestamp()));
        // end
        return upperCase;
    }

    private static ConnectorSpec withTopics(ConnectorSpec orders) {
        // snippet: topic-creation
        ConnectorSpec creating = orders.with("topic.creation.default.partitions", 3)
                .with("topic.creation.default.replication.factor", 1)
                .with("topic.creation.groups", "compacted")
                .with("topic.creation.compacted.include", "state-.*")
                .with("topic.creation.compacted.cleanup.policy", "compact");
        // end
        return creating;
    }

    private static ConnectWorker.Builder providers(Path secrets) {
        // snippet: providers
        return ConnectWorker.builder()
                .with("config.providers", "file,env")
                .with("config.providers.file.class", "FileConfigProvider")
                .with("config.providers.file.param.allowed.paths", secrets.getParent())
                .with("config.providers.env.class", EnvVarConfigProvider.class);
        // end
    }

    private static ConnectorSpec secretive(ConnectorSpec orders, Path secrets) {
        // snippet: secret
        ConnectorSpec safe = orders.with("connection.password", "${file:" + secrets + ":password}")
                .with("connection.user", "${env:USER}");
        // end
        return safe;
    }

    private static ConnectorSpec tuned(ConnectorSpec orders) {
        // snippet: overrides
        ConnectorSpec tuned = orders.with("consumer.override.max.poll.records", 2_000)
                .with("consumer.override.fetch.max.bytes", 10_000_000);
        // end
        return tuned;
    }

    private static ConnectWorker.Builder builder() {
        return ConnectWorker.builder()
                .bootstrapServers("nobody:1")
                .keyConverter(new StringConverter())
                .valueConverter(JsonConverter.schemaless());
    }

    @Test
    void a_sink_masks_drops_and_keeps_what_it_cannot_read(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("orders.txt");
        try (ConnectTestDriver driver = ConnectTestDriver.of(builder().connector(tuned(archive(file))))) {
            driver.topic("orders").send("1", Map.of("card", "4711"));
            driver.topic("orders").send("1", null);
            bytes(driver, "orders").send(null, "no JSON".getBytes(StandardCharsets.UTF_8));
            driver.settle();
            assertThat(Files.readAllLines(file)).containsExactly("{card=****}");
            assertThat(bytes(driver, "orders-dead").values())
                    .singleElement()
                    .satisfies(dead -> assertThat(dead).asString().isEqualTo("no JSON"));
            assertThat(driver.worker().connector("archive").topics()).contains("orders");
        }
    }

    private static TestTopic<byte[], byte[]> bytes(ConnectTestDriver driver, String topic) {
        return driver.topic(topic).as(byte[].class, byte[].class);
    }

    @Test
    void a_function_changes_records_on_their_way_to_a_topic_of_a_group(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("in.txt"), "one\n");
        ConnectorSpec lines = ConnectorSpec.source("lines", "FileStreamSource")
                .with("file", file)
                .with("topic", "state-lines");
        try (ConnectTestDriver driver = ConnectTestDriver.of(builder().connector(withTopics(upperCase(lines))))) {
            driver.settle();
            assertThat(driver.topic("state-lines").values()).containsExactly("ONE");
            assertThat(driver.createdTopics().get("state-lines"))
                    .satisfies(made -> assertThat(made.numPartitions()).isEqualTo(3))
                    .satisfies(made -> assertThat(made.configs()).containsEntry("cleanup.policy", "compact"));
        }
    }

    @Test
    void a_secret_is_where_it_is_used_and_nowhere_else(@TempDir Path dir) throws Exception {
        Path secrets = Files.writeString(dir.resolve("db.properties"), "password=hunter22\n");
        ScriptedSource script = ScriptedSource.create();
        ConnectWorker.Builder builder = providers(secrets)
                .bootstrapServers("nobody:1")
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter());
        try (ConnectTestDriver driver =
                ConnectTestDriver.of(builder.connector(secretive(script.spec("orders"), secrets)))) {
            assertThat(driver.worker().connector("orders").spec().config().toString())
                    .contains("db.properties:password}")
                    .doesNotContain("hunter22");
            assertThat(driver.worker().connector("orders").status().isRunning()).isTrue();
        }
    }

    @Test
    void a_dry_run_tells_every_problem_and_what_nobody_reads(@TempDir Path dir) {
        try (ConnectTestDriver driver = ConnectTestDriver.of(builder())) {
            ConnectorSpec spec =
                    archive(dir.resolve("out")).with("tasks.max", 0).with("errors.tolerence", "all");
            ConnectWorker worker = driver.worker();
            // snippet: validate
            ValidationReport report = worker.validate(spec).await();
            report.problems().forEach(System.err::println); // connector, key, value, what is wrong, what to do
            report.warnings().forEach(System.err::println); // keys that nobody reads
            // end
            assertThat(report.problems()).hasSize(1);
            assertThat(report.problems().get(0).toString())
                    .contains("tasks.max=0")
                    .contains("at least 1");
            assertThat(report.warnings().get(0).toString()).contains("Did you mean errors.tolerance");
        }
    }
}
