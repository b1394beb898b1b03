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
package io.connectembedded.behaviour.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sources that write exactly once, as a consumer that reads committed records sees them. */
@ConnectTest(
        allowedLogs = {
            "^ERROR \\S+\\.StateCell State transition src-\\S+ RUNNING -> FAILED in (poll|commit|send): (at seven|Kafka did)",
            "^WARN \\S+\\.ConsumerCoordinator .*The following subscribed topics are not assigned to any members"
        })
class ExactlyOnceTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String name = "eos-" + UUID.randomUUID();
    private final String src = "src-" + UUID.randomUUID();
    private Numbers numbers;

    @BeforeEach
    void open(@Topic("t") TestTopic<String, String> topic) {
        numbers = Numbers.open(topic.name(), 3);
    }

    @AfterEach
    void close() {
        numbers.close();
    }

    private ConnectWorker worker(KafkaBroker broker, ConnectorSpec... specs) {
        ConnectWorker worker = ConnectWorker.builder()
                .name(name)
                .bootstrapServers(broker.bootstrapServers())
                .with("exactly.once.source.support", "enabled")
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetStore(OffsetStore.kafka(offsets()).partitions(1).replicationFactor(1))
                .shutdownTimeout(Duration.ofSeconds(4))
                .connectors(List.of(specs))
                .build();
        worker.start();
        return worker;
    }

    private String offsets() {
        return "offsets-" + name;
    }

    private ConnectorSpec by(String boundary) {
        return numbers.spec(src).with("transaction.boundary", boundary);
    }

    private static List<String> upTo(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(Integer::toString).toList();
    }

    private static String failure(ConnectorHandle connector) {
        return connector
                .until(ConnectorStatus::hasFailed)
                .await(LIMIT)
                .tasks()
                .get(0)
                .failure()
                .message();
    }

    @ParameterizedTest
    @CsvSource({"poll, 7", "interval, 4", "connector, 4"})
    void a_task_that_fails_within_a_transaction_leaves_nothing_of_it_visible_and_reads_it_again(
            String boundary, int again, KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        numbers.act(3, ExactlyOnceTest::commit).act(9, ExactlyOnceTest::commit).act(7, (record, ends) -> {
            throw new ConnectException("at seven");
        });
        try (ConnectWorker worker = worker(broker, by(boundary).with("transaction.boundary.interval.ms", 600_000))) {
            numbers.release(3);
            numbers.awaitHandedOut(3);
            if (boundary.equals("interval")) {
                worker.connector(src).pause().await(LIMIT);
                worker.connector(src).resume().await(LIMIT);
            }
            assertThat(topic.awaitValues(3, LIMIT)).isEqualTo(upTo(3));
            numbers.release(9);
            assertThat(failure(worker.connector(src))).contains("at seven");
            assertThat(topic.values()).isEqualTo(upTo(again - 1));
            worker.connector(src).restart().await(LIMIT);
            numbers.awaitHandedOut(3 + 3 + 9 - again + 1);
        }
        assertThat(topic.awaitValues(9, LIMIT)).isEqualTo(upTo(9));
        assertThat(numbers.starts).containsExactly(1, again);
    }

    private static void commit(SourceRecord record, TransactionContext ends) {
        if (ends != null) {
            ends.commitTransaction();
        }
    }

    @Test
    void batches_of_an_interval_become_visible_together_by_a_pause_or_a_stop(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        ConnectorSpec spec = by("interval").with("transaction.boundary.interval.ms", 600_000);
        try (ConnectWorker worker = worker(broker, spec)) {
            numbers.release(4);
            numbers.awaitHandedOut(4);
            assertThat(topic.values()).isEmpty();
            worker.connector(src).pause().await(LIMIT);
            assertThat(topic.values()).isEqualTo(upTo(4));
            assertThat(numbers.told).containsExactly("1", "2", "3", "4", "commit");
            worker.connector(src).resume().await(LIMIT);
            numbers.release(8);
            numbers.awaitHandedOut(8);
        }
        assertThat(topic.values()).isEqualTo(upTo(8));
    }

    @Test
    void an_interval_commits_when_it_is_time_though_nothing_comes(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        try (ConnectWorker worker = worker(broker, by("interval").with("transaction.boundary.interval.ms", 200))) {
            numbers.release(2);
            assertThat(topic.awaitValues(2, LIMIT)).isEqualTo(upTo(2));
            numbers.awaitTold("2");
            assertThat(worker.connector(src).status().isRunning()).isTrue();
        }
    }

    @Test
    void a_connector_commits_and_aborts_at_records_and_what_it_aborted_is_not_read_again(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        numbers.act(2, (record, ends) -> ends.commitTransaction(record))
                .act(4, (record, ends) -> ends.abortTransaction(record))
                .act(6, (record, ends) -> ends.commitTransaction(record));
        try (ConnectWorker worker = worker(broker, by("connector"))) {
            numbers.release(7);
            numbers.awaitTold("6");
            assertThat(topic.values()).containsExactly("1", "2", "5", "6");
            assertThat(numbers.told)
                    .containsExactly("1", "2", "commit", "3 dropped", "4 dropped", "commit", "5", "6", "commit");
            worker.connector(src).restart().await(LIMIT);
            await().atMost(LIMIT).until(() -> numbers.starts.size() == 2);
        }
        assertThat(topic.values()).containsExactly("1", "2", "5", "6");
        assertThat(numbers.starts).containsExactly(1, 7);
    }

    @Test
    void offsets_of_dropped_records_are_committed_too(KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        ConnectorSpec sieved =
                by("poll").transform("sieve", record -> record.value().equals("2") ? record : null);
        try (ConnectWorker worker = worker(broker, sieved)) {
            numbers.release(3);
            numbers.awaitTold("3 dropped");
            worker.connector(src).restart().await(LIMIT);
            await().atMost(LIMIT).until(() -> numbers.starts.size() == 2);
        }
        assertThat(topic.values()).containsExactly("2");
        assertThat(numbers.told)
                .filteredOn(told -> !told.equals("commit"))
                .containsExactly("1 dropped", "2", "3 dropped");
        assertThat(numbers.starts).containsExactly(1, 4);
    }

    @Test
    void what_a_killed_task_left_open_is_aborted_before_the_next_reads_its_offsets(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        numbers.release(1);
        try (ConnectWorker worker = worker(broker, by("poll"))) {
            topic.awaitValues(1, LIMIT);
            assertThat(worker.connector(src).status().isRunning()).isTrue();
        }
        try (Producer<byte[], byte[]> killed = producer(broker)) {
            killed.beginTransaction();
            var unused = killed.send(new ProducerRecord<>(topic.name(), bytes("999")));
            var unusedToo = killed.send(new ProducerRecord<>(
                    offsets(), bytes("[\"" + src + "\",{\"of\":\"numbers\"}]"), bytes("{\"last\":999}")));
            killed.flush();
            numbers.release(2);
            try (ConnectWorker worker = worker(broker, by("poll"))) {
                assertThat(topic.awaitValues(2, LIMIT)).isEqualTo(upTo(2));
                assertThat(worker.connector(src).status().isRunning()).isTrue();
            }
        }
        assertThat(numbers.starts).containsExactly(1, 2);
    }

    @Test
    void a_task_that_is_fenced_says_who_took_over_and_leaves_nothing_visible(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        try (ConnectWorker worker = worker(broker, by("poll"))) {
            numbers.release(1);
            topic.awaitValues(1, LIMIT);
            try (Producer<byte[], byte[]> other = producer(broker)) {
                assertThat(other.metrics()).isNotEmpty();
                numbers.release(2);
                assertThat(failure(worker.connector(src)))
                        .contains("task " + src + "-0")
                        .contains("another producer has taken over its transactional id " + name + "-" + src + "-0")
                        .contains("let one worker of a name run at a time");
            }
        }
        assertThat(topic.values()).isEqualTo(upTo(1));
    }

    private Producer<byte[], byte[]> producer(KafkaBroker broker) {
        Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "transactional.id",
                        name + "-" + src + "-0",
                        "client.id",
                        "test-other"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
