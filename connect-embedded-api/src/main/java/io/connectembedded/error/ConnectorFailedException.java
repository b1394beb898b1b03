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
 * The effect asked for cannot come, because the connector or one of its tasks is FAILED and no restart is due. The
 * cause is what the plug-in threw, where that is known.
 */
public final class ConnectorFailedException extends ConnectEmbeddedException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message connector, task, stage and remedy
     * @param cause what the plug-in threw; null when unknown
     */
    public ConnectorFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
