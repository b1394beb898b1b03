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
package io.connectembedded.test.internal.junit.log;

import org.jspecify.annotations.Nullable;

/**
 * One logged line of level WARN or ERROR.
 *
 * @param thread which logged it
 * @param thrown what was logged with it, as its {@code toString}
 */
public record LogLine(
        String level,
        String logger,
        String message,
        Thread thread,
        @Nullable String thrown) {

    /** What regular expressions are held against. */
    public String text() {
        return level + " " + logger + " " + message;
    }

    @Override
    public String toString() {
        return thrown == null ? text() : text() + " (" + thrown + ")";
    }
}
