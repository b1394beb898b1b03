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
package io.connectembedded.behaviour.bounded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.RunGoal;
import io.connectembedded.RunSummary;
import io.connectembedded.RunSummary.Outcome;
import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.error.WorkerStateException;
import io.connectembedded.offset.ConnectorOffset;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.OffsetStoreContext;
import io.connectembedded.offset.StoredOffset;
import io.connectembedded.status.WorkerState;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.RecordingSink;
import io.connectembedded.test.ScriptedSource;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;

/** Workers that run until a goal is reached; offsets are committed long before their interval, or the tests time out. */
@ConnectTest(
        allowedLogs = {
            "^WARN \\S+ Error while fetching metadata",
            "^ERROR \\S+\\.StateCell State transition sink-0 RUNNING -> FAILED in put",
            "^WARN \\S+\\.TaskAssembly Commit of offsets of task sink-0 failed and is tried again"
        })
class BoundedRunTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final RecordingSink sink = RecordingSink.create();
    private final ScriptedSource source = ScriptedSource.create();
    private final OffsetStore store = OffsetStore.memory();

    private ConnectWorker.Builder builder(KafkaBroker broker) {
        return ConnectWorker.builder()
                .bootstrapServers(broker.bootstrapServers())
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetStore(store);
    }

    private ConnectorSpec sink(TestTopic<?, ?> topic) {
        return sink.spec("sink")
                .topics(topic.name())
                .with("consumer.override.group.id", "g-" + UUID.randomUUID())
                .with("consumer.override.auto.offset.reset", "earliest");
    }

    /** Beside every goal, so that a test fails in time. */
    private static RunGoal atMost(RunGoal goal) {
        return goal.or(RunGoal.elapsed(LIMIT));
    }

    @Test
    void a_sink_that_is_caught_up_has_committed_and_a_second_run_has_nothing_to_do(
            KafkaBroker broker, @Topic(value = "t", partitions = 3) TestTopic<String, String> topic) {
        topic.send("a", "1");
        topic.send("b", "2");
        topic.send("c", "3");
        ConnectorSpec spec =
                sink(topic).tasks(2).transform("no-2", record -> "2".equals(record.value()) ? null : record);
        try (ConnectWorker worker = builder(broker).connector(spec).build()) {
            RunSummary first = worker.runUntil(atMost(RunGoal.caughtUp()));
            assertThat(first.outcome()).isEqualTo(Outcome.REACHED);
            assertThat(first.duration()).isLessThan(LIMIT);
            assertThat(first.records()).isEqualTo(2);
            RunSummary.Connector summary = first.connectors().get("sink");
            assertThat(summary.dropped()).isEqualTo(1);
            assertThat(summary.bytes()).isEqualTo(6);
            assertThat(summary.failures()).isEmpty();
            assertThat(summary.lastOffsets().stream()
                            .mapToLong(each -> (Long) each.offset().get("kafka_offset"))
                            .sum())
                    .isEqualTo(3);
            assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);

            RunSummary second = worker.runUntil(atMost(RunGoal.caughtUp()));
            assertThat(second.outcome()).isEqualTo(Outcome.REACHED);
            assertThat(second.duration()).isLessThan(LIMIT);
            assertThat(second.records()).isZero();
        }
    }

    @Test
    void a_sink_whose_positions_are_in_a_store_is_caught_up_when_they_are_stored(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        topic.sendValues(List.of("1", "2"));
        OffsetStore positions = OffsetStore.memory();
        try (ConnectWorker worker =
                builder(broker).connector(sink(topic).offsetStore(positions)).build()) {
            RunSummary done = worker.runUntil(atMost(RunGoal.caughtUp()));
            assertThat(done.duration()).isLessThan(LIMIT);
            assertThat(done.connectors().get("sink").lastOffsets())
                    .singleElement()
                    .satisfies(
                            stored -> assertThat(String.valueOf(stored.offset().get("kafka_offset")))
                                    .isEqualTo("2"));
            assertThat(worker.runUntil(atMost(RunGoal.caughtUp())).records()).isZero();
        }
    }

    @Test
    void a_sink_whose_store_takes_nothing_is_not_caught_up(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        topic.sendValues(List.of("1", "2"));
        Duration limit = Duration.ofSeconds(2);
        try (ConnectWorker worker =
                builder(broker).connector(sink(topic).offsetStore(new Full())).build()) {
            RunSummary done = worker.runUntil(RunGoal.caughtUp().or(RunGoal.elapsed(limit)));
            assertThat(done.duration()).isGreaterThan(limit);
            assertThat(done.records()).isEqualTo(2);
        }
    }

    /** A store that takes nothing. */
    private static final class Full implements OffsetStore {
        @Override
        public void open(OffsetStoreContext context) {}

        @Override
        public Collection<StoredOffset> read(String connector) {
            return List.of();
        }

        @Override
        public void write(Collection<StoredOffset> offsets) {
            throw new IllegalStateException("full");
        }

        @Override
        public void close() {}
    }

    @Test
    void markers_of_transactions_at_the_end_and_empty_topics_do_not_hold_it_up(
            KafkaBroker broker,
            @Topic("t") TestTopic<String, String> topic,
            @Topic("e") TestTopic<String, String> empty) {
        transactions(broker, topic.name());
        ConnectorSpec spec = sink.spec("sink")
                .topicsMatching("(" + topic.name() + "|" + empty.name() + ")")
                .with("consumer.override.isolation.level", "read_committed")
                .with("consumer.override.group.id", "g-" + UUID.randomUUID())
                .with("consumer.override.auto.offset.reset", "earliest");
        try (ConnectWorker worker = builder(broker).connector(spec).build()) {
            RunSummary done = worker.runUntil(atMost(RunGoal.caughtUp()));
            assertThat(done.duration()).isLessThan(LIMIT);
            assertThat(done.records()).isEqualTo(1);
        }
        assertThat(sink.records()).extracting(record -> record.value()).containsExactly("committed");
    }

    private static void transactions(KafkaBroker broker, String topic) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "x-" + UUID.randomUUID());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var unused = producer.send(new ProducerRecord<>(topic, "committed"));
            producer.commitTransaction();
            producer.beginTransaction();
            unused = producer.send(new ProducerRecord<>(topic, "aborted"));
            producer.flush();
            producer.abortTransaction();
        }
    }

    @Test
    void a_source_is_caught_up_when_its_offsets_are_durable(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) throws Exception {
        source.emitValues(topic.name(), "a", "b", "c");
        try (ConnectWorker worker =
                builder(broker).connector(source.spec("src")).build()) {
            RunSummary done = worker.runUntil(atMost(RunGoal.caughtUp()));
            assertThat(done.duration()).isLessThan(LIMIT);
            assertThat(done.records()).isEqualTo(3);
            assertThat(done.connectors().get("src").bytes()).isEqualTo(3);
            assertThat(done.connectors().get("src").lastOffsets())
                    .extracting(ConnectorOffset::offset)
                    .hasSize(1)
                    .allMatch(offset -> String.valueOf(offset.get("position")).equals("3"));
        }
        assertThat(topic.values()).containsExactly("a", "b", "c");
    }

    @Test
    void a_number_of_records_or_a_matching_one_ends_the_run(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        topic.sendValues(List.of("1", "2", "3"));
        try (ConnectWorker worker = builder(broker).connector(sink(topic)).build()) {
            RunGoal goal = RunGoal.records(3).and(RunGoal.record(record -> "2".equals(record.value())));
            RunSummary done = worker.runUntil(atMost(goal));
            assertThat(done.outcome()).isEqualTo(Outcome.REACHED);
            assertThat(done.duration()).isLessThan(LIMIT);
            assertThat(done.records()).isEqualTo(3);
            assertThat(done.connectors().get("sink").lastOffsets())
                    .containsExactly(ConnectorOffset.of(new TopicPartition(topic.name(), 0), 3));
        }
    }

    @Test
    void a_source_and_its_sink_are_idle_when_nothing_moved_for_that_long(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        source.emitValues(topic.name(), "a", "b");
        try (ConnectWorker worker = builder(broker)
                .connector(source.spec("src"))
                .connector(sink(topic))
                .build()) {
            RunSummary done = worker.runUntil(atMost(RunGoal.idle(Duration.ofSeconds(2))));
            assertThat(done.duration()).isBetween(Duration.ofSeconds(2), LIMIT);
            assertThat(done.records()).isEqualTo(4);
        }
    }

    @Test
    void a_connector_that_fails_for_good_ends_the_run(KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        topic.send("k", "v");
        sink.failIn("put", new IllegalStateException("no"));
        try (ConnectWorker worker = builder(broker).connector(sink(topic)).build()) {
            RunSummary done = worker.runUntil(atMost(RunGoal.caughtUp()));
            assertThat(done.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(done.connectors().get("sink").failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.stage()).isEqualTo("put"));
            assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
        }
    }

    @Test
    void a_stop_of_the_host_ends_the_run_and_a_running_worker_refuses_another(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) throws Exception {
        try (ConnectWorker worker = builder(broker).connector(sink(topic)).build()) {
            CompletableFuture<RunSummary> run =
                    CompletableFuture.supplyAsync(() -> worker.runUntil(RunGoal.elapsed(LIMIT)));
            sink.awaitCall("open", 1, LIMIT);
            assertThatThrownBy(() -> worker.runUntil(RunGoal.caughtUp()))
                    .isInstanceOf(WorkerStateException.class)
                    .hasMessageContaining("STOPPED, and it is RUNNING");
            worker.stop();
            assertThat(run.get(LIMIT.toSeconds(), TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.STOPPED);
        }
    }

    @Test
    void an_interrupt_stops_the_worker_and_is_kept(KafkaBroker broker, @Topic("t") TestTopic<String, String> topic)
            throws Exception {
        try (ConnectWorker worker = builder(broker).connector(sink(topic)).build()) {
            CompletableFuture<Boolean> kept = new CompletableFuture<>();
            Thread host = new Thread(() -> {
                try {
                    worker.runUntil(RunGoal.elapsed(LIMIT));
                    kept.complete(false);
                } catch (ConnectEmbeddedException e) {
                    kept.complete(Thread.currentThread().isInterrupted());
                }
            });
            host.start();
            sink.awaitCall("open", 1, LIMIT);
            host.interrupt();
            assertThat(kept.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
            host.join();
        }
    }

    @Test
    void what_a_predicate_throws_is_thrown_on(KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        topic.send("k", "v");
        try (ConnectWorker worker = builder(broker).connector(sink(topic)).build()) {
            RunGoal goal = RunGoal.record(record -> {
                throw new IllegalStateException("bad predicate");
            });
            assertThatThrownBy(() -> worker.runUntil(atMost(goal)))
                    .isInstanceOf(ConnectEmbeddedException.class)
                    .hasMessageContaining("RunGoal.record")
                    .hasRootCauseMessage("bad predicate");
            assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
        }
    }
}
