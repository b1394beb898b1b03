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
package io.connectembedded.internal.source;

import io.connectembedded.internal.metrics.TaskMeters;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Told of every commit of source offsets that wrote something or failed; on the thread that found out. */
@FunctionalInterface
public interface CommitListener {
    void committed(int partitions, Duration took, @Nullable Throwable failure);

    /** The offsets are stored, but the task failed when it was told so. */
    default void tellingFailed(Throwable failure) {
        committed(0, Duration.ZERO, failure);
    }

    /** Counts each commit and passes it on; what a task makes of one that is stored is no failed commit, as in Connect. */
    static CommitListener counted(TaskMeters meters, CommitListener told) {
        return new CommitListener() {
            @Override
            public void committed(int partitions, Duration took, @Nullable Throwable failure) {
                if (failure == null) {
                    meters.committed(took);
                } else {
                    meters.commitFailed(took);
                }
                told.committed(partitions, took, failure);
            }

            @Override
            public void tellingFailed(Throwable failure) {
                told.tellingFailed(failure);
            }
        };
    }
}
