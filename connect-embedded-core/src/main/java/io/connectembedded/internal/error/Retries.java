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

import io.connectembedded.internal.lifecycle.TaskGate;
import java.time.Duration;
import java.util.function.LongUnaryOperator;
import org.apache.kafka.common.utils.Time;

/**
 * When a failed step is done again, as Connect does it: after 300 ms, then twice as long each time, and after a random
 * time once that is beyond the longest delay; until the time for it has passed since the first failure. Task thread.
 */
public final class Retries {

    private static final long FIRST_DELAY_MS = 300;
    private static final int MOST_DOUBLINGS = 18; // almost a day

    private final long timeoutMs;
    private final long longestDelayMs;
    private final TaskGate gate;
    private final Time time;
    private final LongUnaryOperator random;
    private long firstFailedMs;

    /**
     * @param timeoutMs since the first failure; 0 for no retry, negative for no end
     * @param random a number from 0 to below its argument
     */
    public Retries(long timeoutMs, long longestDelayMs, TaskGate gate, Time time, LongUnaryOperator random) {
        this.timeoutMs = timeoutMs;
        this.longestDelayMs = longestDelayMs;
        this.gate = gate;
        this.time = time;
        this.random = random;
    }

    /** Waits until it is time for the next try; false, at once, when there is none. */
    boolean again(int attempt) throws InterruptedException {
        if (attempt == 0) {
            firstFailedMs = time.hiResClockMs();
        }
        long left = timeoutMs < 0 ? Long.MAX_VALUE : timeoutMs - (time.hiResClockMs() - firstFailedMs);
        if (left <= 0) {
            return false;
        }
        pause(Math.min(delay(attempt), left));
        return true;
    }

    private long delay(int attempt) {
        long delay = FIRST_DELAY_MS << Math.min(attempt, MOST_DOUBLINGS);
        if (delay <= longestDelayMs) {
            return delay;
        }
        return longestDelayMs <= 0 ? 0 : random.applyAsLong(longestDelayMs);
    }

    /** A pause of the connector does not shorten it; a stop ends it. */
    private void pause(long delayMs) throws InterruptedException {
        long left = delayMs;
        long end = time.hiResClockMs() + delayMs;
        while (left > 0 && !gate.isStopping()) {
            gate.backOff(Duration.ofMillis(left));
            left = end - time.hiResClockMs();
        }
    }

    boolean isStopping() {
        return gate.isStopping();
    }
}
