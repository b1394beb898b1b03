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
package io.connectembedded.internal.engine.control;

import io.connectembedded.internal.engine.event.EmbeddedCompletion;
import io.connectembedded.internal.engine.event.Events;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Completions that wait for their effect on one connector. Checked by the control thread, completed on the event thread. */
final class Waiters<T> {

    /** {@code failure} answers why the effect cannot come any more, or null. */
    record Waiter<T>(
            Object kind,
            EmbeddedCompletion<T> completion,
            BooleanSupplier done,
            Supplier<@Nullable RuntimeException> failure) {}

    private final Events events;
    private final Supplier<T> result;
    private final List<Waiter<T>> waiting = new ArrayList<>();

    Waiters(Events events, Supplier<T> result) {
        this.events = events;
        this.result = result;
    }

    void add(Waiter<T> waiter) {
        waiting.add(waiter);
    }

    void check() {
        Iterator<Waiter<T>> each = waiting.iterator();
        while (each.hasNext()) {
            Waiter<T> waiter = each.next();
            RuntimeException failure = waiter.failure().get();
            if (failure != null) {
                each.remove();
                events.afterThat(() -> waiter.completion().completeExceptionally(failure));
            } else if (waiter.done().getAsBoolean()) {
                each.remove();
                T answer = result.get();
                events.afterThat(() -> waiter.completion().complete(answer));
            }
        }
    }

    /** A later operation has overtaken these. */
    void fail(Predicate<Object> kinds, Supplier<RuntimeException> why) {
        Iterator<Waiter<T>> each = waiting.iterator();
        while (each.hasNext()) {
            Waiter<T> waiter = each.next();
            if (kinds.test(waiter.kind())) {
                each.remove();
                RuntimeException failure = why.get();
                events.afterThat(() -> waiter.completion().completeExceptionally(failure));
            }
        }
    }
}
