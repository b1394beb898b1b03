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

/**
 * {@code Completion.await} passed its bound. The operation itself goes on, and its completion may be awaited again.
 */
public final class OperationTimeoutException extends ConnectEmbeddedException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the operation and the bound that passed
     */
    public OperationTimeoutException(String message) {
        super(message);
    }
}
