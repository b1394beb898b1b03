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
package io.connectembedded.behaviour;

import static io.connectembedded.behaviour.Host.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.event.ConnectEvent.OffsetsCommitted;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.TaskState;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a source task may rely on. */
@ConnectTest(
        allowedLogs = {
            "^ERROR \\S+\\.StateCell State transition src-0 RUNNING -> FAILED in (convert|poll|send)",
            "^WARN \\S+\\.TaskAssembly Commit of offsets of task src-0 failed and is tried again",
            "^WARN \\S+\\.WorkerSourceTask Poll failed and is tried again: later"
        })
class SourcePromisesTest {

    private final Script script = Script.open();
    private final Told told = new Told();
    private final ScriptStore store = new ScriptStore();
    private ConnectWorker worker;

    @AfterEach
    void end() {
        script.close();
        store.close();
        if (worker != null) {
            worker.close();
        }
    }

    private ConnectorHandle running(KafkaBroker broker, ConnectorSpec spec) {
        worker = Host.started(Host.builder(broker)
                .name("source")
                .listener(told)
                .offsetStore(store)
                .connector(spec));
        return worker.connector(spec.name());
    }

    @Test
    void offsets_are_flushed_at_their_interval_while_poll_blocks_and_commit_follows_the_flush(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        running(broker, script.source("src"));
        script.emit(Script.record(topic.name(), "a", 1), Script.record(topic.name(), "a", 2));
        topic.awaitValues(2, LIMIT);
        script.hangIn("task.poll").awaitBegun("task.poll");
        script.forgetCalls();
        store.awaitOffset("a", 2);
        script.awaitCalls("task.commit", 2);
        assertThat(script.count("task.poll")).isZero();
        OffsetsCommitted committed = told.await1(OffsetsCommitted.class, event -> event.failure() == null);
        assertThat(committed.partitions()).isEqualTo(1);
        assertThat(committed.task().toString()).isEqualTo("src-0");
    }

    @Test
    void no_offset_passes_a_record_that_kafka_has_not_acknowledged(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        // commitRecord runs before a record counts as acknowledged: holding it there holds the offset.
        CountDownLatch hold = new CountDownLatch(1);
        running(broker, script.source("src"));
        script.once("task.commitRecord", () -> {});
        script.once("task.commitRecord", hold::await);
        script.emit(
                Script.record(topic.name(), "a", 1),
                Script.record(topic.name(), "a", 2),
                Script.record(topic.name(), "a", 3));
        script.awaitCalls("task.commitRecord", 2);
        script.awaitCalls("task.commit", script.count("task.commit") + 3);
        assertThat(store.offset("a")).isIn(null, 1L);
        hold.countDown();
        store.awaitOffset("a", 3);
    }

    @Test
    void commit_is_called_only_after_the_flush_is_durable(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        running(broker, script.source("src"));
        script.awaitCalls("task.commit", 1);
        CountDownLatch hold = store.holdWrites();
        script.emit(Script.record(topic.name(), "a", 1));
        store.awaitWriting();
        script.forgetCalls();
        script.awaitCalls("task.poll", 20);
        assertThat(script.count("task.commit")).isZero();
        hold.countDown();
        script.awaitCalls("task.commit", 1);
        assertThat(store.offset("a")).isEqualTo(1L);
    }

    @Test
    void a_store_that_fails_leaves_the_task_running_and_gets_the_newest_offsets_later(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        ConnectorHandle src = running(broker, script.source("src"));
        store.failWrites(new IllegalStateException("disk full"));
        script.emit(Script.record(topic.name(), "a", 1), Script.record(topic.name(), "b", 1));
        OffsetsCommitted failed = told.await1(OffsetsCommitted.class, event -> event.failure() != null);
        assertThat(failed.failure().message()).contains("disk full");
        assertThat(failed.partitions()).isZero();
        script.emit(Script.record(topic.name(), "a", 2));
        topic.awaitValues(3, LIMIT);
        assertThat(src.status().isRunning()).isTrue();
        store.failWrites(null);
        store.awaitOffset("a", 2);
        store.awaitOffset("b", 1);
    }

    @Test
    void a_store_that_hangs_fails_commits_by_time_and_the_task_goes_on(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        worker = Host.started(Host.builder(broker)
                .name("source")
                .listener(told)
                .offsetStore(store)
                .with("offset.flush.timeout.ms", 150)
                .connector(script.source("src")));
        CountDownLatch hold = store.holdWrites();
        script.emit(Script.record(topic.name(), "a", 1));
        told.await1(OffsetsCommitted.class, event -> event.failure() != null);
        script.emit(Script.record(topic.name(), "a", 2));
        topic.awaitValues(2, LIMIT);
        hold.countDown();
        store.awaitOffset("a", 2);
        assertThat(worker.connector("src").status().isRunning()).isTrue();
    }

