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
package io.connectembedded.error;

import org.jspecify.annotations.Nullable;

/**
 * The call does not fit the state of the worker or the connector, or was overtaken by a later one; the message
 * names the state and what to do first. See the life-cycle table of {@code ConnectWorker}.
 */
public final class WorkerStateException extends ConnectEmbeddedException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception without a cause.
     *
     * @param message the call, the state it met, and the remedy
     */
    public WorkerStateException(String message) {
        super(message);
    }

    /**
     * Creates an exception.
     *
     * @param message the call, the state it met, and the remedy
     * @param cause what led to it; null when there is none
     */
    public WorkerStateException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
