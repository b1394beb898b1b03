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
package io.connectembedded.internal.transform;

import io.connectembedded.internal.error.ErrorHandling;
import io.connectembedded.internal.error.Stage;
import java.util.List;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The transformations of one task, in order; only the one that fails is applied again. Task thread.
 *
 * @param <R> the plug-in's kind of record
 */
public final class TransformationChain<R extends ConnectRecord<R>> implements AutoCloseable {

    private final List<TransformationLink<R>> links;
    private final List<AutoCloseable> owned;
    private final ErrorHandling<?> errors;
    private boolean gaveUp;

    /** Of links that are nobody's to close. */
    public TransformationChain(List<TransformationLink<R>> links, ErrorHandling<?> errors) {
        this(links, List.of(), errors);
    }

    /** {@code owned} is what the links were made of, in the order in which it is closed. */
    public TransformationChain(List<TransformationLink<R>> links, List<AutoCloseable> owned, ErrorHandling<?> errors) {
        this.links = List.copyOf(links);
        this.owned = List.copyOf(owned);
        this.errors = errors;
    }

    public boolean isEmpty() {
        return links.isEmpty();
    }

    /** Null when the record is dropped by a transformation, or given up after a failure. */
    public @Nullable R apply(R record) throws InterruptedException {
        gaveUp = false;
        R current = record;
        // By index: an iterator would be one object more for each record.
        for (int i = 0; i < links.size(); i++) {
            current = apply(links.get(i), current);
            if (current == null) {
                return null;
            }
        }
        return current;
    }

    private @Nullable R apply(TransformationLink<R> link, R record) throws InterruptedException {
        int attempt = 0;
        while (true) {
            try {
                return link.apply(record);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                if (!errors.again(attempt, Stage.TRANSFORMATION, link.plugin(), e)) {
                    gaveUp = true;
                    return null;
                }
                attempt++;
            }
        }
    }

    /** Whether the last null was a failure, and not a transformation's own answer. */
    public boolean gaveUp() {
        return gaveUp;
    }

    /** Closes every plug-in, whichever of them fails in it; what the first throws carries what the others throw. */
    @Override
    public void close() {
        closeAll(owned);
    }

    /** For a chain that could not be made whole too. */
    public static void closeAll(List<AutoCloseable> owned) {
        RuntimeException first = null;
        for (AutoCloseable each : owned) {
            try {
                each.close();
            } catch (Throwable e) {
                if (first == null) {
                    first = e instanceof RuntimeException unchecked ? unchecked : new ConnectException(e);
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
