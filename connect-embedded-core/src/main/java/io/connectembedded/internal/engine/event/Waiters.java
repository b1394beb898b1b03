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
package io.connectembedded.internal.engine.event;

import io.connectembedded.error.WorkerStateException;
import io.connectembedded.status.TargetState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Completions that wait for their effect on one connector. Checked by the control thread, completed on the event thread. */
public final class Waiters<T> {

    /** The kinds of operations: of a target state that state, or one of these. */
    public static final String RESTART = "restart";

    public static final String OTHER = "other";

    /** {@code failure} answers why the effect cannot come any more, or null. */
    public record Waiter<T>(
            Object kind,
            EmbeddedCompletion<T> completion,
            BooleanSupplier done,
            Supplier<@Nullable RuntimeException> failure) {}

    private final Events events;
    private final Supplier<T> result;
    private final List<Waiter<T>> waiting = new ArrayList<>();

    public Waiters(Events events, Supplier<T> result) {
        this.events = events;
        this.result = result;
    }

    public void add(Waiter<T> waiter) {
        waiting.add(waiter);
    }

    public void check() {
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

    /** A new target does so with what waits for another, and a stop with a restart. */
    public void overtake(TargetState by, String operation) {
        supersede(
                kind -> kind instanceof TargetState other ? other != by : kind == RESTART && by == TargetState.STOPPED,
                operation);
    }

    /** A later operation has overtaken these; {@code by} is which, for messages. */
    public void supersede(Predicate<Object> kinds, String by) {
        fail(
                kinds,
                overtaken -> new WorkerStateException(
                        "Superseded by a later operation: the " + overtaken.operation() + " by the " + by));
    }

    public void fail(Predicate<Object> kinds, Function<EmbeddedCompletion<T>, RuntimeException> why) {
        Iterator<Waiter<T>> each = waiting.iterator();
        while (each.hasNext()) {
            Waiter<T> waiter = each.next();
            if (kinds.test(waiter.kind())) {
                each.remove();
                RuntimeException failure = why.apply(waiter.completion());
                events.afterThat(() -> waiter.completion().completeExceptionally(failure));
            }
        }
    }
}
