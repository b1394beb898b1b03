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
package io.connectembedded.test.internal.script;

import io.connectembedded.offset.StoredOffset;
import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.List;

/** Offsets that break off where there should be one more: the one way to fail in the midst of any store's write. */
public final class FailingBatch extends AbstractCollection<StoredOffset> {

    private final List<StoredOffset> offsets;

    public FailingBatch(List<StoredOffset> offsets) {
        this.offsets = offsets;
    }

    @Override
    public int size() {
        return offsets.size() + 1;
    }

    @Override
    public Iterator<StoredOffset> iterator() {
        Iterator<StoredOffset> each = offsets.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public StoredOffset next() {
                if (!each.hasNext()) {
                    throw new IllegalStateException("This batch fails on purpose after " + offsets);
                }
                return each.next();
            }
        };
    }
}
