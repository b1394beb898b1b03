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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectWorker;
import io.connectembedded.RestartPolicy;
import io.connectembedded.error.InvalidConfigException;
import io.connectembedded.error.WorkerStartException;
import io.connectembedded.internal.engine.WorkerBuilder;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.status.TaskState;
import io.connectembedded.status.TaskStatus;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.ScriptedSource;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;

/** Workers that write exactly once: one of a name lives, and zombies of earlier ones write nothing. */
@ConnectTest(
        allowedLogs = {
            "^ERROR \\S+StateCell State transition src-0 \\S+ -> FAILED in \\w+: .*(has taken over|another producer)"
        })
class OneWorkerOfANameTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String name = "once-" + UUID.randomUUID();
    private final String offsets = "offsets-" + name;
    private final ScriptedSource source = ScriptedSource.create();

    private WorkerBuilder builder(KafkaBroker broker) {
        return new WorkerBuilder()
                .name(name)
                .bootstrapServers(broker.bootstrapServers())
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .with("exactly.once.source.support", "enabled")
                .offsetStore(OffsetStore.kafka(offsets).partitions(1).replicationFactor(1));
    }

    @Test
    void a_second_live_worker_is_told_who_has_its_name_and_takes_it_once_that_is_closed(KafkaBroker broker) {
        ConnectWorker first = builder(broker).build();
        try (ConnectWorker second = builder(broker).on(Twin.of(name)).create()) {
            first.start();
            assertThatThrownBy(second::start)
                    .isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("Another worker of the name " + name + " runs: ")
                    .hasMessageContaining("/" + ProcessHandle.current().pid());
            first.close();
            second.start();
        } finally {
            first.close();
        }
    }

    @Test
    void in_one_jvm_the_second_worker_is_refused_at_build(KafkaBroker broker) {
        try (ConnectWorker first = builder(broker).build()) {
            assertThat(first.name()).isEqualTo(name);
            assertThatThrownBy(builder(broker)::build)
                    .isInstanceOf(InvalidConfigException.class)
                    .hasMessageContaining("another worker of this JVM has it");
        }
        builder(broker).build().close();
    }

    @Test
    void tasks_of_an_earlier_plan_are_fenced_also_those_whose_number_is_gone(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) throws Exception {
        TestTopic<byte[], byte[]> raw = broker.topic(offsets).as(byte[].class, byte[].class);
        create(broker);
        raw.send(bytes("[\"connect-embedded.tasks\",{\"connector\":\"src\"}]"), bytes("{\"version\":1,\"tasks\":3}"));
        try (KafkaProducer<byte[], byte[]> zombie = producer(broker, name + "-src-2")) {
            zombie.initTransactions();
            zombie.beginTransaction();
            zombie.send(new ProducerRecord<>(offsets, bytes("[\"src\",{}]"), bytes("{\"position\":7}")))
                    .get();
            source.emitValues(topic.name(), "a");
            try (ConnectWorker worker =
                    builder(broker).connector(source.spec("src")).build()) {
                worker.start();
                source.awaitCall("commitRecord", 1, LIMIT);
                assertThatThrownBy(zombie::commitTransaction)
                        .isInstanceOfAny(ProducerFencedException.class, InvalidProducerEpochException.class);
            }
        }
        assertThat(topic.values()).containsExactly("a");
        assertThat(broker.raw(offsets, 4, LIMIT))
                .filteredOn(record -> text(record.key()).contains("connect-embedded.tasks"))
                .extracting(record -> text(record.value()))
                .satisfies(written -> {
                    assertThat(written.get(1)).startsWith("{\"version\":1,\"tasks\":3,\"round\":");
                    assertThat(written.get(2)).startsWith("{\"version\":1,\"tasks\":1,\"round\":");
                });
    }

    @Test
    void a_worker_that_was_deposed_fails_its_tasks_and_does_not_bring_them_back(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) throws Exception {
        source.emitValues(topic.name(), "a");
        try (ConnectWorker worker = builder(broker)
                .restart(RestartPolicy.exponentialBackoff(Duration.ofMillis(50), Duration.ofMillis(50)))
                .connector(source.spec("src"))
                .build()) {
            worker.start();
            source.awaitCall("commitRecord", 1, LIMIT);
            // As the next worker of the name does it.
            broker.topic(offsets)
                    .as(byte[].class, byte[].class)
                    .send(
                            bytes("[\"connect-embedded.tasks\",{\"connector\":\"src\"}]"),
                            bytes("{\"version\":1,\"tasks\":1,\"round\":\"r\",\"session\":\"s\",\"by\":\"its twin\"}"));
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.fenceProducers(List.of(name + "-src-0")).all().get();
            }
            source.emitValues(topic.name(), "b");
            await().atMost(LIMIT).untilAsserted(() -> {
                TaskStatus task = worker.connector("src").status().tasks().get(0);
                assertThat(task.state()).isEqualTo(TaskState.FAILED);
                assertThat(task.reason()).contains("another worker has taken over");
                assertThat(task.failure().message()).contains("its twin, has taken over connector src");
            });
        }
        assertThat(topic.values()).containsExactly("a");
    }

    @Test
    void one_that_is_overtaken_while_it_fences_does_not_take_the_connector_back(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) throws Exception {
        create(broker);
        TestTopic<byte[], byte[]> raw = broker.topic(offsets).as(byte[].class, byte[].class);
        byte[] key = bytes("[\"connect-embedded.tasks\",{\"connector\":\"src\"}]");
        String twins = "{\"version\":1,\"tasks\":4,\"round\":\"r\",\"session\":\"s\",\"by\":\"its twin\"}";
        raw.send(key, bytes("{\"version\":1,\"tasks\":2}"));
        source.emitValues(topic.name(), "a");
        Twin overtaken = Twin.of(name).beforeFencing(() -> raw.send(key, bytes(twins)));
        try (ConnectWorker worker =
                builder(broker).connector(source.spec("src")).on(overtaken).create()) {
            worker.start();
            await().atMost(LIMIT).untilAsserted(() -> {
                TaskStatus task = worker.connector("src").status().tasks().get(0);
                assertThat(task.state()).isEqualTo(TaskState.FAILED);
                assertThat(task.failure().message()).contains("its twin, has taken over connector src");
            });
        }
        assertThat(topic.values()).isEmpty();
        assertThat(raw.values()).extracting(OneWorkerOfANameTest::text).last().isEqualTo(twins);
    }

    private void create(KafkaBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new org.apache.kafka.clients.admin.NewTopic(offsets, 1, (short) 1)
                            .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(KafkaBroker broker, String id) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", id),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
