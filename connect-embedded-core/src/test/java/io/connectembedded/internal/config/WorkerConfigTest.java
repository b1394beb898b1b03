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
package io.connectembedded.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.connectembedded.error.ConfigProblem;
import io.connectembedded.error.InvalidConfigException;
import io.connectembedded.internal.lifecycle.LogLines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerConfigTest {

    /** {@code config/connect-standalone.properties} of Kafka 4.3.1, without its comments. */
    private static final Map<String, String> KAFKAS_OWN_FILE = Map.of(
            "bootstrap.servers", "localhost:9092",
            "key.converter", "org.apache.kafka.connect.json.JsonConverter",
            "value.converter", "org.apache.kafka.connect.json.JsonConverter",
            "key.converter.schemas.enable", "true",
            "value.converter.schemas.enable", "true",
            "offset.storage.file.filename", "/tmp/connect.offsets",
            "offset.flush.interval.ms", "10000");

    private final Problems problems = new Problems();

    @Test
    void the_standalone_file_that_comes_with_kafka_is_accepted_as_it_stands() {
        try (LogLines log = new LogLines(WorkerConfig.class)) {
            WorkerConfig config = accepted(KAFKAS_OWN_FILE);
            config.warnOfIdleKeys();

            assertThat(config.bootstrapServers()).isEqualTo("localhost:9092");
            assertThat(config.offsetFile()).contains(Path.of("/tmp/connect.offsets"));
            assertThat(config.offsetFlushInterval()).isEqualTo(Duration.ofSeconds(10));
            assertThat(config.originals()).isEqualTo(KAFKAS_OWN_FILE);
            assertThat(log.all()).isEmpty();
        }
    }

    @Test
    void what_is_left_out_has_connects_defaults() {
        WorkerConfig config = accepted(complete());

        assertThat(config.offsetFlushInterval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.offsetFlushTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.shutdownTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.metricsSampleWindow()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.metricsSamples()).isEqualTo(2);
        assertThat(config.offsetFile()).isEmpty();
    }

    @Test
    void every_problem_is_reported_at_once_with_its_remedy() {
        Map<String, String> config = Map.of(
                "value.converter", " ",
                "offset.flush.interval.ms", "soon",
                "metrics.num.samples", "0",
                "group.id", "orders");

        assertThat(WorkerConfig.check(config, problems)).isEmpty();
        assertThat(problems.list())
                .extracting(ConfigProblem::key)
                .containsExactlyInAnyOrder(
                        "bootstrap.servers",
                        "key.converter",
                        "value.converter",
                        "offset.flush.interval.ms",
                        "metrics.num.samples",
                        "group.id");
        assertThat(remedy("bootstrap.servers")).contains("bootstrapServers(\"host:9092\")");
        assertThat(remedy("key.converter")).contains("keyConverter(new StringConverter())");
        assertThat(remedy("value.converter")).contains("valueConverter(");
        assertThat(remedy("offset.flush.interval.ms"))
                .isEqualTo("Give a whole number ([1,...]), or leave it out for the default 60000");
        assertThat(remedy("metrics.num.samples")).contains("[1,...]").contains("default 2");
        assertThat(remedy("group.id")).contains("Remove group.id");
        assertThatThrownBy(problems::orThrow)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith("The configuration has 6 problems:");
    }

    @Test
    void problems_found_before_do_not_make_a_right_config_wrong() {
        problems.add("other", "k", null, "m.", "r");

        assertThat(WorkerConfig.check(complete(), problems)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h:9092",
                "one.example.org:9092,two_2:1",
                " h:9092 ,  i:9093 ",
                "10.0.0.1:65535",
                "[::1]:9092",
                "[fe80::1%eth0]:9092",
                "PLAINTEXT://h:9092",
                "SASL_SSL://[::1]:9092,h:1"
            })
    void a_broker_address_that_kafkas_clients_take_is_accepted(String servers) {
        assertThat(accepted(with("bootstrap.servers", servers)).bootstrapServers())
                .isEqualTo(servers.replace(" ", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    h                | h
                    h:               | h:
                    h:port           | h:port
                    h:0              | h:0
                    h:65536          | h:65536
                    h:123456         | h:123456
                    :9092            | :9092
                    ::1:9092         | ::1:9092
                    a:1, b           | b
                    a:1, b c:2, d:3  | b c:2
                    """)
    void the_one_bad_broker_address_is_named(String servers, String named) {
        assertThat(WorkerConfig.check(with("bootstrap.servers", servers), problems))
                .isEmpty();
        assertThat(problems.list()).singleElement().satisfies(problem -> {
            assertThat(problem.value()).isEqualTo(named);
            assertThat(problem.remedy()).contains("host:port");
        });
    }

    @Test
    void an_offset_topic_is_read_from_the_keys_of_a_distributed_worker() {
        Map<String, String> config = new HashMap<>(complete());
        config.put("offset.storage.topic", "offsets");
        config.put("offset.storage.partitions", "-1");
        config.put("offset.storage.segment.bytes", "1048576");
        config.put("offset.storage.cleanup.policy", "delete");
        try (LogLines log = new LogLines(WorkerConfig.class)) {
            WorkerConfig worker = accepted(config);
            worker.warnOfIdleKeys();

            assertThat(worker.offsetTopic()).contains("offsets");
            assertThat(worker.offsetPartitions()).isEqualTo(-1);
            assertThat(worker.offsetReplicationFactor()).isEqualTo(3);
            assertThat(worker.offsetTopicConfigs()).containsEntry("segment.bytes", "1048576");
            assertThat(log.all()).singleElement().asString().endsWith("[offset.storage.cleanup.policy]");
        }
    }

    @Test
    void a_file_for_offsets_goes_before_a_topic_whose_keys_are_named_as_without_effect() {
        Map<String, String> config = new HashMap<>(KAFKAS_OWN_FILE);
        config.put("offset.storage.topic", "offsets");
        config.put("offset.storage.partitions", "1");
        try (LogLines log = new LogLines(WorkerConfig.class)) {
            WorkerConfig worker = accepted(config);
            worker.warnOfIdleKeys();

            assertThat(worker.offsetTopic()).isEmpty();
            assertThat(log.all())
                    .singleElement()
                    .asString()
                    .endsWith("[offset.storage.partitions, offset.storage.topic]");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "offset.storage.topic,my offsets",
        "offset.storage.topic,..",
        "offset.storage.partitions,0",
        "offset.storage.replication.factor,-2"
    })
    void a_wrong_value_for_an_offset_topic_is_a_problem(String key, String value) {
        Map<String, String> config = new HashMap<>(complete());
        config.put(key, value);

        assertThat(WorkerConfig.check(config, problems)).isEmpty();
        assertThat(problems.list()).extracting(ConfigProblem::key).containsExactly(key);
    }

    @Test
    void unknown_keys_and_keys_not_yet_honoured_are_named_in_one_warning_each() {
        Map<String, String> config = complete();
        config.put("offset.flush.intervall.ms", "1");
        config.put("zeta", "z");
        config.put("rest.port", "8083");
        config.put("plugin.path", "/plugins");
        config.put("config.providers.file.class", "x");
        config.put("listeners", "http://:8083");
        config.put("producer.linger.ms", "7");
        config.put("ssl.truststore.location", "t");
        try (LogLines log = new LogLines(WorkerConfig.class)) {
            accepted(config).warnOfIdleKeys();

            assertThat(log.at(Level.WARN))
                    .containsExactly(
                            "Unknown worker settings, which have no effect: [config.providers.file.class,"
                                    + " offset.flush.intervall.ms, zeta]",
                            "Settings of Kafka Connect that this version does not honour: [listeners, rest.port]");
            assertThat(log.all()).hasSize(2);
        }
    }

    @Test
    void a_setting_under_the_clients_prefix_wins_over_one_without() {
        Map<String, String> config = complete();
        config.put("request.timeout.ms", "1");
        config.put("producer.request.timeout.ms", "2");
        WorkerConfig worker = accepted(config);

        assertThat(worker.clientSettings("producer.")).containsEntry("request.timeout.ms", "2");
        assertThat(worker.clientSettings("consumer.")).containsEntry("request.timeout.ms", "1");
        assertThat(worker.clientSettings("producer.")).doesNotContainKey("producer.request.timeout.ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"producer.", "consumer.", "admin."})
    void security_settings_without_a_prefix_reach_every_client_and_a_client_id_none(String prefix) {
        Map<String, String> config = complete();
        config.put("security.protocol", "SASL_SSL");
        config.put("sasl.jaas.config", "jaas");
        config.put("ssl.truststore.location", "trust");
        config.put("client.id", "mine");

        assertThat(accepted(config).clientSettings(prefix))
                .isEqualTo(Map.of(
                        "bootstrap.servers", "h:9092",
                        "security.protocol", "SASL_SSL",
                        "sasl.jaas.config", "jaas",
                        "ssl.truststore.location", "trust"));
    }

    @Test
    void what_is_warned_of_as_not_honoured_reaches_no_client() {
        WorkerConfig worker = accepted(with("ssl.client.auth", "required"));
        try (LogLines log = new LogLines(WorkerConfig.class)) {
            worker.warnOfIdleKeys();

            assertThat(log.at(Level.WARN))
                    .containsExactly("Settings of Kafka Connect that this version does not honour: [ssl.client.auth]");
        }
        assertThat(worker.clientSettings("producer.")).doesNotContainKey("ssl.client.auth");
    }

    @ParameterizedTest
    @CsvSource({
        "metrics.recording.level,TRACE",
        "topic.creation.enable,maybe",
        "topic.tracking.enable,maybe",
        "request.timeout.ms,soon",
        "security.protocol,MAGIC",
        "client.dns.lookup,never",
        "producer.linger.ms,soon",
        "consumer.max.poll.records,0",
        "admin.retries,many",
    })
    void a_wrong_value_of_a_setting_that_clients_read_is_told_at_build(String key, String value) {
        assertThat(WorkerConfig.check(with(key, value), problems)).isEmpty();
        assertThat(problems.list()).extracting(ConfigProblem::key).containsExactly(key);
    }

    @Test
    void a_value_that_came_from_a_provider_is_in_no_problem() {
        assertThat(WorkerConfig.check(with("offset.flush.interval.ms", "hunter22"), List.of("hunter22"), problems))
                .isEmpty();
        assertThat(problems.list())
                .singleElement()
                .asString()
                .contains("[hidden]")
                .doesNotContain("hunter22");
    }

    @Test
    void the_admin_client_takes_all_its_own_keys_without_a_prefix_as_in_connect() {
        WorkerConfig worker = accepted(with("default.api.timeout.ms", "7"));

        assertThat(worker.clientSettings("admin.")).containsEntry("default.api.timeout.ms", "7");
        assertThat(worker.clientSettings("producer.")).doesNotContainKey("default.api.timeout.ms");
    }

    @Test
    void a_client_may_have_brokers_of_its_own() {
        assertThat(accepted(with("admin.bootstrap.servers", "other:1")).clientSettings("admin."))
                .containsEntry("bootstrap.servers", "other:1");
    }

    private WorkerConfig accepted(Map<String, String> config) {
        var checked = WorkerConfig.check(config, problems);
        assertThat(problems.list()).isEmpty();
        return checked.orElseThrow();
    }

    private String remedy(String key) {
        List<String> remedies = problems.list().stream()
                .filter(problem -> problem.key().equals(key))
                .map(ConfigProblem::remedy)
                .toList();
        assertThat(remedies).hasSize(1);
        return remedies.get(0);
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> config = complete();
        config.put(key, value);
        return config;
    }

    private static Map<String, String> complete() {
        return new HashMap<>(Map.of("bootstrap.servers", "h:9092", "key.converter", "k", "value.converter", "v"));
    }
}
