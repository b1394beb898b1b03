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

import io.connectembedded.ConnectWorker;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.ScriptedSource;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What else is in an offset topic: transactions of others, partitions that were not there, offsets of one source. */
@ConnectTest
class OpenTransactionTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String offsets = "offsets-" + UUID.randomUUID();
    private final ScriptedSource source = ScriptedSource.create();

    private ConnectWorker.Builder builder(KafkaBroker broker) {
        return ConnectWorker.builder()
                .bootstrapServers(broker.bootstrapServers())
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetFlushInterval(Duration.ofMillis(100));
    }

    private OffsetStore store(int partitions) {
        return OffsetStore.kafka(offsets).partitions(partitions).replicationFactor(1);
    }

    @Test
    void an_offset_behind_the_open_transaction_of_another_source_is_waited_for_and_found(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) throws Exception {
        source.emitValues(topic.name(), "a");
        try (ConnectWorker worker = builder(broker)
                .offsetStore(store(1))
                .connector(source.spec("other"))
                .build()) {
            worker.start();
            source.awaitCall("commitRecord", 1, LIMIT);
        }
        source.emitValues(topic.name(), "b");
        try (KafkaProducer<byte[], byte[]> zombie = producer(broker)) {
            zombie.initTransactions();
            zombie.beginTransaction();
            zombie.send(new ProducerRecord<>(offsets, bytes("[\"zombie\",{}]"), bytes("{}")))
                    .get();
            broker.topic(offsets)
                    .as(byte[].class, byte[].class)
                    .send(bytes("[\"src\",{\"topic\":\"" + topic.name() + "\"}]"), bytes("{\"position\":1}"));
            CompletableFuture<Void> aborted = CompletableFuture.runAsync(
                    zombie::abortTransaction, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
            try (ConnectWorker worker = builder(broker)
                    .offsetStore(store(1))
                    .connector(source.spec("src"))
                    .build()) {
                worker.start();
                source.awaitCall("commitRecord", 2, LIMIT);
            }
            aborted.get();
        }
        // From scratch it would have begun with "a" again.
        assertThat(topic.values()).containsExactly("a", "b");
    }

    @Test
    void offsets_in_partitions_that_are_added_while_the_worker_runs_are_found(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) throws Exception {
        source.emitValues(topic.name(), "a", "b");
        try (ConnectWorker worker = builder(broker).offsetStore(store(1)).build()) {
            worker.start();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.createPartitions(Map.of(offsets, NewPartitions.increaseTo(3)))
                        .all()
                        .get();
            }
            byte[] key = bytes("[\"src\",{\"topic\":\"" + topic.name() + "\"}]");
            try (KafkaProducer<byte[], byte[]> other = producer(broker)) {
                other.initTransactions();
                other.beginTransaction();
                other.send(new ProducerRecord<>(offsets, 2, key, bytes("{\"position\":1}")))
                        .get();
                other.commitTransaction();
            }
            worker.connectors().put(source.spec("src")).await(LIMIT);
            source.awaitCall("commitRecord", 1, LIMIT);
        }
        assertThat(topic.values()).containsExactly("b");
    }

    @Test
    void a_source_with_a_topic_of_its_own_keeps_its_offsets_there_and_in_the_workers_file(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("offsets");
        source.emitValues(topic.name(), "a");
        runWithOwnTopic(broker, file, 1);
        // What the worker's file lacks is found in the topic ...
        Files.delete(file);
        source.emitValues(topic.name(), "b");
        runWithOwnTopic(broker, file, 2);
        // ... and what was written there is in the file for when the connector has no topic any more.
        source.emitValues(topic.name(), "c");
        try (ConnectWorker worker = builder(broker)
                .offsetStore(OffsetStore.file(file))
                .connector(source.spec("src"))
                .build()) {
            worker.start();
            source.awaitCall("commitRecord", 3, LIMIT);
        }
        assertThat(topic.values()).containsExactly("a", "b", "c");
    }

    private void runWithOwnTopic(KafkaBroker broker, Path file, int commits) {
        try (ConnectWorker worker = builder(broker)
                .offsetStore(OffsetStore.file(file))
                .with("offset.storage.replication.factor", "1")
                .with("offset.storage.partitions", "2")
                .connector(source.spec("src").with("offsets.storage.topic", offsets))
                .build()) {
            worker.start();
            source.awaitCall("commitRecord", commits, LIMIT);
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(KafkaBroker broker) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "z-" + UUID.randomUUID()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
