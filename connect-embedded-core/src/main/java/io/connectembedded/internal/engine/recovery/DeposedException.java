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
package io.connectembedded.internal.engine.recovery;

import org.apache.kafka.connect.errors.ConnectException;

/**
 * Another worker of the same name has taken over. An automatic restart would fence that one off, which would do the same
 * in its turn, for ever: there is none.
 */
public final class DeposedException extends ConnectException {

    private static final long serialVersionUID = 1L;

    public DeposedException(String message) {
        super(message);
    }
}
