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
package io.connectembedded.test.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectListener;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.JsonConverter;
import io.connectembedded.error.InvalidConfigException;
import io.connectembedded.error.OperationTimeoutException;
import io.connectembedded.event.ConnectEvent;
import io.connectembedded.event.ConnectEvent.WorkerChanged;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.status.ConnectorState;
import io.connectembedded.status.TaskState;
import io.connectembedded.status.WorkerState;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.RecordingSink;
import io.connectembedded.test.ScriptedSource;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.ObjectName;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker under a driver: the host's own, but for threads, time and Kafka. */
class DrivenWorkerTest {

    private final ScriptedSource scripted = ScriptedSource.create();
    private final RecordingSink recording = RecordingSink.create();

    @Test
    void a_connector_that_fails_at_the_start_is_seen_in_its_status() {
        scripted.failIn("connector.start", new IllegalStateException("no such host"));
        try (ConnectTestDriver driver = ConnectTestDriver.of(
                scripted.spec("src"), recording.spec("sink").topics("t"))) {
            ConnectorHandle src = driver.worker().connector("src");
            assertThat(src.status().state()).isEqualTo(ConnectorState.FAILED);
            assertThat(src.status().failure().message()).isEqualTo("no such host");
            assertThat(driver.worker().connector("sink").status().isRunning()).isTrue();
            assertThatThrownBy(driver.source("src")::poll)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("FAILED");
            scripted.emitValues("t", "one");
            assertThat(driver.settle()).isZero();
            assertThat(src.restart().await().isRunning()).isTrue();
            assertThat(driver.settle()).isEqualTo(2);
        }
    }

