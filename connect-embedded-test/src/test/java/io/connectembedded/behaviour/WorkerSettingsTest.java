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
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.internal.clients.ClientSettings;
import io.connectembedded.internal.config.Problems;
import io.connectembedded.internal.config.WorkerConfig;
import io.connectembedded.internal.config.policy.OverridePolicy;
import io.connectembedded.status.TaskId;
import io.connectembedded.test.ConnectTestDriver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.MetricsContext;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One test for each setting of a worker, of its name. */
class WorkerSettingsTest {

    private final Script script = Script.byHand();
    private final Script sink = Script.byHand();

    @BeforeEach
    void forget() {
        Reporter.TOLD.clear();
        Reporter.CONFIGS.clear();
    }

    @AfterEach
    void end() {
        script.close();
        sink.close();
    }

    private void reachesEveryClient(String key, String value) {
        try (ClientSettingsWatch watch = started(Map.of(key, value))) {
            assertThat(watch.producers.values())
                    .singleElement()
                    .satisfies(it -> assertThat(it).containsEntry(key, value));
            assertThat(watch.consumers.values())
                    .singleElement()
                    .satisfies(it -> assertThat(it).containsEntry(key, value));
        }
        assertThat(settings(Map.of(key, value)).admin()).containsEntry(key, value);
        assertThat(settings(Map.of(key, value)).forStore("producer.")).containsEntry(key, value);
    }

    private ClientSettingsWatch started(Map<String, String> worker) {
        return started(worker, Map.of());
    }

    private ClientSettingsWatch started(Map<String, String> worker, Map<String, String> connector) {
        return new ClientSettingsWatch(Host.byHand()
                .properties(worker)
                .connector(script.source("src").withAll(connector))
                .connector(sink.sink("snk").topics("t")));
    }

    private static ClientSettings settings(Map<String, String> worker) {
        Map<String, String> all = new HashMap<>(worker);
        all.putAll(Map.of("bootstrap.servers", "h:1", "key.converter", "k", "value.converter", "v"));
        return new ClientSettings(
                "worker", WorkerConfig.check(all, new Problems()).orElseThrow(), "", OverridePolicy.all());
    }

    private ConnectTestDriver driver(Map<String, String> worker, ConnectorSpec... specs) {
        return ConnectTestDriver.of(Host.byHand().properties(worker).connectors(List.of(specs)));
    }

    /** Each that is listed, whatever clients there are; a row of docs/compatibility.md names each. */
    @ParameterizedTest
    @MethodSource("settingsOfAllClients")
    void a_setting_of_all_clients_reaches_each_of_them(String key, String value) {
        reachesEveryClient(key, value);
    }

    static Stream<Arguments> settingsOfAllClients() throws IOException {
        Properties settings = new Properties();
        try (InputStream file = WorkerSettingsTest.class.getResourceAsStream(
                "/io/connectembedded/settings-of-all-clients.properties")) {
            settings.load(file);
        }
        return settings.stringPropertyNames().stream().sorted().map(key -> arguments(key, settings.getProperty(key)));
    }

    @Test
    void metrics_sample_window_ms() {
        reachesEveryClient("metrics.sample.window.ms", "31000");
        assertThat(ownRegistry("metrics.sample.window.ms", "31000").timeWindowMs())
                .isEqualTo(31_000);
    }

    @Test
    void metrics_num_samples() {
        reachesEveryClient("metrics.num.samples", "3");
        assertThat(ownRegistry("metrics.num.samples", "3").samples()).isEqualTo(3);
    }

    @Test
    void metrics_recording_level() {
        reachesEveryClient("metrics.recording.level", "DEBUG");
        assertThat(ownRegistry("metrics.recording.level", "DEBUG").recordLevel())
                .isEqualTo(Sensor.RecordingLevel.DEBUG);
    }

    /** What the worker's own metrics are kept by; the reporter is shown each. */
    private MetricConfig ownRegistry(String key, String value) {
        started(Map.of(key, value, "metric.reporters", Reporter.class.getName()))
                .close();
        assertThat(Reporter.CONFIGS).isNotEmpty();
        return Reporter.CONFIGS.get(0);
    }

    @Test
    void client_id() {
        try (ClientSettingsWatch watch = started(Map.of("client.id", "shop"))) {
            assertThat(watch.producers.get(new TaskId("src", 0)))
                    .containsEntry("client.id", "shop-connector-producer-src-0");
            assertThat(watch.consumers.get(new TaskId("snk", 0)))
                    .containsEntry("client.id", "shop-connector-consumer-snk-0");
        }
        assertThat(settings(Map.of("client.id", "shop")).admin()).containsEntry("client.id", "shop-connect-admin");
    }

    @Test
    void prefixes_of_clients() {
        Map<String, String> worker = Map.of(
                "producer.linger.ms", "7",
                "consumer.max.poll.records", "8",
                "admin.retries", "9",
                "producer.request.timeout.ms", "11",
                "request.timeout.ms", "12");
        try (ClientSettingsWatch watch = started(worker, Map.of("producer.override.linger.ms", "13"))) {
            assertThat(watch.producers.get(new TaskId("src", 0)))
                    .containsEntry("linger.ms", "13")
                    .containsEntry("request.timeout.ms", "11");
            assertThat(watch.consumers.get(new TaskId("snk", 0)))
                    .containsEntry("max.poll.records", "8")
                    .containsEntry("request.timeout.ms", "12");
        }
        assertThat(settings(worker).admin()).containsEntry("retries", "9").containsEntry("request.timeout.ms", "12");
    }

