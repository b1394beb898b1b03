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

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a record class once into its form. One use, one thread. */
final class FormBuilder {
    private static final Map<Class<?>, Form> SIMPLE = Map.ofEntries(
            Map.entry(boolean.class, PlainForm.BOOLEAN),
            Map.entry(Boolean.class, PlainForm.BOOLEAN),
            Map.entry(byte.class, WholeForm.BYTE),
            Map.entry(Byte.class, WholeForm.BYTE),
            Map.entry(short.class, WholeForm.SHORT),
            Map.entry(Short.class, WholeForm.SHORT),
            Map.entry(int.class, WholeForm.INT),
            Map.entry(Integer.class, WholeForm.INT),
            Map.entry(long.class, WholeForm.LONG),
            Map.entry(Long.class, WholeForm.LONG),
            Map.entry(float.class, FractionForm.FLOAT),
            Map.entry(Float.class, FractionForm.FLOAT),
            Map.entry(double.class, FractionForm.DOUBLE),
            Map.entry(Double.class, FractionForm.DOUBLE),
            Map.entry(String.class, PlainForm.STRING),
            Map.entry(UUID.class, PlainForm.UUID_TEXT),
            Map.entry(byte[].class, PlainForm.BYTES),
            Map.entry(ByteBuffer.class, PlainForm.BUFFER),
            Map.entry(BigDecimal.class, FractionForm.DECIMAL),
            Map.entry(Instant.class, TimeForm.INSTANT),
            Map.entry(java.util.Date.class, TimeForm.DATE),
            Map.entry(LocalDate.class, TimeForm.LOCAL_DATE),
            Map.entry(LocalTime.class, TimeForm.LOCAL_TIME));

    private final Deque<Class<?>> open = new ArrayDeque<>();

    /** The form of a class that is neither a record nor an enum, null if Connect has no data for it. */
    static @Nullable Form simple(Class<?> type) {
        return SIMPLE.get(type);
    }

    /** @throws Misfit naming the component whose type Connect has no data for */
    RecordForm record(Class<?> type) {
        return record(type, Map.of());
    }

    private RecordForm record(Class<?> type, Map<TypeVariable<?>, Part> arguments) {
        if (open.contains(type)) {
            throw new Misfit("the record " + type.getName()
                    + " contains itself, for which Connect has no schema: hold a key in its place");
        }
        open.push(type);
        List<RecordForm.Component> components = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            try {
                components.add(new RecordForm.Component(
                        component.getName(), part(component, arguments), RecordHandles.accessor(type, component)));
            } catch (Misfit e) {
                throw e.in(component.getName());
            }
        }
        open.pop();
        String name = type.getTypeParameters().length == 0 ? type.getName().replace('$', '.') : null;
        return new RecordForm(type, name, components, RecordHandles.constructor(type));
    }

    private Part part(RecordComponent component, Map<TypeVariable<?>, Part> arguments) {
        Part part = part(component.getAnnotatedType(), arguments);
        return isNullable(component) || isNullable(component.getAccessor()) ? part.orNull() : part;
    }

    private Part part(AnnotatedType annotated, Map<TypeVariable<?>, Part> arguments) {
        if (annotated instanceof AnnotatedWildcardType wildcard) {
            return part(wildcard.getAnnotatedUpperBounds()[0], arguments);
        }
        Type type = annotated.getType();
        if (type instanceof TypeVariable<?> variable) {
            Part part = arguments.get(variable);
            if (part == null) {
                throw new Misfit("its type " + variable.getName() + " is known only where a component gives it");
            }
            return isNullable(annotated) ? part.orNull() : part;
        }
        if (annotated instanceof AnnotatedParameterizedType generic && rawClass(generic) == Optional.class) {
            return argument(generic, 0, arguments).inOptional();
        }
        return Part.of(form(annotated, arguments), isNullable(annotated));
    }

    private Form form(AnnotatedType annotated, Map<TypeVariable<?>, Part> arguments) {
        Form form = null;
        if (annotated instanceof AnnotatedParameterizedType generic) {
            form = generic(generic, arguments);
        } else if (annotated.getType() instanceof Class<?> type) {
            form = plain(type);
        }
        if (form == null) {
            throw new Misfit("Connect has no data for its type "
                    + annotated.getType().getTypeName() + ": use a primitive or its box, String, byte[], ByteBuffer,"
                    + " BigDecimal, Instant, LocalDate, LocalTime, java.util.Date, an enum, UUID, a record, or List,"
                    + " Set, Map<String, …> or Optional of them");
        }
        return form;
    }

    private @Nullable Form plain(Class<?> type) {
        if (type.isEnum()) {
            return new EnumForm(type);
        }
        return type.isRecord() ? record(type, Map.of()) : SIMPLE.get(type);
    }

    private @Nullable Form generic(AnnotatedParameterizedType type, Map<TypeVariable<?>, Part> arguments) {
        Class<?> raw = rawClass(type);
        if (raw == List.class || raw == Set.class) {
            return new ManyForm(argument(type, 0, arguments), raw == Set.class);
        }
        if (raw == Map.class) {
            boolean strings = type.getAnnotatedActualTypeArguments()[0].getType() == String.class;
            return strings ? new MapForm(argument(type, 1, arguments)) : null;
        }
        return raw.isRecord() ? record(raw, given(type, raw, arguments)) : null;
    }

    private Map<TypeVariable<?>, Part> given(
            AnnotatedParameterizedType type, Class<?> raw, Map<TypeVariable<?>, Part> arguments) {
        Map<TypeVariable<?>, Part> given = new HashMap<>();
        TypeVariable<?>[] variables = raw.getTypeParameters();
        for (int i = 0; i < variables.length; i++) {
            given.put(variables[i], argument(type, i, arguments));
        }
        return given;
    }

    private Part argument(AnnotatedParameterizedType type, int index, Map<TypeVariable<?>, Part> arguments) {
        return part(type.getAnnotatedActualTypeArguments()[index], arguments);
    }

    private static Class<?> rawClass(AnnotatedParameterizedType type) {
        return (Class<?>) ((ParameterizedType) type.getType()).getRawType();
    }

    /** By its simple name: JSpecify's, or that of any other library whose annotations the class file keeps. */
    private static boolean isNullable(AnnotatedElement element) {
        for (Annotation annotation : element.getAnnotations()) {
            if (annotation.annotationType().getSimpleName().equals("Nullable")) {
                return true;
            }
        }
        return false;
    }
}
