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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.JsonConverter;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import io.connectembedded.status.ConnectorStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@ConnectTest(
        allowedLogs = {
            "^ERROR \\S+\\.StateCell State transition src(-0)? [A-Z]+ -> FAILED in (poll|start): ",
            "^WARN \\S+\\.WorkerSourceTask Poll failed and is tried again: (once|twice)",
            "^ERROR \\S+\\.Acknowledgements commitRecord of \\S+ScriptedSourceTask failed"
        })
class ScriptedSourceTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final OffsetStore store = OffsetStore.memory();
    private final ScriptedSource source = ScriptedSource.create();
    private final KafkaBroker broker;
    private final TestTopic<String, String> topic;
    private ConnectWorker worker;

    ScriptedSourceTest(KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        this.broker = broker;
        this.topic = topic;
    }

    @AfterEach
    void close() {
        source.unblock();
        if (worker != null) {
            worker.close();
        }
    }

    @Test
    void what_is_emitted_arrives_in_order_whenever_it_is_emitted() {
        source.emitValues(topic.name(), "one", "two");
        start(1);
        topic.awaitValues(2, LIMIT);
        source.emitValues(topic.name(), "three").emitValues(topic.name(), "four", null);

        assertThat(topic.awaitValues(5, LIMIT)).containsExactly("one", "two", "three", "four", null);
        source.awaitCall("poll", 3, LIMIT);
        assertThat(source.calls()).startsWith("connector.start", "connector.taskConfigs", "start", "poll");
    }

    @Test
    void a_source_of_which_the_test_keeps_the_spec_alone_runs_all_the_same() {
        var spec = ScriptedSource.create().emitValues(topic.name(), "one").spec("src");
        worker = builder().connector(spec).build();
        System.gc();
        worker.start();

        assertThat(topic.awaitValues(1, LIMIT)).containsExactly("one");
    }

    @Test
    void values_carry_the_schema_of_their_class() {
        source.emitValues(topic.name(), 5, Map.of("a", 1L));
        start(builder().valueConverter(JsonConverter.withSchemas()), 1);

        assertThat(topic.awaitValues(2, LIMIT).get(0)).contains("\"int32\"").contains("\"payload\":5");
        assertThat(topic.values().get(1)).contains("\"map\"").contains("\"int64\"");
    }

    @Test
    void a_failure_in_poll_fails_the_task_with_its_cause_and_takes_no_record_with_it() {
        source.failIn("poll", new ConnectException("the cable is cut"));
        ConnectorHandle src = start(1);
        source.emitValues(topic.name(), "one");

        ConnectorStatus failed = src.until(ConnectorStatus::hasFailed).await(LIMIT);
        assertThat(failed.tasks().get(0).failure().stage()).isEqualTo("poll");
        assertThat(failed.tasks().get(0).failure().message()).contains("the cable is cut");
        assertThat(topic.values()).isEmpty();
        src.restart().await(LIMIT);
        assertThat(topic.awaitValues(1, LIMIT)).containsExactly("one");
    }

    @Test
    void failures_of_one_method_come_one_after_the_other() {
        source.failIn("poll", new RetriableException("once")).failIn("poll", new RetriableException("twice"));
        ConnectorHandle src = start(1);
        source.emitValues(topic.name(), "one");

        topic.awaitValues(1, LIMIT);
        source.awaitCall("poll", 3, LIMIT);
        assertThat(src.status().isRunning()).isTrue();
    }

    @Test
    void a_failure_in_start_of_task_or_connector_is_one_of_that_stage() {
        source.failIn("start", new IllegalStateException("no license"));
        ConnectorHandle src = start(1);
        assertThat(src.until(ConnectorStatus::hasFailed)
                        .await(LIMIT)
                        .tasks()
                        .get(0)
                        .failure()
                        .message())
                .contains("no license");
        source.failIn("connector.start", new NoClassDefFoundError("com/acme/Driver"));
        assertThatThrownBy(() -> src.restart().await(LIMIT)).hasMessageContaining("com/acme/Driver");
    }

    @Test
    void after_a_failure_what_was_not_committed_is_polled_again_and_nothing_else() {
        ConnectorHandle src = start(1);
        source.emit(record("a", 1), record("b", 1), record("a", 2));
        topic.awaitValues(3, LIMIT);
        src.stop().await(LIMIT);
        source.failIn("commitRecord", new IllegalStateException("logged only"));
        src.resume().await(LIMIT);
        source.emit(record("b", 2), record("c", 1));
        topic.awaitValues(5, LIMIT);
        source.failIn("poll", new ConnectException("over"));
        src.until(ConnectorStatus::hasFailed).await(LIMIT);
        source.emit(record("a", 3));
        src.restart().await(LIMIT);

        assertThat(topic.awaitValues(6, LIMIT)).containsExactly("a1", "b1", "a2", "b2", "c1", "a3");
    }

    @Test
    void a_worker_with_the_offsets_of_an_earlier_time_gets_everything_since() throws Exception {
        ConnectorHandle src = start(1);
        source.emit(record("a", 1), record("a", 2));
        topic.awaitValues(2, LIMIT);
        src.stop().await(LIMIT);
        var early = List.copyOf(store.read("src"));
        src.resume().await(LIMIT);
        source.emit(record("a", 3), record("a", 4), record("b", 1));
        topic.awaitValues(5, LIMIT);
        worker.stop();
        store.write(List.of(early.get(0), new StoredOffset("src", "{\"p\":\"b\"}", "{\"o\":77}")));
        worker.start();

        assertThat(topic.awaitValues(8, LIMIT)).endsWith("a3", "a4", "b1");
        assertThat(topic.values()).hasSize(8);
    }

    @Test
    void tasks_share_the_source_partitions_and_lose_none() {
        for (int partition = 0; partition < 10; partition++) {
            source.emit(record("p" + partition, 1), record("q" + partition, 1));
        }
        ConnectorHandle src = start(3);

        assertThat(topic.awaitValues(20, LIMIT)).hasSize(20).doesNotHaveDuplicates();
        assertThat(src.status().tasks()).hasSize(3);
        src.update(spec -> spec.tasks(2)).await(LIMIT);
        source.emit(record("p0", 2), record("p1", 2));
        assertThat(topic.awaitValues(22, LIMIT)).hasSize(22).doesNotHaveDuplicates();
    }

    @Test
    void a_blocked_method_goes_on_when_unblocked() {
        source.blockIn("poll");
        ConnectorHandle src = start(1);
        source.awaitCall("poll", 1, LIMIT);
        source.emitValues(topic.name(), "one");
        assertThat(source.calls()).containsOnlyOnce("poll");
        source.unblock();

        assertThat(topic.awaitValues(1, LIMIT)).containsExactly("one");
        assertThat(source.calls()).containsOnlyOnce("poll");
        assertThat(src.status().isRunning()).isTrue();
    }

    @Test
    void a_call_that_does_not_come_is_reported_with_those_that_did() {
        start(1);
        source.awaitCall("start", 1, LIMIT);

        assertThatThrownBy(() -> source.awaitCall("poll", 2, Duration.ofMillis(10)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("Expected at least 2 calls of poll within PT0.01S, but 0 came; all calls so far: "
                        + "[connector.start, connector.taskConfigs, start]");
    }

    @Test
    void a_validation_is_a_call_only_when_something_is_planned_for_it() {
        source.failIn("connector.validate", new ConnectException("no such table"));
        worker = builder().build();
        worker.start();

        assertThatThrownBy(() -> worker.connectors().create(source.spec("src")).await(LIMIT))
                .hasMessageContaining("no such table");
        worker.connectors().create(source.spec("src")).await(LIMIT).running().await(LIMIT);
        assertThat(source.calls())
                .startsWith("connector.validate", "connector.start")
                .containsOnlyOnce("connector.validate");
    }

    @Test
    void an_unknown_method_is_refused_with_the_known_ones() {
        assertThatThrownBy(() -> source.failIn("put", new RuntimeException()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No method 'put' can be scripted or awaited here; there are [connector.validate,"
                        + " connector.start, connector.taskConfigs, connector.stop, start, poll, commitRecord, commit,"
                        + " stop].");
        assertThatThrownBy(() -> source.blockIn("task.poll")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> source.awaitCall("Poll", 1, LIMIT)).isInstanceOf(IllegalArgumentException.class);
    }

    private ConnectorHandle start(int tasks) {
        return start(builder(), tasks);
    }

    private ConnectorHandle start(ConnectWorker.Builder builder, int tasks) {
        worker = builder.connector(source.spec("src").tasks(tasks)).build();
        worker.start();
        return worker.connector("src");
    }

    private ConnectWorker.Builder builder() {
        return ConnectWorker.builder()
                .bootstrapServers(broker.bootstrapServers())
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetStore(store)
                .shutdownTimeout(Duration.ofSeconds(2));
    }

    private SourceRecord record(String partition, int offset) {
        return new SourceRecord(
                Map.of("p", partition), Map.of("o", offset), topic.name(), Schema.STRING_SCHEMA, partition + offset);
    }
}
