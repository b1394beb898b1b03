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

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a version, and how parts compare, also with the absence of one. */
sealed interface VersionPart {

    /** Of what is compared with a part of another kind, the first is the least. */
    enum Kind {
        WORD,
        SEQUENCE,
        NUMBER
    }

    Kind kind();

    /** Whether it says no more than its absence. */
    boolean isNothing();

    /** Beside nothing at all, as in 1.0-rc beside 1.0. */
    int compareToNothing();

    /** Beside one of the same kind. */
    int compareToAlike(VersionPart other);

    static int compare(@Nullable VersionPart one, @Nullable VersionPart other) {
        if (one == null) {
            return other == null ? 0 : -other.compareToNothing();
        }
        if (other == null) {
            return one.compareToNothing();
        }
        return one.kind() == other.kind()
                ? one.compareToAlike(other)
                : one.kind().compareTo(other.kind());
    }

    /** Digits. */
    record Digits(BigInteger value) implements VersionPart {

        @Override
        public Kind kind() {
            return Kind.NUMBER;
        }

        @Override
        public boolean isNothing() {
            return value.signum() == 0;
        }

        @Override
        public int compareToNothing() {
            return value.signum();
        }

        @Override
        public int compareToAlike(VersionPart other) {
            return value.compareTo(((Digits) other).value);
        }
    }

    /**
     * Letters.
     *
     * @param text lower case, abbreviations written out; empty is a release
     */
    record Word(String text) implements VersionPart {

        private static final List<String> KNOWN = List.of("alpha", "beta", "milestone", "rc", "snapshot", "", "sp");
        private static final int RELEASE = KNOWN.indexOf("");

        static Word of(String text, boolean beforeDigits) {
            return new Word(
                    switch (text) {
                        case "ga", "final", "release" -> "";
                        case "cr" -> "rc";
                        case "a" -> beforeDigits ? "alpha" : text;
                        case "b" -> beforeDigits ? "beta" : text;
                        case "m" -> beforeDigits ? "milestone" : text;
                        default -> text;
                    });
        }

        @Override
        public Kind kind() {
            return Kind.WORD;
        }

        @Override
        public boolean isNothing() {
            return text.isEmpty();
        }

        @Override
        public int compareToNothing() {
            return Integer.compare(rank(), RELEASE);
        }

        @Override
        public int compareToAlike(VersionPart other) {
            Word word = (Word) other;
            int byRank = Integer.compare(rank(), word.rank());
            return byRank != 0 ? byRank : text.compareTo(word.text);
        }

        /** Unknown words are after all that are known. */
        private int rank() {
            int known = KNOWN.indexOf(text);
            return known < 0 ? KNOWN.size() : known;
        }
    }

    /** What follows a hyphen, or a change from digits to letters. */
    record Sequence(List<VersionPart> parts) implements VersionPart, Comparable<Sequence> {

        @Override
        public Kind kind() {
            return Kind.SEQUENCE;
        }

        @Override
        public boolean isNothing() {
            return parts.isEmpty();
        }

        @Override
        public int compareToNothing() {
            return parts.stream()
                    .mapToInt(VersionPart::compareToNothing)
                    .filter(order -> order != 0)
                    .findFirst()
                    .orElse(0);
        }

        @Override
        public int compareToAlike(VersionPart other) {
            return compareTo((Sequence) other);
        }

        @Override
        public int compareTo(Sequence other) {
            int longer = Math.max(parts.size(), other.parts.size());
            for (int i = 0; i < longer; i++) {
                int order = compare(part(i), other.part(i));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        }

        private @Nullable VersionPart part(int index) {
            return index < parts.size() ? parts.get(index) : null;
        }
    }
}