    @Test
    void a_worker_started_again_goes_on_from_its_offsets(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        running(broker, script.source("src"));
        script.emit(Script.record(topic.name(), "a", 7));
        topic.awaitValues(1, LIMIT);
        worker.stop();
        assertThat(store.offset("a")).isEqualTo(7L);
        AtomicReference<Map<String, Object>> found = new AtomicReference<>();
        script.always("task.start", () -> {
            SourceTaskContext context =
                    (SourceTaskContext) script.calls("task.start").get(1).argument();
            found.set(context.offsetStorageReader().offset(Map.of("p", "a")));
            assertThat(context.offsetStorageReader().offset(Map.of("p", "unknown")))
                    .isNull();
            assertThat(context.configs()).containsEntry("number", "0").containsKey("task.class");
        });
        worker.start();
        assertThat(worker.connector("src").status().isRunning()).isTrue();
        assertThat(found.get()).isEqualTo(Map.of("o", 7L));
    }

    @Test
    void commit_record_gets_the_metadata_of_its_record(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        running(broker, script.source("src"));
        script.emit(Script.record(topic.name(), "a", 1), Script.record(topic.name(), "a", 2));
        script.awaitCalls("task.commitRecord", 2);
        assertThat(script.calls("task.commitRecord"))
                .extracting(call -> ((RecordMetadata) call.argument()).offset())
                .containsExactly(0L, 1L);
        assertThat(((RecordMetadata) script.calls("task.commitRecord").get(0).argument()).topic())
                .isEqualTo(topic.name());
    }

    @Test
    void a_task_ends_with_its_last_commit_then_stop_on_its_own_thread(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        ConnectorHandle src = running(broker, script.source("src"));
        script.emit(Script.record(topic.name(), "a", 1));
        topic.awaitValues(1, LIMIT);
        script.always("task.stop", () -> assertThat(store.offset("a")).isEqualTo(1L));
        src.stop().await(LIMIT);
        List<Script.Call> calls = script.calls("task.commit");
        assertThat(calls.get(calls.size() - 1).thread()).isEqualTo("connect-source-task-src-0");
        assertThat(script.calls("task.stop"))
                .extracting(Script.Call::thread)
                .containsExactly("connect-source-task-src-0");
        assertThat(script.calls("task.poll")).extracting(Script.Call::thread).containsOnly("connect-source-task-src-0");
        assertThat(script.calls("connector.start"))
                .extracting(Script.Call::thread)
                .containsOnly("connect-source-connector-src");
        int commits = script.count("task.commit");
        script.calls("task.stop");
        assertThat(script.count("task.commit")).isEqualTo(commits);
    }

    @Test
    void the_last_commit_waits_for_one_that_is_under_way(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        ConnectorHandle src = running(broker, script.source("src"));
        CountDownLatch hold = new CountDownLatch(1);
        script.once("task.commit", hold::await).awaitBegun("task.commit");
        var stop = src.stop();
        await().atMost(LIMIT)
                .until(() -> Host.thread("connect-source-task-src-0").getState() != Thread.State.RUNNABLE);
        int before = script.count("task.commit");
        hold.countDown();
        stop.await(LIMIT);
        assertThat(script.count("task.commit")).isGreaterThan(before);
        assertThat(script.order()).endsWith("task.stop");
    }

    @Test
    void a_failing_commit_is_told_and_the_task_goes_on(KafkaBroker broker) {
        script.failIn("task.commit", new IllegalStateException("cannot acknowledge"));
        ConnectorHandle src = running(broker, script.source("src"));
        OffsetsCommitted failed = told.await1(OffsetsCommitted.class, event -> event.failure() != null);
        assertThat(failed.failure().trace()).contains("cannot acknowledge");
        script.awaitCalls("task.commit", 3);
        assertThat(src.status().isRunning()).isTrue();
    }

    @Test
    void a_poll_that_asks_to_be_tried_again_is(KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        script.failIn("task.poll", new RetriableException("later"));
        script.failIn("task.poll", new org.apache.kafka.common.errors.TimeoutException("later"));
        ConnectorHandle src = running(broker, script.source("src"));
        script.emit(Script.record(topic.name(), "a", 1));
        topic.awaitValues(1, LIMIT);
        assertThat(src.status().isRunning()).isTrue();
    }

