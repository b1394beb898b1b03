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
package io.connectembedded.behaviour.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.inapp.InAppSink;
import io.connectembedded.inapp.SinkBatch;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Transactions of a task that has lost its partition: they fail, and every row is there once. */
@ConnectTest(
        allowedLogs = {
            "ConsumerCoordinator .*consumer poll timeout has expired",
            "ConsumerCoordinator .*Failing OffsetCommit request",
            "ConsumerCoordinator .*LeaveGroup request .* failed with error: The coordinator is not aware of this member",
            "SinkDelivery The positions of .* were moved by another owner"
        })
class BatchSinkRebalanceTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Ledger ledger = new Ledger();
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    @AfterEach
    void end() {
        ledger.close();
    }

    /** The first call waits with its transaction until another task has had its records. */
    private void inOneTransaction(SinkBatch<String> batch) throws Exception {
        if (calls.getAndIncrement() == 0 && !released.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("nobody else was given the records");
        }
        try (Connection tx = ledger.begin()) {
            Ledger.insert(tx, batch.values());
            batch.saveOffsets(tx);
            tx.commit();
        } catch (RuntimeException e) {
            failures.add(e.getMessage());
            throw e;
        }
    }

    private ConnectWorker started(KafkaBroker broker, TestTopic<?, ?> topic) {
        ConnectWorker worker = ConnectWorker.builder()
                .bootstrapServers(broker.bootstrapServers())
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .connector(ConnectorSpec.sink(
                                "ledger-" + topic.name(), InAppSink.batches(String.class, this::inOneTransaction))
                        .topics(topic.name())
                        .tasks(2)
                        .with("consumer.override.max.poll.interval.ms", 1500)
                        .with("consumer.override.max.poll.records", 7)
                        .offsetStore(ledger.store))
                .build();
        worker.start();
        return worker;
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    @Test
    void the_transaction_of_a_deposed_owner_fails_and_every_row_is_there_once(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        topic.sendValues(numbers(0, 20));
        try (ConnectWorker worker = started(broker, topic)) {
            await().atMost(LIMIT).until(() -> ledger.lines().size() == 20);
            released.countDown();
            await().atMost(LIMIT).until(() -> !failures.isEmpty());
            topic.sendValues(numbers(20, 40));
            await().atMost(LIMIT).until(() -> ledger.lines().contains("39"));
            assertThat(worker.connectors().all().get(0).status().isRunning()).isTrue();
        }
        assertThat(failures.peek()).contains("Another owner has moved the position");
        assertThat(ledger.lines()).containsExactlyElementsOf(numbers(0, 40));

        topic.sendValues(numbers(40, 50));
        try (ConnectWorker again = started(broker, topic)) {
            await().atMost(LIMIT).until(() -> ledger.lines().contains("49"));
            assertThat(again.connectors().all().get(0).status().isRunning()).isTrue();
        }
        assertThat(ledger.lines()).containsExactlyElementsOf(numbers(0, 50));
    }
}
