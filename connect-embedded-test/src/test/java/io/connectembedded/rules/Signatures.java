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

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every type and member of a module that a user can compile against, one line each, in a stable order. */
final class Signatures {
    private static final int ACCESS = Modifier.PUBLIC | Modifier.PROTECTED;
    private static final int SHOWN = ACCESS | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT;

    /** Besides, what Connect's runtime has: NamesOfConnectTest holds that to Connect's own signatures. */
    private static final Pattern INTERNAL =
            Pattern.compile("\\.internal(\\.|$)|^org\\.apache\\.kafka\\.connect\\.runtime");

    private Signatures() {}

    static String of(JavaClasses classes) {
        return classes.stream()
                .filter(type -> !INTERNAL.matcher(type.getPackageName()).find())
                .sorted(Comparator.comparing(JavaClass::getName))
                .map(JavaClass::reflect)
                .filter(Signatures::isVisible)
                .map(Signatures::block)
                .collect(Collectors.joining("\n"));
    }

    private static boolean isVisible(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getEnclosingClass()) {
            if ((at.getModifiers() & ACCESS) == 0 || at.isSynthetic() || at.isAnonymousClass() || at.isLocalClass()) {
                return false;
            }
        }
        return true;
    }

    private static String block(Class<?> type) {
        List<String> members = new ArrayList<>();
        visible(type.getDeclaredFields()).map(Signatures::field).forEach(members::add);
        if (!type.isRecord()) {
            visible(type.getDeclaredConstructors()).map(Signatures::constructor).forEach(members::add);
        }
        visible(type.getDeclaredMethods()).map(Signatures::method).forEach(members::add);
        return members.stream()
                .sorted()
                .map(member -> "    " + member + "\n")
                .collect(Collectors.joining("", header(type) + "\n", ""));
    }

    private static <M extends Member> Stream<M> visible(M[] members) {
        return Arrays.stream(members).filter(m -> (m.getModifiers() & ACCESS) != 0 && !m.isSynthetic());
    }

    private static String header(Class<?> type) {
        int hidden = type.isEnum() || type.isRecord() ? Modifier.FINAL | Modifier.STATIC : 0;
        int shown = type.isInterface() ? ACCESS : SHOWN & ~hidden;
        StringBuilder header = new StringBuilder(modifiers(type.getModifiers() & shown));
        header.append(type.isSealed() ? "sealed " : "")
                .append(kind(type))
                .append(' ')
                .append(type.getName());
        header.append(TypeNames.parameters(type.getTypeParameters()));
        Class<?> parent = type.getSuperclass();
        if (parent != null && parent != Object.class && parent != Enum.class && parent != Record.class) {
            header.append(" extends ").append(TypeNames.of(type.getAnnotatedSuperclass()));
        }
        if (type.getInterfaces().length > 0) {
            header.append(type.isInterface() ? " extends " : " implements ");
            header.append(TypeNames.list(type.getAnnotatedInterfaces(), ", "));
        }
        return header.toString();
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) {
            return "@interface";
        }
        if (type.isInterface()) {
            return "interface";
        }
        return type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
    }

    private static String field(Field field) {
        return modifiers(field.getModifiers() & SHOWN) + TypeNames.of(field.getAnnotatedType()) + " " + field.getName();
    }

    private static String constructor(Constructor<?> constructor) {
        return modifiers(constructor.getModifiers() & ACCESS) + generics(constructor) + "new" + arguments(constructor);
    }

    private static String method(Method method) {
        String fallback = method.getDefaultValue() == null ? "" : " default";
        return modifiers(method.getModifiers() & SHOWN) + (method.isDefault() ? "default " : "") + generics(method)
                + TypeNames.of(method.getAnnotatedReturnType()) + " " + method.getName() + arguments(method) + fallback;
    }

    private static String generics(Executable member) {
        String parameters = TypeNames.parameters(member.getTypeParameters());
        return parameters.isEmpty() ? "" : parameters + " ";
    }

    private static String arguments(Executable member) {
        String thrown = TypeNames.list(member.getAnnotatedExceptionTypes(), ", ");
        return "(" + TypeNames.list(member.getAnnotatedParameterTypes(), ", ") + ")"
                + (thrown.isEmpty() ? "" : " throws " + thrown);
    }

    private static String modifiers(int modifiers) {
        return modifiers == 0 ? "" : Modifier.toString(modifiers) + " ";
    }
}
