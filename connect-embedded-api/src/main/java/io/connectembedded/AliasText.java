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
package io.connectembedded;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes the members of a list of aliases, {@code transforms} or {@code predicates}, in Connect's keys. */
final class AliasText {
    private final String list;

    /** {@code list} is the key of the list, and the prefix of the keys of its members. */
    AliasText(String list) {
        this.list = list;
    }

    /** The key of one option of a member. */
    String key(String alias, String option) {
        return list + "." + alias + "." + option;
    }

    /** The list with this member: at its place if it was there, else at the end. */
    Map<String, String> entered(Map<String, String> config, String alias) {
        List<String> aliases = new ArrayList<>();
        for (String known : config.getOrDefault(list, "").split(",", -1)) {
            if (!known.isBlank()) {
                aliases.add(known.trim());
            }
        }
        if (!aliases.contains(checked(alias))) {
            aliases.add(alias);
        }
        return Map.of(list, String.join(",", aliases));
    }

    /** The options of a member under their whole keys, its class first. */
    Map<String, Object> options(String alias, Class<?> type, Map<String, ?> options) {
        Map<String, Object> keys = new LinkedHashMap<>();
        Objects.requireNonNull(options, "options");
        keys.put(key(alias, "type"), Objects.requireNonNull(type, "type"));
        options.forEach((option, value) -> keys.put(key(alias, option), value));
        return Collections.unmodifiableMap(keys);
    }

    /** Whether a key belongs to a member, which is replaced. */
    boolean isOf(String alias, String key) {
        return key.startsWith(list + "." + alias + ".");
    }

    private String checked(String alias) {
        Objects.requireNonNull(alias, "alias");
        if (alias.isBlank() || !alias.equals(alias.trim()) || alias.indexOf(',') >= 0) {
            throw new IllegalArgumentException("'" + alias + "' cannot be an alias in '" + list
                    + "': give a word without commas and without blanks around it.");
        }
        return alias;
    }
}
