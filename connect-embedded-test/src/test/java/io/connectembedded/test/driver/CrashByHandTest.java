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
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectWorker;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.OffsetStoreContext;
import io.connectembedded.offset.StoredOffset;
import io.connectembedded.status.WorkerState;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.RecordingSink;
import io.connectembedded.test.ScriptedSource;
import io.connectembedded.test.SinkDriver;
import io.connectembedded.test.SourceDriver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.connect.errors.RetriableException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a driver does when its worker is killed, closed, or gets nowhere. */
class CrashByHandTest {

    private final ScriptedSource scripted = ScriptedSource.create();
    private final HostStore store = new HostStore(OffsetStore.memory());

    private ConnectTestDriver driver(OffsetStore with) {
        return ConnectTestDriver.of(ConnectWorker.builder().offsetStore(with).connector(scripted.spec("src")));
    }

    @Test
    void a_store_that_writes_when_it_is_closed_is_found_out_by_a_crash() {
        scripted.emitValues("t", 1, 2);
        try (ConnectTestDriver driver = driver(new WritesAtClose())) {
            driver.settle();
            driver.crash();
            driver.settle();
            assertThatThrownBy(() -> driver.delivery().nothingAgainAfterCommit())
                    .isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void a_killed_worker_does_nothing_to_the_store_any_more() {
        scripted.emitValues("t", 1);
        try (ConnectTestDriver driver = driver(store)) {
            ConnectWorker killed = driver.worker();
            driver.crash();
            assertThat(store.calls).containsExactly("open", "open");
            killed.close();
            assertThat(store.calls).containsExactly("open", "open");
            driver.source("src").poll();
            driver.source("src").ackAll();
            assertThat(driver.source("src").commit()).isTrue();
        }
        assertThat(store.calls).containsExactly("open", "open", "write", "close");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_lock_of_our_own_file_goes_with_the_worker_that_is_killed(boolean wrapped, @TempDir Path dir) {
        OffsetStore file = OffsetStore.file(dir.resolve("offsets.dat"));
        scripted.emitValues("t", 1).emitValues("t", 2);
        try (ConnectTestDriver driver = driver(wrapped ? new HostStore(file) : file)) {
            driver.source("src").poll();
            driver.source("src").ackAll();
            driver.source("src").commit();
            driver.crash();
            driver.crash();
            assertThat(driver.source("src").poll())
                    .singleElement()
                    .matches(record -> record.value().equals(2));
            assertThatThrownBy(() -> driver(file)).hasMessageContaining("already open");
        }
        driver(file).close();
    }

    @Test
    void a_store_that_cannot_be_opened_or_closed_leaves_a_driver_that_goes_on() {
        scripted.emitValues("t", 1);
        ConnectTestDriver driver = driver(store);
        store.failsClose = true;
        ConnectWorker first = driver.worker();
        driver.crash();
        assertThat(driver.worker()).isNotSameAs(first);
        store.failsOpen = true;
        assertThatThrownBy(driver::crash).hasStackTraceContaining("cannot open");
        assertThat(driver.worker().state()).isNotEqualTo(WorkerState.RUNNING);
        assertThatThrownBy(driver::crash).hasStackTraceContaining("cannot open");
        store.failsOpen = false;
        driver.crash();
        assertThat(driver.settle()).isEqualTo(1);
        store.failsClose = false;
        driver.close();
    }

    @Test
    void connectors_and_tasks_that_were_killed_are_stopped_at_the_close_whatever_one_throws() {
        ScriptedSource other = ScriptedSource.create();
        ConnectTestDriver driver = ConnectTestDriver.of(scripted.spec("src"), other.spec("other"));
        driver.crash();
        assertThat(scripted.calls()).doesNotContain("stop", "connector.stop");
        driver.worker().stop();
        for (ScriptedSource each : List.of(scripted, other)) {
            each.failIn("stop", new NoClassDefFoundError("gone")).failIn("connector.stop", new AssertionError("gone"));
        }
        driver.close();
        for (ScriptedSource each : List.of(scripted, other)) {
            assertThat(each.calls()).filteredOn("stop"::equals).hasSize(2);
            assertThat(each.calls()).filteredOn("connector.stop"::equals).hasSize(2);
        }
    }

    @Test
    void chaos_refuses_connectors_that_a_crash_would_forget() {
        try (ConnectTestDriver driver = ConnectTestDriver.of(scripted.spec("src"))) {
            driver.worker()
                    .connectors()
                    .put(ScriptedSource.create().spec("late"))
                    .await();
            assertThatThrownBy(() -> driver.chaos(1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("[late]")
                    .hasMessageContaining("ConnectTestDriver.of");
            driver.crash();
            driver.chaos(1);
            driver.worker().connectors().put(scripted.spec("src").tasks(2)).await();
            assertThatThrownBy(() -> driver.chaos(1)).hasMessageContaining("[src]");
        }
    }

    @Test
    void a_closed_driver_refuses_everything_but_a_look_at_its_worker_and_another_close() {
        ConnectTestDriver driver = ConnectTestDriver.of(
                scripted.spec("src"), RecordingSink.create().spec("sink").topics("t"));
        SourceDriver source = driver.source("src");
        SinkDriver sink = driver.sink("sink");
        driver.close();
        List<ThrowingCallable> all = List.of(
                () -> driver.source("src"),
                () -> driver.sink("sink"),
                () -> driver.topic("t"),
                () -> driver.topic("u", 2),
                driver::settle,
                driver::now,
                () -> driver.advance(Duration.ZERO),
                driver::crash,
                driver::restart,
                () -> driver.chaos(1),
                driver::delivery,
                source::poll,
                source::commit,
                sink::put,
                sink::commit);
        assertThat(all).allSatisfy(each -> assertThatThrownBy(each).isInstanceOf(IllegalStateException.class));
        assertThat(driver.worker().state()).isEqualTo(WorkerState.CLOSED);
        assertThatCode(driver::close).doesNotThrowAnyException();
    }

    @Test
    void settling_ends_with_the_name_of_a_sink_that_asks_for_its_batch_again_and_again() {
        RecordingSink again = RecordingSink.create();
        for (int call = 0; call < 99; call++) {
            again.failIn("put", new RetriableException("busy"));
        }
        try (ConnectTestDriver driver = ConnectTestDriver.of(again.spec("again").topics("t"))) {
            driver.topic("t").send("key", "value");
            assertThat(driver.settle()).isEqualTo(1);
            for (int call = 0; call < 1_000; call++) {
                again.failIn("put", new RetriableException("busy"));
            }
            driver.topic("t").send("key", "value");
            assertThatThrownBy(driver::settle)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("[again-0]")
                    .hasMessageContaining("again and again")
                    .hasMessageNotContaining("20000");
        }
    }

    /** A host's store, which notes what it is asked for. */
    private static class HostStore implements OffsetStore {

        final List<String> calls = new ArrayList<>();
        final OffsetStore kept;
        boolean failsOpen;
        boolean failsClose;

        HostStore(OffsetStore kept) {
            this.kept = kept;
        }

        @Override
        public void open(OffsetStoreContext context) throws Exception {
            calls.add("open");
            if (failsOpen) {
                throw new IllegalStateException("cannot open");
            }
            kept.open(context);
        }

        @Override
        public Collection<StoredOffset> read(String connector) throws Exception {
            return kept.read(connector);
        }

        @Override
        public void write(Collection<StoredOffset> offsets) throws Exception {
            calls.add("write");
            kept.write(offsets);
        }

        @Override
        public void close() {
            calls.add("close");
            if (failsClose) {
                throw new IllegalStateException("cannot close");
            }
            kept.close();
        }
    }

    /** Loses, when its process is killed, what it said was durable. */
    private static final class WritesAtClose extends HostStore {

        private final List<StoredOffset> later = new ArrayList<>();

        WritesAtClose() {
            super(OffsetStore.memory());
        }

        @Override
        public void open(OffsetStoreContext context) {
            later.clear();
        }

        @Override
        public void write(Collection<StoredOffset> offsets) {
            later.addAll(offsets);
        }

        @Override
        public void close() {
            try {
                kept.write(later);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
