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
package io.connectembedded.behaviour.offsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.WorkerStartException;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.ScriptedSource;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Source offsets in a Kafka topic. */
@ConnectTest
class OffsetTopicTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String offsets = "offsets-" + UUID.randomUUID();
    private final ScriptedSource source = ScriptedSource.create();

    private static ConnectWorker.Builder builder(KafkaBroker broker) {
        return ConnectWorker.builder()
                .bootstrapServers(broker.bootstrapServers())
                .keyConverter(new org.apache.kafka.connect.storage.StringConverter())
                .valueConverter(new org.apache.kafka.connect.storage.StringConverter());
    }

    private OffsetStore store() {
        return OffsetStore.kafka(offsets).partitions(2).replicationFactor(1);
    }

    /** Until what was emitted is in Kafka, then closed; its first commit is its last. */
    private void run(ConnectWorker.Builder builder, String name, int commits) {
        try (ConnectWorker worker = builder.connector(source.spec(name)).build()) {
            worker.start();
            source.awaitCall("commitRecord", commits, LIMIT);
        }
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void a_source_goes_on_after_a_close_and_the_offsets_are_connects_to_the_byte(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) throws Exception {
        source.emitValues(topic.name(), "a", "b");
        run(builder(broker).name("offset-topic").offsetStore(store()), "src", 2);
        assertThat(clientsLeft()).isEmpty();
        source.emitValues(topic.name(), "c");
        run(builder(broker).offsetStore(store()), "src", 3);

        assertThat(topic.values()).containsExactly("a", "b", "c");
        List<ConsumerRecord<byte[], byte[]>> records = broker.raw(offsets, 2, LIMIT);
        assertThat(records)
                .extracting(record -> text(record.key()))
                .containsOnly("[\"src\",{\"topic\":\"" + topic.name() + "\"}]");
        assertThat(records)
                .extracting(record -> text(record.value()))
                .containsExactly("{\"position\":2}", "{\"position\":3}");
    }

    private static List<String> clientsLeft() throws Exception {
        Stream<String> threads = Thread.getAllStackTraces().keySet().stream().map(Thread::getName);
        Stream<String> beans =
                ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("kafka.*:*"), null).stream()
                        .map(ObjectName::getCanonicalName);
        return Stream.concat(threads, beans)
                .filter(name -> name.contains("connect-offsets"))
                .toList();
    }

    @Test
    void offsets_that_a_distributed_worker_wrote_are_gone_on_with(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) throws Exception {
        create(broker, Map.of("cleanup.policy", "compact"));
        TestTopic<byte[], byte[]> raw = broker.topic(offsets).as(byte[].class, byte[].class);
        String key = "{\"topic\":\"" + topic.name() + "\"}]";
        raw.send(bytes("[\"src\"," + key), bytes("{\"position\":1}"));
        raw.send(bytes("[\"other\"," + key), bytes("{\"position\":3}"));
        raw.send(bytes("[\"src\"," + key), bytes("{\"position\":2}"));
        raw.send(bytes("[\"deleted\"," + key), bytes("{\"position\":2}"));
        raw.send(bytes("[\"deleted\"," + key), null);

        source.emitValues(topic.name(), "a", "b", "c");
        run(builder(broker).properties(distributed()), "src", 1);
        assertThat(topic.values()).containsExactly("c");
        run(builder(broker).properties(distributed()), "deleted", 4);
        assertThat(topic.values()).containsExactly("c", "a", "b", "c");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What {@code connect-distributed.properties} says of offsets. */
    private Properties distributed() {
        Properties properties = new Properties();
        properties.setProperty("offset.storage.topic", offsets);
        properties.setProperty("offset.storage.replication.factor", "1");
        properties.setProperty("offset.storage.partitions", "3");
        properties.setProperty("offset.storage.segment.bytes", "1048577");
        return properties;
    }

    @Test
    void a_source_goes_on_from_the_last_commit_after_a_kill(KafkaBroker broker) {
        source.emitValues("t", "a").emitValues("t", "b");
        ConnectWorker.Builder builder = builder(broker).offsetStore(store()).connector(source.spec("src"));
        try (ConnectTestDriver driver = ConnectTestDriver.of(builder)) {
            driver.source("src").poll();
            driver.source("src").ackAll();
            assertThat(driver.source("src").commit()).isTrue();
            driver.crash();
            assertThat(driver.source("src").poll())
                    .singleElement()
                    .matches(record -> record.value().equals("b"));
            driver.source("src").ackAll();
        }
    }

    @Test
    void the_topic_is_made_as_the_settings_say_and_always_compacted(KafkaBroker broker) throws Exception {
        try (ConnectWorker worker = builder(broker)
                .properties(distributed())
                .connector(source.spec("src"))
                .build()) {
            worker.start();
        }
        assertThat(described(broker).partitions())
                .hasSize(3)
                .allMatch(partition -> partition.replicas().size() == 1);
        assertThat(config(broker).get("cleanup.policy").value()).isEqualTo("compact");
        assertThat(config(broker).get("segment.bytes").value()).isEqualTo("1048577");
    }

    @Test
    void what_a_store_says_goes_before_the_workers_settings(KafkaBroker broker) throws Exception {
        OffsetStore store = OffsetStore.kafka(offsets)
                .partitions(2)
                .replicationFactor(-1)
                .topicConfig("segment.bytes", "1048578")
                .topicConfig("cleanup.policy", "delete");
        try (ConnectWorker worker = builder(broker)
                .properties(distributed())
                .offsetStore(store)
                .connector(source.spec("src"))
                .build()) {
            worker.start();
        }
        assertThat(described(broker).partitions()).hasSize(2);
        assertThat(config(broker).get("segment.bytes").value()).isEqualTo("1048578");
        assertThat(config(broker).get("cleanup.policy").value()).isEqualTo("compact");
    }

    @Test
    void too_few_brokers_for_three_copies_are_told_with_the_setting(KafkaBroker broker) {
        try (ConnectWorker worker =
                builder(broker).with("offset.storage.topic", offsets).build()) {
            assertThatThrownBy(worker::start)
                    .isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("The offset topic " + offsets + " could not be created")
                    .hasMessageContaining("Set offset.storage.replication.factor, which is 3,");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "compact,delete"})
    void a_topic_that_is_not_compacted_is_refused(String policy, KafkaBroker broker) throws Exception {
        create(broker, Map.of("cleanup.policy", policy));
        try (ConnectWorker worker = builder(broker).offsetStore(store()).build()) {
            assertThatThrownBy(worker::start)
                    .isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("The offset topic " + offsets + " has cleanup.policy=" + policy)
                    .hasMessageContaining("--entity-name " + offsets + " --add-config cleanup.policy=compact");
        }
    }

    @Test
    void a_source_task_finds_what_another_worker_wrote_meanwhile(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        try (ConnectWorker worker = builder(broker).offsetStore(store()).build()) {
            worker.start();
            source.emitValues(topic.name(), "a", "b");
            run(builder(broker).offsetStore(store()), "src", 2);
            source.emitValues(topic.name(), "c");
            ConnectorSpec late = source.spec("src");
            worker.connectors().put(late).await(LIMIT);
            source.awaitCall("commitRecord", 3, LIMIT);
        }
        assertThat(topic.values()).containsExactly("a", "b", "c");
    }

    private void create(KafkaBroker broker, Map<String, String> configs) throws Exception {
        try (Admin admin = admin(broker)) {
            NewTopic topic = new NewTopic(offsets, Optional.of(1), Optional.empty()).configs(configs);
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    private TopicDescription described(KafkaBroker broker) throws Exception {
        try (Admin admin = admin(broker)) {
            return admin.describeTopics(List.of(offsets)).allTopicNames().get().get(offsets);
        }
    }

    private Config config(KafkaBroker broker) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, offsets);
        try (Admin admin = admin(broker)) {
            return admin.describeConfigs(List.of(resource)).all().get().get(resource);
        }
    }

    private static Admin admin(KafkaBroker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers(), "client.id", "test-offset-topic"));
    }
}
