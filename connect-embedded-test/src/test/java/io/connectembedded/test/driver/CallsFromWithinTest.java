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
import static org.assertj.core.api.Assertions.catchThrowable;

import io.connectembedded.ConnectListener;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.OperationTimeoutException;
import io.connectembedded.error.WorkerStateException;
import io.connectembedded.event.ConnectEvent.ConnectorChanged;
import io.connectembedded.event.ConnectEvent.WorkerChanged;
import io.connectembedded.status.ConnectorState;
import io.connectembedded.status.WorkerState;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.RecordingSink;
import io.connectembedded.test.ScriptedSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners and plug-ins that call the worker or the driver that calls them: an answer in any case, and no hang. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CallsFromWithinTest {

    private final ScriptedSource scripted = ScriptedSource.create();
    private final RecordingSink recording = RecordingSink.create();
    private final List<Object> outcomes = new ArrayList<>();
    private ConnectTestDriver driver;

    private ConnectTestDriver withSink(Consumer<SinkRecord> function) {
        driver = ConnectTestDriver.of(
                scripted.spec("src"),
                ConnectorSpec.sink("sink", function::accept).topics("t"),
                recording.spec("other").topics("t"));
        return driver;
    }

    private ConnectTestDriver withListener(ConnectListener listener) {
        driver = ConnectTestDriver.of(
                ConnectWorker.builder().connector(scripted.spec("src")).listener(listener));
        return driver;
    }

    @Test
    void a_listener_that_awaits_is_refused_at_once() {
        try (ConnectTestDriver driving = withListener(ConnectListener.on(
                ConnectorChanged.class,
                event -> outcomes.add(catchThrowable(() ->
                        driver.worker().connector("src").until(status -> false).await()))))) {
            driving.worker().connector("src").pause().await();
            assertThat(outcomes)
                    .last()
                    .isInstanceOfSatisfying(
                            WorkerStateException.class,
                            refused -> assertThat(refused).hasMessageContaining("event thread"));
        }
    }

    @Test
    void a_listener_may_stop_its_worker_and_start_is_refused_within_the_stop() {
        try (ConnectTestDriver driving = withListener(ConnectListener.on(ConnectorChanged.class, event -> {
            if (event.to() == ConnectorState.PAUSED) {
                driver.worker().stop();
                outcomes.add(driver.worker().state());
            }
        }))) {
            driving.worker().connector("src").pause();
            assertThat(driving.worker().state()).isEqualTo(WorkerState.STOPPED);
            assertThat(outcomes).containsExactly(WorkerState.STOPPED);
            assertThat(scripted.calls()).containsOnlyOnce("stop");
            driving.restart();
            assertThat(driving.worker().connector("src").status().isRunning()).isTrue();
        }
    }

    @Test
    void a_listener_may_start_a_worker_that_runs_and_close_it() {
        try (ConnectTestDriver driving = withListener(ConnectListener.on(ConnectorChanged.class, event -> {
            if (event.to() == ConnectorState.PAUSED) {
                driver.worker().start();
                driver.worker().close();
            }
        }))) {
            driving.worker().connector("src").pause();
            assertThat(driving.worker().state()).isEqualTo(WorkerState.CLOSED);
            assertThat(scripted.calls()).containsOnlyOnce("stop");
        }
    }

    @Test
    void a_start_within_the_start_is_refused() {
        ConnectWorker[] self = new ConnectWorker[1];
        try (ConnectTestDriver driving = withListener(ConnectListener.on(WorkerChanged.class, event -> {
            if (event.to() == WorkerState.STARTING && self[0] != null) {
                outcomes.add(catchThrowable(self[0]::start));
            }
        }))) {
            self[0] = driving.worker();
            driving.restart();
            assertThat(driving.worker().state()).isEqualTo(WorkerState.RUNNING);
            assertThat(outcomes)
                    .allSatisfy(thrown -> assertThat(thrown)
                            .satisfiesAnyOf(
                                    none -> assertThat(none).isNull(),
                                    refused -> assertThat(refused).isInstanceOf(WorkerStateException.class)));
        }
    }

    @Test
    void a_plug_in_may_pause_another_connector_and_wait_for_it() {
        try (ConnectTestDriver driving =
                withSink(record -> driver.worker().connector("other").pause().await())) {
            driving.topic("t").sendValues(List.of("one"));
            assertThat(driving.sink("sink").put()).isEqualTo(1);
            assertThat(driving.worker().connector("other").status().state()).isEqualTo(ConnectorState.PAUSED);
        }
    }

    @Test
    void a_plug_in_that_pauses_itself_is_paused_once_it_has_returned() {
        List<ConnectorHandle> self = new ArrayList<>();
        try (ConnectTestDriver driving = withSink(record -> {
            outcomes.add(catchThrowable(() -> self.get(0).pause().await()));
            outcomes.add(self.get(0).status().tasks().get(0).state());
        })) {
            self.add(driving.worker().connector("sink"));
            driving.topic("t").sendValues(List.of("one"));
            assertThat(driving.sink("sink").put()).isEqualTo(1);
            assertThat(outcomes.get(0)).isInstanceOf(OperationTimeoutException.class);
            assertThat(outcomes.get(1)).hasToString("RUNNING");
            assertThat(self.get(0).status().state()).isEqualTo(ConnectorState.PAUSED);
        }
    }

    @Test
    void a_plug_in_may_stop_its_worker_and_is_stopped_once_it_has_returned() {
        scripted.emitValues("t", "one");
        try (ConnectTestDriver driving = withSink(record -> {
            driver.worker().stop();
            outcomes.add(driver.worker().state());
        })) {
            driving.topic("t").sendValues(List.of("one"));
            assertThat(catchThrowable(driving.sink("sink")::put))
                    .satisfiesAnyOf(
                            none -> assertThat(none).isNull(),
                            ended -> assertThat(ended).hasMessageContaining("sink-0"));
            assertThat(outcomes).containsExactly(WorkerState.STOPPED);
            assertThat(driving.worker().state()).isEqualTo(WorkerState.STOPPED);
            assertThat(scripted.calls()).containsOnlyOnce("stop");
            assertThat(recording.calls()).containsOnlyOnce("stop");
        }
    }

    @Test
    void a_plug_in_may_close_its_worker() {
        try (ConnectTestDriver driving = withSink(record -> driver.worker().close())) {
            driving.topic("t").sendValues(List.of("one"));
            assertThat(catchThrowable(driving.sink("sink")::put))
                    .satisfiesAnyOf(
                            none -> assertThat(none).isNull(),
                            ended -> assertThat(ended).hasMessageContaining("sink-0"));
            assertThat(driving.worker().state()).isEqualTo(WorkerState.CLOSED);
        }
    }

    @Test
    void a_plug_in_cannot_move_itself() {
        try (ConnectTestDriver driving = withSink(record -> driver.sink("sink").put())) {
            driving.topic("t").sendValues(List.of("one"));
            assertThatThrownBy(driving.sink("sink")::put)
                    .hasMessageContaining("sink-0")
                    .hasMessageContaining("cannot be moved by hand");
        }
    }

    @Test
    void a_worker_may_be_stopped_and_closed_by_the_test_at_any_time() {
        ConnectTestDriver driving = withSink(record -> outcomes.add(record.value()));
        ConnectWorker worker = driving.worker();
        worker.stop();
        worker.stop();
        worker.start();
        worker.start();
        driving.topic("t").sendValues(List.of("one"));
        driving.settle();
        assertThat(outcomes).containsExactly("one");
        worker.close();
        assertThatThrownBy(driving.sink("sink")::put).isInstanceOf(IllegalStateException.class);
        driving.close();
        driving.close();
    }
}
