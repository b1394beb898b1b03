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
package io.connectembedded.test.internal.junit;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The drivers of this JVM that nobody has closed yet. Thread-safe. */
public final class OpenDrivers {

    // Static because a test makes its driver by a static method, which the extension does not see. An entry holds
    // nothing of its driver, so one that is never closed costs its line here and no more.
    private static final Set<Entry> OPEN = ConcurrentHashMap.newKeySet();

    private static final String OURS = "io.connectembedded.test.internal.";
    private static final String DOOR = "io.connectembedded.test.ConnectTestDriver";

    private OpenDrivers() {}

    /** One driver, by the line that made it. */
    public static final class Entry {

        private final String madeAt;

        private Entry(String madeAt) {
            this.madeAt = madeAt;
        }

        /** It is closed. */
        public void leave() {
            OPEN.remove(this);
        }

        @Override
        public String toString() {
            return madeAt;
        }
    }

    /** Another one is made by whoever called the door. */
    public static Entry enter() {
        Entry entry = new Entry(StackWalker.getInstance()
                .walk(frames -> frames.filter(OpenDrivers::isForeign)
                        .findFirst()
                        .map(frame -> frame.toStackTraceElement().toString())
                        .orElse("an unknown place")));
        OPEN.add(entry);
        return entry;
    }

    private static boolean isForeign(StackWalker.StackFrame frame) {
        return !frame.getClassName().startsWith(OURS) && !frame.getClassName().equals(DOOR);
    }

    static Set<Entry> now() {
        return Set.copyOf(OPEN);
    }
}
