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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** A list that only grows and can be waited for. Thread-safe. */
final class GrowingList<T> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final List<T> elements = new ArrayList<>(); // guarded by lock

    void add(Collection<? extends T> more) {
        lock.lock();
        try {
            elements.addAll(more);
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    List<T> copy() {
        lock.lock();
        try {
            return List.copyOf(elements);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it is enough, and no longer than the limit; returns what there is then, be it enough or not. */
    List<T> await(Predicate<? super List<T>> enough, Duration limit) {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (left > 0 && !enough.test(Collections.unmodifiableList(elements))) {
                left = grown.awaitNanos(left);
            }
            return List.copyOf(elements);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting; these came before: " + elements, e);
        } finally {
            lock.unlock();
        }
    }
}
