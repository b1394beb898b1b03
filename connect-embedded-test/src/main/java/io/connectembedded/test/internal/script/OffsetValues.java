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
package io.connectembedded.test.internal.script;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Source partitions and offsets as they come back from the offset store, which keeps JSON, not Java's types. */
final class OffsetValues {

    private OffsetValues() {}

    static Map<String, @Nullable Object> of(@Nullable Map<String, ?> map) {
        Map<String, @Nullable Object> values = new HashMap<>();
        if (map != null) {
            map.forEach((key, value) -> values.put(key, stored(value)));
        }
        return values;
    }

    private static @Nullable Object stored(@Nullable Object value) {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Float) {
            return Double.valueOf(value.toString());
        }
        return value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value;
    }
}
