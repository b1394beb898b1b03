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

import io.connectembedded.internal.lifecycle.Failures;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/** Tells what became of a request to Kafka; any thread. */
@FunctionalInterface
public interface Refusing {

    /** For clients that nobody refuses. */
    Refusing NONE = (thrown, asked) -> Failures.messageOf(thrown);

    /** What was refused and how to mend it, as a part of a sentence; of anything else, its own message. */
    String told(Throwable thrown, Asked asked);

    /** Whether Kafka knows the client and does not let it, or does not know it. */
    static boolean isRefusal(Throwable thrown) {
        return thrown instanceof AuthorizationException || isLogin(thrown);
    }

    /** Whether Kafka does not know the client, whatever it asks for. */
    static boolean isLogin(Throwable thrown) {
        return thrown instanceof AuthenticationException;
    }
}
