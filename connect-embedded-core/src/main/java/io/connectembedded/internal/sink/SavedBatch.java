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

import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.sink.position.SavedPositions;
import io.connectembedded.internal.sink.position.SavedPositions.Outcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;

/**
 * What it takes that a task saves the positions of a batch itself: which these are, that the reports of what is left out
 * are durable before (I3), and what is still to be put when the transaction's end is in doubt.
 */
final class SavedBatch {

    private final SavedPositions saved;
    private final BatchInHand hand;
    private final SinkOffsets offsets;
    private final Consumer<byte[], byte[]> consumer;

    SavedBatch(SavedPositions saved, BatchInHand hand, SinkOffsets offsets, Consumer<byte[], byte[]> consumer) {
        this.saved = saved;
        this.hand = hand;
        this.offsets = offsets;
        this.consumer = consumer;
    }

    /** Waits until the reports of what comes before these positions are written, as a commit does. */
    static void awaitReports(
            Map<TopicPartition, Long> after, SinkTaskParts.Reports reports, TaskGate gate, Duration limit) {
        Map<TopicPartition, OffsetAndMetadata> wanted = new HashMap<>();
        after.forEach((partition, offset) -> wanted.put(partition, new OffsetAndMetadata(offset)));
        try {
            reports.pending().await(wanted.keySet(), gate, limit, gate::isStopping);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reports.throwIfFailed();
        if (!reports.pending().before(wanted, (partition, offset) -> true).equals(wanted)) {
            throw new RetriableException("The positions of a batch are not saved before the reports of its records that"
                    + " were given up are written, which took longer than " + limit);
        }
    }

    void begin() {
        saved.begin(() -> offsets.after(hand.firstAfterPiece()));
    }

    /** The put has returned; what it saved counts as committed. */
    void returned(boolean empty) {
        offsets.committed(positions(saved.returned(empty)));
    }

    private static Map<TopicPartition, OffsetAndMetadata> positions(Map<TopicPartition, Long> of) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        of.forEach((partition, offset) -> positions.put(partition, new OffsetAndMetadata(offset)));
        return positions;
    }

    SavedPositions state() {
        return saved;
    }

    /**
     * Asks the store what came of the transaction, and goes on from what it says: what is in it already is left out of
     * what is in hand, what it knows nothing of is read again.
     *
     * That neither loses nor repeats anything (I6).
     *
     * @throws RuntimeException when the store does not say, and the doubt remains
     */
    Outcome settle() {
        Set<TopicPartition> assigned = consumer.assignment();
        Map<TopicPartition, Long> said = saved.ask(assigned);
        Outcome outcome = saved.outcome(assigned);
        if (outcome != Outcome.ROLLED_BACK) {
            said.forEach(this::goOn);
        }
        return outcome;
    }

    private void goOn(TopicPartition partition, long position) {
        long known = offsets.committed(partition).map(OffsetAndMetadata::offset).orElse(position);
        if (position == known) {
            return;
        }
        if (position > known && position <= offsets.consumed(partition)) {
            hand.forgetBefore(partition, position);
            offsets.committed(Map.of(partition, new OffsetAndMetadata(position)));
        } else {
            hand.forget(Set.of(partition));
            consumer.seek(partition, position);
            offsets.assigned(partition, position);
        }
    }
}
