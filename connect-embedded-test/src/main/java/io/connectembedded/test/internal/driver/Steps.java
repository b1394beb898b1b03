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
package io.connectembedded.test.internal.driver;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.driver.HandDrivenWorker;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.ConnectorType;
import io.connectembedded.status.Failure;
import io.connectembedded.status.TaskId;
import io.connectembedded.status.TaskStatus;
import io.connectembedded.test.internal.delivery.sink.WatchedSinkTask;
import io.connectembedded.test.internal.delivery.source.WatchedSourceTask;
import io.connectembedded.test.internal.kafka.DriverConsumer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.source.SourceRecord;

/** The steps of a driven worker, and errors for those that cannot be made. */
final class Steps {

    private static final int MOST_ROUNDS = 20_000;

    /** Enough for a sink that fails at random to take its batch in the end. */
    private static final int IDLE_ROUNDS = 100;

    private final HandDrivenWorker hand;
    private final DriverSurroundings around;

    Steps(HandDrivenWorker hand, DriverSurroundings around) {
        this.hand = hand;
        this.around = around;
    }

    ConnectWorker worker() {
        return hand.worker();
    }

    /** Those of this type that have a thread elsewhere, by name and number. */
    List<TaskId> tasks(ConnectorType type) {
        List<TaskId> tasks = new ArrayList<>();
        for (ConnectorHandle connector : worker().connectors().all()) {
            ConnectorStatus status = connector.status();
            if (status.type() == type) {
                status.tasks().forEach(task -> tasks.add(task.id()));
            }
        }
        return tasks;
    }

    boolean makesRounds(TaskId id) {
        return hand.makesRounds(id);
    }

    /** A round of a source task. */
    List<SourceRecord> poll(TaskId id) {
        round(id);
        return around.source(id).map(WatchedSourceTask::takePolled).orElse(List.of());
    }

    /** A round of a sink task that takes records. */
    int put(TaskId id) {
        around.consumer(id).ifPresent(DriverConsumer::allowNextPoll);
        // What was put again since, as time went on, is no part of this round.
        around.sink(id).ifPresent(WatchedSinkTask::takeCount);
        try {
            round(id);
        } finally {
            around.consumer(id).ifPresent(DriverConsumer::allowNothing);
        }
        return around.sink(id).map(WatchedSinkTask::takeCount).orElse(0);
    }

    /** One round; of a sink, without records. */
    void round(TaskId id) {
        hand.runPending();
        if (!hand.makesRounds(id)) {
            throw notRunning(id);
        }
        if (!hand.iterate(id)) {
            throw failed(id);
        }
    }

    /** Whether offsets were committed. */
    boolean commit(TaskId id) {
        hand.runPending();
        if (!hand.makesRounds(id) && !hand.tasks().contains(id)) {
            throw notRunning(id);
        }
        int before = around.commits();
        if (!hand.commit(id)) {
            throw failed(id);
        }
        return around.commits() > before;
    }

    private IllegalStateException notRunning(TaskId id) {
        ConnectorStatus status = worker().connector(id.connector()).status();
        String why = failure(id, status)
                .map(Steps::told)
                .orElseGet(() -> status.tasks().stream()
                        .filter(task -> task.id().equals(id))
                        .map(task -> "it is " + task.state())
                        .findFirst()
                        .orElse("there is no such task, and the connector is " + status.state()));
        return new IllegalStateException("Task " + id + " does not run: " + why);
    }

    private ConnectorFailedException failed(TaskId id) {
        ConnectorStatus status = worker().connector(id.connector()).status();
        String why = failure(id, status)
                .map(failure -> " " + told(failure) + "\n" + failure.trace())
                .orElse(" has ended; the connector is " + status.state());
        return new ConnectorFailedException("Task " + id + why, null);
    }

    /** Of the task, else of its connector. */
    private static Optional<Failure> failure(TaskId id, ConnectorStatus status) {
        return Stream.concat(
                        status.tasks().stream()
                                .filter(task -> task.id().equals(id))
                                .map(TaskStatus::failure),
                        Stream.of(status.failure()))
                .flatMap(Stream::ofNullable)
                .findFirst();
    }

