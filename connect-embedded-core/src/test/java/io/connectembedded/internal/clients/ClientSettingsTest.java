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
package io.connectembedded.internal.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.config.Problems;
import io.connectembedded.internal.config.WorkerConfig;
import io.connectembedded.internal.config.policy.OverridePolicy;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.SomeConnectors.LinesSourceConnector;
import io.connectembedded.status.TaskId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSettingsTest {

    private static final TaskId TASK = new TaskId("c", 2);

    @Test
    void a_producer_is_safe_ordered_and_named_as_in_connect() {
        assertThat(producer(Map.of(), Map.of()))
                .containsEntry("client.id", "connector-producer-c-2")
                .containsEntry("bootstrap.servers", "h:9092")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true")
                .containsEntry("max.in.flight.requests.per.connection", "5")
                .containsEntry("delivery.timeout.ms", "2147483647")
                .containsEntry("max.block.ms", "9223372036854775807");
    }

    @Test
    void a_connectors_override_wins_over_the_workers_setting_and_that_over_ours() {
        Map<String, String> worker = Map.of("producer.linger.ms", "5", "producer.batch.size", "1");
        Map<String, Object> settings = producer(worker, Map.of("producer.override.linger.ms", "9"));

        assertThat(settings).containsEntry("linger.ms", "9").containsEntry("batch.size", "1");
    }

    @ParameterizedTest
    @CsvSource({
        "enable.idempotence,false",
        "acks,1",
        "acks,0",
        "retries,0",
    })
    void without_idempotence_order_is_kept_by_one_request_in_flight(String key, String value) {
        Map<String, Object> settings = producer(Map.of(), Map.of("producer.override." + key, value));

        assertThat(settings)
                .containsEntry(key, value)
                .containsEntry("enable.idempotence", "false")
                .containsEntry("max.in.flight.requests.per.connection", "1");
        assertKafkaTakes(settings);
    }

    @Test
    void requests_in_flight_that_the_user_chose_stay() {
        Map<String, Object> settings =
                producer(Map.of("producer.max.in.flight.requests.per.connection", "10"), Map.of());

        assertThat(settings)
                .containsEntry("max.in.flight.requests.per.connection", "10")
                .containsEntry("enable.idempotence", "false");
        assertKafkaTakes(settings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "-1"})
    void settings_that_allow_idempotence_leave_it_on(String acks) {
        Map<String, Object> settings = producer(Map.of("producer.acks", acks, "producer.retries", "7"), Map.of());

        assertThat(settings)
                .containsEntry("enable.idempotence", "true")
                .containsEntry("max.in.flight.requests.per.connection", "5");
        assertKafkaTakes(settings);
    }

    @Test
    void a_consumer_is_in_connects_group_and_never_commits_by_itself() {
        Map<String, Object> settings = settings(Map.of("consumer.enable.auto.commit", "true"), "")
                .consumer(connector(Map.of("consumer.override.auto.offset.reset", "latest")), TASK);

        assertThat(settings)
                .containsEntry("client.id", "connector-consumer-c-2")
                .containsEntry("group.id", "connect-c")
                .containsEntry("auto.offset.reset", "latest")
                .containsEntry("enable.auto.commit", "false");
        Map<String, Object> complete = new HashMap<>(settings);
        complete.put("key.deserializer", ByteArrayDeserializer.class);
        complete.put("value.deserializer", ByteArrayDeserializer.class);
        assertThat(new ConsumerConfig(complete).getString("group.id")).isEqualTo("connect-c");
    }

    @Test
    void a_later_worker_of_the_jvm_puts_its_name_in_front_of_every_client_id() {
        ClientSettings settings = settings(Map.of(), "worker-2-");

        assertThat(settings.producer(connector(Map.of()), TASK))
                .containsEntry("client.id", "worker-2-connector-producer-c-2");
        assertThat(settings.consumer(connector(Map.of()), TASK))
                .containsEntry("client.id", "worker-2-connector-consumer-c-2")
                .containsEntry("group.id", "connect-c");
        assertThat(settings.admin()).containsEntry("client.id", "worker-2-connect-admin");
    }

    @Test
    void the_admin_client_and_a_store_have_their_own_prefixes() {
        ClientSettings settings =
                settings(Map.of("admin.retries", "3", "producer.linger.ms", "4", "security.protocol", "SSL"), "");

        assertThat(settings.admin()).containsEntry("retries", "3").containsEntry("security.protocol", "SSL");
        assertThat(settings.forStore("producer."))
                .isEqualTo(Map.of(
                        "client.id", "connect-offsets",
                        "bootstrap.servers", "h:9092",
                        "linger.ms", "4",
                        "security.protocol", "SSL"));
    }

    /** Kafka's own definitions tell what there is. */
    static Stream<Arguments> securityKeys() {
        return Stream.of(ProducerConfig.configDef(), ConsumerConfig.configDef(), AdminClientConfig.configDef())
                .flatMap(def -> def.configKeys().values().stream())
                .filter(key ->
                        key.name.startsWith("sasl.") || key.name.startsWith("ssl.") || key.name.startsWith("security."))
                .filter(key -> !key.name.equals("ssl.client.auth"))
                .collect(Collectors.toMap(key -> key.name, key -> valid(key), (one, other) -> one, TreeMap::new))
                .entrySet()
                .stream()
                .map(each -> Arguments.of(each.getKey(), each.getValue()));
    }

    private static String valid(ConfigDef.ConfigKey key) {
        if (key.name.equals("security.protocol")) {
            return "SASL_SSL";
        }
        if (key.name.equals("ssl.engine.factory.class")) {
            return DefaultSslEngineFactory.class.getName();
        }
        return key.defaultValue instanceof String
                        || key.defaultValue instanceof Number
                        || key.defaultValue instanceof Boolean
                ? String.valueOf(key.defaultValue)
                : "1";
    }

    @ParameterizedTest
    @MethodSource("securityKeys")
    void a_security_setting_without_a_prefix_reaches_every_client(String key, String value) {
        ClientSettings settings = settings(Map.of(key, value), "");
        ConnectorConfig c = connector(Map.of());

        assertThat(List.of(
                        settings.producer(c, TASK),
                        settings.consumer(c, TASK),
                        settings.topicAdmin(c, TASK),
                        settings.deadLetters(c, TASK),
                        settings.deadLetterAdmin(c, TASK),
                        settings.admin(),
                        settings.forStore("producer."),
                        settings.forStore("consumer."),
                        settings.forStore("admin.")))
                .allSatisfy(each -> assertThat(each).containsEntry(key, value));
    }

    @Test
    void of_a_security_setting_the_connectors_wins_over_the_prefixed_and_that_over_the_plain() {
        ClientSettings settings = settings(
                Map.of(
                        "sasl.mechanism", "PLAIN",
                        "producer.sasl.mechanism", "SCRAM-SHA-256",
                        "consumer.sasl.mechanism", "SCRAM-SHA-256",
                        "admin.sasl.mechanism", "SCRAM-SHA-256"),
                "");
        ConnectorConfig none = connector(Map.of());
        ConnectorConfig own = connector(Map.of(
                "producer.override.sasl.mechanism", "GSSAPI",
                "consumer.override.sasl.mechanism", "GSSAPI",
                "admin.override.sasl.mechanism", "GSSAPI"));

        assertThat(settings.admin()).containsEntry("sasl.mechanism", "SCRAM-SHA-256");
        assertThat(List.of(
                        settings.producer(none, TASK), settings.consumer(none, TASK), settings.topicAdmin(none, TASK)))
                .allSatisfy(each -> assertThat(each).containsEntry("sasl.mechanism", "SCRAM-SHA-256"));
        assertThat(List.of(
                        settings.producer(own, TASK),
                        settings.deadLetters(own, TASK),
                        settings.consumer(own, TASK),
                        settings.topicAdmin(own, TASK),
                        settings.deadLetterAdmin(own, TASK)))
                .allSatisfy(each -> assertThat(each).containsEntry("sasl.mechanism", "GSSAPI"));
    }

    private static Map<String, Object> producer(Map<String, String> worker, Map<String, String> connector) {
        return settings(worker, "").producer(connector(connector), TASK);
    }

    /** Kafka refuses combinations it cannot keep its promises under. */
    private static void assertKafkaTakes(Map<String, Object> settings) {
        Map<String, Object> complete = new HashMap<>(settings);
        complete.put("key.serializer", ByteArraySerializer.class);
        complete.put("value.serializer", ByteArraySerializer.class);
        assertThat(new ProducerConfig(complete).getBoolean("enable.idempotence"))
                .isEqualTo(settings.get("enable.idempotence").equals("true"));
    }

    private static ClientSettings settings(Map<String, String> config, String prefix) {
        Map<String, String> all = new HashMap<>(config);
        all.putAll(Map.of("bootstrap.servers", "h:9092", "key.converter", "k", "value.converter", "v"));
        Problems problems = new Problems();
        Optional<WorkerConfig> worker = WorkerConfig.check(all, problems);
        assertThat(problems.list()).isEmpty();
        return new ClientSettings("worker", worker.orElseThrow(), prefix, OverridePolicy.all());
    }

    private static ConnectorConfig connector(Map<String, String> config) {
        ConnectorSpec spec =
                ConnectorSpec.source("c", LinesSourceConnector.class).withAll(config);
        PluginClasses plugins = new PluginClasses(ClientSettingsTest.class.getClassLoader(), Map.of());
        return ConnectorConfig.check(spec, plugins, new Problems()).orElseThrow();
    }
}
