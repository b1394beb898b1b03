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
package org.apache.kafka.connect.runtime.errors;

import org.jspecify.annotations.Nullable;

/**
 * What a record was made of, as Connect's runtime hands it to plug-ins that look for it. This library fills in {@link
 * #original()} and nothing else; the rest is there for classes of a real {@code connect-runtime} that a plug-in brings.
 * Not safe for use by two threads at once.
 */
public class ProcessingContext<T> {

    private final T original;
    private @Nullable Stage position;
    private @Nullable Class<?> executing;
    private int attempt;
    private @Nullable Throwable error;

    public ProcessingContext(T original) {
        this.original = original;
    }

    /** A sink's record: as it was consumed, in bytes. */
    public T original() {
        return original;
    }

    public void position(@Nullable Stage stage) {
        this.position = stage;
    }

    public @Nullable Stage stage() {
        return position;
    }

    public @Nullable Class<?> executingClass() {
        return executing;
    }

    public void executingClass(@Nullable Class<?> type) {
        this.executing = type;
    }

    public void currentContext(@Nullable Stage stage, @Nullable Class<?> type) {
        position(stage);
        executingClass(type);
    }

    public void attempt(int number) {
        this.attempt = number;
    }

    public int attempt() {
        return attempt;
    }

    public @Nullable Throwable error() {
        return error;
    }

    public void error(@Nullable Throwable thrown) {
        this.error = thrown;
    }

    public boolean failed() {
        return error() != null;
    }
}
