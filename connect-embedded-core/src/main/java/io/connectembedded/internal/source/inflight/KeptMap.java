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
package io.connectembedded.internal.source.inflight;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A source partition or offset as it was when its record came: a task may go on counting in its own map. What cannot
 * change is kept as it is; the rest costs an array until somebody wants a map again.
 */
public final class KeptMap {

    private static final Set<Class<?>> FIXED = Set.of(
            Map.of(1, 1).getClass(),
            Map.of(1, 1, 2, 2).getClass(),
            Collections.emptyMap().getClass(),
            Collections.singletonMap(1, 1).getClass());

    private KeptMap() {}

    public static boolean isFixed(@Nullable Map<String, ?> map) {
        return map == null || FIXED.contains(map.getClass());
    }

    public static @Nullable Object keep(@Nullable Map<String, ?> map) {
        if (map == null || isFixed(map)) {
            return map;
        }
        @Nullable Object[] entries = new Object[map.size() * 2];
        int next = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            entries[next++] = entry.getKey();
            entries[next++] = entry.getValue();
        }
        return entries;
    }

    /** What {@link #keep} was given, in its order. */
    @SuppressWarnings("unchecked") // keep was given such a map; if it held other keys, whoever stores it says so
    public static @Nullable Map<String, ?> map(@Nullable Object kept) {
        if (!(kept instanceof @Nullable Object[] entries)) {
            return (Map<String, ?>) kept;
        }
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>(entries.length);
        for (int i = 0; i < entries.length; i += 2) {
            map.put(entries[i], entries[i + 1]);
        }
        return (Map<String, ?>) (Map<?, ?>) map;
    }
}
