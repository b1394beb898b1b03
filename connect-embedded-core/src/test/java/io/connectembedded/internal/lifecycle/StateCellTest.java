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
package io.connectembedded.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.connectembedded.status.Failure;
import io.connectembedded.status.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StateCellTest {

    private final List<String> told = new ArrayList<>();
    private final StateCell<TaskState> cell = new StateCell<>(
            "task c-0", TaskState.UNASSIGNED, Transitions::task, (from, to, failure) -> told.add(from + "->" + to));

    @Test
    void a_move_is_told_once_and_logged_in_one_line() {
        try (LogLines log = new LogLines(StateCell.class)) {
            assertThat(cell.move(TaskState.RUNNING)).isTrue();
            assertThat(cell.move(TaskState.RUNNING)).isFalse();

            assertThat(cell.get()).isEqualTo(TaskState.RUNNING);
            assertThat(told).containsExactly("UNASSIGNED->RUNNING");
            assertThat(log.all()).containsExactly("State transition task c-0 UNASSIGNED -> RUNNING");
        }
    }

    @Test
    void an_illegal_move_changes_tells_and_logs_nothing() {
        cell.move(TaskState.DESTROYED);
        told.clear();
        try (LogLines log = new LogLines(StateCell.class)) {
            assertThat(cell.move(TaskState.RUNNING)).isFalse();

            assertThat(cell.get()).isEqualTo(TaskState.DESTROYED);
            assertThat(told).isEmpty();
            assertThat(log.all()).isEmpty();
        }
    }

    @Test
    void a_move_by_a_failure_logs_what_stage_and_trace_in_the_same_line() {
        try (LogLines log = new LogLines(StateCell.class)) {
            cell.move(TaskState.FAILED, new Failure(Instant.EPOCH, "poll", "disk full", "the trace"));

            assertThat(log.at(Level.ERROR))
                    .containsExactly("State transition task c-0 UNASSIGNED -> FAILED in poll: disk full\nthe trace");
        }
    }

    @Test
    void the_listener_is_called_outside_the_lock() throws Exception {
        AtomicReference<StateCell<TaskState>> self = new AtomicReference<>();
        AtomicReference<Boolean> movedMeanwhile = new AtomicReference<>();
        StateCell<TaskState> outer = new StateCell<>("t", TaskState.UNASSIGNED, (from, to) -> true, (from, to, f) -> {
            if (to == TaskState.RUNNING) {
                Thread other = new Thread(() -> movedMeanwhile.set(self.get().move(TaskState.PAUSED)));
                other.start();
                join(other);
            }
        });
        self.set(outer);
        outer.move(TaskState.RUNNING);

        assertThat(movedMeanwhile.get()).isTrue();
    }

    @Test
    void of_many_that_want_the_same_move_one_makes_it() throws Exception {
        AtomicInteger moved = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                if (cell.move(TaskState.RUNNING)) {
                    moved.incrementAndGet();
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(moved).hasValue(1);
    }

    private static void join(Thread thread) {
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
