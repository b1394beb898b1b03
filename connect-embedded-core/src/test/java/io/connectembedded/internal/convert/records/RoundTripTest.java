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

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.JsonConverter;
import io.connectembedded.inapp.Records;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Struct;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records of random contents, the same for the same seed, come back from Connect data, and from JSON, as they were. */
class RoundTripTest {

    private static final int ROUNDS = 2_000;

    private enum Colour {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "not its name";
            }
        }
    }

    private record Inner(@Nullable Colour colour, float f, Optional<Instant> at) {}

    private record Pair<A, B>(A first, B second) {}

    private record All(
            boolean yes,
            byte b,
            Short s,
            int i,
            long l,
            @Nullable Double d,
            @Nullable String text,
            UUID id,
            ByteBuffer buffer,
            BigDecimal decimal,
            LocalDate day,
            LocalTime time,
            List<Inner> inners,
            Set<Long> numbers,
            Map<String, List<@Nullable Integer>> map,
            Pair<Inner, Optional<Pair<String, Long>>> pair) {}

    private final Random random = new Random(7);

    @Test
    void records_come_back_from_structs() {
        for (int i = 0; i < ROUNDS; i++) {
            All all = all();
            Struct struct = Records.toStruct(all);
            struct.validate();
            assertThat(Records.fromStruct(All.class, struct)).isEqualTo(all);
        }
    }

    @Test
    void records_come_back_from_json_with_schemas_and_without() {
        JsonConverter with = JsonConverter.withSchemas();
        JsonConverter without = new JsonConverter();
        without.configure(Map.of("schemas.enable", false, "decimal.format", "NUMERIC"), false);
        for (JsonConverter json : List.of(with, without)) {
            for (int i = 0; i < ROUNDS / 4; i++) {
                All all = all();
                Struct struct = Records.toStruct(all);
                byte[] bytes = json.fromConnectData("t", struct.schema(), struct);
                Object value = json.toConnectData("t", bytes).value();
                assertThat(Records.fromConnect(All.class, value))
                        .usingComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                        .usingRecursiveComparison()
                        .isEqualTo(all);
            }
        }
    }

    @Test
    void a_record_class_goes_with_its_loader() throws Exception {
        WeakReference<Class<?>> gone = used();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return gone.refersTo(null);
        });
    }

    private static WeakReference<Class<?>> used() throws Exception {
        Class<?> type = new Guest().define(Visitor.class);
        Record value = (Record) type.getDeclaredConstructors()[0].newInstance("a", List.of(1L));
        Struct struct = Records.toStruct(value);
        // Not by its equals: what the JDK makes for that keeps the class itself.
        assertThat(Records.fromConnect(type, struct)).isExactlyInstanceOf(type).isNotInstanceOf(Visitor.class);
        return new WeakReference<>(type);
    }

    public record Visitor(String name, List<Long> visits) {}

    private static final class Guest extends ClassLoader {
        private Guest() {
            super(RoundTripTest.class.getClassLoader());
        }

        private Class<?> define(Class<?> type) throws IOException {
            try (InputStream in = type.getResourceAsStream("RoundTripTest$Visitor.class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(type.getName(), bytes, 0, bytes.length);
            }
        }
    }

    private All all() {
        return new All(
                random.nextBoolean(),
                (byte) random.nextInt(),
                (short) random.nextInt(),
                random.nextInt(),
                random.nextLong(),
                maybe(random::nextGaussian),
                maybe(this::text),
                new UUID(random.nextLong(), random.nextLong()),
                ByteBuffer.wrap(bytes()),
                // What a double can tell: JSON without schemas is read into those.
                new BigDecimal(new BigInteger(45, random), Records.DECIMAL_SCALE),
                LocalDate.ofEpochDay(random.nextInt(200_000) - 100_000),
                LocalTime.ofNanoOfDay(TimeUnit.MILLISECONDS.toNanos(random.nextInt(86_400_000))),
                many(this::inner),
                new HashSet<>(many(random::nextLong)),
                map(),
                new Pair<>(inner(), Optional.ofNullable(maybe(() -> new Pair<>(text(), random.nextLong())))));
    }

    private Inner inner() {
        return new Inner(
                maybe(() -> Colour.values()[random.nextInt(2)]),
                random.nextFloat(),
                Optional.ofNullable(maybe(() -> Instant.ofEpochMilli(random.nextLong() >> 16))));
    }

    private Map<String, List<@Nullable Integer>> map() {
        Map<String, List<@Nullable Integer>> map = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(text(), many(() -> maybe(random::nextInt)));
        }
        return map;
    }

    private <T extends @Nullable Object> List<T> many(Supplier<T> each) {
        List<T> many = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            many.add(each.get());
        }
        return many;
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? null : value.get();
    }

    private String text() {
        return Integer.toString(random.nextInt(), 36);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(9)];
        random.nextBytes(bytes);
        return bytes;
    }
}
