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

import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.error.OperationTimeoutException;
import io.connectembedded.error.WorkerStateException;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.work.Waits;
import io.connectembedded.status.Completion;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A future of the worker: completed on its event thread, awaited with a bound. */
public final class EmbeddedCompletion<T> extends CompletableFuture<T> implements Completion<T> {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final String operation;
    private final BooleanSupplier onEventThread;
    private final Waits waits;

    /** {@code operation} is what is waited for, for messages: "pause of connector lines". */
    public EmbeddedCompletion(String operation, BooleanSupplier onEventThread, Waits waits) {
        this.operation = operation;
        this.onEventThread = onEventThread;
        this.waits = waits;
    }

    public String operation() {
        return operation;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new EmbeddedCompletion<>(operation, onEventThread, waits);
    }

    @Override
    public T await() {
        return await(LONGEST_WAIT);
    }

    @Override
    public T await(Duration limit) {
        Objects.requireNonNull(limit, "limit");
        if (!isDone() && onEventThread.getAsBoolean()) {
            throw new WorkerStateException("await() on the worker's event thread would wait for itself: " + operation
                    + "; use thenApply or thenCompose there");
        }
        try {
            if (!waits.until(this, limit, () -> false)) {
                throw new OperationTimeoutException("The " + operation + " was not done " + waits.patienceSpent(limit));
            }
            return get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectEmbeddedException("Interrupted while waiting for the " + operation + "; it goes on", e);
        } catch (ExecutionException e) {
            throw unwrapped(Failures.causeOf(e));
        }
    }

    private RuntimeException unwrapped(Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException ? Failures.causeOf(thrown) : thrown;
        if (cause instanceof ConnectEmbeddedException known) {
            return known;
        }
        return new ConnectEmbeddedException("The " + operation + " failed: " + Failures.textOf(cause), cause);
    }

    @Override
    public <U> EmbeddedCompletion<U> thenApply(Function<? super T, ? extends U> function) {
        return (EmbeddedCompletion<U>) super.<U>thenApply(function);
    }

    @Override
    public <U> EmbeddedCompletion<U> thenCompose(Function<? super T, ? extends CompletionStage<U>> function) {
        return (EmbeddedCompletion<U>) super.<U>thenCompose(function);
    }
}
