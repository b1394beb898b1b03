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
package io.connectembedded.internal.source.inflight;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The records in flight of one source partition, in order; guarded by the lock of {@link SubmittedRecords}. */
final class PartitionQueue {

    final @Nullable Map<String, ?> partition;
    final Deque<SubmittedRecord> records = new ArrayDeque<>();

    PartitionQueue(@Nullable Map<String, ?> partition) {
        this.partition = partition;
    }

    /** {@code asked} may be a map that the task changes: one and the same is not always the same partition. */
    boolean isOf(@Nullable Map<String, ?> asked) {
        return partition == asked || (partition != null && partition.equals(asked));
    }
}
