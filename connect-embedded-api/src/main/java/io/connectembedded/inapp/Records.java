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
package io.connectembedded.inapp;

import io.connectembedded.spi.RuntimeServices;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Java records as Connect data, and back; also usable alone. All methods are thread-safe and keep no class alive.
 *
 * <p>A record becomes a struct named like its class, with one field per component, in their order:
 *
 * <ul>
 *   <li>primitives and their boxes (but {@code char}), {@link String}, {@code byte[]} and
 *       {@link java.nio.ByteBuffer} become Connect's types of the same width;
 *   <li>{@link java.math.BigDecimal} becomes {@code Decimal} with scale {@value #DECIMAL_SCALE}, and comes back with the
 *       scale the data has; digits beyond the scale are refused, not rounded;
 *   <li>{@link java.time.Instant} and {@link java.util.Date} become {@code Timestamp}, {@link java.time.LocalDate}
 *       {@code Date}, {@link java.time.LocalTime} {@code Time}: milliseconds, what is finer is cut;
 *   <li>enums become the strings of their names, {@link java.util.UUID} a string;
 *   <li>records nest; {@link java.util.List} and {@link java.util.Set} become arrays, {@link java.util.Map} with
 *       {@link String} keys a map; type parameters are resolved where the component says them, and such a record's
 *       struct has no name;
 *   <li>a component may be null if it is an {@link java.util.Optional} or bears an annotation {@code Nullable}: its
 *       field is optional; a list's elements, a set's and a map's values likewise.
 * </ul>
 *
 * <p>Any other type, and a record that contains itself, is refused with a {@link DataException}. On the way back
 * fields of no component are ignored, and a missing field is null if its component may be null. Numbers of another
 * width are taken if they fit exactly. Schemaless data may hold dates and times as numbers, as Connect's JSON has them
 * (milliseconds, days), or as ISO-8601 text, and bytes as base64 text; a
 * decimal there is a number, which JSON gives as a double. No message tells contents of the data, save the
 * names of fields.
 */
public final class Records {
    /** The scale of the {@code Decimal} that a {@link java.math.BigDecimal} becomes. */
    public static final int DECIMAL_SCALE = 18;

    // Not a plain constant: a look-up that fails must say so each time, and not break this class for good.
    private static final ClassValue<Engine> ENGINE = new ClassValue<>() {
        @Override
        protected Engine computeValue(Class<?> type) {
            return RuntimeServices.load(Engine.class);
        }
    };

    private Records() {}

    /**
     * The schema of the structs that a record class becomes; required, the same object with each call.
     *
     * @throws DataException when Connect has no data for a component's type
     */
    public static Schema schemaOf(Class<? extends Record> type) {
        return engine().schemaOf(Objects.requireNonNull(type, "type"));
    }

    /**
     * Turns a record into a struct of {@link #schemaOf its schema}.
     *
     * @throws DataException when a component is null and may not be, or a value does not fit its type in Connect;
     *     names the component
     */
    public static Struct toStruct(Record value) {
        return engine().toStruct(Objects.requireNonNull(value, "value"));
    }

    /**
     * Makes a record of a struct, of whatever schema.
     *
     * @param <R> the record
     * @throws DataException when a field is missing or does not fit, naming the component, what it takes and what was
     *     found; when the record's constructor throws, with that as the cause
     */
    public static <R extends Record> R fromStruct(Class<R> type, Struct value) {
        Objects.requireNonNull(type, "type");
        return Objects.requireNonNull(engine().fromConnect(type, Objects.requireNonNull(value, "value")));
    }

    /**
     * Makes an object of the given class of a value as a converter gives it, schemaless or not.
     *
     * @param <R> what to make
     * @param type a record class, which is made of a struct or of a map; a class of the list above; any other class
     *     takes the value as it is, if it is an instance: {@code Object} takes every value
     * @return null for null
     * @throws DataException as {@link #fromStruct} does
     */
    public static <R> @Nullable R fromConnect(Class<R> type, @Nullable Object value) {
        return engine().fromConnect(Objects.requireNonNull(type, "type"), value);
    }

    private static Engine engine() {
        return ENGINE.get(Records.class);
    }

    /** Does the work. Not for users: implemented by {@code connect-embedded-core}; thread-safe. */
    public interface Engine {
        /** See {@link Records#schemaOf(Class)}. */
        Schema schemaOf(Class<? extends Record> type);

        /** See {@link Records#toStruct(Record)}. */
        Struct toStruct(Record value);

        /** See {@link Records#fromConnect(Class, Object)}. */
        <R> @Nullable R fromConnect(Class<R> type, @Nullable Object value);
    }
}
