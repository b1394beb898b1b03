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
package io.connectembedded.test.internal.delivery.source;

import org.jspecify.annotations.Nullable;

/** One record as one incarnation of a task handed it out: what the ledger copied of it, and whether it is done with. */
final class PolledRecord {

    final SourceTrail trail;
    final KnownRecord known;
    final int index; // in the trail of its incarnation
    final @Nullable String offset;
    boolean settled;
    long logOffset = -1;
    /** The same object, handed out once more while this one is in flight. */
    @Nullable
    PolledRecord again;

    PolledRecord(SourceTrail trail, KnownRecord known, int index, @Nullable String offset) {
        this.trail = trail;
        this.known = known;
        this.index = index;
        this.offset = offset;
    }

    void addAgain(PolledRecord other) {
        PolledRecord last = this;
        for (PolledRecord next = again; next != null; next = next.again) {
            last = next;
        }
        last.again = other;
    }
}
