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
package io.connectembedded.internal.plugin.version;

import io.connectembedded.internal.plugin.version.VersionPart.Digits;
import io.connectembedded.internal.plugin.version.VersionPart.Sequence;
import io.connectembedded.internal.plugin.version.VersionPart.Word;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Splits the text of a version into parts, and nests them: what follows a hyphen is a sequence within the one before. */
final class VersionText {

    /**
     * What is between two separators, or changes between digits and letters.
     *
     * @param nests whether it begins a sequence: a hyphen or such a change is before it
     * @param closes whether it is the end of the text
     */
    private record Token(String text, boolean nests, boolean beforeDigits, boolean closes) {

        /** A word in front of digits, and one at the end, is within what is before it, as if a hyphen stood between. */
        boolean nestsAfterOthers() {
            return isWord() && (beforeDigits || closes);
        }

        private boolean isWord() {
            return !text.isEmpty() && !Character.isDigit(text.charAt(0));
        }

        VersionPart part() {
            return isWord()
                    ? Word.of(text, beforeDigits)
                    : new Digits(text.isEmpty() ? BigInteger.ZERO : new BigInteger(text));
        }
    }

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int begin; // of the token being read
    private boolean nests; // the token being read

    private VersionText(String text) {
        this.text = text.toLowerCase(Locale.ROOT);
    }

    static Sequence parse(String text) {
        VersionText version = new VersionText(text);
        version.split();
        return version.nested();
    }

    private void split() {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '.' || c == '-') {
                end(at, false);
                begin = at + 1;
                nests = c == '-';
            } else if (at > begin && Character.isDigit(c) != Character.isDigit(text.charAt(at - 1))) {
                end(at, Character.isDigit(c));
                begin = at;
                nests = true;
            }
        }
        if (begin < text.length()) {
            end(text.length(), false);
        }
    }

    private void end(int end, boolean beforeDigits) {
        tokens.add(new Token(text.substring(begin, end), nests, beforeDigits, end == text.length()));
    }

    private Sequence nested() {
        List<List<VersionPart>> levels = new ArrayList<>();
        levels.add(new ArrayList<>());
        for (Token token : tokens) {
            boolean first = levels.get(levels.size() - 1).isEmpty();
            if (token.nests() || (token.nestsAfterOthers() && !first)) {
                levels.add(new ArrayList<>());
            }
            levels.get(levels.size() - 1).add(token.part());
        }
        Sequence inner = new Sequence(trimmed(levels.remove(levels.size() - 1)));
        while (!levels.isEmpty()) {
            List<VersionPart> outer = levels.remove(levels.size() - 1);
            outer.add(inner);
            inner = new Sequence(trimmed(outer));
        }
        return inner;
    }

    /** What says nothing is left out at the end, also in front of a sequence: 1.0 is 1, and 1.0-rc is 1-rc. */
    private static List<VersionPart> trimmed(List<VersionPart> parts) {
        List<VersionPart> kept = new ArrayList<>(parts);
        for (int i = kept.size() - 1; i >= 0; i--) {
            if (kept.get(i).isNothing()) {
                kept.remove(i);
            } else if (!(kept.get(i) instanceof Sequence)) {
                break;
            }
        }
        return List.copyOf(kept);
    }
}
