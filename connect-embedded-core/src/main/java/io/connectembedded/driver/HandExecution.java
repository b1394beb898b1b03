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
package io.connectembedded.driver;

import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.TaskRunner;
import io.connectembedded.internal.lifecycle.work.CommandLoop;
import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.internal.lifecycle.work.Work;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** All work of a worker on the caller's thread: whoever waits for something does what there is to do meanwhile. */
final class HandExecution implements Execution {

    /** A step that still waits after this will do so for ever. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(30);

    private final List<HandRunning> all = new ArrayList<>();
    private final Consumer<Duration> clock;
    private Duration waited = Duration.ZERO; // within the step that is done by hand
    private boolean forgotten;

    /** Waits inside a step move this clock. */
    HandExecution(Consumer<Duration> clock) {
        this.clock = clock;
    }

    @Override
    public Running create(String role, Work work) {
        HandRunning running = new HandRunning(this, role, work);
        if (!forgotten) {
            all.add(running);
        }
        return running;
    }

    /** Does what there is to do, until nothing is left; whether there was anything. */
    boolean runPending() {
        boolean moved = false;
        while (runEach()) {
            moved = true;
        }
        all.removeIf(each -> each.work().isOver());
        return moved;
    }

    /** In the order in which they were made, also those that are made meanwhile. */
    private boolean runEach() {
        boolean moved = false;
        for (int i = 0; i < all.size(); i++) {
            moved |= all.get(i).runPending();
        }
        return moved;
    }

    /** Whether the worker was killed. */
    boolean isForgotten() {
        return forgotten;
    }

    /** Nothing of it is ever gone on with. */
    void forget() {
        forgotten = true;
        all.clear();
    }

    /** Does this with a task, which must be there. */
    void byHand(TaskRunner task, TaskRunner.Step step) {
        waited = Duration.ZERO;
        for (HandRunning each : List.copyOf(all)) {
            if (each.work() == task) {
                each.whileCurrent(() -> task.byHand(step));
            }
        }
    }

    /** The tasks that have a thread elsewhere. */
    Map<TaskId, TaskRunner> tasks() {
        Map<TaskId, TaskRunner> tasks = new LinkedHashMap<>();
        for (HandRunning each : all) {
            if (each.work() instanceof TaskRunner task && !task.isOver()) {
                tasks.put(task.id(), task);
            }
        }
        return tasks;
    }

    /** Until the next timer of anything that goes by the clock. */
    Duration untilTimer() {
        Duration least = Duration.ofDays(1);
        for (HandRunning each : all) {
            if (each.isAlive() && each.work() instanceof CommandLoop loop) {
                Duration until = loop.untilTimer();
                least = until.compareTo(least) < 0 ? until : least;
            }
        }
        return least;
    }

    @Override
    public ExecutorService pool(String role) {
        return new HandPool(code -> start(role, Work.once(code)));
    }

    @Override
    public boolean until(Future<?> done, Duration limit, BooleanSupplier givenUp) {
        boolean moved = true;
        while (moved && !done.isDone() && !givenUp.getAsBoolean()) {
            moved = runPending();
        }
        return done.isDone();
    }

    /** In the steps in which an advance goes, so that timers come at their time. */
    @Override
    public boolean pass(Duration time) {
        waited = waited.plus(time);
        if (waited.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalStateException("Waits inside one step took more than " + LONGEST_WAIT.toDays()
                    + " days by the driver's clock: what is tried again there fails for ever; bound it by"
                    + " errors.retry.timeout, or let the test end what makes it fail");
        }
        Duration left = time;
        while (left.compareTo(Duration.ZERO) > 0) {
            Duration timer = untilTimer();
            Duration next = timer.isZero() ? Duration.ofMillis(1) : timer;
            Duration step = next.compareTo(left) < 0 ? next : left;
            clock.accept(step);
            runPending();
            left = left.minus(step);
        }
        return true;
    }

    @Override
    public boolean isAlone() {
        return true;
    }

    @Override
    public String patienceSpent(Duration limit) {
        return forgotten
                ? "and never will be, for its worker has crashed; ask for the one that runs now"
                : "by anything but time, which stands still; advance it, then look at the status or await it again";
    }

    @Override
    public boolean awaitEnd(Deadline deadline) {
        // Whatever has nothing left to do is no thread that could go on.
        runPending();
        return true;
    }

    @Override
    public Set<String> live() {
        return all.stream().filter(HandRunning::isAlive).map(HandRunning::role).collect(Collectors.toSet());
    }
}
