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

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.error.ConnectorNotFoundException;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import io.connectembedded.status.ConnectorState;
import io.connectembedded.status.TaskState;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.RecordingSink;
import io.connectembedded.test.ScriptedSource;
import io.connectembedded.test.SourceDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** A source moved by hand, step by step. */
class SourceByHandTest {

    private final ScriptedSource scripted = ScriptedSource.create();

    /** Offsets in memory, and a disk that may be full. */
    private static final class FullStore implements OffsetStore {

        private final OffsetStore memory = OffsetStore.memory();
        private boolean full;

        @Override
        public Collection<StoredOffset> read(String connector) throws Exception {
            return memory.read(connector);
        }

        @Override
        public void write(Collection<StoredOffset> offsets) throws Exception {
            if (full) {
                throw new IllegalStateException("disk full");
            }
            memory.write(offsets);
        }

        @Override
        public void close() {
            memory.close();
        }
    }

    @Test
    void a_paused_source_cannot_be_polled_but_commits_and_goes_on_when_resumed() {
        try (ConnectTestDriver driver = ConnectTestDriver.of(scripted.spec("src"))) {
            SourceDriver src = driver.source("src");
            ConnectorHandle connector = driver.worker().connector("src");
            scripted.emitValues("t", "one").emitValues("t", "two");
            assertThat(src.poll()).hasSize(1);
            assertThat(connector.pause().await().state()).isEqualTo(ConnectorState.PAUSED);
            assertThatThrownBy(src::poll)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("src-0")
                    .hasMessageContaining("PAUSED");
            src.ackAll();
            assertThat(src.commit()).isTrue();
            assertThat(driver.settle()).isZero();
            assertThat(connector.resume().await().isRunning()).isTrue();
            assertThat(driver.settle()).isEqualTo(1);
            assertThat(driver.topic("t").values()).containsExactly("one", "two");
        }
    }

