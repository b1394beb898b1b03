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

import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.Interrupts;
import io.connectembedded.internal.lifecycle.work.Execution;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.utils.Time;

/** Runs plug-in code for {@code build()} on threads of its own, for it may hang: what does not return is a problem. */
final class BoundedAsking implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Told why there is no answer, and what to do. */
    @FunctionalInterface
    interface Unanswered {
        void because(String what, String remedy);
    }

    private final Execution execution;
    private final Validation validation;

    BoundedAsking(Execution execution) {
        this.execution = execution;
        // What hangs here is told as a problem.
        this.validation = new Validation(execution, Time.SYSTEM, (connector, method, waited) -> {});
    }

    /** The answer, or empty after {@code unanswered} was told; {@code redaction} is for what is thrown. */
    <T> Optional<T> ask(String whom, Callable<T> code, UnaryOperator<String> redaction, Unanswered unanswered) {
        return ask(whom, Interrupts.USUAL, code, redaction, unanswered);
    }

    /** As {@link #ask(String, Callable, UnaryOperator, Unanswered)} of a connector, which may not be interrupted. */
    <T> Optional<T> ask(
            String whom,
            Interrupts interrupts,
            Callable<T> code,
            UnaryOperator<String> redaction,
            Unanswered unanswered) {
        try {
            CompletableFuture<T> asking = validation.run(whom, interrupts, () -> answer(code));
            if (execution.until(asking, LIMIT, () -> false)) {
                return Optional.of(asking.get());
            }
            unanswered.because(
                    "The plug-in did not answer within " + LIMIT, "Look at what its constructor and config() do");
        } catch (ExecutionException e) {
            unanswered.because(
                    redaction.apply("The plug-in cannot be asked: " + Failures.messageOf(Failures.causeOf(e))),
                    "Look at what its constructor and config() do");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            unanswered.because("Interrupted while the plug-in was asked", "Build again");
        }
        return Optional.empty();
    }

    /** What it throws becomes text here, on the bounded thread: to render it runs code of the plug-in. */
    private static <T> T answer(Callable<T> code) {
        try {
            return code.call();
        } catch (Throwable t) {
            throw new IllegalStateException(Failures.textOf(t));
        }
    }

    @Override
    public void close() {
        validation.close();
    }
}