    private static String told(Failure failure) {
        return "FAILED in " + failure.stage() + ": " + failure.message();
    }

    /** Until no consumer of the connector has partitions to give up or to take. */
    void rebalance(String connector) {
        boolean moved = true;
        for (int round = 0; moved && round < MOST_ROUNDS; round++) {
            moved = false;
            for (TaskId id : tasks(ConnectorType.SINK)) {
                boolean pending = id.connector().equals(connector)
                        && around.consumer(id)
                                .map(DriverConsumer::pendingRebalance)
                                .orElse(false);
                if (pending && hand.makesRounds(id)) {
                    round(id);
                    moved = true;
                }
            }
        }
    }

    int settle() {
        int sum = 0;
        int idle = 0;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            int moved = moveSources() + moveSinks();
            sum += moved;
            idle = moved == 0 ? idle + 1 : 0;
            List<TaskId> busy = moved == 0 ? busySinks() : List.of();
            if (moved == 0 && busy.isEmpty()) {
                return sum;
            }
            if (idle == IDLE_ROUNDS) {
                throw new IllegalStateException("Nothing moves in " + IDLE_ROUNDS + " rounds, after " + sum
                        + " records, though sink tasks " + busy
                        + " have records left: they ask for their batch again and"
                        + " again, or take none; end what makes them, or move them by put() and advance(…)");
            }
        }
        throw new IllegalStateException("Records still move after " + MOST_ROUNDS + " rounds, " + sum
                + " so far; a source without an end must be polled by hand");
    }

    private int moveSources() {
        int moved = 0;
        for (TaskId id : tasks(ConnectorType.SOURCE)) {
            TaskProducers producer = around.producers(id).orElse(null);
            long before = producer == null ? 0 : producer.acked();
            if (hand.makesRounds(id)) {
                poll(id);
            }
            if (producer != null && hand.tasks().contains(id)) {
                producer.ack(producer.inFlight());
                commit(id);
                // A transaction acknowledges what is in it by itself, and its offsets, too.
                moved += Math.toIntExact(producer.acked() - before);
            }
        }
        return moved;
    }

    private int moveSinks() {
        int moved = 0;
        for (TaskId id : tasks(ConnectorType.SINK)) {
            if (hand.makesRounds(id)) {
                moved += put(id);
                commit(id);
            }
        }
        return moved;
    }

    private List<TaskId> busySinks() {
        return tasks(ConnectorType.SINK).stream()
                .filter(hand::makesRounds)
                .filter(this::isBusy)
                .toList();
    }

    private boolean isBusy(TaskId sink) {
        boolean wantsAgain = around.sink(sink).map(WatchedSinkTask::wantsAgain).orElse(false);
        return wantsAgain
                || around.consumer(sink)
                        .map(consumer -> consumer.hasRecords() || consumer.pendingRebalance())
                        .orElse(false);
    }

    void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("The clock goes forward only, not by " + time);
        }
        Instant end = around.clock.now().plus(time);
        hand.runPending();
        Duration left = time;
        // A wait inside a round that was due moves the clock too, and may move it past the end.
        while (left.compareTo(Duration.ZERO) > 0) {
            around.clock.advance(untilNext(left));
            hand.runPending();
            roundsThatAreDue();
            left = Duration.between(around.clock.now(), end);
        }
    }

    private Duration untilNext(Duration limit) {
        Duration least = limit;
        for (TaskId id : hand.tasks()) {
            least = shorter(least, hand.untilRound(id));
        }
        least = shorter(least, hand.untilTimer());
        return least.isZero() ? shorter(limit, Duration.ofMillis(1)) : least;
    }

    private static Duration shorter(Duration one, Duration other) {
        return other.compareTo(one) < 0 ? other : one;
    }

    private void roundsThatAreDue() {
        for (TaskId id : tasks(ConnectorType.SINK)) {
            if (hand.makesRounds(id) && hand.untilRound(id).isZero()) {
                // One that fails is FAILED, which its status tells; time goes on for the others.
                var unused = hand.iterate(id);
            }
        }
    }
}
