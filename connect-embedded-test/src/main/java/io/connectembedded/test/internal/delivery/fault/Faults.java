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
package io.connectembedded.test.internal.delivery.fault;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What broke a promise at the time it happened, in that order. Keeps the first few of each; makes text when asked. */
public final class Faults {

    private static final int SHOWN = 10;

    private final Map<Promise, Found> found = new EnumMap<>(Promise.class);

    /** {@code text} must be able to answer later: it may hold on to nothing that changes. */
    public void add(Promise promise, Supplier<String> text) {
        found.computeIfAbsent(promise, any -> new Found()).add(text);
    }

    /** All of the other's, after ours. */
    public void addAll(Promise promise, Faults other) {
        Found more = other.found.get(promise);
        if (more != null) {
            found.computeIfAbsent(promise, any -> new Found()).addAll(more);
        }
    }

    /** Throws if this promise is broken; {@code suffix} ends the message. */
    public void check(Promise promise, String suffix) {
        Found broken = found.get(promise);
        if (broken != null) {
            throw new AssertionError(broken.text(promise) + suffix);
        }
    }

    private static final class Found {

        private final List<Supplier<String>> first = new ArrayList<>();
        private int count;

        void add(Supplier<String> text) {
            count++;
            if (first.size() < SHOWN) {
                first.add(text);
            }
        }

        void addAll(Found more) {
            more.first.forEach(this::add);
            count += more.count - more.first.size();
        }

        String text(Promise promise) {
            StringBuilder text = new StringBuilder(promise.broken()).append(':');
            first.forEach(fault -> text.append("\n  ").append(fault.get()));
            if (count > first.size()) {
                text.append("\n  and ").append(count - first.size()).append(" more");
            }
            return text.toString();
        }
    }
}
