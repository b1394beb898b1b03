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
package io.connectembedded.test.internal.chaos;

import io.connectembedded.status.TaskId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** What can be done to a driver as it stands, and the choice of one of it. */
final class Moves {

    private static final long LONGEST_MS = 90_000;

    private final Shaken driver;
    private final SplittableRandom random;
    private final List<Weighted> possible = new ArrayList<>();
    private final List<String> paused = new ArrayList<>();
    private final Set<TaskId> dry = new HashSet<>(); // polled for nothing, and that may have taken a while

    /** {@code what} does it, and answers what to add to the text. */
    record Move(String text, Supplier<String> what) {}

    private record Weighted(int weight, Supplier<Move> choice) {}

    Moves(Shaken driver, SplittableRandom random) {
        this.driver = driver;
        this.random = random;
    }

    /** One of those that are possible now; the likelier ones are what happens all the time. */
    Move any() {
        possible.clear();
        List<TaskId> sources = driver.sourceTasks();
        List<TaskId> sinks = driver.sinkTasks();
        offerSources(running(sources));
        offerSinks(running(sinks), sinks);
        offerWorker(connectors(sources, sinks));
        int sum = possible.stream().mapToInt(Weighted::weight).sum();
        int drawn = random.nextInt(sum);
        for (Weighted move : possible) {
            drawn -= move.weight();
            if (drawn < 0) {
                return move.choice().get();
            }
        }
        throw new IllegalStateException("No move was drawn of weights that sum up to " + sum);
    }

    private void offer(int weight, Supplier<Move> choice) {
        possible.add(new Weighted(weight, choice));
    }

    private void offerSources(List<TaskId> running) {
        if (running.isEmpty()) {
            return;
        }
        List<TaskId> sending = running.stream()
                .filter(task -> !driver.inFlight(task).isEmpty())
                .toList();
        List<TaskId> flowing =
                running.stream().filter(task -> !dry.contains(task)).toList();
        if (!flowing.isEmpty()) {
            offer(24, () -> poll(one(flowing)));
        }
        offer(1, () -> poll(one(running)));
        offer(10, () -> commit(one(running)));
        offer(2, () -> failSend(one(running)));
        offer(3, this::failWrite);
        offerTransactions(running);
        if (!sending.isEmpty()) {
            offer(24, () -> ack(one(sending)));
            offer(4, () -> ackAll(one(sending)));
        }
    }

    private void offerTransactions(List<TaskId> running) {
        List<TaskId> transactional =
                running.stream().filter(driver::isTransactional).toList();
        if (!transactional.isEmpty()) {
            offer(4, () -> failEnd(one(transactional), random.nextBoolean(), random.nextBoolean()));
        }
    }

    private void offerSinks(List<TaskId> running, List<TaskId> all) {
        if (running.isEmpty()) {
            return;
        }
        offer(24, () -> put(one(running)));
        offer(10, () -> commit(one(running)));
        offer(2, () -> failCommit(one(running)));
        offer(3, () -> assign(one(running), this::others));
        if (running.stream().anyMatch(task -> !free(task, all).isEmpty())) {
            offer(12, () -> assign(one(running), task -> free(task, all)));
        }
        List<TaskId> owners = running.stream()
                .filter(task -> !driver.assigned(task).isEmpty())
                .toList();
        if (!owners.isEmpty()) {
            offer(4, () -> revoke(one(owners)));
            offer(3, () -> lose(one(owners)));
        }
    }

    private void offerWorker(List<String> connectors) {
        offer(5, this::advance);
        offer(4, () -> new Move("crash", () -> done(this::crash)));
        offer(2, () -> new Move("restart", () -> done(this::restart)));
        offerPauses(connectors);
        List<String> failed = driver.failed();
        if (!failed.isEmpty()) {
            offer(20, () -> named("restart ", one(failed), this::restartFailed));
        }
    }

    private void offerPauses(List<String> connectors) {
        List<String> going = new ArrayList<>(connectors);
        going.removeAll(paused);
        if (!going.isEmpty()) {
            offer(2, () -> named("pause ", one(going), this::pause));
        }
        if (!paused.isEmpty()) {
            offer(12, () -> named("resume ", one(List.copyOf(paused)), this::resume));
        }
    }

    private void pause(String connector) {
        driver.pause(connector);
        paused.add(connector);
    }

    private void resume(String connector) {
        driver.resume(connector);
        paused.remove(connector);
    }

    private void restart() {
        driver.restart();
        dry.clear();
    }

    private void restartFailed(String connector) {
        driver.restartFailed(connector);
        dry.clear();
    }