    @Test
    void a_poll_that_returns_nothing_at_once_does_not_burn_a_core(KafkaBroker broker) {
        CountDownLatch nothing = new CountDownLatch(40);
        running(broker, ConnectorSpec.source("idle", IdleSource.class));
        await().atMost(LIMIT)
                .until(() -> !Host.threads("connect-source-task-idle-0").isEmpty());
        Thread thread = Host.thread("connect-source-task-idle-0");
        var threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getThreadCpuTime(thread.getId());
        script.forgetCalls();
        await().pollDelay(java.time.Duration.ofSeconds(1)).atMost(LIMIT).until(() -> true);
        long used = threads.getThreadCpuTime(thread.getId()) - begin;
        assertThat(used).isLessThan(200_000_000L);
        assertThat(nothing.getCount()).isEqualTo(40);
    }

    @Test
    void a_poll_that_fails_ends_its_task_with_a_trace_and_no_other(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        Script other = Script.open();
        ConnectorHandle src = running(broker, script.source("src"));
        ConnectorHandle good = worker.connectors().create(other.source("good")).await(LIMIT);
        script.emit(Script.record(topic.name(), "a", 1));
        script.failIn("task.poll", new StackOverflowError("deep"));
        ConnectorStatus failed = src.until(ConnectorStatus::hasFailed).await(LIMIT);
        assertThat(failed.tasks().get(0).failure().stage()).isEqualTo("poll");
        assertThat(failed.tasks().get(0).failure().trace()).contains("StackOverflowError", "nextPoll".substring(0, 0));
        script.awaitCalls("task.stop", 1);
        other.emit(Script.record(topic.name(), "good", 1));
        await().atMost(LIMIT).until(() -> topic.values().contains("good-1"));
        assertThat(good.status().isRunning()).isTrue();
        other.close();
    }

    @Test
    void what_was_sent_before_a_poll_failed_is_committed(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        ConnectorHandle src = running(broker, script.source("src"));
        CountDownLatch hold = new CountDownLatch(1);
        script.once("task.commitRecord", hold::await);
        script.emit(Script.record(topic.name(), "a", 1));
        script.awaitCalls("task.commitRecord", 1);
        script.failIn("task.poll", new ConnectException("over"));
        src.until(ConnectorStatus::hasFailed).await(LIMIT);
        hold.countDown();
        script.awaitCalls("task.stop", 1);
        assertThat(store.offset("a")).isEqualTo(1L);
    }

    @Test
    void a_record_kafka_refuses_fails_the_task_and_names_the_topic(KafkaBroker broker) {
        ConnectorHandle src = running(broker, script.source("src").with("producer.override.max.request.size", 200));
        script.emit(
                new SourceRecord(Map.of("p", "a"), Map.of("o", 1), "large", Schema.STRING_SCHEMA, "x".repeat(1000)));
        ConnectorStatus failed = src.until(ConnectorStatus::hasFailed).await(LIMIT);
        assertThat(failed.tasks().get(0).state()).isEqualTo(TaskState.FAILED);
        assertThat(failed.tasks().get(0).failure().message()).contains("topic large");
        assertThat(store.offset("a")).isNull();
    }

    @Test
    void a_record_that_cannot_be_converted_fails_the_task_and_names_its_offset(KafkaBroker broker) {
        ConnectorHandle src = running(
                broker,
                script.source("src").with("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter"));
        script.emit(new SourceRecord(Map.of("p", "a"), Map.of("o", 31), "t", Schema.STRING_SCHEMA, "text"));
        assertThatThrownBy(() -> src.until(ConnectorStatus::hasFailed)
                        .thenCompose(any -> src.running())
                        .await(LIMIT))
                .hasMessageContaining("value of a record for topic t")
                .hasMessageContaining("31");
        assertThat(src.status().tasks().get(0).failure().stage()).isEqualTo("convert");
    }

    @Test
    void offsets_that_are_no_plain_values_fail_the_commit_with_a_clear_word(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        running(broker, script.source("src"));
        script.emit(new SourceRecord(
                Map.of("p", "bad"), Map.of("o", new Object()), topic.name(), Schema.STRING_SCHEMA, "x"));
        told.await1(OffsetsCommitted.class, event -> event.failure() != null);
        int commits = told.of(OffsetsCommitted.class).size();
        await().atMost(LIMIT).until(() -> told.of(OffsetsCommitted.class).size() > commits + 1);
    }
}
