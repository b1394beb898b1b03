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
package io.connectembedded.internal.clients.refusal;

import org.apache.kafka.connect.errors.ConnectException;

/** Kafka does not let a client do something; the message tells what and how to mend it, the cause is Kafka's own. */
public final class RefusedException extends ConnectException {

    private static final long serialVersionUID = 1L;

    public RefusedException(String told, Throwable cause) {
        super(told, cause);
    }
}
