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
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

@ConnectTest
class TestTopicTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void strings_come_back_in_order(@Topic("lines") TestTopic<String, String> lines) {
        lines.sendValues(List.of("one", "two", "three"));
        assertThat(lines.awaitValues(3, LIMIT)).containsExactly("one", "two", "three");
        assertThat(lines.values()).containsExactly("one", "two", "three");
    }

    @Test
    void bytes_come_back_as_they_were(@Topic("blobs") TestTopic<byte[], byte[]> blobs) {
        byte[] blob = {0, -1, 127};
        blobs.send(new byte[] {1}, blob);
        assertThat(blobs.values()).containsExactly(blob);
    }

    @Test
    void numbers_have_kafkas_own_format(@Topic("counts") TestTopic<String, Long> counts) {
        counts.send("a", Long.MAX_VALUE);
        counts.send("b", -1L);
        assertThat(counts.values()).containsExactly(Long.MAX_VALUE, -1L);
        assertThat(counts.as(String.class, byte[].class).values())
                .containsExactly(
                        new byte[] {127, -1, -1, -1, -1, -1, -1, -1}, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
        counts.as(Integer.class, Double.class).send(1, 1.5);
        assertThat(counts.as(Integer.class, Double.class).values()).endsWith(1.5);
    }

    @Test
    void a_tombstone_is_a_null_value(@Topic("table") TestTopic<String, String> table) {
        table.send("k", "v");
        table.send("k", null);
        assertThat(table.values()).containsExactly("v", null);
    }

    @Test
    void a_topic_nobody_wrote_to_is_empty_and_stays_uncreated(KafkaBroker broker) {
        assertThat(broker.topic("nowhere").values()).isEmpty();
        assertThatThrownBy(() -> broker.topic("nowhere").awaitValues(1, Duration.ofMillis(50)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("Topic nowhere: expected at least 1 records within PT0.05S, but the topic does not exist");
        assertThat(broker.createTopic("nowhere", 2).values()).isEmpty();
    }

    @Test
    void waiting_ends_with_the_record_it_waits_for(KafkaBroker broker) {
        TestTopic<String, String> late = broker.topic("made-while-waited-for");
        CompletableFuture<List<String>> waiting = CompletableFuture.supplyAsync(() -> late.awaitValues(2, LIMIT));
        late.send(null, "one");
        late.send(null, "two");
        assertThat(waiting.join()).containsExactly("one", "two");
    }

    @Test
    void waiting_in_vain_shows_what_came(@Topic("lines") TestTopic<String, String> lines) {
        lines.sendValues(List.of("one", "two"));
        assertThatThrownBy(() -> lines.awaitValues(3, Duration.ofMillis(200)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("Topic " + lines.name()
                        + ": expected at least 3 records within PT0.2S, but 2 came: [one, two]");
    }

    @Test
    void a_record_too_many_is_seen(@Topic("lines") TestTopic<String, String> lines) {
        lines.sendValues(List.of("one", "two", "two"));
        assertThat(lines.awaitValues(2, LIMIT)).containsExactly("one", "two", "two");
    }

    @Test
    void all_partitions_are_read(@Topic(value = "wide", partitions = 3) TestTopic<Integer, Integer> wide) {
        IntStream.range(0, 100).forEach(i -> wide.send(i, i));
        assertThat(wide.awaitValues(100, LIMIT))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void aborted_records_are_not_seen(KafkaBroker broker, @Topic("lines") TestTopic<String, String> lines)
            throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", lines.name()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(lines.name(), "committed")).get();
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(lines.name(), "aborted")).get();
            producer.abortTransaction();
        }
        lines.send(null, "last");
        assertThat(lines.awaitValues(2, LIMIT)).containsExactly("committed", "last");
    }

    @Test
    void a_value_of_another_type_is_named_by_its_place(@Topic("lines") TestTopic<String, String> lines) {
        lines.send(null, "five!");
        TestTopic<String, Long> counts = lines.as(String.class, Long.class);
        assertThatIllegalStateException()
                .isThrownBy(counts::values)
                .withMessageContaining(lines.name() + "-0@0")
                .withMessageContaining("as(key, value)");
    }

    @Test
    void a_class_without_a_serde_is_refused(@Topic("lines") TestTopic<String, String> lines) {
        assertThatIllegalArgumentException().isThrownBy(() -> lines.as(String.class, Thread.class));
    }

    @Test
    void a_byte_array_is_read_as_text(@Topic("lines") TestTopic<byte[], byte[]> bytes) {
        bytes.send(null, "grün".getBytes(StandardCharsets.UTF_8));
        assertThat(bytes.as(String.class, String.class).values()).containsExactly("grün");
    }
}
