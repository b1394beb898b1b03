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
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;

/** Keeps the positions of one sink task. Task thread, within a rebalance too. */
public interface SinkPositions {

    /**
     * Where these partitions, which the task has got, begin; the consumer says where the others do.
     *
     * @throws RuntimeException when that cannot be told in time, which fails the task
     */
    Map<TopicPartition, Long> assigned(Collection<TopicPartition> partitions);

    /** These went to another task. */
    void forget(Collection<TopicPartition> partitions);

    /** Whether the runtime writes the position of what is delivered now, or somebody else did or will. */
    boolean areWritten();

    /** Begins a commit; the answer comes in a later poll of the consumer, or in {@link #answer}. */
    void commit(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback answer);

    /** Hands on the answers to commits that are there by now. */
    void answer();

    /**
     * Commits and waits, so long at most, and shorter while the task is to stop (I5).
     *
     * @throws RuntimeException when it failed, or was not done in time
     */
    void commitNow(Map<TopicPartition, OffsetAndMetadata> offsets, Deadline limit);

    /**
     * Asks, so long at most, whether what the task has saved by itself is kept; when nobody answers, the next commit asks
     * again.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException when it is not, for its transaction was not committed
     */
    void verify(Deadline limit);

    /** Any thread: the task was abandoned. When this has returned, nothing that it still commits is written any more. */
    void cancel();

    /** Who keeps them, for messages. */
    String keeper();
}
