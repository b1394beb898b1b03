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

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** An enum's constants, as their names. */
final class EnumForm implements Form {
    private final Map<String, Object> constants = new LinkedHashMap<>();

    EnumForm(Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), constant);
        }
    }

    @Override
    public SchemaBuilder schema() {
        return SchemaBuilder.string();
    }

    @Override
    public Object toConnect(Object value, Schema schema) {
        return ((Enum<?>) value).name();
    }

    @Override
    public Object fromConnect(Object value) {
        if (!(value instanceof String name)) {
            throw Misfit.expected("one of " + constants.keySet(), value);
        }
        Object constant = constants.get(name);
        if (constant == null) {
            throw new Misfit("expected one of " + constants.keySet() + ", found other text");
        }
        return constant;
    }
}