    @Test
    void a_builder_that_is_wrong_is_refused_with_every_problem() {
        assertThatThrownBy(
                        () -> ConnectTestDriver.of(ConnectorSpec.source("src", "NoSuchSource"), recording.spec("sink")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("NoSuchSource")
                .hasMessageContaining("topics");
    }

    @Test
    void a_connector_made_at_run_time_runs_until_a_crash() {
        try (ConnectTestDriver driver = ConnectTestDriver.of(scripted.spec("src"))) {
            ConnectorHandle late = driver.worker()
                    .connectors()
                    .put(recording.spec("late").topics("t"))
                    .await();
            assertThat(late.running().await().isRunning()).isTrue();
            scripted.emitValues("t", "one");
            assertThat(driver.settle()).isEqualTo(2);
            assertThat(recording.records()).hasSize(1);
            driver.crash();
            assertThat(driver.worker().connectors().names()).containsExactly("src");
        }
    }

    @Test
    void what_is_asked_of_a_worker_that_crashed_is_never_done() {
        try (ConnectTestDriver driver = ConnectTestDriver.of(scripted.spec("src"))) {
            ConnectorHandle before = driver.worker().connector("src");
            driver.crash();
            assertThatThrownBy(() -> before.stop().await())
                    .isInstanceOf(OperationTimeoutException.class)
                    .hasMessageContaining("stop of connector src")
                    .hasMessageContaining("crashed");
            assertThat(scripted.calls()).doesNotContain("stop", "connector.stop");
            assertThat(driver.worker().connector("src").status().isRunning()).isTrue();
        }
        // The task that was killed gives back what it holds open in the end.
        assertThat(scripted.calls()).filteredOn("stop"::equals).hasSize(2);
    }

    @Test
    void a_restart_stops_in_order_with_last_commits() {
        try (ConnectTestDriver driver = ConnectTestDriver.of(
                scripted.spec("src"), recording.spec("sink").topics("t"))) {
            scripted.emitValues("t", "one", "two");
            driver.source("src").poll();
            driver.source("src").ackAll();
            driver.sink("sink").put();
            driver.restart();
            assertThat(scripted.calls()).containsSubsequence("commit", "stop", "start");
            assertThat(recording.calls()).containsSubsequence("put", "preCommit", "flush", "close", "stop", "start");
            assertThat(driver.settle()).isZero();
            driver.delivery().nothingLost().noDuplicates().commitOnlyWhenDurable();
            driver.worker().stop();
            assertThatThrownBy(driver.source("src")::poll).isInstanceOf(IllegalStateException.class);
            driver.restart();
            assertThat(driver.worker().state()).isEqualTo(WorkerState.RUNNING);
        }
    }

    @Test
    void task_configs_that_fail_once_are_asked_for_again_when_it_is_time() {
        scripted.failIn("connector.taskConfigs", new IllegalStateException("no tables yet"));
        try (ConnectTestDriver driver = ConnectTestDriver.of(scripted.spec("src"))) {
            ConnectorHandle src = driver.worker().connector("src");
            assertThat(src.status().state()).isEqualTo(ConnectorState.FAILED);
            driver.advance(Duration.ofMillis(249));
            assertThat(src.status().state()).isEqualTo(ConnectorState.FAILED);
            driver.advance(Duration.ofMillis(1));
            assertThat(src.status().isRunning()).isTrue();
            scripted.emitValues("t", "one");
            assertThat(driver.source("src").poll()).hasSize(1);
        }
    }

    @Test
    void what_only_time_can_finish_is_not_waited_for() {
        scripted.failIn("connector.taskConfigs", new IllegalStateException("no tables yet"));
        try (ConnectTestDriver driver = ConnectTestDriver.of(scripted.spec("src"))) {
            ConnectorHandle src = driver.worker().connector("src");
            var running = src.until(status -> status.isRunning());
            assertThatThrownBy(running::await)
                    .isInstanceOf(OperationTimeoutException.class)
                    .hasMessageContaining("time, which stands still")
                    .hasMessageContaining("advance");
            driver.advance(Duration.ofSeconds(1));
            assertThat(running.isDone()).isTrue();
            assertThat(running.await().tasks().get(0).state()).isEqualTo(TaskState.RUNNING);
        }
    }

    @Test
    void listeners_hear_everything_in_order_on_the_tests_thread() {
        List<ConnectEvent> events = new ArrayList<>();
        Set<Thread> threads = new HashSet<>();
        ConnectWorker.Builder builder = ConnectWorker.builder()
                .connector(scripted.spec("src"))
                .listener(new ConnectListener() {
                    @Override
                    public void onEvent(ConnectEvent event) {
                        events.add(event);
                        threads.add(Thread.currentThread());
                    }
                });
        try (ConnectTestDriver driver = ConnectTestDriver.of(builder)) {
            driver.advance(Duration.ofSeconds(5));
            driver.restart();
            driver.crash();
        }
        assertThat(threads).containsExactly(Thread.currentThread());
        assertThat(events)
                .filteredOn(WorkerChanged.class::isInstance)
                .extracting(event -> ((WorkerChanged) event).to())
                .containsExactly(
                        WorkerState.STARTING,
                        WorkerState.RUNNING,
                        WorkerState.STOPPING,
                        WorkerState.STOPPED,
                        WorkerState.STARTING,
                        WorkerState.RUNNING,
                        WorkerState.STARTING,
                        WorkerState.RUNNING,
                        WorkerState.STOPPING,
                        WorkerState.STOPPED,
                        WorkerState.CLOSED);
        assertThat(events).extracting(ConnectEvent::at).isSorted();
    }

    @Test
    void several_drivers_with_equal_names_do_not_touch_each_other() {
        try (ConnectTestDriver one = ConnectTestDriver.of(
                        scripted.spec("src"), recording.spec("sink").topics("t"));
                ConnectTestDriver other = ConnectTestDriver.of(
                        ScriptedSource.create().spec("src"),
                        RecordingSink.create().spec("sink").topics("t"))) {
            scripted.emitValues("t", "one");
            other.advance(Duration.ofDays(1));
            assertThat(other.settle()).isZero();
            assertThat(one.settle()).isEqualTo(2);
            assertThat(other.topic("t").values()).isEmpty();
            assertThat(one.now()).isBefore(other.now());
            other.worker().close();
            assertThat(one.worker().connector("src").status().isRunning()).isTrue();
        }
    }

    @Test
    void the_mbean_server_hears_nothing() throws Exception {
        Set<ObjectName> before =
                ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("kafka.*:*"), null);
        try (ConnectTestDriver driver = ConnectTestDriver.of(scripted.spec("src-of-no-bean"))) {
            scripted.emitValues("t", "one");
            driver.settle();
            assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("*:*"), null))
                    .noneMatch(name -> name.toString().contains("src-of-no-bean"));
            assertThat(driver.worker().connector("src-of-no-bean").metrics().recordTotal())
                    .isEqualTo(1);
        }
        assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("kafka.*:*"), null))
                .containsAll(before);
    }

    @Test
    void two_runs_of_one_scenario_are_the_same_to_the_last_record() {
        assertThat(scenario()).isEqualTo(scenario());
    }

    /** The name Java gives to an object that has none is another one in each run. */
    private static String withoutHashes(String text) {
        return text.replaceAll("@[0-9a-f]+\\b", "@");
    }

    private static List<Object> scenario() {
        ScriptedSource source = ScriptedSource.create();
        RecordingSink sink = RecordingSink.create();
        List<Object> seen = new ArrayList<>();
        ConnectWorker.Builder builder = ConnectWorker.builder()
                .connector(source.spec("src").tasks(2))
                .connector(sink.spec("sink").topics("t", "u").tasks(2))
                .listener(new ConnectListener() {
                    @Override
                    public void onEvent(ConnectEvent event) {
                        seen.add(withoutHashes(event.toString()));
                    }
                });
        try (ConnectTestDriver driver = ConnectTestDriver.of(builder)) {
            driver.topic("t", 3);
            source.emitValues("t", 1, 2, 3, 4, 5).emitValues("u", "a", "b");
            driver.source("src").poll();
            driver.source("src").task(1).poll();
            driver.source("src").ackAll();
            driver.advance(Duration.ofSeconds(90));
            sink.failIn("put", new RetriableException("busy"));
            driver.sink("sink").put();
            driver.crash();
            driver.settle();
            driver.restart();
            source.emitValues("t", 6);
            driver.chaos(7, 60);
            for (String topic : List.of("t", "u")) {
                driver.topic(topic).records().forEach(record -> seen.add(record.toString()));
            }
            sink.records().stream().map(SinkRecord::toString).forEach(seen::add);
            seen.addAll(source.calls());
            seen.addAll(sink.calls());
            seen.add(driver.now());
            seen.add(driver.worker().connector("src").status().toString());
            seen.add(driver.worker().connector("src").metrics().recordTotal());
        }
        return seen;
    }

    @Test
    void the_hosts_own_store_keeps_offsets_over_drivers(@TempDir Path dir) {
        Path file = dir.resolve("offsets.dat");
        scripted.emitValues("t", "one", "two");
        try (ConnectTestDriver driver = ConnectTestDriver.of(
                ConnectWorker.builder().offsetStore(OffsetStore.file(file)).connector(scripted.spec("src")))) {
            driver.source("src").poll();
            driver.source("src").ack(1);
            driver.source("src").commit();
            driver.crash();
            assertThat(driver.source("src").poll()).hasSize(1);
        }
        try (ConnectTestDriver driver = ConnectTestDriver.of(
                ConnectWorker.builder().offsetStore(OffsetStore.file(file)).connector(scripted.spec("src")))) {
            assertThat(driver.source("src").poll())
                    .singleElement()
                    .satisfies(record -> assertThat(record.value()).isEqualTo("two"));
        }
    }

    @Test
    void converters_of_the_worker_by_object_or_class_and_of_a_connector_are_used() {
        scripted.emitValues("t", Map.of("a", 1));
        ScriptedSource text = ScriptedSource.create().emitValues("text", "plain");
        try (ConnectTestDriver driver = ConnectTestDriver.of(ConnectWorker.builder()
                .with("key.converter", StringConverter.class.getName())
                .valueConverter(JsonConverter.schemaless())
                .connector(scripted.spec("src"))
                .connector(text.spec("text").with("value.converter", StringConverter.class.getName())))) {
            driver.settle();
            assertThat(bytes(driver, "t")).isEqualTo("{\"a\":1}");
            assertThat(driver.topic("t").values()).containsExactly(Map.of("a", 1L));
            assertThat(bytes(driver, "text")).isEqualTo("plain");
            assertThat(driver.topic("text").as(String.class, String.class).values())
                    .containsExactly("plain");
        }
    }

    private static String bytes(ConnectTestDriver driver, String topic) {
        return new String(
                driver.topic(topic).as(byte[].class, byte[].class).values().get(0), StandardCharsets.UTF_8);
    }
}
