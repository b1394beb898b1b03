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
import static org.awaitility.Awaitility.await;

import io.connectembedded.internal.lifecycle.TaskGate.Target;
import io.connectembedded.internal.lifecycle.work.RealWaits;
import io.connectembedded.internal.lifecycle.work.Waits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TaskGateTest {

    private final TaskGate gate = new TaskGate(Time.SYSTEM, RealWaits.INSTANCE, Target.RUN);

    @Test
    void stop_is_final() {
        gate.ask(Target.STOP);
        gate.ask(Target.RUN);
        gate.ask(Target.PAUSE);

        assertThat(gate.target()).isEqualTo(Target.STOP);
        assertThat(gate.isStopping()).isTrue();
    }

    @Test
    void a_task_that_runs_does_not_wait() throws Exception {
        gate.awaitUnpaused();

        assertThat(gate.isStopping()).isFalse();
    }

    @Test
    void a_paused_task_waits_until_it_is_to_run_or_to_stop() throws Exception {
        for (Target end : new Target[] {Target.RUN, Target.STOP}) {
            gate.ask(Target.PAUSE);
            Thread task = waiting(gate::awaitUnpaused);
            gate.ask(end);
            task.join();
        }
    }

    @Test
    void a_long_back_off_ends_when_the_target_changes() throws Exception {
        Thread task = waiting(() -> gate.backOff(Duration.ofDays(1)));
        gate.ask(Target.STOP);
        task.join();

        assertThat(gate.isStopping()).isTrue();
    }

    @Test
    void a_back_off_lasts_its_time() throws Exception {
        long begin = System.nanoTime();
        gate.backOff(Duration.ofMillis(30));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(29));
    }

    @Test
    void by_hand_a_back_off_within_a_round_lets_its_time_pass_and_one_between_rounds_takes_none() throws Exception {
        List<Duration> passed = new ArrayList<>();
        TaskGate byHand = new TaskGate(Time.SYSTEM, new ByHand(passed), Target.RUN);

        byHand.betweenRounds(Duration.ofDays(1));
        assertThat(passed).isEmpty();
        byHand.backOff(Duration.ofDays(1));
        assertThat(passed).containsExactly(Duration.ofDays(1));
    }

    private record ByHand(List<Duration> passed) implements Waits {

        @Override
        public boolean until(Future<?> done, Duration limit, BooleanSupplier givenUp) {
            return done.isDone();
        }

        @Override
        public boolean isAlone() {
            return true;
        }

        @Override
        public boolean pass(Duration time) {
            return passed.add(time);
        }
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private static Thread waiting(Step step) {
        Thread thread = new Thread(() -> {
            try {
                step.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        await().until(() ->
                thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
        return thread;
    }
}
