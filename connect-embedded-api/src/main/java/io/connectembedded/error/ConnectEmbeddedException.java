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

import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything this library throws on its own behalf; unchecked. Its message says what failed, where, and
 * what to do about it, and never shows a secret. Extends Connect's own exception, so that code which already
 * catches that keeps working.
 */
public class ConnectEmbeddedException extends ConnectException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception without a cause.
     *
     * @param message what failed, where, and the remedy
     */
    public ConnectEmbeddedException(String message) {
        super(message);
    }

    /**
     * Creates an exception.
     *
     * @param message what failed, where, and the remedy
     * @param cause what led to it; null when there is none
     */
    public ConnectEmbeddedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
