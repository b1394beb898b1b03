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
package io.connectembedded.test.internal.delivery;

import io.connectembedded.test.DeliveryReport;
import io.connectembedded.test.internal.delivery.fault.Promise;

/** The ledger's answers as assertions. */
final class LedgerReport implements DeliveryReport {

    private final DeliveryLedger ledger;
    private final String suffix;

    LedgerReport(DeliveryLedger ledger, String suffix) {
        this.ledger = ledger;
        this.suffix = suffix.isEmpty() ? "" : "\n" + suffix;
    }

    private DeliveryReport check(Promise promise) {
        ledger.check(promise, suffix);
        return this;
    }

    @Override
    public DeliveryReport nothingLost() {
        return check(Promise.NOTHING_LOST);
    }

    @Override
    public DeliveryReport noOffsetAhead() {
        return check(Promise.NO_OFFSET_AHEAD);
    }

    @Override
    public DeliveryReport inOrder() {
        return check(Promise.IN_ORDER);
    }

    @Override
    public DeliveryReport commitOnlyWhenDurable() {
        return check(Promise.COMMIT_ONLY_WHEN_DURABLE);
    }

    @Override
    public DeliveryReport nothingAgainAfterCommit() {
        return check(Promise.NOTHING_AGAIN_AFTER_COMMIT);
    }

    @Override
    public DeliveryReport noDuplicates() {
        return check(Promise.NO_DUPLICATES);
    }

    @Override
    public DeliveryReport exactlyOnce() {
        return check(Promise.EXACTLY_ONCE);
    }
}
