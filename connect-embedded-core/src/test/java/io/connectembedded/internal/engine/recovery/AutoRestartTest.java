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
package io.connectembedded.internal.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectListener;
import io.connectembedded.RestartPolicy;
import io.connectembedded.RestartPolicy.Decision;
import io.connectembedded.event.ConnectEvent.RestartScheduled;
import io.connectembedded.internal.engine.event.EventThread;
import io.connectembedded.internal.engine.event.Events;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.SettableTime;
import io.connectembedded.internal.lifecycle.work.CommandLoop;
import io.connectembedded.internal.lifecycle.work.WorkerThreads;
import io.connectembedded.status.TargetState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AutoRestartTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final RestartPolicy POLICY =
            RestartPolicy.exponentialBackoff(Duration.ofSeconds(10), Duration.ofMinutes(1));

    private final SettableTime time = new SettableTime();
    private final Failures failures = new Failures(time, text -> text);
    private final List<Throwable> defects = new CopyOnWriteArrayList<>();
    private final CommandLoop control = new CommandLoop(time, defects::add);
    private final EventThread thread =
            new EventThread(new WorkerThreads("w", null, AutoRestartTest.class.getClassLoader()));
    private final List<RestartScheduled> told = new CopyOnWriteArrayList<>();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private RestartPolicy policy = POLICY;
    private double random = 0.5;
    private final AutoRestart restarts = new AutoRestart(
            "src",
            new Restarts(
                    RestartPolicy.never(),
                    () -> random,
                    control,
                    new Events(thread, List.of(ConnectListener.on(RestartScheduled.class, told::add)), time)),
            new Noting());

    @AfterEach
    void close() {
        assertThat(thread.close(LONG)).isTrue();
        assertThat(defects).isEmpty();
    }

    private void fail(Object incarnation) {
        Throwable cause = new IllegalStateException("gone");
        restarts.failed(0, incarnation, new Fault(failures.of("poll", cause), cause), Duration.ZERO);
    }

    private void advance(Duration by) {
        time.advance(by);
        control.runPending();
    }

    @Test
    void the_jitter_is_drawn_for_each_delay() {
        random = 0;
        fail("one");
        assertThat(restarts.reason(0)).startsWith("restart 1 in 8 s");
        advance(Duration.ofSeconds(8));
        random = 1;
        fail("two");
        assertThat(restarts.reason(0)).startsWith("restart 2 in 24 s");
        thread.close(LONG);
        assertThat(told).extracting(event -> event.delay().toSeconds()).containsExactly(8L, 24L);
        assertThat(done).containsExactly("restart 0");
    }

    @Test
    void one_failure_is_taken_in_hand_once_however_often_it_is_seen() {
        fail("one");
        fail("one");
        advance(Duration.ofSeconds(10));
        advance(Duration.ofMinutes(10));
        assertThat(done).containsExactly("restart 0");
    }

    @Test
    void the_decider_runs_on_the_event_thread_and_its_answer_is_a_command() {
        List<String> threads = new CopyOnWriteArrayList<>();
        policy = POLICY.decide(attempt -> {
            threads.add(Thread.currentThread().getName());
            return Decision.STOP;
        });
        fail("one");
        thread.close(LONG);
        assertThat(threads).containsExactly("connect-w-events");
        assertThat(done).isEmpty();
        control.runPending();
        assertThat(done).containsExactly("STOPPED");
    }

    @Test
    void a_decision_on_what_is_no_news_any_more_is_dropped() {
        policy = POLICY.decide(attempt -> Decision.STOP);
        fail("one");
        restarts.operated();
        thread.close(LONG);
        control.runPending();
        assertThat(done).isEmpty();
    }

    @Test
    void nobody_is_asked_when_the_event_thread_is_gone() {
        thread.close(LONG);
        policy = POLICY.decide(attempt -> {
            throw new AssertionError("asked on the control thread");
        });
        fail("one");
        assertThat(restarts.reason(0)).isEmpty();
    }

    @Test
    void what_was_replaced_meanwhile_is_not_restarted() {
        fail("one");
        restarts.onlyFailed(Set.of("other"));
        assertThat(restarts.reason(0)).isEmpty();
        advance(Duration.ofMinutes(10));
        assertThat(done).isEmpty();
    }

    private final class Noting implements AutoRestart.Patient {

        @Override
        public RestartPolicy policy() {
            return policy;
        }

        @Override
        public Failures failures() {
            return failures;
        }

        @Override
        public void restart(@Nullable Integer task) {
            done.add("restart " + task);
        }

        @Override
        public void retarget(TargetState target, String by) {
            done.add(target.name());
        }

        @Override
        public void changed() {
            // Nobody looks on.
        }
    }
}
