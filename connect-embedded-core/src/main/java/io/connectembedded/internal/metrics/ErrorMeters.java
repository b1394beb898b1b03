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
package io.connectembedded.internal.metrics;

import io.connectembedded.metrics.TaskErrors;
import io.connectembedded.status.TaskId;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.Time;

/**
 * Counts failures of one task's records: {@code task-error-metrics}. Counts from the start, and shows once the task has
 * its other meters. Any thread.
 */
public final class ErrorMeters {

    private final Time time;
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();
    private final AtomicLong logged = new AtomicLong();
    private final AtomicLong deadLetters = new AtomicLong();
    private final AtomicLong deadLetterFailures = new AtomicLong();
    private volatile long lastErrorMs;

    public ErrorMeters(Time time) {
        this.time = time;
    }

    MetricGroup registered(ConnectMetrics metrics, TaskId id) {
        MetricGroup group = metrics.group("task-error-metrics", TaskMeters.tags(id));
        gauge(group, "total-record-failures", "Steps that failed for a record", failures);
        gauge(group, "total-record-errors", "Records that were given up", errors);
        gauge(group, "total-records-skipped", "Records that were left out after a failure", skipped);
        gauge(group, "total-retries", "Steps that were done again", retries);
        gauge(group, "total-errors-logged", "Failures that were logged", logged);
        gauge(group, "deadletterqueue-produce-requests", "Dead letters sent", deadLetters);
        gauge(group, "deadletterqueue-produce-failures", "Dead letters that Kafka did not take", deadLetterFailures);
        group.gauge("last-error-timestamp", "When a record was given up last, in ms since 1970", () -> lastErrorMs);
        return group;
    }

    private static void gauge(MetricGroup group, String name, String description, AtomicLong counter) {
        // A double, as all of Connect's totals are.
        group.gauge(name, description, () -> (double) counter.get());
    }

    /** A step failed. */
    public void failed() {
        failures.incrementAndGet();
    }

    /** A failed step is done again. */
    public void retried() {
        retries.incrementAndGet();
    }

    /** A record is given up, tolerated or not. */
    public void gaveUp() {
        errors.incrementAndGet();
        lastErrorMs = time.milliseconds();
    }

    /** A record that was given up is tolerated. */
    public void skipped() {
        skipped.incrementAndGet();
    }

    /** A failure was logged. */
    public void logged() {
        logged.incrementAndGet();
    }

    /** A dead letter is sent. */
    public void deadLetter() {
        deadLetters.incrementAndGet();
    }

    /** Kafka did not take a dead letter. */
    public void deadLetterFailed() {
        deadLetterFailures.incrementAndGet();
    }

    TaskErrors view() {
        long last = lastErrorMs;
        return new TaskErrors(
                failures.get(),
                errors.get(),
                skipped.get(),
                retries.get(),
                logged.get(),
                deadLetters.get(),
                deadLetterFailures.get(),
                last == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(last)));
    }
}
