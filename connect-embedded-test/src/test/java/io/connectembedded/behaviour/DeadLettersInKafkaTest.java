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

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.ErrorPolicy;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dead letter queues on a real broker. */
@ConnectTest(allowedLogs = "^ERROR \\S+ Task c\\S*-0 failed in start: .*replication factor 3")
class DeadLettersInKafkaTest {

    private final Script script = Script.open();
    private final String queue = "dead-" + UUID.randomUUID();
    private KafkaBroker broker;
    private ConnectWorker worker;

    @BeforeEach
    void begin(KafkaBroker shared) {
        broker = shared;
    }

    @AfterEach
    void end() {
        script.close();
        if (worker != null) {
            worker.close();
        }
    }

    private ConnectorHandle running(String topic, Map<String, String> more) {
        ConnectorSpec spec = script.sink("c-" + UUID.randomUUID())
                .topics(topic)
                .errors(ErrorPolicy.deadLetterQueue(queue))
                .with("value.converter", DeadLetterQueueTest.PoisonConverter.class);
        for (Map.Entry<String, String> entry : more.entrySet()) {
            spec = spec.with(entry.getKey(), entry.getValue());
        }
        worker = Host.started(Host.builder(broker).connector(spec));
        return worker.connector(spec.name());
    }

    @Test
    void on_one_broker_the_default_of_three_copies_fails_the_task_and_names_the_setting(
            @Topic("t") TestTopic<String, String> topic) {
        ConnectorHandle connector = running(topic.name(), Map.of());
        assertThatThrownBy(() -> connector.running().await(LIMIT))
                .isInstanceOf(ConnectorFailedException.class)
                .hasMessageContaining(queue)
                .hasMessageContaining("replication factor 3")
                .hasMessageContaining("errors.deadletterqueue.topic.replication.factor");
    }

    @Test
    void a_dead_letter_has_the_bytes_headers_and_timestamp_of_the_record(@Topic("t") TestTopic<String, String> topic)
            throws Exception {
        ConnectorHandle connector =
                running(topic.name(), Map.of("errors.deadletterqueue.topic.replication.factor", "1"));
        connector.running().await(LIMIT);
        byte[] value = {0, 'p', 'o', 'i', 's', 'o', 'n', (byte) 0xff};
        ProducerRecord<byte[], byte[]> poison =
                new ProducerRecord<>(topic.name(), null, 4711L, new byte[] {9, 8}, value);
        poison.headers().add("trace", new byte[] {1, 2});
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(poison).get();
        }
        topic.send(null, "fine");
        script.awaitPut(1);

        ConsumerRecord<byte[], byte[]> letter = firstLetter();
        assertThat(letter.key()).containsExactly(9, 8);
        assertThat(letter.value()).isEqualTo(value);
        assertThat(letter.timestamp()).isEqualTo(4711L);
        List<String> names = new ArrayList<>();
        Arrays.stream(letter.headers().toArray()).forEach(header -> names.add(header.key()));
        assertThat(names)
                .containsExactly(
                        "trace",
                        "__connect.errors.topic",
                        "__connect.errors.partition",
                        "__connect.errors.offset",
                        "__connect.errors.connector.name",
                        "__connect.errors.task.id",
                        "__connect.errors.stage",
                        "__connect.errors.class.name",
                        "__connect.errors.exception.class.name",
                        "__connect.errors.exception.message",
                        "__connect.errors.exception.stacktrace");
        assertThat(letter.headers().lastHeader("__connect.errors.topic").value())
                .isEqualTo(topic.name().getBytes(StandardCharsets.UTF_8));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(admin.describeTopics(List.of(queue))
                            .allTopicNames()
                            .get()
                            .get(queue)
                            .partitions())
                    .hasSize(1);
        }
    }

    private ConsumerRecord<byte[], byte[]> firstLetter() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> all = List.of(new TopicPartition(queue, 0));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            for (int polls = 0; polls < 20; polls++) {
                for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofSeconds(1))) {
                    return letter;
                }
            }
        }
        throw new AssertionError("no letter in " + queue);
    }
}