    @Test
    void a_paused_source_that_crashes_is_running_again_and_loses_nothing() {
        try (ConnectTestDriver driver = ConnectTestDriver.of(scripted.spec("src"))) {
            scripted.emitValues("t", "one", "two");
            driver.source("src").poll();
            driver.source("src").ack(1);
            driver.worker().connector("src").pause().await();
            driver.crash();
            // Standalone, a pause is not durable.
            assertThat(driver.worker().connector("src").status().isRunning()).isTrue();
            driver.settle();
            driver.delivery().nothingLost().noOffsetAhead().inOrder();
            assertThat(driver.topic("t").values()).containsExactly("one", "one", "two");
            assertThatThrownBy(() -> driver.delivery().noDuplicates()).isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void a_task_that_fails_is_failed_and_runs_again_when_restarted() {
        scripted.failIn("poll", new IllegalStateException("no more"));
        try (ConnectTestDriver driver = ConnectTestDriver.of(scripted.spec("src"))) {
            SourceDriver src = driver.source("src");
            assertThatThrownBy(src::poll)
                    .isInstanceOf(ConnectorFailedException.class)
                    .hasMessageContaining("src-0")
                    .hasMessageContaining("no more");
            ConnectorHandle connector = driver.worker().connector("src");
            assertThat(connector.status().tasks().get(0).state()).isEqualTo(TaskState.FAILED);
            assertThatThrownBy(src::poll)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("FAILED");
            assertThatThrownBy(src::commit).isInstanceOf(IllegalStateException.class);
            assertThat(connector.restartTask(0).await().isRunning()).isTrue();
            scripted.emitValues("t", "one");
            assertThat(src.poll()).hasSize(1);
        }
    }

    @Test
    void no_more_is_acknowledged_than_is_in_flight() {
        try (ConnectTestDriver driver = ConnectTestDriver.of(scripted.spec("src"))) {
            SourceDriver src = driver.source("src");
            scripted.emitValues("t", "one", "two");
            assertThat(src.inFlight()).isZero();
            src.poll();
            assertThat(src.inFlight()).isEqualTo(2);
            assertThat(driver.topic("t").values()).isEmpty();
            assertThatThrownBy(() -> src.ack(3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("2 records in flight");
            assertThat(src.inFlight()).isEqualTo(2);
            src.ack(1);
            assertThat(driver.topic("t").values()).containsExactly("one");
            src.ackAll();
            assertThat(src.inFlight()).isZero();
        }
    }

    @Test
    void a_commit_tells_whether_it_wrote_and_what_a_store_refused_goes_with_the_next() {
        FullStore store = new FullStore();
        try (ConnectTestDriver driver =
                ConnectTestDriver.of(ConnectWorker.builder().offsetStore(store).connector(scripted.spec("src")))) {
            SourceDriver src = driver.source("src");
            assertThat(src.commit()).isFalse();
            scripted.emitValues("t", "one", "two");
            src.poll();
            assertThat(src.commit()).isFalse();
            src.ack(1);
            store.full = true;
            assertThat(src.commit()).isFalse();
            assertThat(driver.worker().connector("src").status().isRunning()).isTrue();
            store.full = false;
            assertThat(src.commit()).isTrue();
            assertThat(src.commit()).isFalse();
            driver.crash();
            assertThat(src.poll()).extracting(SourceRecord::value).containsExactly("two");
            src.ackAll();
            driver.delivery().nothingLost().noDuplicates().commitOnlyWhenDurable();
        }
    }

    @Test
    void each_task_is_moved_by_itself() {
        try (ConnectTestDriver driver =
                ConnectTestDriver.of(scripted.spec("src").tasks(2))) {
            scripted.emit(record("a", 1), record("b", 1), record("c", 1));
            List<Object> first = values(driver.source("src").poll());
            List<Object> second = values(driver.source("src").task(1).poll());
            List<Object> all = new ArrayList<>(first);
            all.addAll(second);
            assertThat(all).containsExactlyInAnyOrder("a", "b", "c");
            assertThat(first).isNotEmpty();
            assertThat(second).isNotEmpty();
            driver.source("src").task(1).ackAll();
            assertThat(driver.source("src").inFlight()).isEqualTo(first.size());
            assertThat(driver.topic("t").values()).isEqualTo(second);
            assertThatThrownBy(() -> driver.source("src").task(2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no task 2");
        }
    }

    @Test
    void a_name_that_is_unknown_or_a_sinks_is_refused() {
        try (ConnectTestDriver driver = ConnectTestDriver.of(
                scripted.spec("src"), RecordingSink.create().spec("sink").topics("t"))) {
            assertThatThrownBy(() -> driver.source("srk")).isInstanceOf(ConnectorNotFoundException.class);
            assertThatThrownBy(() -> driver.sink("srk")).isInstanceOf(ConnectorNotFoundException.class);
            assertThatThrownBy(() -> driver.source("sink"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("SINK");
            assertThatThrownBy(() -> driver.sink("src"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("SOURCE");
        }
    }

    @Test
    void commits_come_at_their_interval_while_time_is_moved_in_whatever_steps() {
        try (ConnectTestDriver driver = ConnectTestDriver.of(ConnectWorker.builder()
                .offsetFlushInterval(Duration.ofSeconds(10))
                .connector(scripted.spec("src")))) {
            for (int part = 0; part < 3; part++) {
                driver.advance(Duration.ofNanos(3_333_333_333L));
            }
            assertThat(scripted.calls()).doesNotContain("commit");
            driver.advance(Duration.ofNanos(1));
            assertThat(scripted.calls()).containsOnlyOnce("commit");
            driver.advance(Duration.ofMinutes(1));
            assertThat(scripted.calls()).filteredOn("commit"::equals).hasSize(7);
            assertThatThrownBy(() -> driver.advance(Duration.ofSeconds(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static SourceRecord record(String partition, long offset) {
        return new SourceRecord(Map.of("p", partition), Map.of("o", offset), "t", Schema.STRING_SCHEMA, partition);
    }

    private static List<Object> values(List<SourceRecord> records) {
        return records.stream().map(SourceRecord::value).toList();
    }
}
