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
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * The transformations of one task, in order; only the one that fails is applied again. Task thread.
 *
 * @param <R> the plug-in's kind of record
 */
public final class TransformationChain<R extends ConnectRecord<R>> implements AutoCloseable {

    private final List<Transformation<R>> links;
    private final ErrorHandling<?> errors;
    private boolean gaveUp;

    public TransformationChain(List<Transformation<R>> links, ErrorHandling<?> errors) {
        this.links = List.copyOf(links);
        this.errors = errors;
    }

    public boolean isEmpty() {
        return links.isEmpty();
    }

    /** Null when the record is dropped by a transformation, or given up after a failure. */
    public @Nullable R apply(R record) throws InterruptedException {
        gaveUp = false;
        R current = record;
        for (Transformation<R> link : links) {
            current = apply(link, current);
            if (current == null) {
                return null;
            }
        }
        return current;
    }

    private @Nullable R apply(Transformation<R> link, R record) throws InterruptedException {
        int attempt = 0;
        while (true) {
            try {
                return link.apply(record);
            } catch (Exception e) {
                if (!errors.again(attempt, Stage.TRANSFORMATION, link.getClass(), e)) {
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

    @Override
    public void close() {
        links.forEach(Transformation::close);
    }
}
