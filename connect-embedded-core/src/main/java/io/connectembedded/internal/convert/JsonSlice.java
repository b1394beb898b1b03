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
package io.connectembedded.internal.convert;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Arrays;

/** One JSON value as a range of UTF-8 bytes; equal by content. */
final class JsonSlice {

    private final byte[] bytes;
    private final int from;
    private final int to;

    JsonSlice(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    static JsonSlice of(byte[] bytes) {
        return new JsonSlice(bytes, 0, bytes.length);
    }

    /** A parser over this value, before its first token. */
    JsonParser parser() throws IOException {
        return JsonStreams.parser(bytes, from, to - from);
    }

    /** Takes the value the parser of this slice stands at, and leaves the parser at its last token. */
    JsonSlice take(JsonParser in) throws IOException {
        int start = from + (int) in.currentTokenLocation().getByteOffset();
        in.skipChildren();
        in.finishToken();
        return new JsonSlice(bytes, start, from + (int) in.currentLocation().getByteOffset());
    }

    /** The same value without the message around it, fit to be kept. */
    JsonSlice detached() {
        return of(Arrays.copyOfRange(bytes, from, to));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonSlice slice && Arrays.equals(bytes, from, to, slice.bytes, slice.from, slice.to);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }
}
