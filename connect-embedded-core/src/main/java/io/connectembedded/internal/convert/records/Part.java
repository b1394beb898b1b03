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

import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A place for values of a form: a record's component, a list's element, a map's value.
 *
 * @param nullable whether nothing may stand there
 * @param wrapped whether the Java side has an {@link Optional}
 * @param schema the form's, optional if nullable
 */
record Part(Form form, boolean nullable, boolean wrapped, Schema schema) {

    static Part of(Form form, boolean nullable) {
        return new Part(form, nullable, false, schema(form, nullable));
    }

    Part orNull() {
        return nullable ? this : of(form, true);
    }

    Part inOptional() {
        return new Part(form, true, true, schema(form, true));
    }

    private static Schema schema(Form form, boolean nullable) {
        SchemaBuilder builder = form.schema();
        return nullable ? builder.optional().build() : builder.build();
    }

    @Nullable
    Object toConnect(@Nullable Object value) {
        Object inner = wrapped && value instanceof Optional<?> optional ? optional.orElse(null) : value;
        if (inner != null) {
            return form.toConnect(inner, schema);
        }
        if (nullable) {
            return null;
        }
        throw new Misfit("is null, and nothing says it may be: annotate it @Nullable, or make it an Optional");
    }

    @Nullable
    Object fromConnect(@Nullable Object value) {
        if (value == null && !nullable) {
            throw new Misfit("expected a value, found none: give it one, annotate the component @Nullable, or make it"
                    + " an Optional");
        }
        Object read = value == null ? null : form.fromConnect(value);
        return wrapped ? Optional.ofNullable(read) : read;
    }
}
