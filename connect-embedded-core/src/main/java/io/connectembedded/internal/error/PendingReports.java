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

import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.TaskGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Reports of a sink's records that are still being written, by the records' original partitions: no offset beyond such a
 * record is committed (I3). Added by any thread; the rest is the task thread's.
 */
public final class PendingReports {

    private static final int LOOK_AT = 64;

    private final Map<TopicPartition, List<Pending>> byPartition = new HashMap<>(); // guarded by "this"

    /** A report, and what the plug-in was given to wait for it, if it was. */
    private record Pending(long offset, CompletableFuture<?> report, CompletableFuture<?> given) {

        boolean isWritten() {
            return report.isDone() && !report.isCompletedExceptionally();
        }
    }

    /** A record of this partition was given up. */
    public void add(ConsumerRecord<?, ?> original, CompletableFuture<?> report) {
        add(original, report, report);
    }

    void add(ConsumerRecord<?, ?> original, CompletableFuture<?> report, CompletableFuture<?> given) {
        Pending pending = new Pending(original.offset(), report, given);
        if (!pending.isWritten()) {
            add(new TopicPartition(original.topic(), original.partition()), pending);
        }
    }

    private synchronized void add(TopicPartition partition, Pending pending) {
        List<Pending> others = byPartition.computeIfAbsent(partition, any -> new ArrayList<>());
        if (others.size() % LOOK_AT == LOOK_AT - 1) {
            others.removeIf(Pending::isWritten);
        }
        others.add(pending);
    }

    /** Waits until the reports of these partitions are durable, so long at most, or until the wait is given up. */
    public void await(Collection<TopicPartition> partitions, TaskGate gate, Duration limit, BooleanSupplier givenUp)
            throws InterruptedException {
        gate.awaitDone(CompletableFuture.allOf(of(partitions)), limit, givenUp);
        forgetWritten();
    }

    private synchronized CompletableFuture<?>[] of(Collection<TopicPartition> partitions) {
        List<CompletableFuture<?>> found = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            byPartition.getOrDefault(partition, List.of()).forEach(pending -> found.add(pending.report()));
        }
        return found.toArray(CompletableFuture[]::new);
    }

    private synchronized void forgetWritten() {
        byPartition.values().forEach(pending -> pending.removeIf(Pending::isWritten));
        byPartition.values().removeIf(List::isEmpty);
    }

    /**
     * Fails the task of which a report could not be written.
     *
     * @throws ConnectException as the report did
     */
    public synchronized void throwIfFailed() {
        for (List<Pending> pending : byPartition.values()) {
            for (Pending each : pending) {
                if (each.report().isCompletedExceptionally()) {
                    throw failure(each);
                }
            }
        }
    }

    private static ConnectException failure(Pending failed) {
        try {
            failed.report().join();
            throw new IllegalStateException("The report has not failed");
        } catch (CompletionException | CancellationException e) {
            Throwable cause = Failures.causeOf(e);
            return cause instanceof ConnectException told
                    ? told
                    : new ConnectException(
                            "The report of a record that was given up could not be written, and its offset is not"
                                    + " committed: " + Failures.messageOf(cause)
                                    + "; mend what reports are written to and restart the task",
                            cause);
        }
    }

    /** Whether a commit of this offset would move its partition on. */
    @FunctionalInterface
    public interface Progress {
        boolean isNew(TopicPartition partition, long offset);
    }

    /** These offsets, none of them beyond a record whose reports are not durable. */
    public synchronized Map<TopicPartition, OffsetAndMetadata> before(
            Map<TopicPartition, OffsetAndMetadata> wanted, Progress progress) {
        if (byPartition.isEmpty()) {
            return wanted;
        }
        Map<TopicPartition, OffsetAndMetadata> safe = new HashMap<>();
        wanted.forEach((partition, offset) -> {
            long limit = limit(partition);
            if (offset.offset() <= limit) {
                safe.put(partition, offset);
            } else if (progress.isNew(partition, limit)) {
                safe.put(partition, new OffsetAndMetadata(limit));
            }
        });
        return safe;
    }

    private long limit(TopicPartition partition) {
        long limit = Long.MAX_VALUE;
        for (Pending pending : byPartition.getOrDefault(partition, List.of())) {
            limit = pending.isWritten() ? limit : Math.min(limit, pending.offset());
        }
        return limit;
    }

    /**
     * These partitions went to another task: whoever reads them now reports again. Ends every wait of the plug-in for
     * them; what is on its way to Kafka may still arrive.
     */
    public void cancel(Collection<TopicPartition> partitions) {
        List<Pending> gone = new ArrayList<>();
        synchronized (this) {
            for (TopicPartition partition : partitions) {
                List<Pending> found = byPartition.remove(partition);
                gone.addAll(found == null ? List.of() : found);
            }
        }
        gone.forEach(pending -> pending.given().cancel(false));
    }
}
