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
package io.connectembedded.internal.lifecycle.work;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits that take their time, for somebody else is at work. */
public final class RealWaits implements Waits {

    public static final Waits INSTANCE = new RealWaits();

    private static final Duration LOOK = Duration.ofMillis(50);

    private RealWaits() {}

    @Override
    public boolean until(Future<?> done, Duration limit, BooleanSupplier givenUp) throws InterruptedException {
        long end = System.nanoTime() + nanos(limit);
        while (!done.isDone()) {
            long left = end - System.nanoTime();
            if (left <= 0 || givenUp.getAsBoolean()) {
                break;
            }
            look(done, Math.min(left, LOOK.toNanos()));
        }
        return done.isDone();
    }

    /** Half of what fits is for ever as well, and keeps sums of it from turning over. */
    private static long nanos(Duration limit) {
        long most = Long.MAX_VALUE / 2;
        return limit.compareTo(Duration.ofNanos(most)) > 0 ? most : limit.toNanos();
    }

    private static void look(Future<?> done, long nanos) throws InterruptedException {
        try {
            done.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            // What it came to is for whoever asked.
            return;
        }
    }

    @Override
    public boolean isAlone() {
        return false;
    }
}
