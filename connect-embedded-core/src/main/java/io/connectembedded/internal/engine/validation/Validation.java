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
package io.connectembedded.internal.engine.validation;

import io.connectembedded.internal.lifecycle.Interrupts;
import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.internal.lifecycle.work.Work;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which plug-ins are asked about configs, one for each check. Only so many are waited for at once;
 * what its caller has given up does not count, so that plug-ins that hang do not keep the others out for ever.
 */
public final class Validation implements AutoCloseable {

    private static final int MOST_AT_ONCE = 16;

    /** Told of a plug-in that did not return from this method. */
    @FunctionalInterface
    public interface Hung {
        void of(String connector, String method, Duration waited);
    }

    private final Execution execution;
    private final Time time;
    private final Hung hung;
    private final Queue<Check<?>> waiting = new ArrayDeque<>(); // guarded by this
    private final Set<Check<?>> underWay = new HashSet<>(); // guarded by this
    private int counted; // guarded by this
    private boolean closed; // guarded by this

    public Validation(Execution execution, Time time, Hung hung) {
        this.execution = execution;
        this.time = time;
        this.hung = hung;
    }

    /**
     * May never be done, for a plug-in may hang; the caller sets the bound, and completes the future when it gives up.
     *
     * @param connector whose config is checked, for messages
     * @param interrupts whether what does not return may be interrupted; when, is up to the caller
     */
    public <T> CompletableFuture<T> run(String connector, Interrupts interrupts, Callable<T> code) {
        return run(connector, "validate", interrupts, code);
    }

    /** As {@link #run(String, Interrupts, Callable)}, of code that may hang in this method of a plug-in. */
    public <T> CompletableFuture<T> run(String connector, String method, Interrupts interrupts, Callable<T> code) {
        Check<T> check = new Check<>(connector, method, interrupts, code);
        synchronized (this) {
            waiting.add(check);
        }
        var unused = check.result.whenComplete((checked, failure) -> done(check));
        startNext();
        return check.result;
    }

    private void startNext() {
        Check<?> next;
        synchronized (this) {
            next = closed || counted >= MOST_AT_ONCE ? null : waiting.poll();
            if (next == null) {
                return;
            }
            next.counts = true;
            counted++;
            underWay.add(next);
        }
        try {
            execution.start("validation", Work.once(next));
        } catch (Throwable t) {
            ended(next);
            next.result.completeExceptionally(t);
        }
    }

    /** Answered, or given up by its caller: then the plug-in is interrupted, unless that is never to be. */
    private void done(Check<?> check) {
        synchronized (this) {
            waiting.remove(check);
        }
        check.interrupt();
        uncount(check);
    }

    private void ended(Check<?> check) {
        synchronized (this) {
            underWay.remove(check);
        }
        uncount(check);
    }

    private void uncount(Check<?> check) {
        synchronized (this) {
            if (check.counts) {
                check.counts = false;
                counted--;
            }
        }
        startNext();
    }

    /** Starts nothing any more and interrupts what runs. */
    @Override
    public void close() {
        List<Check<?>> left;
        synchronized (this) {
            closed = true;
            waiting.clear();
            left = List.copyOf(underWay);
        }
        left.forEach(Check::interrupt);
    }

    /** After the close: tells of every plug-in that did not return. */
    public void abandonRest() {
        List<Check<?>> left;
        synchronized (this) {
            left = List.copyOf(underWay);
        }
        left.forEach(
                check -> hung.of(check.connector, check.method, Duration.ofMillis(time.hiResClockMs() - check.begin)));
    }

    private final class Check<T> implements Runnable {

        private final String connector;
        private final String method;
        private final Interrupts interrupts;
        private final Callable<T> code;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private volatile @Nullable Thread thread; // while in the plug-in
        private volatile long begin;
        private boolean counts; // guarded by Validation.this

        Check(String connector, String method, Interrupts interrupts, Callable<T> code) {
            this.connector = connector;
            this.method = method;
            this.interrupts = interrupts;
            this.code = code;
        }

        @Override
        public void run() {
            begin = time.hiResClockMs();
            thread = Thread.currentThread();
            try {
                // Who gave up before this saw no thread to interrupt.
                if (!result.isDone()) {
                    T answer = code.call();
                    thread = null;
                    result.complete(answer);
                }
            } catch (Throwable t) {
                thread = null;
                result.completeExceptionally(t);
            } finally {
                ended(this);
            }
        }

        void interrupt() {
            Thread in = thread;
            if (in != null && !interrupts.isNever()) {
                in.interrupt();
            }
        }
    }
}
