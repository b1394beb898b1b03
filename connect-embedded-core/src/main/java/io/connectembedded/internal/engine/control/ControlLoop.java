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
package io.connectembedded.internal.engine.control;

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
 * The body of the control thread: one queue of commands, and timers. Commands never block. One that throws is a defect
 * of ours: the worker is told that its control thread died (I4).
 */
public final class ControlLoop implements Runnable {

    private static final Duration FOREVER = Duration.ofDays(1);

    private final Time time;
    private final Consumer<Throwable> died;
    private final BlockingQueue<Runnable> commands = new LinkedBlockingQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::dueMs));
    private volatile boolean ended;

    private record Timer(long dueMs, Runnable action) {}

    public ControlLoop(Time time, Consumer<Throwable> died) {
        this.time = time;
        this.died = died;
    }

    /** Any thread. */
    public void post(Runnable command) {
        commands.add(command);
    }

    /** Runs this on the control thread, after this delay; any thread. */
    public void postAfter(Duration delay, Runnable command) {
        post(() -> after(delay, command));
    }

    /** Control thread only. */
    void after(Duration delay, Runnable action) {
        timers.add(new Timer(time.hiResClockMs() + delay.toMillis(), action));
    }

    /** Ends the loop after the command that runs now. */
    public void end() {
        post(() -> ended = true);
    }

    @Override
    public void run() {
        try {
            while (!ended) {
                runNext(untilTimer());
            }
        } catch (InterruptedException e) {
            died.accept(new IllegalStateException("The control thread was interrupted", e));
        } catch (Throwable t) {
            died.accept(t);
        }
    }

    /** Runs due timers, then at most one command, for which it waits this long. */
    private void runNext(Duration limit) throws InterruptedException {
        Runnable command = commands.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (command != null) {
            command.run();
        }
        Timer due = pollDue();
        while (due != null) {
            due.action().run();
            due = pollDue();
        }
    }

    private @Nullable Timer pollDue() {
        Timer first = timers.peek();
        return first == null || first.dueMs() > time.hiResClockMs() ? null : timers.poll();
    }

    private Duration untilTimer() {
        Timer first = timers.peek();
        return first == null ? FOREVER : Duration.ofMillis(Math.max(0, first.dueMs() - time.hiResClockMs()));
    }
}
