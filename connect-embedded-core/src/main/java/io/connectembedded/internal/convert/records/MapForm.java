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
package io.connectembedded.internal.convert.records;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/** A map from strings. */
final class MapForm implements Form {
    private final Part values;

    MapForm(Part values) {
        this.values = values;
    }

    @Override
    public SchemaBuilder schema() {
        return SchemaBuilder.map(Schema.STRING_SCHEMA, values.schema());
    }

    @Override
    public Object toConnect(Object value, Schema schema) {
        return each((Map<?, ?>) value, values::toConnect);
    }

    @Override
    public Object fromConnect(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw Misfit.expected("a map", value);
        }
        return Collections.unmodifiableMap(each(map, values::fromConnect));
    }

    private static Map<String, @Nullable Object> each(Map<?, ?> map, Step step) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw new Misfit("expected keys that are strings, found others");
            }
            try {
                result.put(key, step.apply(entry.getValue()));
            } catch (Misfit e) {
                throw e.in("[]");
            }
        }
        return result;
    }

    private interface Step {
        @Nullable
        Object apply(@Nullable Object value);
    }
}
