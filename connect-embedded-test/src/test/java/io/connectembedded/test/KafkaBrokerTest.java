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
package io.connectembedded.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KafkaBrokerTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void a_broker_serves_clients_as_soon_as_it_is_made() {
        try (KafkaBroker broker = KafkaBroker.inJvm()) {
            TestTopic<String, String> lines = broker.topic("lines");
            lines.send("k", "one");
            assertThat(lines.awaitValues(1, LIMIT)).containsExactly("one");
        }
    }

    @Test
    void an_outage_keeps_address_and_data() {
        try (KafkaBroker broker = KafkaBroker.inJvm()) {
            TestTopic<String, String> lines = broker.createTopic("lines", 1);
            String address = broker.bootstrapServers();
            lines.send(null, "before");
            broker.stop();
            broker.start();
            lines.send(null, "after");
            assertThat(broker.bootstrapServers()).isEqualTo(address);
            assertThat(lines.awaitValues(2, LIMIT)).containsExactly("before", "after");
        }
    }

    @Test
    void a_client_outlives_an_outage() throws Exception {
        try (KafkaBroker broker = KafkaBroker.inJvm();
                KafkaProducer<String, String> producer = producer(broker)) {
            producer.send(new ProducerRecord<>("lines", "before")).get();
            broker.stop();
            // Without any broker a producer forgets what it knew, and send waits for that.
            FutureTask<RecordMetadata> sent = new FutureTask<>(
                    () -> producer.send(new ProducerRecord<>("lines", "during")).get());
            new Thread(sent, "sender").start();
            broker.start();
            sent.get();
            assertThat(broker.topic("lines").awaitValues(2, LIMIT)).containsExactly("before", "during");
        }
    }

    @Test
    void stop_and_start_do_nothing_the_second_time() {
        try (KafkaBroker broker = KafkaBroker.inJvm()) {
            broker.start();
            broker.stop();
            broker.stop();
            broker.start();
            broker.start();
            broker.topic("lines").send(null, "one");
            assertThat(broker.topic("lines").values()).containsExactly("one");
        }
    }

    @Test
    void a_stopped_broker_says_so_when_a_topic_is_read() {
        try (KafkaBroker broker = KafkaBroker.inJvm()) {
            TestTopic<String, String> lines = broker.createTopic("lines", 1);
            broker.stop();
            assertThatIllegalStateException()
                    .isThrownBy(lines::values)
                    .withMessageContaining(broker.bootstrapServers())
                    .withMessageContaining("start()");
        }
    }

    @Test
    void a_closed_broker_stays_closed_and_says_so() {
        KafkaBroker broker = KafkaBroker.inJvm();
        broker.close();
        broker.close();
        assertThatIllegalStateException().isThrownBy(broker::start).withMessageContaining("is closed");
        assertThatIllegalStateException().isThrownBy(broker::stop).withMessageContaining("is closed");
        assertThatIllegalStateException()
                .isThrownBy(() -> broker.topic("lines"))
                .withMessageContaining("is closed");
    }

    @Test
    void two_brokers_run_side_by_side_and_closing_one_leaves_the_other() {
        try (KafkaBroker first = KafkaBroker.inJvm()) {
            try (KafkaBroker second = KafkaBroker.inJvm()) {
                assertThat(second.bootstrapServers()).isNotEqualTo(first.bootstrapServers());
                first.topic("lines").send(null, "first");
                second.topic("lines").send(null, "second");
                assertThat(first.topic("lines").values()).containsExactly("first");
                assertThat(second.topic("lines").values()).containsExactly("second");
            }
            first.topic("lines").send(null, "still here");
            assertThat(first.topic("lines").values()).containsExactly("first", "still here");
        }
    }

    @Test
    void a_created_topic_has_its_partitions_at_once() throws Exception {
        try (KafkaBroker broker = KafkaBroker.inJvm();
                KafkaProducer<String, String> producer = producer(broker)) {
            broker.createTopic("wide", 4);
            assertThat(producer.partitionsFor("wide")).hasSize(4).allMatch(info -> info.leader() != null);
            producer.send(new ProducerRecord<>("wide", 3, "k", "v")).get();
            List<ConsumerRecord<byte[], byte[]>> raw = broker.raw("wide", 1, LIMIT);
            assertThat(raw).hasSize(1);
            assertThat(raw.get(0).partition()).isEqualTo(3);
            assertThat(raw.get(0).key()).isEqualTo("k".getBytes(StandardCharsets.UTF_8));
            assertThat(raw.get(0).value()).isEqualTo("v".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void a_topic_that_exists_is_not_created_again() {
        try (KafkaBroker broker = KafkaBroker.inJvm()) {
            broker.createTopic("lines", 1);
            assertThatIllegalStateException()
                    .isThrownBy(() -> broker.createTopic("lines", 2))
                    .withMessageContaining("Topic lines with 2 partitions was not created")
                    .withMessageContaining("already exists");
        }
    }

    @Test
    void raw_names_the_offsets_that_came_when_too_few_did() {
        try (KafkaBroker broker = KafkaBroker.inJvm()) {
            broker.createTopic("lines", 1).send(null, "one");
            assertThatThrownBy(() -> broker.raw("lines", 2, Duration.ofMillis(100)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("Topic lines: expected at least 2 records within PT0.1S, but 1 came: [lines-0@0]");
        }
    }

    private static KafkaProducer<String, String> producer(KafkaBroker broker) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()), new StringSerializer(), new StringSerializer());
    }
}
