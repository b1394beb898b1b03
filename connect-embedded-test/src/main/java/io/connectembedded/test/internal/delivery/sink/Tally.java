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
package io.connectembedded.test.internal.delivery.sink;

import io.connectembedded.test.internal.delivery.fault.Content;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** How often each value is there; in the order in which they came first. */
final class Tally {

    private final Map<Content, Integer> counts = new LinkedHashMap<>();

    /** Of what arrived; a null did not. */
    static Tally of(Collection<? extends @Nullable Object> values) {
        Tally tally = new Tally();
        values.stream().filter(Objects::nonNull).forEach(value -> tally.add(Content.of(value)));
        return tally;
    }

    void add(Content value) {
        counts.merge(value, 1, Integer::sum);
    }

    int of(Content value) {
        return counts.getOrDefault(value, 0);
    }

    /** Takes one away; false if none is left. */
    boolean take(Content value) {
        int left = of(value);
        counts.put(value, Math.max(0, left - 1));
        return left > 0;
    }

    void forEach(ObjIntConsumer<Content> each) {
        counts.forEach(each::accept);
    }
}
