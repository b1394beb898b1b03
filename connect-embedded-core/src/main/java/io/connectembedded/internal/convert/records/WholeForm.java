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

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** Whole numbers; those of another class are taken if they are the same number. */
enum WholeForm implements Form {
    BYTE(SchemaBuilder.int8(), Byte.MIN_VALUE, Byte.MAX_VALUE),
    SHORT(SchemaBuilder.int16(), Short.MIN_VALUE, Short.MAX_VALUE),
    INT(SchemaBuilder.int32(), Integer.MIN_VALUE, Integer.MAX_VALUE),
    LONG(SchemaBuilder.int64(), Long.MIN_VALUE, Long.MAX_VALUE);

    private final Schema.Type type;
    private final long least;
    private final long most;

    WholeForm(SchemaBuilder schema, long least, long most) {
        this.type = schema.type();
        this.least = least;
        this.most = most;
    }

    @Override
    public SchemaBuilder schema() {
        return SchemaBuilder.type(type);
    }

    @Override
    public Object toConnect(Object value, Schema schema) {
        return value;
    }

    @Override
    public Object fromConnect(Object value) {
        long number = within(value, least, most);
        return switch (this) {
            case BYTE -> (byte) number;
            case SHORT -> (short) number;
            case INT -> (int) number;
            case LONG -> number;
        };
    }

    static long within(Object value, long least, long most) {
        long number = isWhole(value) ? ((Number) value).longValue() : exactly(value, least, most);
        if (number < least || number > most) {
            throw new Misfit("expected " + range(least, most) + ", found a "
                    + value.getClass().getSimpleName() + " beyond that");
        }
        return number;
    }

    private static boolean isWhole(Object value) {
        return value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
    }

    private static long exactly(Object value, long least, long most) {
        try {
            return decimal(value, range(least, most)).longValueExact();
        } catch (ArithmeticException e) {
            throw new Misfit("expected " + range(least, most) + ", found a "
                    + value.getClass().getSimpleName() + " that is none");
        }
    }

    private static String range(long least, long most) {
        return "a whole number from " + least + " to " + most;
    }

    /** The number exactly; a double counts as the shortest decimal that means it. */
    static BigDecimal decimal(Object value, String what) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (value instanceof Double || value instanceof Float) {
            return finite((Number) value, what);
        }
        if (isWhole(value)) {
            return BigDecimal.valueOf(((Number) value).longValue());
        }
        throw Misfit.expected(what, value);
    }

    private static BigDecimal finite(Number value, String what) {
        if (!Double.isFinite(value.doubleValue())) {
            throw new Misfit(
                    "expected " + what + ", found a " + value.getClass().getSimpleName() + " that is not finite");
        }
        return new BigDecimal(value.toString());
    }
}
