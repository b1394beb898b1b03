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

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/** A list or a set as an array. */
final class ManyForm implements Form {
    private final Part element;
    private final boolean set;

    ManyForm(Part element, boolean set) {
        this.element = element;
        this.set = set;
    }

    @Override
    public SchemaBuilder schema() {
        return SchemaBuilder.array(element.schema());
    }

    @Override
    public Object toConnect(Object value, Schema schema) {
        Collection<?> values = (Collection<?>) value;
        List<@Nullable Object> array = new ArrayList<>(values.size());
        for (Object each : values) {
            try {
                array.add(element.toConnect(each));
            } catch (Misfit e) {
                throw e.at(array.size());
            }
        }
        return array;
    }

    @Override
    public Object fromConnect(Object value) {
        if (!(value instanceof Collection<?> array)) {
            throw Misfit.expected("an array", value);
        }
        List<@Nullable Object> values = new ArrayList<>(array.size());
        for (Object each : array) {
            try {
                values.add(element.fromConnect(each));
            } catch (Misfit e) {
                throw e.at(values.size());
            }
        }
        return set ? Collections.unmodifiableSet(new LinkedHashSet<>(values)) : Collections.unmodifiableList(values);
    }
}
