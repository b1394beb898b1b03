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

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Numbers as Connect's JSON converter takes them: too large ones keep their low bits, fractions are cut, and what is
 * no number at all is zero.
 */
final class JsonNumbers {

    private JsonNumbers() {}

    static int int32(JsonParser in) throws IOException {
        return (int) int64(in);
    }

    static long int64(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    ? in.getBigIntegerValue().longValue()
                    : in.getLongValue();
        }
        if (in.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
            return in.getDecimalValue().longValue();
        }
        in.skipChildren();
        return 0;
    }

    /** A zero takes Connect's way through a {@code BigDecimal}, which drops the sign of "-0.0". */
    static double float64(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
            double value = in.getDoubleValue();
            return value == 0 ? new BigDecimal(in.getText()).doubleValue() : value;
        }
        return in.currentToken() == JsonToken.VALUE_NUMBER_INT && isBig(in)
                ? in.getBigIntegerValue().doubleValue()
                : int64(in);
    }

    static float float32(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
            float value = in.getFloatValue();
            return value == 0 ? new BigDecimal(in.getText()).floatValue() : value;
        }
        return in.currentToken() == JsonToken.VALUE_NUMBER_INT && isBig(in)
                ? in.getBigIntegerValue().floatValue()
                : int64(in);
    }

    private static boolean isBig(JsonParser in) throws IOException {
        return in.getNumberType() == JsonParser.NumberType.BIG_INTEGER;
    }
}
