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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Connect's configuration map of one connector, its name included, and the values of it that are objects. */
record SpecMap(String name, Map<String, String> texts, Map<String, Object> objects) {
    private static final String NAME = "name";
    private static final String REMEDY = " Use a string, number, boolean, enum, class, Duration, Path, or a collection"
            + " of these; a converter given as an object has a method of its own.";

    SpecMap {
        texts = Collections.unmodifiableMap(texts);
        objects = Collections.unmodifiableMap(objects);
    }

    static SpecMap named(String name) {
        Objects.requireNonNull(name, "name");
        return new SpecMap(name, Map.of(NAME, name), Map.of());
    }

    SpecMap withAll(Map<String, ?> config) {
        Objects.requireNonNull(config, "config");
        Map<String, String> more = new LinkedHashMap<>(texts);
        Map<String, Object> kept = new LinkedHashMap<>(objects);
        config.forEach((key, value) -> {
            more.put(key, ownText(key, value));
            kept.remove(key);
        });
        return new SpecMap(name, more, kept);
    }

    SpecMap without(Predicate<String> isGone) {
        Map<String, String> left = new LinkedHashMap<>(texts);
        Map<String, Object> kept = new LinkedHashMap<>(objects);
        left.keySet().removeIf(isGone);
        kept.keySet().removeIf(isGone);
        return new SpecMap(name, left, kept);
    }

    SpecMap withObject(String key, Object object) {
        Map<String, String> more = new LinkedHashMap<>(texts);
        Map<String, Object> all = new LinkedHashMap<>(objects);
        more.put(key, "${object:" + name + "." + key + "}");
        all.put(key, object);
        return new SpecMap(name, more, all);
    }

    void refuseName(String key) {
        if (key.equals(NAME)) {
            throw new IllegalArgumentException("The name of connector '" + name + "' cannot be removed.");
        }
    }

    private String ownText(String key, Object value) {
        Objects.requireNonNull(key, "key");
        String text = text(key, value);
        if (key.equals(NAME) && !text.equals(name)) {
            throw new IllegalArgumentException("Connector '" + name + "' cannot take the name '" + text
                    + "': leave 'name' out, or make a new spec of that name.");
        }
        return text;
    }

    /** A typed value as the text Connect's configuration maps hold. */
    static String text(String key, @Nullable Object value) {
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