    /** The worker that comes then knows of no pause. */
    private void crash() {
        driver.crash();
        dry.clear();
        paused.clear();
    }

    private Move poll(TaskId task) {
        return new Move("poll " + task, () -> polled(task, driver.poll(task)));
    }

    private String polled(TaskId task, int records) {
        if (records == 0) {
            dry.add(task);
        } else {
            dry.remove(task);
        }
        return counted(records);
    }

    private Move ack(TaskId task) {
        TopicPartition to = one(driver.inFlight(task));
        return new Move("ack " + task + " on " + to, () -> done(() -> driver.ack(task, to)));
    }

    private Move ackAll(TaskId task) {
        return new Move("ack all of " + task, () -> done(() -> driver.ackAll(task)));
    }

    private Move put(TaskId task) {
        return new Move("put " + task, () -> counted(driver.put(task)));
    }

    private Move commit(TaskId task) {
        return new Move("commit " + task, () -> driver.commit(task) ? "" : ": nothing");
    }

    private Move failSend(TaskId task) {
        return new Move(
                "refuse the next send of " + task,
                () -> done(() -> driver.failNextSend(task, new TimeoutException("chaos refuses a send"))));
    }

    private Move failWrite() {
        return new Move(
                "refuse the next write of offsets",
                () -> done(() -> driver.failNextWrite(new IOException("chaos refuses a write"))));
    }

    private Move failEnd(TaskId task, boolean done, boolean late) {
        RuntimeException failure = late
                ? new TimeoutException("chaos answers no commit in time")
                : new KafkaException("chaos answers no commit");
        return new Move(
                (done ? "lose the answer to" : "refuse") + " the next transaction of " + task + (late ? ", late" : ""),
                () -> done(() -> driver.failNextEnd(task, failure, done)));
    }

    private Move failCommit(TaskId task) {
        return new Move(
                "refuse the next commit of " + task,
                () -> done(() -> driver.failNextCommit(task, new TimeoutException("chaos refuses a commit"))));
    }

    private Move assign(TaskId task, Function<TaskId, List<TopicPartition>> of) {
        List<TopicPartition> some = some(of.apply(task));
        return new Move("assign " + some + " to " + task, () -> done(() -> driver.assign(task, some)));
    }

    private Move revoke(TaskId task) {
        List<TopicPartition> some = some(driver.assigned(task));
        return new Move("revoke " + some + " from " + task, () -> done(() -> driver.revoke(task, some)));
    }

    private Move lose(TaskId task) {
        List<TopicPartition> some = some(driver.assigned(task));
        return new Move("lose " + some + " from " + task, () -> done(() -> driver.lose(task, some)));
    }

    private Move advance() {
        Duration time = Duration.ofMillis(1 + random.nextLong(random.nextLong(1, LONGEST_MS)));
        return new Move("advance " + time.toMillis() + " ms", () -> done(() -> driver.advance(time)));
    }

    /** Partitions this task could take. */
    private List<TopicPartition> others(TaskId task) {
        List<TopicPartition> others = new ArrayList<>(driver.partitions(task.connector()));
        others.removeAll(driver.assigned(task));
        return others;
    }

    /** Partitions of the task's connector that nobody has. */
    List<TopicPartition> free(TaskId task, List<TaskId> all) {
        List<TopicPartition> free = new ArrayList<>(driver.partitions(task.connector()));
        for (TaskId each : all) {
            if (each.connector().equals(task.connector())) {
                free.removeAll(driver.assigned(each));
            }
        }
        return free;
    }

    private static Move named(String text, String connector, Consumer<String> what) {
        return new Move(text + connector, () -> done(() -> what.accept(connector)));
    }

    private static String done(Runnable what) {
        what.run();
        return "";
    }

    private static String counted(int records) {
        return ": " + records;
    }

    private List<TaskId> running(List<TaskId> tasks) {
        return tasks.stream().filter(driver::runs).toList();
    }

    static List<String> connectors(List<TaskId> sources, List<TaskId> sinks) {
        Set<String> names = new LinkedHashSet<>();
        sources.forEach(task -> names.add(task.connector()));
        sinks.forEach(task -> names.add(task.connector()));
        return List.copyOf(names);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** At least one of them, in their order; all at times. None of none. */
    private <T> List<T> some(List<T> of) {
        if (of.isEmpty()) {
            return List.of();
        }
        T sure = one(of);
        List<T> some = new ArrayList<>();
        for (T each : of) {
            if (each.equals(sure) || random.nextBoolean()) {
                some.add(each);
            }
        }
        return some;
    }
}
