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

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A key or value as it was when it was seen, equal to another by its content, byte arrays too. */
public final class Content {

    private static final int SHOWN = 120;

    private final @Nullable Object value;

    private Content(@Nullable Object value) {
        this.value = value;
    }

    public static Content of(@Nullable Object value) {
        return new Content(Snapshot.of(value));
    }

    public boolean isNull() {
        return value == null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Content that && Objects.deepEquals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(new Object[] {value});
    }

    /** As a message shows it; the beginning of a long one. */
    @Override
    public String toString() {
        String text = String.valueOf(value);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
