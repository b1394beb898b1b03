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
package io.connectembedded.internal.error;

import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.metrics.ErrorMeters;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * How one task meets failures of its steps for a record: tries again, reports, tolerates or throws. Task thread but for
 * {@link #failed}; nothing is made for a record that does not fail.
 *
 * @param <T> what came in: a consumer's record for a sink, the plug-in's for a source
 */
public final class ErrorHandling<T> implements AutoCloseable {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    /** The share of what time is left that is for closing the rest. */
    private static final double REST = 0.3;

    private final Tolerance tolerance;
    private final @Nullable Retries retries;
    private final Reports<T> reports;
    private final FailedRecords failedRecords;
    private final Failures failures;
    private final ErrorMeters meters;
    private @Nullable T current;
    private CompletableFuture<@Nullable Void> reported = Reports.NOTHING_TO_WRITE;

    /** {@code retries} null: no step is done again. */
    public ErrorHandling(
            Tolerance tolerance,
            @Nullable Retries retries,
            Reports<T> reports,
            FailedRecords failedRecords,
            Failures failures,
            ErrorMeters meters) {
        this.tolerance = tolerance;
        this.retries = retries;
        this.reports = reports;
        this.failedRecords = failedRecords;
        this.failures = failures;
        this.meters = meters;
    }

    /** The first failure fails the task, and nobody else is told. */
    public ErrorHandling() {
        this(
                new Tolerance(new TaskId("unnamed", 0), false),
                null,
                Reports.none(),
                new FailedRecords((count, first) -> {}),
                new Failures(Time.SYSTEM, text -> text),
                new ErrorMeters(Time.SYSTEM));
    }

    /**
     * Opens the dead letter queue, if there is one. Waits for a cluster that does not answer.
     *
     * @throws ConnectException when its topic can neither be found nor created
     */
    public void open() {
        DeadLetterQueue<T> queue = reports.deadLetters();
        if (queue != null) {
            queue.open();
        }
    }

    /** The record the next steps belong to. */
    public void processing(T original) {
        current = original;
    }

    /**
     * A step threw. True: it has waited, and the same step is to be done again. False: the record is given up, has been
     * reported and is tolerated.
     *
     * @param attempt how often this step failed for this record before
     * @throws ConnectException when the failure is not tolerated, or a dead letter could not be written
     * @throws TaskGate.StoppedException when the task is to stop: the record is neither reported nor skipped but read
     *     again by the next task, for what fails then may fail because of the stop
     */
    public boolean again(int attempt, Stage stage, Class<?> at, Exception thrown) throws InterruptedException {
        reports.throwIfLost();
        meters.failed();
        if (retries != null) {
            boolean retry = thrown instanceof RetriableException && retries.again(attempt);
            if (retries.isStopping()) {
                throw new TaskGate.StoppedException("Task " + tolerance.task() + " was told to stop while "
                        + Place.of(current) + " failed in " + stage + "; it is read again");
            }
            if (retry) {
                meters.retried();
                return true;
            }
        }
        reported = giveUp(failure(stage, at, thrown, current, tolerance.ofStep(stage, thrown)));
        return false;
    }

    /**
     * Of the record given up last: done when its reports are durable; before that its offset must not be committed. Fails
     * when they cannot be written.
     */
    public CompletableFuture<@Nullable Void> reported() {
        return reported;
    }

    /**
     * A failure found after the steps: Kafka refused the record, or the task could not put it. Any thread.
     *
     * @return done when its reports are durable; fails when they cannot be written
     * @throws ConnectException when the failure is not tolerated
     */
    public CompletableFuture<@Nullable Void> failed(Stage stage, Class<?> at, Throwable thrown, T original) {
        meters.failed();
        return giveUp(failure(stage, at, thrown, original, tolerance.ofLater(thrown)));
    }

    /** As {@link #failed}; the plug-in itself has judged the record, so whatever it names as the reason will do. */
    CompletableFuture<@Nullable Void> errant(Class<?> at, Throwable thrown, T original) {
        meters.failed();
        return giveUp(failure(Stage.TASK_PUT, at, thrown, original, tolerance.all()));
    }

    private RecordFailure<T> failure(
            Stage stage, Class<?> at, Throwable thrown, @Nullable T original, boolean tolerated) {
        return new RecordFailure<>(original, stage, at, thrown, failures.of(stage.name(), thrown), tolerated);
    }

    private CompletableFuture<@Nullable Void> giveUp(RecordFailure<T> failed) {
        meters.gaveUp();
        failedRecords.add(failed.failure());
        CompletableFuture<@Nullable Void> written = reports.report(failed);
        if (!failed.tolerated()) {
            throw tolerance.refusal(failed);
        }
        meters.skipped();
        return written;
    }

    /** What it counts; shown with the task's other meters. */
    public ErrorMeters meters() {
        return meters;
    }

    /** Whether failures are tolerated, {@code errors.tolerance=all}. */
    public boolean toleratesAll() {
        return tolerance.all();
    }

    /** Whether anybody is told of records given up; without, a sink's plug-in gets no {@link ErrantRecords}. */
    public boolean hasReports() {
        return !reports.areNone();
    }

    /**
     * The batch is through: what failed in it is told as one event.
     *
     * @throws ConnectException when a dead letter could not be written
     */
    public void endOfBatch() {
        current = null;
        failedRecords.tell();
        reports.throwIfLost();
    }

    /** The task is abandoned: nothing of it may reach Kafka any more. Any thread. */
    public void abandon() {
        close(Duration.ZERO);
    }

    /** Closes what it reports to; dead letters still on their way have two seconds to arrive. */
    @Override
    public void close() {
        closeWithin(CLOSE_LIMIT);
    }

    /** As {@link #close()}, for a task that has no longer than this. */
    public void close(Deadline deadline) {
        closeWithin(deadline.leaving(REST).atMost(CLOSE_LIMIT));
    }

    private void closeWithin(Duration limit) {
        current = null;
        failedRecords.tell();
        close(limit);
    }

    private void close(Duration limit) {
        DeadLetterQueue<T> queue = reports.deadLetters();
        if (queue != null) {
            queue.close(limit);
        }
    }
}
