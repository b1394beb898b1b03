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

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The short names of plug-ins of one kind: simple, without the kind's suffix, and nested; one that several share is none. */
final class PluginAliases {

    private final Map<String, Set<String>> classes = new TreeMap<>();

    PluginAliases(PluginKind kind, Collection<String> classNames) {
        for (String className : classNames) {
            String simple = className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
            String nested = className.substring(className.lastIndexOf('.') + 1);
            for (String alias : List.of(simple, pruned(simple, kind), nested)) {
                classes.computeIfAbsent(alias, each -> new TreeSet<>()).add(className);
            }
        }
    }

    /** Of a plug-in that comes first, whatever else the alias stands for. */
    void override(String alias, String className) {
        classes.put(alias, Set.of(className));
    }

    Optional<String> classOf(String alias) {
        Set<String> named = sharing(alias);
        return named.size() == 1 ? named.stream().findFirst() : Optional.empty();
    }

    /** Every class the alias could stand for. */
    Set<String> sharing(String alias) {
        return classes.getOrDefault(alias, Set.of());
    }

    /** Those that stand for one class. */
    List<String> all() {
        return classes.keySet().stream()
                .filter(alias -> classOf(alias).isPresent())
                .toList();
    }

    private static String pruned(String simpleName, PluginKind kind) {
        int suffix = simpleName.lastIndexOf(kind.suffix());
        return suffix > 0 ? simpleName.substring(0, suffix) : simpleName;
    }
}
