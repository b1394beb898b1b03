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
 * {@code ConnectWorker.start()} gave up. Nothing of the attempt is left behind: the worker is STOPPED and may be
 * started again.
 */
public final class WorkerStartException extends ConnectEmbeddedException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the step that failed and the remedy
     * @param cause what led to it; null when there is none
     */
    public WorkerStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
