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
package io.connectembedded.internal.engine.fencing;

import io.connectembedded.internal.lifecycle.Deadline;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The name of a worker that writes exactly once: no two live workers of a cluster may have it. */
public interface LiveName {

    /** Of a worker that does not write exactly once, or has nobody beside it. */
    LiveName FREE = new LiveName() {
        @Override
        public void claim(Deadline deadline, BooleanSupplier aborted) {
            // Nobody else wants it.
        }

        @Override
        public @Nullable String takenBy() {
            return null;
        }

        @Override
        public boolean release(Duration limit) {
            return true;
        }
    };

    /**
     * Returns when the name is this worker's; that of one that was killed is free a few seconds later, and is waited for.
     *
     * @throws io.connectembedded.error.WorkerStartException naming the other when it lives
     */
    void claim(Deadline deadline, BooleanSupplier aborted) throws InterruptedException;

    /** Who has the name now, for people; null as long as nobody else was seen to have it. Any thread. */
    @Nullable
    String takenBy();

    /** The name is free for the next at once. Whether that was possible within the limit; may be called again. */
    boolean release(Duration limit);
}
