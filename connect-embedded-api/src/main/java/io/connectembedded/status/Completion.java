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
package io.connectembedded.status;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The answer of an operation: done when its effect is there, or failed. Chain it, or wait for it with
 * {@link #await()}. Thread-safe. Functions chained without an executor run on the worker's event thread, or at once
 * on the caller's thread when the operation is done already; they must not block.
 *
 * @param <T> what the operation yields
 */
public interface Completion<T> extends CompletionStage<T> {
    /**
     * Waits until the operation is done, at most 60 seconds.
     *
     * @return what the operation yields
     * @throws io.connectembedded.error.ConnectEmbeddedException what the operation failed with; or, with the
     *     interrupt flag kept set, when the waiting thread is interrupted
     * @throws io.connectembedded.error.OperationTimeoutException when the bound has passed; the operation itself
     *     goes on
     * @throws io.connectembedded.error.WorkerStateException at once when called on the worker's event thread, where
     *     it would wait for itself
     */
    T await();

    /**
     * Waits as {@link #await()} does, at most {@code limit}.
     *
     * @param limit the longest wait; zero or less does not wait
     * @return what the operation yields
     * @throws io.connectembedded.error.ConnectEmbeddedException as for {@link #await()}
     */
    T await(Duration limit);

    /** Whether the operation is over, with its effect or with a failure. */
    boolean isDone();

    /** As in {@link CompletionStage}, narrowed so that a chain can be awaited. */
    @Override
    <U> Completion<U> thenApply(Function<? super T, ? extends U> function);

    /** As in {@link CompletionStage}, narrowed so that a chain can be awaited. */
    @Override
    <U> Completion<U> thenCompose(Function<? super T, ? extends CompletionStage<U>> function);
}
