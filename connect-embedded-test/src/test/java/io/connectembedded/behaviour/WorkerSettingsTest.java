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

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.internal.clients.ClientSettings;
import io.connectembedded.internal.config.Problems;
import io.connectembedded.internal.config.WorkerConfig;
import io.connectembedded.internal.config.policy.OverridePolicy;
import io.connectembedded.status.TaskId;
import io.connectembedded.test.ConnectTestDriver;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsContext;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One test for each setting of a worker, of its name. */
class WorkerSettingsTest {

    private final Script script = Script.byHand();
    private final Script sink = Script.byHand();

    @BeforeEach
    void forget() {
        Reporter.TOLD.clear();
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
        return new ClientSettings(WorkerConfig.check(all, new Problems()).orElseThrow(), "", OverridePolicy.all());
    }

    private ConnectTestDriver driver(Map<String, String> worker, ConnectorSpec... specs) {
        return ConnectTestDriver.of(Host.byHand().properties(worker).connectors(List.of(specs)));
    }

    @Test
    void retry_backoff_ms() {
        reachesEveryClient("retry.backoff.ms", "150");
    }

    @Test
    void retry_backoff_max_ms() {
        reachesEveryClient("retry.backoff.max.ms", "1500");
    }

    @Test
    void reconnect_backoff_ms() {
        reachesEveryClient("reconnect.backoff.ms", "70");
    }

    @Test
    void reconnect_backoff_max_ms() {
        reachesEveryClient("reconnect.backoff.max.ms", "1700");
    }

    @Test
    void request_timeout_ms() {
        reachesEveryClient("request.timeout.ms", "41000");
    }

    @Test
    void connections_max_idle_ms() {
        reachesEveryClient("connections.max.idle.ms", "1234");
    }

    @Test
    void metadata_max_age_ms() {
        reachesEveryClient("metadata.max.age.ms", "5678");
    }

    @Test
    void metadata_recovery_strategy() {
        reachesEveryClient("metadata.recovery.strategy", "none");
    }

    @Test
    void metadata_recovery_rebootstrap_trigger_ms() {
        reachesEveryClient("metadata.recovery.rebootstrap.trigger.ms", "999");
    }

    @Test
    void client_dns_lookup() {
        reachesEveryClient("client.dns.lookup", "resolve_canonical_bootstrap_servers_only");
    }

    @Test
    void security_protocol() {
        reachesEveryClient("security.protocol", "SASL_SSL");
    }

    @Test
    void sasl_mechanism() {
        reachesEveryClient("sasl.mechanism", "PLAIN");
    }

    @Test
    void ssl_truststore_location() {
        reachesEveryClient("ssl.truststore.location", "/t");
    }

    @Test
    void metrics_sample_window_ms() {
        reachesEveryClient("metrics.sample.window.ms", "31000");
    }

    @Test
    void metrics_num_samples() {
        reachesEveryClient("metrics.num.samples", "3");
    }

    @Test
    void metrics_recording_level() {
        reachesEveryClient("metrics.recording.level", "DEBUG");
    }

    @Test
    void send_buffer_bytes() {
        reachesEveryClient("send.buffer.bytes", "4096");
    }

    @Test
    void socket_connection_setup_timeout_ms() {
        reachesEveryClient("socket.connection.setup.timeout.ms", "11000");
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
