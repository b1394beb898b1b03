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
package io.connectembedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.connectembedded.event.ConnectEvent;
import io.connectembedded.event.ConnectEvent.ConnectorChanged;
import io.connectembedded.event.ConnectEvent.OffsetsCommitted;
import io.connectembedded.event.ConnectEvent.PluginAbandoned;
import io.connectembedded.event.ConnectEvent.RecordsFailed;
import io.connectembedded.event.ConnectEvent.RestartScheduled;
import io.connectembedded.event.ConnectEvent.TaskChanged;
import io.connectembedded.event.ConnectEvent.WorkerChanged;
import io.connectembedded.status.ConnectorState;
import io.connectembedded.status.Failure;
import io.connectembedded.status.TaskId;
import io.connectembedded.status.TaskState;
import io.connectembedded.status.WorkerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

class ConnectListenerTest {
    private static final Instant AT = Instant.EPOCH;
    private static final TaskId TASK = new TaskId("a", 0);
    private static final List<ConnectEvent> EVENTS = List.of(
            new WorkerChanged(AT, WorkerState.STOPPED, WorkerState.STARTING, null),
            new ConnectorChanged(AT, "a", ConnectorState.UNASSIGNED, ConnectorState.RUNNING, null),
            new TaskChanged(AT, TASK, TaskState.UNASSIGNED, TaskState.RUNNING, null),
            new RestartScheduled(AT, "a", 0, 1, Duration.ofSeconds(3)),
            new RecordsFailed(AT, TASK, 2, true, new Failure(AT, "TRANSFORMATION", "no", "trace")),
            new OffsetsCommitted(AT, TASK, 1, Duration.ZERO, null),
            new PluginAbandoned(AT, "a", null, "stop", Duration.ofSeconds(5)));

    @Test
    void each_kind_of_event_reaches_the_method_for_it() {
        List<String> heard = new ArrayList<>();
        ConnectListener listener = new ConnectListener() {
            @Override
            public void onWorkerChanged(WorkerChanged e) {
                heard.add("worker " + e.to());
            }

            @Override
            public void onConnectorChanged(ConnectorChanged e) {
                heard.add("connector " + e.connector());
            }

            @Override
            public void onTaskChanged(TaskChanged e) {
                heard.add("task " + e.task());
            }

            @Override
            public void onRestartScheduled(RestartScheduled e) {
                heard.add("restart in " + e.delay());
            }

            @Override
            public void onRecordsFailed(RecordsFailed e) {
                heard.add("failed records " + e.count());
            }

            @Override
            public void onOffsetsCommitted(OffsetsCommitted e) {
                heard.add("offsets " + e.partitions());
            }

            @Override
            public void onPluginAbandoned(PluginAbandoned e) {
                heard.add("abandoned " + e.method());
            }
        };
        EVENTS.forEach(listener::onEvent);
        assertThat(heard)
                .containsExactly(
                        "worker STARTING",
                        "connector a",
                        "task a-0",
                        "restart in PT3S",
                        "failed records 2",
                        "offsets 1",
                        "abandoned stop");
    }

    @Test
    void every_kind_of_event_has_a_method() {
        assertThat(ConnectEvent.class.getPermittedSubclasses()).hasSameSizeAs(EVENTS);
    }

    @Test
    void a_listener_without_methods_lets_every_event_pass() {
        ConnectListener listener = new ConnectListener() {};
        EVENTS.forEach(listener::onEvent);
    }

    @Test
    void a_function_hears_the_kind_it_asked_for_and_no_other() {
        List<ConnectEvent> heard = new ArrayList<>();
        ConnectListener listener = ConnectListener.on(TaskChanged.class, heard::add);
        EVENTS.forEach(listener::onEvent);
        assertThat(heard).containsExactly(EVENTS.get(2));
    }

    @Test
    void a_function_for_the_common_type_hears_all() {
        List<ConnectEvent> heard = new ArrayList<>();
        Consumer<Object> action = event -> heard.add((ConnectEvent) event);
        EVENTS.forEach(ConnectListener.on(ConnectEvent.class, action)::onEvent);
        assertThat(heard).isEqualTo(EVENTS);
    }

    @Test
    @NullUnmarked
    void a_null_action_is_refused_by_its_name() {
        assertThatNullPointerException()
                .isThrownBy(() -> ConnectListener.on(ConnectEvent.class, null))
                .withMessage("action");
    }
}
