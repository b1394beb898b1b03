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
package io.connectembedded.internal.source.exactlyonce;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The reports of records given up in the open transaction. They are written by others, outside the transaction, so it is
 * not committed before they are durable: a failed record is never without its letter (I3 of a sink, here too). Task thread.
 */
final class PendingLetters {

    private static final int MOST = 1_000;

    private final TransactionFailures failures;
    private final SentRecords sent;
    private final List<CompletableFuture<?>> pending = new ArrayList<>();
    private int most = MOST; // before the list is looked through

    PendingLetters(TransactionFailures failures, SentRecords sent) {
        this.failures = failures;
        this.sent = sent;
    }

    void add(CompletableFuture<?> written) {
        if (written.isDone() && !written.isCompletedExceptionally()) {
            return;
        }
        if (pending.size() >= most) {
            // A long transaction must not keep what is over; a failure is kept elsewhere.
            pending.removeIf(CompletableFuture::isDone);
            most = Math.max(MOST, 2 * pending.size());
        }
        pending.add(written.whenComplete((done, failure) -> {
            if (failure != null) {
                sent.failed(failures.ofLetter(failure));
            }
        }));
    }

    /** Done when all are written or one could not be; null when there is nothing to wait for. */
    @Nullable
    CompletableFuture<?> all() {
        if (pending.isEmpty()) {
            return null;
        }
        CompletableFuture<?> all = CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new));
        pending.clear();
        return all;
    }
}
