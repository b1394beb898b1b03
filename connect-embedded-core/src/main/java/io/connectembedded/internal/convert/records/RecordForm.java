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

import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** A record class as a struct; read from structs and from maps. */
final class RecordForm implements Form {
    private final Class<?> type;
    private final @Nullable String name;
    private final List<Component> components;
    private final MethodHandle constructor;

    /**
     * @param name the schema's; null for one whose fields depend on type arguments
     * @param constructor takes an {@code Object[]}, gives an {@code Object}
     */
    RecordForm(Class<?> type, @Nullable String name, List<Component> components, MethodHandle constructor) {
        this.type = type;
        this.name = name;
        this.components = List.copyOf(components);
        this.constructor = constructor;
    }

    /** @param accessor takes and gives an {@code Object} */
    record Component(String name, Part part, MethodHandle accessor) {}

    @Override
    public SchemaBuilder schema() {
        SchemaBuilder builder = SchemaBuilder.struct();
        if (name != null) {
            builder.name(name);
        }
        for (Component component : components) {
            builder.field(component.name(), component.part().schema());
        }
        return builder;
    }

    @Override
    public Struct toConnect(Object value, Schema schema) {
        Struct struct = new Struct(schema);
        List<Field> fields = schema.fields();
        for (int i = 0; i < fields.size(); i++) {
            Component component = components.get(i);
            try {
                struct.put(fields.get(i), component.part().toConnect(read(component, value)));
            } catch (Misfit e) {
                throw e.in(component.name());
            }
        }
        return struct;
    }

    private static @Nullable Object read(Component component, Object value) {
        try {
            return component.accessor().invokeExact(value);
        } catch (Throwable e) {
            throw thrown("its accessor threw ", e);
        }
    }

    @Override
    public Object fromConnect(Object value) {
        @Nullable Object[] arguments = new @Nullable Object[components.size()];
        for (int i = 0; i < arguments.length; i++) {
            Component component = components.get(i);
            Object found = field(value, component.name());
            try {
                arguments[i] = component.part().fromConnect(found);
            } catch (Misfit e) {
                throw e.in(component.name());
            }
        }
        try {
            return constructor.invokeExact(arguments);
        } catch (Throwable e) {
            throw thrown("the constructor of " + type.getName() + " threw ", e);
        }
    }

    private @Nullable Object field(Object value, String field) {
        if (value instanceof Struct struct) {
            Field found = struct.schema().field(field);
            return found == null ? null : struct.get(found);
        }
        if (value instanceof Map<?, ?> map) {
            return map.get(field);
        }
        throw Misfit.expected("a struct or a map for the record " + type.getName(), value);
    }

    /** Errors are the machine's trouble, not the value's, and go on as they are. */
    private static Misfit thrown(String what, Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return new Misfit(what + cause.getClass().getName(), cause);
    }
}
