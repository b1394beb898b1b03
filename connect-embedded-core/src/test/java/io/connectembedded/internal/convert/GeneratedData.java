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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Schemas and values of every type and shape, the same for the same seed. */
final class GeneratedData {

    private static final long DAY = 86_400_000L;

    private final Random random;

    GeneratedData(long seed) {
        random = new Random(seed);
    }

    Schema schema(int depth) {
        SchemaBuilder builder = shape(depth);
        if (random.nextInt(3) == 0) {
            builder.optional();
        }
        if (random.nextInt(4) == 0) {
            builder.doc("doc " + text());
        }
        if (builder.name() == null && random.nextInt(4) == 0) {
            builder.name("name." + random.nextInt(100)).version(random.nextInt(5));
        }
        if (builder.parameters() == null && random.nextInt(6) == 0) {
            builder.parameter("b", text()).parameter("a", "1");
        }
        // SchemaBuilder refuses every default of a struct: it compares the built schema with the builder.
        if (builder.type() != Schema.Type.STRUCT && random.nextInt(4) == 0) {
            builder.defaultValue(value(builder.build(), false));
        }
        return builder.build();
    }

    private SchemaBuilder shape(int depth) {
        return switch (random.nextInt(depth > 0 ? 17 : 13)) {
            case 0 -> SchemaBuilder.int8();
            case 1 -> SchemaBuilder.int16();
            case 2 -> SchemaBuilder.int32();
            case 3 -> SchemaBuilder.int64();
            case 4 -> SchemaBuilder.float32();
            case 5 -> SchemaBuilder.float64();
            case 6 -> SchemaBuilder.bool();
            case 7 -> SchemaBuilder.string();
            case 8 -> SchemaBuilder.bytes();
            case 9 -> Decimal.builder(random.nextInt(6));
            case 10 -> Date.builder();
            case 11 -> Time.builder();
            case 12 -> Timestamp.builder();
            case 13 -> SchemaBuilder.array(schema(depth - 1));
            case 14 -> SchemaBuilder.map(Schema.STRING_SCHEMA, schema(depth - 1));
            case 15 -> SchemaBuilder.map(Schema.INT32_SCHEMA, schema(depth - 1));
            default -> struct(depth);
        };
    }

    private SchemaBuilder struct(int depth) {
        SchemaBuilder builder = SchemaBuilder.struct();
        int fields = random.nextInt(5);
        for (int i = 0; i < fields; i++) {
            builder.field("f" + i + (random.nextInt(8) == 0 ? "\"\u00e9" : ""), schema(depth - 1));
        }
        return builder;
    }

    Object value(Schema schema, boolean nulls) {
        if (nulls && schema.isOptional() && random.nextInt(3) == 0) {
            return null;
        }
        Object logical = schema.name() == null ? null : logical(schema);
        return logical == null ? plain(schema, nulls) : logical;
    }

    private Object logical(Schema schema) {
        return switch (schema.name()) {
            case Decimal.LOGICAL_NAME ->
                new BigDecimal(
                        new BigInteger(random.nextInt(90) + 1, random).negate(),
                        Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD)));
            case Date.LOGICAL_NAME -> new java.util.Date(DAY * (random.nextInt(40_000) - 20_000));
            case Time.LOGICAL_NAME -> new java.util.Date(random.nextInt((int) DAY));
            case Timestamp.LOGICAL_NAME -> new java.util.Date(random.nextLong() >> 20);
            default -> null;
        };
    }

    private Object plain(Schema schema, boolean nulls) {
        return switch (schema.type()) {
            case INT8 -> (byte) random.nextInt();
            case INT16 -> (short) random.nextInt();
            case INT32 -> random.nextInt();
            case INT64 -> random.nextLong() >> random.nextInt(60);
            case FLOAT32 -> Float.intBitsToFloat(random.nextInt());
            case FLOAT64 -> random.nextBoolean() ? random.nextGaussian() : Double.longBitsToDouble(random.nextLong());
            case BOOLEAN -> random.nextBoolean();
            case STRING -> text();
            case BYTES -> bytes();
            case ARRAY -> array(schema, nulls);
            case MAP -> map(schema, nulls);
            case STRUCT -> struct(schema, nulls);
        };
    }

    private Object bytes() {
        byte[] bytes = new byte[random.nextInt(10)];
        random.nextBytes(bytes);
        return random.nextBoolean() ? bytes : ByteBuffer.wrap(bytes);
    }

    private List<Object> array(Schema schema, boolean nulls) {
        List<Object> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.add(value(schema.valueSchema(), nulls));
        }
        return values;
    }

    private Map<Object, Object> map(Schema schema, boolean nulls) {
        Map<Object, Object> values = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.put(value(schema.keySchema(), false), value(schema.valueSchema(), nulls));
        }
        return values;
    }

    private Struct struct(Schema schema, boolean nulls) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            boolean unset = field.schema().defaultValue() != null && random.nextInt(3) == 0;
            if (!unset) {
                struct.put(field, value(field.schema(), nulls));
            }
        }
        return struct;
    }

    /** A value without schema, as a connector without schemas hands it over. */
    Object schemaless(int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 9)) {
            case 0 -> null;
            case 1 -> (byte) random.nextInt();
            case 2 -> random.nextInt();
            case 3 -> random.nextLong();
            case 4 -> random.nextFloat();
            case 5 -> random.nextGaussian();
            case 6 -> random.nextBoolean();
            case 7 -> text();
            case 8 -> bytes();
            case 9 -> {
                List<Object> values = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    values.add(schemaless(depth - 1));
                }
                yield values;
            }
            default -> {
                Map<Object, Object> values = new HashMap<>();
                boolean mixed = random.nextInt(4) == 0;
                for (int i = random.nextInt(4); i > 0; i--) {
                    values.put(mixed ? (Object) random.nextInt() : text(), schemaless(depth - 1));
                }
                yield values;
            }
        };
    }

    String text() {
        String[] parts = {"a", "Z", "\"", "\\", "/", "\n", "\u0001", "\u00e9", "\u20ac", "\ud83d\ude00", " ", "0"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }
}
