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
package io.connectembedded.test.internal.kafka.transaction;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Knows the producer that a transactional id belongs to: the last one that asked for it. Whoever had it before is fenced,
 * and the transaction it left open is aborted. No transaction ends because time has passed.
 */
public final class TransactionCoordinator {

    private final Map<String, ProducerTransactions> owners = new HashMap<>();
    private final Consumer<Transaction> ended;

    /** {@code ended} hears of every transaction that was committed or aborted. */
    public TransactionCoordinator(Consumer<Transaction> ended) {
        this.ended = ended;
    }

    void take(String id, ProducerTransactions owner) {
        ProducerTransactions former = owners.put(id, owner);
        if (former != null && former != owner) {
            former.fence();
        }
    }

    /** As an administrator does: whoever has these ids may do nothing more with them. */
    public void fence(Collection<String> ids) {
        for (String id : ids) {
            ProducerTransactions owner = owners.remove(id);
            if (owner != null) {
                owner.fence();
            }
        }
    }

    void end(Transaction transaction, boolean committed) {
        transaction.end(committed);
        ended.accept(transaction);
    }
}
