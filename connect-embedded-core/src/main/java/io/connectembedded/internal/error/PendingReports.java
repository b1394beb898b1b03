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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Reports of a sink's records that are still being written, by the records' original partitions: no offset of a partition
 * is committed before them (I3). Added by any thread, awaited and cancelled on the task thread.
 */
public final class PendingReports {

    private static final int LOOK_AT = 64;

    private final Map<TopicPartition, List<Pending>> byPartition = new HashMap<>(); // guarded by "this"

    /** A report, and what the plug-in was given to wait for it, if it was. */
    private record Pending(CompletableFuture<?> report, CompletableFuture<?> given) {

        boolean isWritten() {
            return report.isDone() && !report.isCompletedExceptionally();
        }
    }

    /** A record of this partition was given up. */
    public void add(TopicPartition partition, CompletableFuture<?> report) {
        add(partition, report, report);
    }

    synchronized void add(TopicPartition partition, CompletableFuture<?> report, CompletableFuture<?> given) {
        Pending pending = new Pending(report, given);
        if (pending.isWritten()) {
            return;
        }
        List<Pending> others = byPartition.computeIfAbsent(partition, any -> new ArrayList<>());
        if (others.size() % LOOK_AT == LOOK_AT - 1) {
            others.removeIf(Pending::isWritten);
        }
        others.add(pending);
    }

    /**
     * Waits until the reports of these partitions are durable, but only so long; false when some are not.
     *
     * @throws ConnectException when one could not be written
     */
    public boolean await(Collection<TopicPartition> partitions, TaskGate gate, Duration limit)
            throws InterruptedException {
        CompletableFuture<?> all = CompletableFuture.allOf(of(partitions));
        if (!gate.awaitDone(all, limit)) {
            return false;
        }
        try {
            all.get();
        } catch (ExecutionException e) {
            throw Failures.causeOf(e) instanceof ConnectException told ? told : new ConnectException(e);
        }
        forgetWritten();
        return true;
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
     * These partitions were lost: whoever reads them now reports again. Ends every wait of the plug-in for them; what is
     * on its way to Kafka may still arrive.
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
