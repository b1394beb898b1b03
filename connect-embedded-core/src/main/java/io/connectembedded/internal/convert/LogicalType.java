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
package io.connectembedded.internal.convert;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Connect's four logical types, known by the schema's name alone. */
enum LogicalType {
    DECIMAL {
        @Override
        void write(JsonGenerator out, Schema schema, Object value, JsonSettings settings) throws IOException {
            if (!(value instanceof BigDecimal decimal)) {
                throw wrongClass("BigDecimal", value);
            }
            if (settings.numericDecimals()) {
                out.writeNumber(decimal);
            } else {
                out.writeBinary(Decimal.fromLogical(schema, decimal));
            }
        }

        @Override
        Object read(JsonParser in, Schema schema) throws IOException {
            JsonToken token = in.currentToken();
            if (token.isNumeric()) {
                return in.getDecimalValue();
            }
            if (token != JsonToken.VALUE_STRING) {
                throw wrongToken("a number or base64 bytes", token);
            }
            try {
                return Decimal.toLogical(
                        schema,
                        Base64Variants.getDefaultVariant().decode(in.getText().trim()));
            } catch (IllegalArgumentException e) {
                throw new DataException("Invalid bytes for a Decimal: they are not base64");
            } catch (RuntimeException e) {
                throw new DataException("Invalid bytes for a Decimal", e);
            }
        }
    },
    DATE {
        @Override
        void write(JsonGenerator out, Schema schema, Object value, JsonSettings settings) throws IOException {
            out.writeNumber(Date.fromLogical(schema, date(value)));
        }

        @Override
        Object read(JsonParser in, Schema schema) throws IOException {
            return Date.toLogical(schema, int32(in));
        }
    },
    TIME {
        @Override
        void write(JsonGenerator out, Schema schema, Object value, JsonSettings settings) throws IOException {
            out.writeNumber(Time.fromLogical(schema, date(value)));
        }

        @Override
        Object read(JsonParser in, Schema schema) throws IOException {
            return Time.toLogical(schema, int32(in));
        }
    },
    TIMESTAMP {
        @Override
        void write(JsonGenerator out, Schema schema, Object value, JsonSettings settings) throws IOException {
            out.writeNumber(Timestamp.fromLogical(schema, date(value)));
        }

        @Override
        Object read(JsonParser in, Schema schema) throws IOException {
            if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                throw wrongToken("a whole number", in.currentToken());
            }
            return Timestamp.toLogical(schema, JsonNumbers.int64(in));
        }
    };

    static @Nullable LogicalType of(Schema schema) {
        String name = schema.name();
        if (name == null) {
            return null;
        }
        return switch (name) {
            case Decimal.LOGICAL_NAME -> DECIMAL;
            case Date.LOGICAL_NAME -> DATE;
            case Time.LOGICAL_NAME -> TIME;
            case Timestamp.LOGICAL_NAME -> TIMESTAMP;
            default -> null;
        };
    }

    abstract void write(JsonGenerator out, Schema schema, Object value, JsonSettings settings) throws IOException;

    abstract Object read(JsonParser in, Schema schema) throws IOException;

    java.util.Date date(Object value) {
        if (value instanceof java.util.Date date) {
            return date;
        }
        throw wrongClass("java.util.Date", value);
    }

    int int32(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NUMBER_INT && in.getNumberType() == NumberType.INT) {
            return in.getIntValue();
        }
        throw wrongToken("a whole number of 32 bits", in.currentToken());
    }

    DataException wrongClass(String expected, Object value) {
        return new DataException("Invalid type for " + this + ": expected " + expected + " but was "
                + value.getClass().getName());
    }

    DataException wrongToken(String expected, JsonToken token) {
        return new DataException("Invalid JSON for " + this + ": expected " + expected + " but found " + token);
    }
}
