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
package io.connectembedded.test.internal.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/**
 * A clock that stands still until it is moved. Nothing waits on it: who sleeps goes on at once, at the same time, for a
 * sleep that moved the clock would hide from the test that time passed; who waits for what is not there yet gets the
 * timeout at once. The worker's own waits inside a round move it.
 */
public final class DriverClock implements Time {

    /** When every driver begins. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private long nanos = START.getEpochSecond() * NANOS_PER_SECOND;

    /** @throws IllegalArgumentException if the time is negative */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("The clock goes forward only, not by " + time);
        }
        nanos = Math.addExact(nanos, time.toNanos());
    }

    public Instant now() {
        return Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
    }

    @Override
    public long milliseconds() {
        return nanos / NANOS_PER_MILLI;
    }

    @Override
    public long nanoseconds() {
        return nanos;
    }

    @Override
    public void sleep(long ms) {
        // Returns at once, see the type.
    }

    @Override
    public void waitObject(Object lock, Supplier<Boolean> condition, long deadlineMs) {
        if (!condition.get()) {
            throw new org.apache.kafka.common.errors.TimeoutException(
                    "The condition does not hold, and nothing changes while a driver's clock stands still");
        }
    }

    @Override
    public <T> T waitForFuture(Future<T> future, long deadlineNs)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (!future.isDone()) {
            throw new TimeoutException(
                    "The future is not done, and nothing changes while a driver's clock stands still");
        }
        return future.get();
    }
}