    @Test
    void offset_flush_interval_ms() {
        try (ConnectTestDriver driver = driver(Map.of("offset.flush.interval.ms", "5000"), script.source("src"))) {
            driver.advance(Duration.ofMillis(4_999));
            assertThat(script.count("task.commit")).isZero();
            driver.advance(Duration.ofMillis(1));
            assertThat(script.count("task.commit")).isEqualTo(1);
        }
    }

    @Test
    void offset_storage_file_filename(@TempDir Path folder) {
        Path file = folder.resolve("offsets");
        ConnectWorker.Builder builder = ConnectWorker.builder()
                .bootstrapServers("nobody:1")
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .with("offset.storage.file.filename", file.toString())
                .connector(script.source("src"));
        try (ConnectTestDriver driver = ConnectTestDriver.of(builder)) {
            script.emit(Script.record("t", "a", 7));
            driver.settle();
        }
        assertThat(file).content().contains("\"offset\":{\"o\":7}");
    }

    @Test
    void topic_creation_enable() {
        assertThat(topicsMade("true")).containsOnlyKeys("t");
        assertThat(topicsMade("false")).isEmpty();
    }

    private Map<String, ?> topicsMade(String enabled) {
        ConnectorSpec spec = script.source("src")
                .with("topic.creation.default.partitions", 2)
                .with("topic.creation.default.replication.factor", 1);
        try (ConnectTestDriver driver = driver(Map.of("topic.creation.enable", enabled), spec)) {
            script.emit(Script.record("t", "a", 1));
            driver.settle();
            assertThat(driver.topic("t").values()).containsExactly("a-1");
            return driver.createdTopics();
        }
    }

    @Test
    void metric_reporters_and_metrics_context() {
        Map<String, String> worker =
                Map.of("metric.reporters", Reporter.class.getName(), "metrics.context.env", "test", "my.option", "o");
        try (ClientSettingsWatch watch = started(worker)) {
            assertThat(Reporter.TOLD)
                    .contains("configured o", "context kafka.connect test driver", "metric connector-count");
            assertThat(watch.producers.get(new TaskId("src", 0)))
                    .containsEntry("metric.reporters", Reporter.class.getName())
                    .containsEntry("metrics.context.env", "test")
                    .containsEntry("metrics.context.connect.kafka.cluster.id", "driver");
            assertThat(watch.consumers.get(new TaskId("snk", 0)))
                    .containsEntry("metrics.context.env", "test")
                    .containsEntry("metrics.context.connect.kafka.cluster.id", "driver");
            assertThat(Reporter.TOLD).doesNotContain("closed");
        }
        assertThat(Reporter.TOLD).endsWith("closed");
    }

    @Test
    void a_reporter_that_is_not_there_is_a_problem() {
        ConnectWorker.Builder builder = Host.byHand().with("metric.reporters", "com.example.Nobody");
        assertThatThrownBy(builder::build).hasMessageContaining("metric.reporters");
    }

    @Test
    void key_converter_and_its_options() {
        converters("key.converter");
    }

    @Test
    void value_converter_and_its_options() {
        converters("value.converter");
    }

    @Test
    void header_converter_and_its_options() {
        converters("header.converter");
    }

    /** Options come with the converter, never from both sides. */
    private void converters(String key) {
        Map<String, String> worker =
                Map.of(key, NotedConverter.class.getName(), key + ".who", "worker", key + ".more", "worker's");
        assertThat(NotedConverter.noted(
                        () -> started(worker, Map.of(key + ".who", "connector")).close()))
                .allSatisfy(options ->
                        assertThat(options).containsEntry("who", "worker").containsKey("more"));
        assertThat(NotedConverter.noted(() -> started(
                                worker, Map.of(key, NotedConverter.class.getName(), key + ".who", "connector"))
                        .close()))
                .anySatisfy(options ->
                        assertThat(options).containsEntry("who", "connector").doesNotContainKey("more"));
    }

    /** Notes what it is told. */
    public static final class Reporter implements MetricsReporter {

        static final List<String> TOLD = new CopyOnWriteArrayList<>();
        static final List<MetricConfig> CONFIGS = new CopyOnWriteArrayList<>();

        @Override
        public void configure(Map<String, ?> configs) {
            TOLD.add("configured " + configs.get("my.option"));
        }

        @Override
        public void contextChange(MetricsContext context) {
            Map<String, String> labels = context.contextLabels();
            TOLD.add("context " + labels.get(MetricsContext.NAMESPACE) + " " + labels.get("env") + " "
                    + labels.get("connect.kafka.cluster.id"));
        }

        @Override
        public void init(List<KafkaMetric> metrics) {
            metrics.forEach(this::metricChange);
        }

        @Override
        public void metricChange(KafkaMetric metric) {
            TOLD.add("metric " + metric.metricName().name());
            CONFIGS.add(metric.config());
        }

        @Override
        public void metricRemoval(KafkaMetric metric) {
            // Only what comes is noted.
        }

        @Override
        public void close() {
            TOLD.add("closed");
        }
    }
}
