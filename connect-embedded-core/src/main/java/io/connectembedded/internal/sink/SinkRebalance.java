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

import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.sink.position.SinkPositions;
import io.connectembedded.internal.sink.position.WakeUps;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/**
 * Opens and closes partitions as the group moves them. Called by the consumer within a poll, on the task thread; what
 * the task throws is kept, for the consumer would swallow it, and thrown after the poll (I4).
 */
final class SinkRebalance implements ConsumerRebalanceListener {

    /** What is known of each partition, and is forgotten when it goes. */
    record Positions(SinkOffsets offsets, SinkDelivery delivery, SinkPositions kept) {}

    private final SinkTaskParts parts;
    private final SinkTask task;
    private final Consumer<byte[], byte[]> consumer;
    private final EmbeddedSinkTaskContext context;
    private final Positions positions;
    private final SinkCommitter committer;
    private final TaskCalls calls;
    private final Runnable resumeIfItMay;
    private final WakeUps wakeUps;
    private @Nullable Throwable failure;
    private volatile boolean ended;

    SinkRebalance(
            SinkTaskParts parts,
            Consumer<byte[], byte[]> consumer,
            EmbeddedSinkTaskContext context,
            Positions positions,
            SinkCommitter committer,
            TaskCalls calls,
            Runnable resumeIfItMay) {
        this.parts = parts;
        this.task = parts.plugin().task();
        this.consumer = consumer;
        this.context = context;
        this.positions = positions;
        this.committer = committer;
        this.calls = calls;
        this.resumeIfItMay = resumeIfItMay;
        this.wakeUps = new WakeUps(consumer);
    }

    void throwIfFailed() {
        Throwable kept = failure;
        if (kept == null) {
            return;
        }
        failure = null;
        if (kept instanceof Error error) {
            throw error;
        }
        throw kept instanceof RuntimeException known
                ? known
                : new ConnectException("The task threw what it does not declare", kept);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (failure != null) {
            // As in Connect: the task fails once the poll is over, and is given nothing more till then.
            return;
        }
        guarded(() -> {
            Map<TopicPartition, Long> kept = positions.kept().assigned(partitions);
            kept.forEach(consumer::seek);
            for (TopicPartition partition : partitions) {
                positions.offsets().assigned(partition, wakeUps.despiteThem(() -> consumer.position(partition)));
            }
            context.reapplyPauses();
            if (!partitions.isEmpty()) {
                calls.run("open", () -> task.open(new ArrayList<>(partitions)));
            }
            rewind();
        });
    }

    /** The task has closed its partitions: what the consumer tells at its own close is no news. */
    void ended() {
        ended = true;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        guarded(() -> {
            if (!partitions.isEmpty() && !ended) {
                rewind();
                try {
                    committer.commitAndClose(
                            partitions,
                            Deadline.after(parts.time(), parts.commits().limit()));
                } finally {
                    gone(partitions);
                }
            }
        });
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        guarded(() -> {
            if (!ended) {
                parts.steps().reports().pending().cancel(partitions);
                try {
                    calls.run("close", () -> task.close(new ArrayList<>(partitions)));
                } finally {
                    gone(partitions);
                }
            }
        });
    }

    private void gone(Collection<TopicPartition> partitions) {
        boolean nothingWaits = positions.delivery().forget(partitions);
        positions.offsets().forget(partitions);
        positions.kept().forget(partitions);
        parts.steps().reports().pending().cancel(partitions);
        context.forget(partitions);
        if (nothingWaits) {
            resumeIfItMay.run();
        }
        parts.meters().partitions(consumer.assignment().size() - partitions.size());
    }

    /** Goes on from the positions the task asked for. */
    void rewind() {
        context.takeRewinds().forEach((partition, offset) -> {
            consumer.seek(partition, offset);
            positions.offsets().assigned(partition, offset);
        });
        parts.meters().partitions(consumer.assignment().size());
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (Throwable t) {
            // A WakeupException too: ours do not come this far, so it is the plug-in's own, as may anything else be.
            failure = failure == null ? t : failure;
        }
    }
}
