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

import io.connectembedded.internal.lifecycle.TaskGate;
import java.time.Duration;

/**
 * Slows down a task whose poll returns nothing at once, so that it does not burn a core, and one whose poll fails,
 * however long that took; a poll that waits is left alone.
 */
final class PollBackOff {

    private static final long WAITED_MS = 5;
    private static final long FIRST_MS = 1;
    private static final long LONGEST_MS = 100;
    private static final long FIRST_FAILED_MS = 50;
    private static final long LONGEST_FAILED_MS = 5_000;

    private final TaskGate gate;
    private long delayMs = FIRST_MS;
    private long failedMs = FIRST_FAILED_MS;

    PollBackOff(TaskGate gate) {
        this.gate = gate;
    }

    void nothingCame(long pollTookMs) throws InterruptedException {
        failedMs = FIRST_FAILED_MS;
        if (pollTookMs >= WAITED_MS) {
            return;
        }
        gate.betweenRounds(Duration.ofMillis(delayMs));
        delayMs = Math.min(LONGEST_MS, delayMs * 2);
    }

    void failed() throws InterruptedException {
        gate.betweenRounds(Duration.ofMillis(failedMs));
        failedMs = Math.min(LONGEST_FAILED_MS, failedMs * 2);
    }

    void somethingCame() {
        delayMs = FIRST_MS;
        failedMs = FIRST_FAILED_MS;
    }
}
