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

import io.connectembedded.internal.lifecycle.Deadline;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * One queue of commands, and timers on the worker's clock: the body of the control thread, and of others that go by the
 * clock. Commands never block. One that throws is a defect of ours, of which somebody is told (I4), and ends the loop or
 * not.
 */
public final class CommandLoop implements Work {

    private static final Duration FOREVER = Duration.ofDays(1);

    private final Time time;
    private final Consumer<Throwable> told;
    private final boolean goesOn;
    private final BlockingQueue<Runnable> commands = new LinkedBlockingQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::dueMs));
    private volatile boolean ended;

    /** Something to do later. */
    public static final class Timer {

        private final long dueMs;
        private final Runnable action;

        private Timer(long dueMs, Runnable action) {
            this.dueMs = dueMs;
            this.action = action;
        }

        private long dueMs() {
            return dueMs;
        }
    }

    /** A command that throws, and an interrupt, end the loop. */
    public CommandLoop(Time time, Consumer<Throwable> died) {
        this(time, died, false);
    }

    /** A loop that goes on whatever a command throws; {@code told} hears of it, and an interrupt is nothing to it. */
    public static CommandLoop goingOn(Time time, Consumer<Throwable> told) {
        return new CommandLoop(time, told, true);
    }

    private CommandLoop(Time time, Consumer<Throwable> told, boolean goesOn) {
        this.time = time;
        this.told = told;
        this.goesOn = goesOn;
    }

    /** Any thread. */
    public void post(Runnable command) {
        commands.add(command);
    }

    /** Runs this as a command, after this delay; any thread. */
    public void postAfter(Duration delay, Runnable command) {
        post(() -> after(delay, command));
    }

    /** From a command only. */
    public Timer after(Duration delay, Runnable action) {
        Timer timer = new Timer(Deadline.dueAfter(time, delay), action);
        timers.add(timer);
        return timer;
    }

    /** From a command only. */
    public void cancel(Timer timer) {
        timers.remove(timer);
    }

    /** Ends the loop after the commands given so far. */
    public void end() {
        post(this::endNow);
    }

    /** Ends the loop after the command that runs now; any thread. */
    public void endNow() {
        ended = true;
    }

    @Override
    public void run() {
        boolean alive = true;
        while (alive && !ended) {
            alive = ranNext();
        }
    }

    private boolean ranNext() {
        try {
            runNext(untilTimer());
            return true;
        } catch (InterruptedException e) {
            if (!ended && !goesOn) {
                told.accept(new IllegalStateException("The thread of the worker's commands was interrupted", e));
            }
            return goesOn;
        } catch (Throwable t) {
            told.accept(t);
            return goesOn;
        }
    }

    @Override
    public boolean runPending() {
        boolean moved = false;
        try {
            Runnable command = commands.poll();
            while (!ended && (command != null || isDue())) {
                moved = true;
                run(command);
                command = commands.poll();
            }
        } catch (Throwable t) {
            told.accept(t);
        }
        return moved;
    }

    @Override
    public boolean isOver() {
        return ended;
    }

    /** Waits so long for a command; then runs it, and the timers that are due. */
    private void runNext(Duration limit) throws InterruptedException {
        run(commands.poll(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void run(@Nullable Runnable command) {
        if (command != null) {
            command.run();
        }
        while (!ended && isDue()) {
            timers.remove().action.run();
        }
    }

    private boolean isDue() {
        Timer first = timers.peek();
        return first != null && first.dueMs() <= time.hiResClockMs();
    }

    /** Until the next timer is due; a day when there is none. */
    public Duration untilTimer() {
        Timer first = timers.peek();
        return first == null ? FOREVER : Duration.ofMillis(Math.max(0, first.dueMs() - time.hiResClockMs()));
    }
}
