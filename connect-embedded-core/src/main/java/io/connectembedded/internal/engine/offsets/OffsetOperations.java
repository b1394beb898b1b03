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
package io.connectembedded.internal.engine.offsets;

import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.internal.engine.control.CheckedConnector;
import io.connectembedded.internal.engine.control.ConnectorSet;
import io.connectembedded.internal.engine.control.LiveConfigs;
import io.connectembedded.internal.engine.event.EmbeddedCompletion;
import io.connectembedded.internal.engine.event.Events;
import io.connectembedded.internal.engine.validation.Validation;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.work.CommandLoop;
import io.connectembedded.offset.ConnectorOffset;
import io.connectembedded.offset.ConnectorOffsets.Altered;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/** Reads and changes the offsets of connectors, off the control thread, within bounds. Any thread. */
public final class OffsetOperations {

    /** For everything up to the writing, of which what a plug-in takes is the only part without a bound of its own. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /**
     * Who takes part.
     *
     * @param threads of which one does what may block
     */
    public record Parts(
            ConnectorSet connectors,
            CommandLoop control,
            Events events,
            Validation threads,
            LiveConfigs live,
            PositionsFactory positions) {}

    private final Parts parts;

    public OffsetOperations(Parts parts) {
        this.parts = parts;
    }

    void read(String name, EmbeddedCompletion<List<ConnectorOffset>> completion) {
        parts.connectors().look(name, completion, connector -> {
            CompletableFuture<List<ConnectorOffset>> reading = run(connector, completion.operation(), () -> {
                try (Positions where =
                        parts.positions().of(parts.live().now(connector).config())) {
                    return where.read();
                }
            });
            parts.control()
                    .after(
                            LIMIT,
                            () -> giveUp(
                                    reading,
                                    completion.operation(),
                                    () -> parts.live()
                                            .unansweredProvider()
                                            .orElse("The offset store, or Kafka, did not answer")));
            answer(reading, completion, () -> {});
        });
    }

    void alter(String name, List<ConnectorOffset> offsets, EmbeddedCompletion<Altered> completion) {
        change(name, positions -> positions.alter(offsets), completion);
    }

    void reset(String name, EmbeddedCompletion<Altered> completion) {
        change(name, Positions::reset, completion);
    }

    private void change(String name, OffsetChange.Wish wish, EmbeddedCompletion<Altered> completion) {
        parts.connectors().whileStopped(name, completion, held -> {
            OffsetChange change = new OffsetChange(held.connector(), parts.live(), parts.positions(), wish);
            CompletableFuture<Altered> changing = run(held.connector(), completion.operation(), change::make);
            parts.control()
                    .after(
                            LIMIT,
                            () -> change.giveUp()
                                    .ifPresent(why -> giveUp(changing, completion.operation(), () -> why)));
            answer(changing, completion, held::release);
        });
    }

    private static void giveUp(CompletableFuture<?> asked, String operation, Supplier<String> why) {
        if (!asked.isDone()) {
            asked.completeExceptionally(new ConnectEmbeddedException(
                    "The " + operation + " was given up after " + LIMIT + ": " + why.get()));
        }
    }

    /** What is thrown becomes an exception of ours there, for to render it may run code of a plug-in. */
    private <T> CompletableFuture<T> run(CheckedConnector connector, String operation, Callable<T> code) {
        return parts.threads()
                .run(
                        connector.config().name(),
                        "alterOffsets",
                        connector.config().interrupts(),
                        () -> {
                            try {
                                return code.call();
                            } catch (InterruptedException | InterruptException e) {
                                throw new ConnectEmbeddedException(
                                        "The " + operation
                                                + " was cut off by the stop of the worker; read the offsets to see what"
                                                + " came of it",
                                        e);
                            } catch (Exception e) {
                                throw told(connector, operation, e);
                            }
                        });
    }

    private static ConnectEmbeddedException told(CheckedConnector connector, String operation, Exception thrown) {
        Failures failures = new Failures(Time.SYSTEM, connector.secrets()::redact);
        if (thrown instanceof ConnectEmbeddedException known && failures.isHarmless(known)) {
            return known;
        }
        String message = connector.secrets().redact(Failures.messageOf(thrown));
        // A cause that would tell a secret again is left out.
        return thrown instanceof ConnectEmbeddedException
                ? new ConnectEmbeddedException(message)
                : new ConnectEmbeddedException(
                        "The " + operation + " failed: " + message, failures.isHarmless(thrown) ? thrown : null);
    }

    private <T> void answer(CompletableFuture<T> asked, EmbeddedCompletion<T> completion, Runnable after) {
        var unused = asked.whenComplete((result, failure) -> {
            after.run();
            parts.events().afterThat(() -> {
                if (failure == null) {
                    completion.complete(result);
                } else {
                    completion.completeExceptionally(cause(failure));
                }
            });
        });
    }

    private static Throwable cause(Throwable failure) {
        @Nullable Throwable inner = failure instanceof CompletionException ? failure.getCause() : null;
        return inner == null ? failure : inner;
    }
}
