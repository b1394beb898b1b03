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
package io.connectembedded.internal.config.keys;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Keys whose effect this version does not have: to ignore one silently would be wrong, so they are refused. */
public final class LaterKeys {

    private static final Map<String, String> ONLY = Map.of(
            SourceKeys.EXACTLY_ONCE, "requested",
            SourceKeys.TRANSACTION_BOUNDARY, "poll");

    private LaterKeys() {}

    /** Those of a config that ask for something that is not there. */
    public static Set<String> in(Map<String, String> config) {
        Set<String> keys = new TreeSet<>();
        config.forEach((key, value) -> {
            if (asksForMore(key, value == null ? "" : value.trim().toLowerCase(Locale.ROOT))) {
                keys.add(key);
            }
        });
        return keys;
    }

    private static boolean asksForMore(String key, String value) {
        if (value.isEmpty()) {
            return false;
        }
        if (ONLY.containsKey(key)) {
            return !value.equals(ONLY.get(key));
        }
        return key.equals(SourceKeys.OFFSETS_TOPIC);
    }
}
