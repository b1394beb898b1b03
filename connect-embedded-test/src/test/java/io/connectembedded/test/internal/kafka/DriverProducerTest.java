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
package io.connectembedded.test.internal.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class DriverProducerTest {

    private final DriverClock clock = new DriverClock();
    private final DriverKafka kafka = new DriverKafka(clock);
    private final DriverProducer producer = kafka.producer(new TaskId("orders", 0), Map.of());
    private final List<String> answers = new ArrayList<>();
    private final List<Future<RecordMetadata>> futures = new ArrayList<>();

    private void send(String topic, Integer partition, String value) {
        futures.add(producer.send(
                new ProducerRecord<>(topic, partition, null, value.getBytes(UTF_8)), (at, failure) -> {
                    String answer = failure == null ? at + "@" + at.timestamp() : at + " " + failure.getMessage();
                    answers.add(value + ": " + answer);
                }));
    }

    private List<String> onTopic(String topic) {
        return kafka.records(topic).stream()
                .map(record -> record.partition() + "@" + record.offset() + " " + new String(record.value(), UTF_8))
                .toList();
    }

    @Test
    void nothing_is_on_the_topic_before_it_is_acknowledged() throws Exception {
        send("t", 0, "a");
        Future<RecordMetadata> a = futures.get(0);
        send("t", 0, "b");

        assertThat(producer.inFlight()).isEqualTo(2);
        assertThat(onTopic("t")).isEmpty();
        assertThat(a).isNotDone();

        clock.advance(Duration.ofMillis(5));
        producer.ack(1);

        assertThat(producer.inFlight()).isEqualTo(1);
        assertThat(onTopic("t")).containsExactly("0@0 a");
        assertThat(a.get().offset()).isZero();
        assertThat(answers).containsExactly("a: t-0@0@" + (DriverClock.START.toEpochMilli() + 5));
        assertThatThrownBy(() -> producer.ack(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Task orders-0 has 1 records in flight, not 2");
    }

    @Test
    void a_callback_finds_its_record_on_the_topic_and_its_future_done() {
        List<Object> seen = new ArrayList<>();
        futures.add(producer.send(new ProducerRecord<>("t", "a".getBytes(UTF_8)), (at, failure) -> {
            seen.addAll(onTopic("t"));
            seen.add(futures.get(0).isDone());
        }));
        producer.ack(1);

        assertThat(seen).containsExactly("0@0 a", true);
    }

    @Test
    void partitions_are_acknowledged_in_any_order_and_each_in_its_own() {
        kafka.createTopic("t", 2);
        send("t", 0, "a");
        send("t", 1, "b");
        send("t", 0, "c");

        assertThat(producer.inFlightPartitions())
                .containsExactly(new TopicPartition("t", 0), new TopicPartition("t", 1));
        producer.ackHeadOf(1);
        producer.ackPartition(new TopicPartition("t", 0));

        assertThat(answers).extracting(answer -> answer.substring(0, 6)).containsExactly("b: t-1", "a: t-0");
        assertThat(onTopic("t")).containsExactly("0@0 a", "1@0 b");
        assertThatThrownBy(() -> producer.ackPartition(new TopicPartition("t", 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> producer.ackHeadOf(1)).isInstanceOf(IllegalArgumentException.class);

        producer.ack(1);
        assertThat(onTopic("t")).containsExactly("0@0 a", "0@1 c", "1@0 b");
    }

    @Test
    void a_refused_send_reaches_no_topic_and_leaves_alone_what_is_in_flight() {
        send("t", 0, "a");
        producer.failNextSend(new RecordTooLargeException("too large"));
        send("t", 0, "b");
        Future<RecordMetadata> refused = futures.get(1);
        send("t", 0, "c");

        assertThat(answers).containsExactly("b: t-0@-1 too large");
        assertThat(producer.inFlight()).isEqualTo(2);
        assertThatThrownBy(refused::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RecordTooLargeException.class);

        producer.ack(2);
        assertThat(onTopic("t")).containsExactly("0@0 a", "0@1 c");
    }

    @Test
    void keys_choose_the_partition_of_kafka_and_records_without_one_take_turns() {
        kafka.createTopic("t", 3);
        byte[] key = "k7".getBytes(UTF_8);
        futures.add(producer.send(new ProducerRecord<>("t", key, key)));
        int expected = Utils.toPositive(Utils.murmur2(key)) % 3;

        assertThat(producer.inFlightPartitions()).containsExactly(new TopicPartition("t", expected));

        producer.ack(1);
        for (int number = 0; number < 4; number++) {
            send("t", null, "v" + number);
        }
        producer.ack(4);
        assertThat(answers)
                .extracting(answer -> answer.substring(0, 7))
                .containsExactly("v0: t-0", "v1: t-1", "v2: t-2", "v3: t-0");
    }

    @Test
    void a_partition_that_is_not_there_is_refused() {
        send("t", 1, "a");

        assertThat(answers)
                .containsExactly("a: t-1@-1 Partition 1 of topic t with partition count 1 is not present in metadata");
        assertThat(producer.inFlight()).isZero();
        assertThat(producer.partitionsFor("t")).hasSize(1);
    }

    @Test
    void what_the_sender_does_to_its_arrays_later_does_not_matter() {
        byte[] value = "a".getBytes(UTF_8);
        futures.add(producer.send(new ProducerRecord<>("t", value)));
        value[0] = 'x';
        producer.ack(1);

        assertThat(onTopic("t")).containsExactly("0@0 a");

        kafka.records("t").get(0).value()[0] = 'y';
        assertThat(onTopic("t")).containsExactly("0@0 a");
    }

    @Test
    void who_waits_for_an_acknowledgement_hears_that_it_cannot_come() {
        send("t", 0, "a");
        Future<RecordMetadata> a = futures.get(0);
        producer.flush();

        assertThatThrownBy(a::get).isInstanceOf(IllegalStateException.class).hasMessageContaining("t-0");
        assertThatThrownBy(() -> a.get(1, TimeUnit.DAYS)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void closing_fails_what_is_in_flight_and_a_killed_producer_calls_nobody() {
        send("t", 0, "a");
        producer.close(Duration.ZERO);

        assertThat(answers).containsExactly("a: t-0@-1 Producer is closed forcefully.");
        assertThatThrownBy(() -> send("t", 0, "b")).isInstanceOf(IllegalStateException.class);

        DriverProducer killed = kafka.producer(new TaskId("orders", 1), Map.of());
        for (String value : List.of("c", "d")) {
            futures.add(
                    killed.send(new ProducerRecord<>("t", value.getBytes(UTF_8)), (at, failure) -> answers.add(value)));
        }
        killed.kill(1);
        killed.close();

        assertThat(answers).hasSize(1);
        assertThat(onTopic("t")).containsExactly("0@0 c");
    }

    @Test
    void acknowledged_at_once_if_asked() throws Exception {
        send("t", 0, "a");
        producer.ackAtOnce();

        send("t", 0, "b");
        assertThat(futures.get(1).get().offset()).isEqualTo(1);
        assertThat(onTopic("t")).containsExactly("0@0 a", "0@1 b");
    }

    @Test
    void a_record_keeps_its_own_time_and_a_watch_sees_it_before_its_producer() {
        List<String> order = new ArrayList<>();
        kafka.watch(new Watched(order));
        futures.add(producer.send(
                new ProducerRecord<>("t", 0, 42L, null, "a".getBytes(UTF_8)), (at, failure) -> order.add("acked")));
        producer.ack(1);

        assertThat(order).containsExactly("appended t-0@0 at 42", "acked");
    }

    @Test
    void transactions_without_a_transactional_id_are_refused_in_a_sentence() {
        assertThatThrownBy(producer::initTransactions)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("transactional.id");
        assertThat(producer.metrics()).isEmpty();
    }
}
