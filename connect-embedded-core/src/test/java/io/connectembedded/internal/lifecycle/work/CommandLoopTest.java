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
package io.connectembedded.internal.lifecycle.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.internal.lifecycle.SettableTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop ends within its own commands, so that a test runs it on its own thread. */
@Timeout(30)
class CommandLoopTest {

    private final List<String> ran = new ArrayList<>();
    private final List<Throwable> died = new ArrayList<>();

    @Test
    void commands_run_in_order_until_the_end() {
        CommandLoop loop = new CommandLoop(Time.SYSTEM, died::add);
        loop.post(() -> ran.add("a"));
        loop.post(() -> ran.add("b"));
        loop.end();
        loop.post(() -> ran.add("too late"));
        loop.run();

        assertThat(ran).containsExactly("a", "b");
        assertThat(died).isEmpty();
    }

    @Test
    void timers_run_when_they_are_due_earliest_first() {
        SettableTime time = new SettableTime();
        CommandLoop loop = new CommandLoop(time, died::add);
        loop.post(() -> {
            loop.after(Duration.ofSeconds(20), () -> ran.add("20 s"));
            loop.after(Duration.ofSeconds(10), () -> ran.add("10 s"));
            loop.after(Duration.ofSeconds(90), () -> ran.add("90 s"));
        });
        loop.post(() -> ran.add("at once"));
        loop.post(() -> time.advance(Duration.ofSeconds(30)));
        loop.post(() -> ran.add("later"));
        loop.end();
        loop.run();

        assertThat(ran).containsExactly("at once", "10 s", "20 s", "later");
    }

    @Test
    void a_timer_runs_without_a_command_to_wake_the_loop() {
        CommandLoop loop = new CommandLoop(Time.SYSTEM, died::add);
        loop.post(() -> loop.after(Duration.ofMillis(5), () -> {
            ran.add("timer");
            loop.end();
        }));
        loop.run();

        assertThat(ran).containsExactly("timer");
    }

    @Test
    void a_command_that_throws_ends_the_loop_and_is_told_errors_included() {
        CommandLoop loop = new CommandLoop(Time.SYSTEM, died::add);
        loop.post(() -> {
            throw new NoClassDefFoundError("x");
        });
        loop.post(() -> ran.add("never"));
        loop.run();

        assertThat(died).singleElement().isInstanceOf(NoClassDefFoundError.class);
        assertThat(ran).isEmpty();
    }

    @Test
    void an_interrupt_ends_the_loop_and_is_told() {
        CommandLoop loop = new CommandLoop(Time.SYSTEM, died::add);
        Thread.currentThread().interrupt();
        loop.run();

        assertThat(died)
                .singleElement()
                .extracting(Throwable::getMessage)
                .isEqualTo("The thread of the worker's commands was interrupted");
    }

    @Test
    void what_is_far_beyond_the_end_of_time_is_never_due() {
        CommandLoop loop = new CommandLoop(Time.SYSTEM, died::add);
        loop.post(() -> loop.after(Duration.ofMillis(Long.MAX_VALUE), () -> ran.add("never")));
        loop.post(() -> loop.after(Duration.ofSeconds(Long.MAX_VALUE), () -> ran.add("never either")));

        assertThat(loop.runPending()).isTrue();
        assertThat(loop.runPending()).isFalse();
        assertThat(ran).isEmpty();
        assertThat(died).isEmpty();
    }

    @Test
    void a_loop_that_goes_on_tells_of_a_failure_and_shrugs_off_an_interrupt() {
        CommandLoop loop = CommandLoop.goingOn(Time.SYSTEM, died::add);
        loop.post(() -> {
            throw new AssertionError("a defect");
        });
        loop.post(() -> Thread.currentThread().interrupt());
        loop.post(() -> ran.add("goes on"));
        loop.end();
        loop.run();

        assertThat(ran).containsExactly("goes on");
        assertThat(died).singleElement().extracting(Throwable::getMessage).isEqualTo("a defect");
    }

    @Test
    void timers_that_are_due_at_the_end_do_not_run_any_more() {
        SettableTime time = new SettableTime();
        CommandLoop loop = new CommandLoop(time, died::add);
        loop.post(() -> {
            loop.after(Duration.ofSeconds(1), loop::endNow);
            loop.after(Duration.ofSeconds(2), () -> ran.add("too late"));
        });
        loop.post(() -> time.advance(Duration.ofSeconds(3)));
        loop.run();

        assertThat(ran).isEmpty();
    }
}
