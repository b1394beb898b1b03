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
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a source task may rely on that takes threads, time or a real producer. */
@ConnectTest(
        allowedLogs = {
            "^ERROR \\S+\\.StateCell State transition src-0 RUNNING -> FAILED in (poll|send)",
            "^WARN \\S+\\.TaskAssembly Commit of offsets of task src-0 failed and is tried again: The offset store did not"
        })
class SourceWithBrokerTest {

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
        OffsetsCommitted late = told.await1(OffsetsCommitted.class, event -> event.failure() != null);
        assertThat(late.failure().message()).contains("did not answer within PT0.15S");
        script.emit(Script.record(topic.name(), "a", 2));
        topic.awaitValues(2, LIMIT);
        hold.countDown();
        store.awaitOffset("a", 2);
        assertThat(worker.connector("src").status().isRunning()).isTrue();
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
}
