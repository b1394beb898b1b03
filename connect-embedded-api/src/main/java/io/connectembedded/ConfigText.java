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
package io.connectembedded;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Writes typed values as the text Connect's configuration maps hold. */
final class ConfigText {
    private static final String REMEDY = " Use a string, number, boolean, enum, class, Duration, Path, or a collection"
            + " of these; a converter given as an object has a method of its own.";

    private ConfigText() {}

    static String of(String key, @Nullable Object value) {
        Objects.requireNonNull(value, () -> "The value of '" + key + "' is null");
        return value instanceof Collection<?> elements ? joined(key, elements) : scalar(key, value);
    }

    private static String scalar(String key, Object value) {
        if (value instanceof String || value instanceof Boolean || value instanceof Path) {
            return value.toString();
        }
        if (value instanceof Number number) {
            // 1E+3 would be no integer to Connect.
            return number instanceof BigDecimal decimal ? decimal.toPlainString() : number.toString();
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof Class<?> type) {
            return type.getName();
        }
        if (value instanceof Duration duration) {
            return Long.toString(duration.toMillis());
        }
        throw new IllegalArgumentException("The value of '" + key + "' is of type "
                + value.getClass().getName() + ", which a configuration cannot hold." + REMEDY);
    }

    private static String joined(String key, Collection<?> elements) {
        StringJoiner text = new StringJoiner(",");
        for (Object element : elements) {
            Objects.requireNonNull(element, () -> "An element of '" + key + "' is null");
            text.add(unseparated(key, scalar(key, element)));
        }
        return text.toString();
    }

    private static String unseparated(String key, String element) {
        if (element.indexOf(',') >= 0) {
            throw new IllegalArgumentException("An element of '" + key + "' holds a comma, which separates the elements"
                    + " of a list: give each element by itself, or the whole list as one string.");
        }
        return element;
    }
}
