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
package io.connectembedded.internal.log;

import io.connectembedded.error.ConnectEmbeddedException;
import java.util.List;
import java.util.stream.Collectors;

/** What is behind a transaction that is open cannot be read yet; it can be when that one has ended. */
public final class OpenTransactionException extends ConnectEmbeddedException {

    private static final long serialVersionUID = 1L;

    OpenTransactionException(String owner, List<OpenTransaction> open) {
        super("A transaction that is open in "
                + open.stream().map(OpenTransaction::toString).collect(Collectors.joining(", "))
                + " keeps what was written of " + owner + " after its beginning from being read, until whoever began it"
                + " ends it or Kafka aborts it after its transaction.timeout.ms. One that is open for longer hangs:"
                + " look with kafka-transactions.sh --bootstrap-server … find-hanging --topic "
                + open.get(0).partition().topic() + ", and end it in every partition it hangs in, here with "
                + open.stream().map(OpenTransaction::abort).collect(Collectors.joining(" and ")));
    }
}
