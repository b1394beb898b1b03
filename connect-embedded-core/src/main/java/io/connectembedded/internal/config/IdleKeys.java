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
package io.connectembedded.internal.config;

import io.connectembedded.error.ConfigProblem;
import io.connectembedded.internal.plugin.NearMatches;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Keys of a connector's config that begin as the runtime's own do, and that nobody reads. */
final class IdleKeys {

    /** Options of transforms, predicates and topic groups are free, so only those of no listed alias are idle. */
    private static final Pattern OF_AN_ALIAS =
            Pattern.compile("(transforms|predicates|topic\\.creation)\\.([^.]+)\\..*");

    private static final Pattern OWN =
            Pattern.compile("(errors|config|tasks|topics|exactly|transaction|offsets\\.storage)\\..*");

    private final String connector;
    private final Set<String> given;
    private final Set<String> defined;

    IdleKeys(String connector, Set<String> given, Set<String> defined) {
        this.connector = connector;
        this.given = given;
        this.defined = defined;
    }

    List<ConfigProblem> list() {
        return given.stream()
                .filter(key -> !defined.contains(key) && (OWN.matcher(key).matches() || isOfNoAlias(key)))
                .map(this::warning)
                .toList();
    }

    private boolean isOfNoAlias(String key) {
        var matcher = OF_AN_ALIAS.matcher(key);
        return matcher.matches() && !known(matcher.group(1) + "." + matcher.group(2) + ".");
    }

    private boolean known(String prefix) {
        return defined.stream().anyMatch(key -> key.startsWith(prefix));
    }

    private ConfigProblem warning(String key) {
        Collection<String> near = NearMatches.of(key, defined);
        return new ConfigProblem(
                connector,
                key,
                null,
                "Nobody reads this key, so it has no effect",
                near.isEmpty() ? "Remove it, or list its alias" : "Did you mean " + String.join(" or ", near) + "?");
    }
}
