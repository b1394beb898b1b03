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
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class DriverTransactionsTest {

    private static final TopicPartition PARTITION = new TopicPartition("t", 0);
    private static final Map<String, Object> COMMITTED =
            Map.of("group.id", "g", "auto.offset.reset", "earliest", "isolation.level", "read_committed");
    private static final Map<String, Object> ALL = Map.of("group.id", "all", "auto.offset.reset", "earliest");

    private final DriverKafka kafka = new DriverKafka(new DriverClock());
    private final List<String> answers = new ArrayList<>();

    private DriverProducer producer(String id) {
        DriverProducer producer = kafka.producer(new TaskId("orders", 0), Map.of("transactional.id", id));
        producer.initTransactions();
        return producer;
    }

    private void send(DriverProducer producer, String... values) {
        for (String value : values) {
            var unused = producer.send(
                    new ProducerRecord<>("t", value.getBytes(UTF_8)),
                    (at, failure) -> answers.add(value + ": " + (failure == null ? at : failure.getClass())));
        }
    }

    private List<String> committed() {
        return kafka.records("t").stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    @Test
    void records_are_there_from_the_commit_on_which_waits_for_their_acknowledgement() {
        DriverProducer producer = producer("x");
        producer.beginTransaction();
        send(producer, "a", "b");
        producer.ack(1);
        assertThat(committed()).isEmpty();

        producer.commitTransaction();

        assertThat(answers).containsExactly("a: t-0@0", "b: t-0@1");
        assertThat(committed()).containsExactly("a", "b");
    }

    @Test
    void a_reader_of_committed_records_stops_at_an_open_transaction_and_steps_over_an_aborted_one() {
        Member committed = new Member(kafka, 0, COMMITTED).reading("t");
        Member all = new Member(kafka, 1, ALL).reading("t");
        DriverProducer producer = producer("x");
        producer.beginTransaction();
        send(producer, "a");
        producer.ackAtOnce();
        kafka.append(new ProducerRecord<>("t", "b".getBytes(UTF_8)));

        assertThat(all.take()).containsExactly("a", "b");
        assertThat(committed.take()).isEmpty();
        assertThat(committed.consumer.hasRecords()).isFalse();
        assertThat(committed.consumer.endOffsets(List.of(PARTITION))).containsEntry(PARTITION, 0L);

        producer.abortTransaction();

        assertThat(committed.take()).containsExactly("b");
        assertThat(committed.consumer.position(PARTITION)).isEqualTo(2);
        assertThat(committed()).containsExactly("b");
    }

    @Test
    void what_a_killed_producer_left_open_is_aborted_by_its_successor() {
        DriverProducer killed = producer("x");
        killed.beginTransaction();
        send(killed, "a", "b");
        killed.kill(1);
        Member committed = new Member(kafka, 0, COMMITTED).reading("t");
        kafka.append(new ProducerRecord<>("t", "c".getBytes(UTF_8)));
        assertThat(committed.take()).isEmpty();

        producer("another");
        assertThat(committed.take()).isEmpty();
        producer("x");
        assertThat(committed.take()).containsExactly("c");
    }

    @Test
    void a_producer_whose_id_another_one_took_can_do_nothing_more() {
        DriverProducer zombie = producer("x");
        zombie.beginTransaction();
        send(zombie, "a");
        zombie.ack(1);
        producer("x");

        send(zombie, "b");
        assertThat(answers).last().asString().contains("ProducerFencedException");
        assertThatThrownBy(zombie::commitTransaction).isInstanceOf(ProducerFencedException.class);
        assertThatThrownBy(zombie::abortTransaction).isInstanceOf(ProducerFencedException.class);
        assertThatThrownBy(zombie::beginTransaction).isInstanceOf(ProducerFencedException.class);
        assertThatThrownBy(zombie::initTransactions).isInstanceOf(ProducerFencedException.class);
        assertThatCode(() -> zombie.close(Duration.ofSeconds(1))).doesNotThrowAnyException();
        assertThat(committed()).isEmpty();
    }

    @Test
    void an_administrator_fences_by_id() {
        DriverProducer producer = producer("x");
        producer.beginTransaction();
        kafka.fence(List.of("x", "nobody's"));

        assertThatThrownBy(producer::commitTransaction).isInstanceOf(ProducerFencedException.class);
        assertThatCode(() -> producer("x").beginTransaction()).doesNotThrowAnyException();
    }

    @Test
    void after_a_refused_record_a_transaction_can_only_be_aborted() {
        DriverProducer producer = producer("x");
        producer.beginTransaction();
        send(producer, "a");
        producer.failNextSend(new TimeoutException("no"));
        send(producer, "b");

        assertThatThrownBy(producer::commitTransaction)
                .isInstanceOf(KafkaException.class)
                .hasRootCauseMessage("no");
        producer.abortTransaction();
        producer.beginTransaction();
        send(producer, "c");
        producer.commitTransaction();
        assertThat(committed()).containsExactly("c");
    }

    @Test
    void a_commit_can_fail_before_or_after_it_was_made() {
        DriverProducer producer = producer("x");
        producer.beginTransaction();
        send(producer, "a");
        producer.failNextCommit(new TimeoutException("lost"), false);
        assertThatThrownBy(producer::commitTransaction).hasMessage("lost");
        assertThat(committed()).isEmpty();
        producer.abortTransaction();

        producer.beginTransaction();
        send(producer, "b");
        producer.failNextCommit(new TimeoutException("lost"), true);
        assertThatThrownBy(producer::commitTransaction).hasMessage("lost");
        assertThat(committed()).containsExactly("b");
        producer.commitTransaction();
        producer.beginTransaction();
        assertThat(committed()).containsExactly("b");
    }

    @Test
    void a_close_aborts_what_is_open_if_it_has_any_time() {
        DriverProducer inOrder = producer("x");
        inOrder.beginTransaction();
        inOrder.close(Duration.ofSeconds(1));
        assertThatCode(() -> producer("x").beginTransaction()).doesNotThrowAnyException();
    }

    @Test
    void each_step_has_its_time() {
        DriverProducer fresh = kafka.producer(new TaskId("orders", 0), Map.of("transactional.id", "x"));
        assertThatThrownBy(fresh::beginTransaction).isInstanceOf(IllegalStateException.class);
        fresh.initTransactions();
        assertThatThrownBy(() -> send(fresh, "a")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(fresh::commitTransaction).isInstanceOf(IllegalStateException.class);
        fresh.beginTransaction();
        assertThatThrownBy(fresh::beginTransaction).isInstanceOf(IllegalStateException.class);
    }
}
