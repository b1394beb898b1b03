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

import io.connectembedded.inapp.Records;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** Numbers with a point; others are taken if the result means the same decimal number. */
enum FractionForm implements Form {
    FLOAT {
        @Override
        public SchemaBuilder schema() {
            return SchemaBuilder.float32();
        }

        @Override
        public Object fromConnect(Object value) {
            if (value instanceof Float) {
                return value;
            }
            if ((value instanceof Double wide && (double) wide.floatValue() == wide) || isNaN(value)) {
                return ((Number) value).floatValue();
            }
            BigDecimal exact = WholeForm.decimal(value, "a float");
            return same(exact, exact.floatValue(), value);
        }
    },
    DOUBLE {
        @Override
        public SchemaBuilder schema() {
            return SchemaBuilder.float64();
        }

        @Override
        public Object fromConnect(Object value) {
            if (value instanceof Double) {
                return value;
            }
            if (value instanceof Float narrow) {
                return narrow.doubleValue();
            }
            BigDecimal exact = WholeForm.decimal(value, "a double");
            return same(exact, exact.doubleValue(), value);
        }
    },
    /** Text is refused: base64 of digits alone, as Connect's JSON writes decimals, would pass for a number. */
    DECIMAL {
        @Override
        public SchemaBuilder schema() {
            return Decimal.builder(Records.DECIMAL_SCALE);
        }

        @Override
        public Object toConnect(Object value, Schema schema) {
            try {
                return ((BigDecimal) value).setScale(Records.DECIMAL_SCALE, RoundingMode.UNNECESSARY);
            } catch (ArithmeticException e) {
                throw new Misfit("expected a decimal of at most " + Records.DECIMAL_SCALE
                        + " digits after the point, found one with more");
            }
        }

        @Override
        public Object fromConnect(Object value) {
            return WholeForm.decimal(value, "a decimal number (of JSON: decimal.format=NUMERIC)");
        }
    };

    @Override
    public Object toConnect(Object value, Schema schema) {
        return value;
    }

    private static boolean isNaN(Object value) {
        return value instanceof Double wide && wide.isNaN();
    }

    Number same(BigDecimal exact, Number rounded, Object found) {
        boolean equal =
                Double.isFinite(rounded.doubleValue()) && new BigDecimal(rounded.toString()).compareTo(exact) == 0;
        if (equal) {
            return rounded;
        }
        throw new Misfit("expected a number that fits a " + name().toLowerCase(Locale.ROOT) + ", found a "
                + found.getClass().getSimpleName() + " that does not");
    }
}
