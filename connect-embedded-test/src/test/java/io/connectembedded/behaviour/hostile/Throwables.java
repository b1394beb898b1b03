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
package io.connectembedded.behaviour.hostile;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;

/** What plug-ins throw that nobody expects. */
final class Throwables {

    static final List<Supplier<Throwable>> ALL = List.of(
            () -> new StackOverflowError("simulated"),
            () -> new OutOfMemoryError("simulated"),
            () -> new NoClassDefFoundError("simulated/Missing"),
            () -> new AssertionError("simulated"),
            Death::new,
            () -> new IOException("undeclared"),
            Unspeakable::new,
            () -> new InterruptedException("nobody interrupted"),
            Endless::new,
            () -> new IllegalStateException("x".repeat(50_000)));

    private Throwables() {}

    /** As Thread.stop threw it. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Fails whatever it is asked. */
    private static final class Unspeakable extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new StackOverflowError("no cause");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException("no trace");
        }

        @Override
        public void printStackTrace(PrintWriter to) {
            throw new NoClassDefFoundError("no print");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }
    }

    /** Its own cause. */
    private static final class Endless extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public synchronized Throwable getCause() {
            return this;
        }
    }
}
