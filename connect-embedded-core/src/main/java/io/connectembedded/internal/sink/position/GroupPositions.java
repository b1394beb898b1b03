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
package io.connectembedded.internal.sink.position;

import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.TaskGate;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;

/** Positions in the offsets of the consumer group, as in Connect. */
public final class GroupPositions implements SinkPositions {

    private final Consumer<byte[], byte[]> consumer;
    private final TaskGate gate;
    private final WakeUps wakeUps;

    public GroupPositions(Consumer<byte[], byte[]> consumer, TaskGate gate) {
        this.consumer = consumer;
        this.gate = gate;
        this.wakeUps = new WakeUps(consumer);
    }

    @Override
    public Map<TopicPartition, Long> assigned(Collection<TopicPartition> partitions) {
        return Map.of();
    }

    @Override
    public void forget(Collection<TopicPartition> partitions) {
        // The consumer knows.
    }

    @Override
    public boolean areWritten() {
        return true;
    }

    @Override
    public void commit(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback answer) {
        consumer.commitAsync(offsets, answer);
    }

    @Override
    public void answer() {
        // They come in a poll.
    }

    @Override
    public void commitNow(Map<TopicPartition, OffsetAndMetadata> offsets, Deadline limit) {
        wakeUps.despiteAnInterrupt(() -> {
            consumer.commitSync(offsets, gate.within(limit));
            return offsets;
        });
    }

    @Override
    public void verify(Deadline limit) {
        // The runtime writes them.
    }

    @Override
    public void cancel() {
        // Its consumer is closed, or leaves the group.
    }

    @Override
    public String keeper() {
        return "Kafka";
    }
}
