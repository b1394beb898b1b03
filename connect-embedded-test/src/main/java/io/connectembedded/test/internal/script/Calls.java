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
package io.connectembedded.test.internal.script;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.connect.errors.ConnectException;

/** What was called of a plug-in, and what its next calls are to do. Thread-safe. */
public final class Calls {

    @FunctionalInterface
    private interface Step {
        void run() throws InterruptedException;
    }

    private final List<String> methods;
    private final GrowingList<String> made = new GrowingList<>();
    private final Map<String, Queue<Step>> planned = new ConcurrentHashMap<>();
    private volatile CountDownLatch gate = new CountDownLatch(1);

    /** For these methods and no others. */
    Calls(List<String> methods) {
        this.methods = methods;
    }

    /** The next call of this method throws this. */
    public void failIn(String method, Throwable failure) {
        plan(method, () -> {
            throw unchecked(failure);
        });
    }

    /** The next call of this method blocks. */
    public void blockIn(String method) {
        CountDownLatch next = gate;
        plan(method, next::await);
    }

    /** Ends every block, also one that no call has met yet. */
    public void unblock() {
        CountDownLatch was = gate;
        gate = new CountDownLatch(1);
        was.countDown();
    }

    /** Waits for this many calls of this method since the beginning. */
    public void await(String method, int times, Duration limit) {
        require(method);
        List<String> calls = made.await(all -> Collections.frequency(all, method) >= times, limit);
        int came = Collections.frequency(calls, method);
        if (came < times) {
            throw new AssertionError("Expected at least " + times + " calls of " + method + " within " + limit
                    + ", but " + came + " came; all calls so far: " + calls);
        }
    }

    /** The names of all calls in their order. */
    public List<String> made() {
        return made.copy();
    }

    boolean isPlanned(String method) {
        Queue<Step> steps = planned.get(method);
        return steps != null && !steps.isEmpty();
    }

    /** Notes a call, which then does what is planned for it. */
    void call(String method) {
        try {
            callInterruptibly(method);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while " + method + " was blocked by its script", e);
        }
    }

    /** As {@link #call}, for a method that may throw an InterruptedException. */
    void callInterruptibly(String method) throws InterruptedException {
        Queue<Step> steps = planned.get(method);
        Step step = steps == null ? null : steps.poll();
        made.add(List.of(method));
        if (step != null) {
            step.run();
        }
    }

    private void plan(String method, Step step) {
        require(method);
        planned.computeIfAbsent(method, any -> new ConcurrentLinkedQueue<>()).add(step);
    }

    private void require(String method) {
        if (!methods.contains(method)) {
            throw new IllegalArgumentException(
                    "No method '" + method + "' can be scripted or awaited here; there are " + methods + ".");
        }
    }

    // A plug-in can throw a checked exception its method does not declare, so a script can too.
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException unchecked(Throwable failure) throws E {
        throw (E) failure;
    }
}
