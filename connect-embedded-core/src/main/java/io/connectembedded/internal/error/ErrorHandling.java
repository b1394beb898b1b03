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
package io.connectembedded.internal.error;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * How one task meets failures of its steps for a record: tries again, reports, tolerates or throws. Task thread; nothing
 * is made for a record that does not fail.
 *
 * @param <T> what came in: a consumer's record for a sink, the plug-in's for a source
 */
public final class ErrorHandling<T> implements AutoCloseable {

    private static final CompletableFuture<@Nullable Void> NOTHING_TO_WRITE = CompletableFuture.completedFuture(null);

    private @Nullable T current;

    /** The record the next steps belong to. */
    public void processing(T original) {
        current = original;
    }

    /**
     * A step threw. True: it has waited, and the same step is to be done again. False: the record is given up, has been
     * reported and is tolerated.
     *
     * @param attempt how often this step failed for this record before
     * @throws ConnectException when the failure is not tolerated
     */
    public boolean again(int attempt, Stage stage, Class<?> at, Exception thrown) throws InterruptedException {
        if (toleratesAll()) {
            return false;
        }
        throw new ConnectException(
                "Tolerance exceeded in error handler: " + at.getName() + " failed in " + stage + " for " + current
                        + ": " + thrown.getMessage(),
                thrown);
    }

    /** Of the record given up last: done when its reports are durable; before that its offset must not be committed. */
    public CompletableFuture<@Nullable Void> reported() {
        return NOTHING_TO_WRITE;
    }

    /**
     * A failure found after the steps: Kafka refused the record, or the plug-in reported it.
     *
     * @return done when its reports are durable
     * @throws ConnectException when the failure is not tolerated
     */
    public CompletableFuture<@Nullable Void> failed(Stage stage, Class<?> at, Throwable thrown, T original) {
        if (toleratesAll()) {
            return NOTHING_TO_WRITE;
        }
        throw new ConnectException(
                "Tolerance exceeded in error handler: " + at.getName() + " failed in " + stage, thrown);
    }

    /** Whether failures are tolerated, {@code errors.tolerance=all}. */
    public boolean toleratesAll() {
        return false;
    }

    /** The batch is through: what failed in it is told as one event. */
    public void endOfBatch() {
        current = null;
    }

    /** Closes what it reports to. */
    @Override
    public void close() {
        current = null;
    }
}
