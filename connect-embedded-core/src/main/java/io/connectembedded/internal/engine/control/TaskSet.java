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

import io.connectembedded.event.ConnectEvent;
import io.connectembedded.internal.engine.recovery.Fault;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.StateCell;
import io.connectembedded.internal.lifecycle.TaskGate.Target;
import io.connectembedded.internal.lifecycle.Transitions;
import io.connectembedded.internal.metrics.TaskCounts;
import io.connectembedded.status.Failure;
import io.connectembedded.status.TaskId;
import io.connectembedded.status.TaskState;
import io.connectembedded.status.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one connector. Tasks of a new plan start only when all tasks of the old one are gone: two owners of one
 * source partition would be possible otherwise (I9). Control thread.
 */
final class TaskSet {

    private final String connector;
    private final Services services;
    private final Runnable changed;
    private final Map<Integer, TaskControl> tasks = new TreeMap<>();
    private final Set<Integer> restarting = new TreeSet<>();
    private final TaskCounts counts;
    private @Nullable TaskPlan running;

    TaskSet(String connector, Services services, Runnable changed) {
        this.connector = connector;
        this.services = services;
        this.changed = changed;
        this.counts = new TaskCounts(services.metrics(), connector);
    }

    /** One step towards these tasks; called again after every change until there is nothing left to do. */
    void towards(@Nullable TaskPlan wanted, Target target, Failures failures, TaskState whenRemoved) {
        step(wanted, target, failures, whenRemoved);
        counts.of(tasks.values().stream().map(TaskControl::stateCell).toList());
    }

    private void step(@Nullable TaskPlan wanted, Target target, Failures failures, TaskState whenRemoved) {
        boolean replace = wanted == null || wanted.differsFrom(running);
        if (replace) {
            stop(tasks.values(), services.grace());
            removeGone(whenRemoved);
            if (!tasks.isEmpty()) {
                showReplacement(wanted);
                return;
            }
            running = wanted;
            restarting.clear();
        }
        if (wanted != null) {
            start(wanted, target, failures);
            tasks.values().forEach(task -> {
                if (!task.isLeaving()) {
                    task.ask(target);
                }
            });
        }
    }

    /** A task that ends for a new plan must not look as if it ran on: the connector would look complete. */
    private void showReplacement(@Nullable TaskPlan wanted) {
        if (wanted != null) {
            tasks.values().forEach(task -> task.stateCell().move(TaskState.RESTARTING));
        }
    }

    private static void stop(Collection<TaskControl> leaving, Duration grace) {
        leaving.forEach(task -> task.stop(grace));
    }

    private void removeGone(TaskState state) {
        tasks.values().removeIf(task -> {
            if (task.isGone()) {
                task.removeMetrics();
                task.stateCell().move(state);
            }
            return task.isGone();
        });
    }

    private void start(TaskPlan plan, Target target, Failures failures) {
        for (int number = 0; number < plan.configs().size(); number++) {
            TaskControl old = tasks.get(number);
            boolean restart = old != null && restarting.contains(number) && old.isGone();
            if (old == null || restart) {
                if (old != null) {
                    old.removeMetrics();
                }
                restarting.remove(number);
                TaskControl fresh = create(plan, number, target, failures, old);
                tasks.put(number, fresh);
                fresh.begin();
            }
        }
    }

    private TaskControl create(TaskPlan plan, int number, Target target, Failures failures, @Nullable TaskControl old) {
        TaskId id = new TaskId(connector, number);
        StateCell<TaskState> state = old != null
                ? old.stateCell()
                : new StateCell<>(
                        id.toString(),
                        TaskState.UNASSIGNED,
                        Transitions::task,
                        (from, to, failure) -> services.events()
                                .tell(new ConnectEvent.TaskChanged(
                                        services.events().now(), id, from, to, failure)));
        return new TaskControl(id, plan, target, services, failures, state, changed);
    }

    /** Stops these and starts them anew. */
    void restart(Collection<Integer> numbers) {
        for (int number : numbers) {
            TaskControl task = tasks.get(number);
            if (task != null && restarting.add(number)) {
                task.stop(services.grace());
                task.stateCell().move(TaskState.RESTARTING);
            }
        }
    }

    Set<Integer> numbers() {
        return tasks.keySet();
    }

    Set<Integer> failed() {
        Set<Integer> failed = new TreeSet<>(tasks.keySet());
        failed.removeIf(number -> stateOf(number) != TaskState.FAILED);
        return failed;
    }

    private TaskState stateOf(int number) {
        TaskControl task = tasks.get(number);
        return task == null ? TaskState.DESTROYED : task.state();
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    /** Whether what runs is what is wanted, with no restart under way. */
    boolean isAt(@Nullable TaskPlan wanted) {
        boolean same = wanted == null ? running == null : !wanted.differsFrom(running);
        return same && restarting.isEmpty() && tasks.values().stream().noneMatch(TaskControl::isLeaving);
    }

    boolean all(Set<TaskState> states) {
        return tasks.values().stream().allMatch(task -> states.contains(task.state()));
    }

    boolean any(TaskState state) {
        return tasks.values().stream().anyMatch(task -> task.state() == state);
    }

    int count() {
        return tasks.size();
    }

    void eachFailed(BiConsumer<TaskControl, Fault> action) {
        tasks.values().forEach(task -> {
            Fault fault = task.fault();
            if (fault != null && !task.isLeaving() && task.state() == TaskState.FAILED) {
                action.accept(task, fault);
            }
        });
    }

    List<TaskStatus> statuses(Function<Integer, String> reasons) {
        List<TaskStatus> statuses = new ArrayList<>(tasks.size());
        tasks.forEach((number, task) -> statuses.add(new TaskStatus(
                new TaskId(connector, number),
                task.state(),
                services.workerId(),
                reasons.apply(number),
                failure(task))));
        return statuses;
    }

    private static @Nullable Failure failure(TaskControl task) {
        Fault fault = task.fault();
        return fault != null && task.state() == TaskState.FAILED ? fault.failure() : null;
    }

    List<TaskControl> controls() {
        return List.copyOf(tasks.values());
    }
}
