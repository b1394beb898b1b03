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
package io.connectembedded.internal.plugin;

import io.connectembedded.internal.plugin.probe.Probe;
import io.connectembedded.internal.plugin.version.PluginVersion;
import io.connectembedded.internal.plugin.version.VersionRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the places that hold a plug-in: the newest of the versions asked for. Of two of one version the class
 * path's is taken, then the one whose place is last in the alphabet, as in Connect.
 */
final class PluginChoice {

    private record Versioned(Candidate candidate, PluginVersion version) {}

    private static final Comparator<Versioned> ORDER = Comparator.comparing(Versioned::version)
            .thenComparing(one -> one.candidate().isOfHost())
            .thenComparing(one -> one.candidate().place());

    private final PluginVersions versions;

    PluginChoice(PluginVersions versions) {
        this.versions = versions;
    }

    /** The newest; a version is asked for only where there are several. */
    Candidate newest(String className, List<Candidate> candidates) throws PluginNotFoundException {
        return candidates.size() == 1 ? candidates.get(0) : best(className, candidates, null);
    }

    Candidate within(String range, String className, List<Candidate> candidates) throws PluginNotFoundException {
        return best(className, candidates, parsed(range, className));
    }

    private static VersionRange parsed(String range, String className) throws PluginNotFoundException {
        try {
            return VersionRange.of(range);
        } catch (IllegalArgumentException e) {
            throw new PluginNotFoundException(
                    range + " is no range of versions of " + className + ": " + e.getMessage(),
                    "Write one in Maven's syntax, such as 1.2 or [1.0,2.0), or latest",
                    e);
        }
    }

    private Candidate best(String className, List<Candidate> candidates, @Nullable VersionRange range)
            throws PluginNotFoundException {
        List<Versioned> usable = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Candidate candidate : candidates) {
            Probe.Answer<String> answer = versions.of(candidate.type(), PluginVersions.LIMIT);
            if (answer.value() == null) {
                problems.add(candidate.place() + ": " + answer.problem());
            } else {
                usable.add(new Versioned(candidate, new PluginVersion(answer.value())));
            }
        }
        if (usable.isEmpty()) {
            throw new PluginNotFoundException(
                    className + " cannot be used in any of its places: " + String.join("; ", problems),
                    "Look at what its constructor and version() do; often a jar beside it is missing");
        }
        return usable.stream()
                .filter(each -> range == null || range.contains(each.version()))
                .max(ORDER)
                .map(Versioned::candidate)
                .orElseThrow(() -> unsatisfied(className, String.valueOf(range), usable));
    }

    private static PluginNotFoundException unsatisfied(String className, String range, List<Versioned> usable) {
        String available = usable.stream()
                .sorted(ORDER)
                .map(each -> each.version() + " (" + each.candidate().place() + ")")
                .collect(Collectors.joining(", "));
        return new PluginNotFoundException(
                "No version of " + className + " is in the range " + range + "; available are " + available,
                "Ask for one of these, or add the jar of the other to the class path or to plugin.path");
    }
}
