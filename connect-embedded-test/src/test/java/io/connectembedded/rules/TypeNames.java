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
package io.connectembedded.rules;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Types as a reader would write them, with generics and nullness, and the same on every JDK. */
final class TypeNames {
    private TypeNames() {}

    static String of(AnnotatedType type) {
        String marker = type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
        if (type instanceof AnnotatedArrayType array) {
            String suffix = marker.isEmpty() ? "[]" : " @Nullable []";
            return of(array.getAnnotatedGenericComponentType()) + suffix;
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            return wildcard(wildcard);
        }
        if (type instanceof AnnotatedParameterizedType parameterized) {
            return marker + raw(parameterized) + "<" + list(parameterized.getAnnotatedActualTypeArguments(), ", ")
                    + ">";
        }
        return marker + shorten(type.getType().getTypeName());
    }

    static String list(AnnotatedType[] types, String separator) {
        return Arrays.stream(types).map(TypeNames::of).collect(Collectors.joining(separator));
    }

    static String parameters(TypeVariable<?>[] variables) {
        if (variables.length == 0) {
            return "";
        }
        return Arrays.stream(variables)
                .map(variable -> variable.getName() + bounds(variable.getAnnotatedBounds()))
                .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String wildcard(AnnotatedWildcardType wildcard) {
        if (wildcard.getAnnotatedLowerBounds().length > 0) {
            return "? super " + list(wildcard.getAnnotatedLowerBounds(), " & ");
        }
        return "?" + bounds(wildcard.getAnnotatedUpperBounds());
    }

    private static String bounds(AnnotatedType[] bounds) {
        String text = list(bounds, " & ");
        return text.isEmpty() || text.equals("Object") ? "" : " extends " + text;
    }

    private static String raw(AnnotatedParameterizedType type) {
        String name = type.getType().getTypeName();
        return shorten(name.substring(0, name.indexOf('<')));
    }

    static String shorten(String name) {
        return name.startsWith("java.lang.") && name.indexOf('.', "java.lang.".length()) < 0
                ? name.substring("java.lang.".length())
                : name;
    }
}
