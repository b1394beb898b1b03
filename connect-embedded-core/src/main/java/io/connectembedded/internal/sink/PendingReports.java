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
package io.connectembedded.internal.sink;

import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.TaskGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Reports of records given up that may not be durable yet; no offset beyond such a record is committed (I3). Reports come
 * from any thread, for a plug-in may report late; the rest is the task thread's.
 */
final class PendingReports {

    private record Report(TopicPartition partition, long offset, Future<?> durable) {}

    private final TaskGate gate;
    private final Time time;
    private final List<Report> pending = new ArrayList<>();
    private @Nullable RuntimeException refused;

    PendingReports(TaskGate gate, Time time) {
        this.gate = gate;
        this.time = time;
    }

    synchronized void add(TopicPartition partition, long offset, Future<?> durable) {
        pending.add(new Report(partition, offset, durable));
    }

    /** A report was not tolerated; what was thrown reached the plug-in, which may have swallowed it. */
    synchronized void refused(RuntimeException thrown) {
        if (refused == null) {
            refused = thrown;
        }
    }

    /** Fails the task whose report was refused or could not be written, whatever the plug-in made of that (I4). */
    synchronized void throwIfFailed() {
        if (refused != null) {
            throw refused;
        }
        for (Iterator<Report> each = pending.iterator(); each.hasNext(); ) {
            Report report = each.next();
            if (report.durable().isDone() && isWritten(report)) {
                each.remove();
            }
        }
    }

    private static boolean isWritten(Report report) {
        try {
            report.durable().get();
            return true;
        } catch (ExecutionException | CancellationException e) {
            Throwable cause = e instanceof ExecutionException ? Failures.causeOf(e) : e;
            throw new ConnectException(
                    "The record " + report.partition() + "@" + report.offset()
                            + " was given up, but the report of it was"
                            + " not written: " + Failures.messageOf(cause) + ". Nothing is lost, for its offset is not"
                            + " committed; mend what reports are written to, errors.deadletterqueue.topic.name, and"
                            + " restart the task",
                    cause);
        } catch (InterruptedException e) {
            // It was done. The interrupt is for whoever waits next.
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits for the reports of these partitions, so long at most, or until the wait is given up. */
    void await(Collection<TopicPartition> partitions, Duration limit, BooleanSupplier givenUp)
            throws InterruptedException {
        long end = time.hiResClockMs() + limit.toMillis();
        for (Report report : of(partitions)) {
            gate.awaitDone(report.durable(), Duration.ofMillis(Math.max(0, end - time.hiResClockMs())), givenUp);
        }
    }

    private synchronized List<Report> of(Collection<TopicPartition> partitions) {
        return pending.isEmpty()
                ? List.of()
                : pending.stream()
                        .filter(report -> partitions.contains(report.partition()))
                        .toList();
    }

    /** These offsets, none beyond a record whose reports are not durable; without those that were committed already. */
    synchronized Map<TopicPartition, OffsetAndMetadata> before(
            Map<TopicPartition, OffsetAndMetadata> wanted, SinkOffsets offsets) {
        if (pending.isEmpty()) {
            return wanted;
        }
        Map<TopicPartition, OffsetAndMetadata> limited = new HashMap<>(wanted);
        for (Report report : pending) {
            OffsetAndMetadata asked = limited.get(report.partition());
            if (asked != null && report.offset() < asked.offset() && !isDurable(report)) {
                limited.put(report.partition(), new OffsetAndMetadata(report.offset()));
            }
        }
        limited.entrySet()
                .removeIf(entry -> !entry.getValue().equals(wanted.get(entry.getKey()))
                        && !offsets.isAfterCommitted(entry.getKey(), entry.getValue()));
        return limited;
    }

    private static boolean isDurable(Report report) {
        try {
            return report.durable().isDone() && isWritten(report);
        } catch (ConnectException e) {
            // The task fails of it in its next round; a last commit stops before it.
            return false;
        }
    }

    /** These went to another task, which reports for itself. */
    synchronized void forget(Collection<TopicPartition> partitions) {
        pending.removeIf(report -> partitions.contains(report.partition()));
    }

    /** As {@link #forget}, and nobody is to wait for them any more. */
    void cancel(Collection<TopicPartition> partitions) {
        List<Report> cancelled = of(partitions);
        forget(partitions);
        cancelled.forEach(report -> report.durable().cancel(true));
    }
}
