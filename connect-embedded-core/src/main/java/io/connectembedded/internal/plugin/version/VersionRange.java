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

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The versions a config asks for, in Maven's syntax (KIP-891): {@code [1.0,2.0)}, {@code (,1.5]}, {@code [1.0],[1.2,)}.
 * A bare {@code 1.2} is exactly {@code [1.2]}.
 */
public final class VersionRange {

    /** What is between two bounds; a null bound is none. */
    private record Interval(
            @Nullable PluginVersion lower,
            boolean withLower,
            @Nullable PluginVersion upper,
            boolean withUpper) {

        boolean contains(PluginVersion version) {
            return (lower == null || isBefore(lower, version, withLower))
                    && (upper == null || isBefore(version, upper, withUpper));
        }

        private static boolean isBefore(PluginVersion one, PluginVersion other, boolean orEqual) {
            int order = one.compareTo(other);
            return order < 0 || (order == 0 && orEqual);
        }

        boolean isInOrder() {
            if (lower == null || upper == null) {
                return true;
            }
            int order = lower.compareTo(upper);
            return order < 0 || (order == 0 && withLower && withUpper);
        }
    }

    private final String text;
    private final List<Interval> intervals;

    private VersionRange(String text, List<Interval> intervals) {
        this.text = text;
        this.intervals = List.copyOf(intervals);
    }

    /** Whether this text asks for the newest version, and for no range. */
    public static boolean isNewest(@Nullable String text) {
        return text == null || text.isBlank() || text.trim().equals("latest");
    }

    /**
     * The range this text writes.
     *
     * @throws IllegalArgumentException when it is none; the message says why
     */
    public static VersionRange of(String text) {
        String spec = text.trim();
        boolean isBare = !spec.startsWith("[") && !spec.startsWith("(");
        return new VersionRange(spec, intervals(isBare ? "[" + spec + "]" : spec));
    }

    private static List<Interval> intervals(String spec) {
        List<Interval> found = new ArrayList<>();
        String rest = spec;
        while (rest.startsWith("[") || rest.startsWith("(")) {
            int end = endOf(rest);
            Interval next = interval(rest.substring(0, end + 1));
            if (!found.isEmpty()) {
                refuseOverlap(found.get(found.size() - 1), next);
            }
            found.add(next);
            rest = rest.substring(end + 1).trim();
            if (rest.startsWith(",")) {
                rest = rest.substring(1).trim();
            }
        }
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException("after its first interval there is the text " + rest);
        }
        return found;
    }

    private static int endOf(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if (rest.charAt(i) == ']' || rest.charAt(i) == ')') {
                return i;
            }
        }
        throw new IllegalArgumentException("the bracket that is opened is not closed");
    }

    private static Interval interval(String written) {
        boolean withLower = written.startsWith("[");
        boolean withUpper = written.endsWith("]");
        String inner = written.substring(1, written.length() - 1).trim();
        int comma = inner.indexOf(',');
        if (comma < 0) {
            if (!withLower || !withUpper) {
                throw new IllegalArgumentException("a single version stands in square brackets, not " + written);
            }
            return new Interval(new PluginVersion(inner), true, new PluginVersion(inner), true);
        }
        Interval read =
                new Interval(bound(inner.substring(0, comma)), withLower, bound(inner.substring(comma + 1)), withUpper);
        if (!read.isInOrder()) {
            throw new IllegalArgumentException("no version is in " + written);
        }
        return read;
    }

    private static @Nullable PluginVersion bound(String written) {
        String version = written.trim();
        return version.isEmpty() ? null : new PluginVersion(version);
    }

    private static void refuseOverlap(Interval before, Interval next) {
        PluginVersion end = before.upper();
        PluginVersion begin = next.lower();
        if (end != null && (begin == null || begin.compareTo(end) < 0)) {
            throw new IllegalArgumentException("its intervals overlap");
        }
    }

    public boolean contains(PluginVersion version) {
        return intervals.stream().anyMatch(interval -> interval.contains(version));
    }

    @Override
    public String toString() {
        return text;
    }
}
