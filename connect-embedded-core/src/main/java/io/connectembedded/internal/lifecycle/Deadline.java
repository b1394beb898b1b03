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
package io.connectembedded.internal.lifecycle;

import java.time.Duration;
import org.apache.kafka.common.utils.Time;

/** A point on the injected clock that a chain of waits shares. */
public final class Deadline {

    private final Time time;
    private final long endMs;

    private Deadline(Time time, long endMs) {
        this.time = time;
        this.endMs = endMs;
    }

    public static Deadline after(Time time, Duration limit) {
        return new Deadline(time, dueAfter(time, limit));
    }

    /** When this has passed, by the clock's {@code hiResClockMs}; the end of time for what is beyond it. */
    public static long dueAfter(Time time, Duration delay) {
        long now = time.hiResClockMs();
        long due = now + millis(delay);
        return due < now ? Long.MAX_VALUE : due;
    }

    /** As milliseconds, or the most there are. */
    public static long millis(Duration duration) {
        return duration.toSeconds() > Long.MAX_VALUE / 1000 - 1 ? Long.MAX_VALUE : duration.toMillis();
    }

    /** Never negative. */
    public Duration remaining() {
        return Duration.ofMillis(Math.max(0, endMs - time.hiResClockMs()));
    }

    /** The remaining time, but at most this long. */
    public Duration atMost(Duration limit) {
        Duration remaining = remaining();
        return remaining.compareTo(limit) < 0 ? remaining : limit;
    }

    public boolean hasPassed() {
        return time.hiResClockMs() >= endMs;
    }

    /** A deadline before this one, which leaves {@code share} of the time that remains to what comes after. */
    public Deadline leaving(double share) {
        long now = time.hiResClockMs();
        return new Deadline(time, now + (long) ((endMs - now) * (1 - share)));
    }
}
