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

import io.connectembedded.internal.lifecycle.work.Waits;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * What a task is asked to do. Set from any thread, read by the task thread before every round, which waits here while
 * it is paused or backs off. STOP is final.
 */
public final class TaskGate {

    /** What is asked. */
    public enum Target {
        RUN,
        PAUSE,
        STOP
    }

    /** A task was told to stop before there was anything to stop. */
    public static final class StoppedException extends ConnectException {

        private static final long serialVersionUID = 1L;

        public StoppedException(String message) {
            super(message);
        }
    }

    private static final double FOR_THE_REST = 0.6;

    private final Time time;
    private final Waits waits;
    private volatile Target target; // written under "this"
    private volatile @Nullable Deadline end; // since it was told to stop

    public TaskGate(Time time, Waits waits, Target initial) {
        this.time = time;
        this.waits = waits;
        this.target = initial;
    }

    public Target target() {
        return target;
    }

    public boolean isStopping() {
        return target == Target.STOP;
    }

    /** STOP, and by when all must be over. */
    public void stop(Deadline over) {
        end = over;
        ask(Target.STOP);
    }

    /**
     * So long, but while the task is to stop no longer than a step may take that is to be over before the interrupt,
     * which comes after half of the grace.
     */
    public Duration within(Deadline limit) {
        Deadline over = end;
        return over == null ? limit.remaining() : over.leaving(FOR_THE_REST).atMost(limit.remaining());
    }

    public synchronized void ask(Target wanted) {
        if (target != Target.STOP) {
            target = wanted;
            notifyAll();
        }
    }

    /** Waits as long as the target is PAUSE. */
    public synchronized void awaitUnpaused() throws InterruptedException {
        while (target == Target.PAUSE) {
            wait();
        }
    }

    /**
     * Waits within a round, before a step of it is done once more: for this long, or until the target changes. By hand,
     * that moves the clock, for the round would never come to its end at a time that stands still.
     */
    public void backOff(Duration delay) throws InterruptedException {
        if (!waits.pass(delay)) {
            await(delay);
        }
    }

    /** As {@link #backOff}, between two rounds. By hand there is nothing to wait for: whoever makes rounds says when. */
    public void betweenRounds(Duration delay) throws InterruptedException {
        if (!waits.isAlone()) {
            await(delay);
        }
    }

    /**
     * Waits for as long as the task is to run and this does not hold; whoever makes it hold calls {@link #wake}. By hand
     * it does not wait.
     */
    public void restUntil(BooleanSupplier over) throws InterruptedException {
        if (!waits.isAlone()) {
            awaitOver(over);
        }
    }

    /** What a task rests for may hold by now; any thread. */
    public synchronized void wake() {
        notifyAll();
    }

    private synchronized void awaitOver(BooleanSupplier over) throws InterruptedException {
        while (target == Target.RUN && !over.getAsBoolean()) {
            wait();
        }
    }

    /**
     * Waits until this is done, so long at most, or until the wait is given up; whether it is done. By hand it is done
     * already or will not be meanwhile.
     */
    public boolean awaitDone(Future<?> done, Duration limit, BooleanSupplier givenUp) throws InterruptedException {
        return waits.isAlone() ? done.isDone() : waits.until(done, limit, givenUp);
    }

    private synchronized void await(Duration delay) throws InterruptedException {
        Target before = target;
        long left = delay.toMillis();
        long end = time.hiResClockMs() + left;
        while (left > 0 && target == before) {
            wait(left);
            left = end - time.hiResClockMs();
        }
    }
}
