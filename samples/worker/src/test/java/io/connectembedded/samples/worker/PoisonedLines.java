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
package io.connectembedded.samples.worker;

import java.util.BitSet;
import java.util.Random;

/** Numbered lines, of which about 3 of 100 are no number. */
final class PoisonedLines {

    private static final double POISON = 0.03;

    private final int count;
    private final BitSet poison = new BitSet();

    PoisonedLines(int count, Random random) {
        this.count = count;
        for (int line = 0; line < count; line++) {
            poison.set(line, random.nextDouble() < POISON);
        }
        poison.clear(count - 1); // the last one shows that all is there
    }

    boolean isPoison(int line) {
        return poison.get(line);
    }

    int poison() {
        return poison.cardinality();
    }

    String text(int line) {
        return isPoison(line) ? "poison " + line : Integer.toString(line);
    }

    String[] all() {
        String[] all = new String[count];
        for (int line = 0; line < count; line++) {
            all[line] = text(line);
        }
        return all;
    }

    /** Where FileStreamSource stands after this line: what it hands out as its offset. */
    long[] ends() {
        long[] ends = new long[count];
        long end = 0;
        for (int line = 0; line < count; line++) {
            end += text(line).length() + System.lineSeparator().length();
            ends[line] = end;
        }
        return ends;
    }

    /** The good line that must follow this one, -1 for the first; the number of lines after the last. */
    int nextGood(int line) {
        return poison.nextClearBit(line + 1);
    }
}
