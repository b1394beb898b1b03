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
package io.connectembedded;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * When a bounded run is over, for {@link ConnectWorker#runUntil}. Immutable; goals are combined by {@link #or} and
 * {@link #and}. Connect has no such thing: its workers run until they are stopped.
 *
 * <p>Connectors whose target is not STARTED do not count. Nothing is cut off when a goal is reached: the worker stops in
 * order then, so that a few records more may come through.
 */
public final class RunGoal {
    private final Part part;

    private RunGoal(Part part) {
        this.part = part;
    }

    /**
     * All that was there at the start is through. Of a sink: every partition of its topics is delivered and committed up
     * to its end, asked for when the first of its tasks has started (the last stable offset, if it reads committed
     * records only). What is dropped on the way, markers of transactions and gaps of compaction count as passed, and an
     * empty partition is through at once. A sink that keeps its offsets elsewhere and answers {@code preCommit} with none
     * never gets there: take {@link #idle} for it.
     *
     * <p>Of a source: its poll has answered with nothing at least once in each task, with every record polled before that
     * acknowledged, or dropped, and its offsets durable. Connect gives a source no word for "that was all", so an
     * unbounded source, too, is caught up at its first empty poll; one whose poll waits for records without end never is.
     * One that writes exactly once is when its last transaction is committed: with {@code transaction.boundary=interval}
     * up to that interval later, with {@code connector} not before its task has asked for it.
     */
    public static RunGoal caughtUp() {
        return new RunGoal(new CaughtUp());
    }

    /**
     * No record was polled, acknowledged or put for this long, none is on its way, and every sink task is a member of its
     * group. Counted from RUNNING at the earliest.
     *
     * @param quiet more than zero
     */
    public static RunGoal idle(Duration quiet) {
        return new RunGoal(new Idle(positive(quiet, "quiet")));
    }

    /**
     * This many records were delivered by all connectors together, redelivered ones counted again: put into sinks,
     * acknowledged to sources (under exactly-once: with their transaction). The run may overshoot by what is in flight.
     *
     * @param count at least 1
     */
    public static RunGoal records(long count) {
        if (count < 1) {
            throw new IllegalArgumentException("records(" + count + ") is over before it begins; give at least 1");
        }
        return new RunGoal(new Delivered(count));
    }

    /**
     * So much time has passed since the worker was RUNNING.
     *
     * @param time more than zero
     */
    public static RunGoal elapsed(Duration time) {
        return new RunGoal(new Elapsed(positive(time, "time")));
    }

    /**
     * A record was seen that matches: put into a sink, or acknowledged to a source.
     *
     * @param match called with every {@link org.apache.kafka.connect.sink.SinkRecord} on its task's thread, after the put,
     *     and every {@link org.apache.kafka.connect.source.SourceRecord} on its producer's thread, under exactly-once on
     *     its task's, after the commit; concurrently, if there is more than one task. What it throws ends the run, and
     *     {@code runUntil} throws it on
     */
    public static RunGoal record(Predicate<? super ConnectRecord<?>> match) {
        return new RunGoal(new Seen(Objects.requireNonNull(match, "match")));
    }

    /** Either of the two is reached. */
    public RunGoal or(RunGoal other) {
        return new RunGoal(new Either(this, Objects.requireNonNull(other, "other")));
    }

    /** Each of the two has been reached, be it at different times. */
    public RunGoal and(RunGoal other) {
        return new RunGoal(new Both(this, Objects.requireNonNull(other, "other")));
    }

    private static Duration positive(Duration value, String name) {
        if (Objects.requireNonNull(value, name).compareTo(Duration.ZERO) <= 0) {
            throw new IllegalArgumentException(name + " is " + value + "; give more than zero");
        }
        return value;
    }

    /** What it is made of, for the runtime. */
    public Part part() {
        return part;
    }

    /** As it was written. */
    @Override
    public String toString() {
        return part.toString();
    }

    /** One of the forms of a goal, for the runtime; new ones may come. */
    public sealed interface Part {}

    /** See {@link RunGoal#caughtUp()}. */
    public record CaughtUp() implements Part {
        @Override
        public String toString() {
            return "caughtUp()";
        }
    }

    /** See {@link RunGoal#idle}. */
    public record Idle(Duration quiet) implements Part {
        @Override
        public String toString() {
            return "idle(" + quiet + ")";
        }
    }

    /** See {@link RunGoal#records}. */
    public record Delivered(long count) implements Part {
        @Override
        public String toString() {
            return "records(" + count + ")";
        }
    }

    /** See {@link RunGoal#elapsed}. */
    public record Elapsed(Duration time) implements Part {
        @Override
        public String toString() {
            return "elapsed(" + time + ")";
        }
    }

    /** See {@link RunGoal#record}. */
    public record Seen(Predicate<? super ConnectRecord<?>> match) implements Part {
        @Override
        public String toString() {
            return "record(…)";
        }
    }

    /** See {@link RunGoal#or}. */
    public record Either(RunGoal first, RunGoal second) implements Part {
        @Override
        public String toString() {
            return "(" + first + " or " + second + ")";
        }
    }

    /** See {@link RunGoal#and}. */
    public record Both(RunGoal first, RunGoal second) implements Part {
        @Override
        public String toString() {
            return "(" + first + " and " + second + ")";
        }
    }
}
