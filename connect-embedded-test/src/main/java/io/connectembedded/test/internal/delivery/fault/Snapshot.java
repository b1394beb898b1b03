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
package io.connectembedded.test.internal.delivery.fault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Copies what a plug-in may change later; equal copies mean equal content. What cannot change is its own copy. */
final class Snapshot {

    private record Bytes(byte[] bytes) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private record Fields(Schema schema, Map<String, @Nullable Object> values) {

        /** Without the schema, which costs more than it tells apart. */
        @Override
        public int hashCode() {
            return values.hashCode();
        }

        @Override
        public String toString() {
            return "Struct" + values;
        }
    }

    private Snapshot() {}

    static @Nullable Object of(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return new Bytes(bytes.clone());
        } else if (value instanceof ByteBuffer buffer) {
            return new Bytes(content(buffer));
        } else if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(of(key), of(item)));
            return copy;
        } else if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(item -> copy.add(of(item)));
            return copy;
        } else if (value instanceof Set<?> set) {
            Set<@Nullable Object> copy = new HashSet<>();
            set.forEach(item -> copy.add(of(item)));
            return copy;
        }
        return value instanceof Struct struct ? fields(struct) : value;
    }

    private static Fields fields(Struct struct) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        for (Field field : struct.schema().fields()) {
            copy.put(field.name(), of(struct.getWithoutDefault(field.name())));
        }
        return new Fields(struct.schema(), copy);
    }

    /** All of it, wherever a reader has come to. */
    private static byte[] content(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.limit()];
        buffer.duplicate().rewind().get(bytes);
        return bytes;
    }
}
