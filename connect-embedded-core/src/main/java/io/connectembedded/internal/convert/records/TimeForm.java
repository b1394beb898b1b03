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

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Points in time, days and times of a day: Connect has each as a {@link java.util.Date} in UTC. */
enum TimeForm implements Form {
    INSTANT("a Timestamp") {
        @Override
        public SchemaBuilder schema() {
            return Timestamp.builder();
        }

        @Override
        long millis(Object value) {
            return ((Instant) value).toEpochMilli();
        }

        @Override
        Object ofMillis(long millis) {
            return Instant.ofEpochMilli(millis);
        }

        @Override
        Object ofNumber(Object value) {
            return Instant.ofEpochMilli(WholeForm.within(value, Long.MIN_VALUE, Long.MAX_VALUE));
        }

        @Override
        Object parse(String text) {
            return Instant.parse(text);
        }
    },
    DATE("a Timestamp") {
        @Override
        public SchemaBuilder schema() {
            return Timestamp.builder();
        }

        @Override
        long millis(Object value) {
            return ((java.util.Date) value).getTime();
        }

        @Override
        Object ofMillis(long millis) {
            return new java.util.Date(millis);
        }

        @Override
        Object ofNumber(Object value) {
            return new java.util.Date(WholeForm.within(value, Long.MIN_VALUE, Long.MAX_VALUE));
        }

        @Override
        Object parse(String text) {
            return new java.util.Date(Instant.parse(text).toEpochMilli());
        }
    },
    LOCAL_DATE("a Date") {
        @Override
        public SchemaBuilder schema() {
            return Date.builder();
        }

        @Override
        long millis(Object value) {
            return Math.toIntExact(((LocalDate) value).toEpochDay()) * DAY;
        }

        @Override
        Object ofMillis(long millis) {
            if (Math.floorMod(millis, DAY) != 0) {
                throw new Misfit("expected a day, found a java.util.Date with a time of day");
            }
            return LocalDate.ofEpochDay(Math.floorDiv(millis, DAY));
        }

        @Override
        Object ofNumber(Object value) {
            return LocalDate.ofEpochDay(WholeForm.within(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }

        @Override
        Object parse(String text) {
            return LocalDate.parse(text);
        }
    },
    LOCAL_TIME("a Time") {
        @Override
        public SchemaBuilder schema() {
            return Time.builder();
        }

        @Override
        long millis(Object value) {
            return TimeUnit.NANOSECONDS.toMillis(((LocalTime) value).toNanoOfDay());
        }

        @Override
        Object ofMillis(long millis) {
            return ofNumber(millis);
        }

        @Override
        Object ofNumber(Object value) {
            return LocalTime.ofNanoOfDay(TimeUnit.MILLISECONDS.toNanos(WholeForm.within(value, 0, DAY - 1)));
        }

        @Override
        Object parse(String text) {
            return LocalTime.parse(text);
        }
    };

    private static final long DAY = TimeUnit.DAYS.toMillis(1);

    private final String what;

    TimeForm(String what) {
        this.what = what;
    }

    @Override
    public Object toConnect(Object value, Schema schema) {
        try {
            return new java.util.Date(millis(value));
        } catch (ArithmeticException e) {
            throw new Misfit("is beyond what " + what + " of Connect can hold");
        }
    }

    @Override
    public Object fromConnect(Object value) {
        if (value instanceof java.util.Date date) {
            return ofMillis(date.getTime());
        }
        if (value instanceof String text) {
            return parsed(text);
        }
        if (value instanceof Number) {
            return ofNumber(value);
        }
        throw Misfit.expected(what + ", a number or ISO-8601 text", value);
    }

    private Object parsed(String text) {
        try {
            return parse(text);
        } catch (DateTimeException e) {
            throw new Misfit("expected " + what + ", a number or ISO-8601 text, found other text");
        }
    }

    abstract long millis(Object value);

    abstract Object ofMillis(long millis);

    abstract Object ofNumber(Object value);

    abstract Object parse(String text);
}
