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
package io.connectembedded.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON text as plain Java values: {@code Map} (in the text's order), {@code List}, {@code String}, {@code Long},
 * {@code Double}, {@code Boolean} and null. A whole number beyond 64 bits is a {@code BigInteger}, a decimal one that
 * a double would change is a {@code BigDecimal}. Of equal keys the last wins. Thread-safe.
 */
public final class JsonText {

    private static final int LENT_BUFFERS = 8;

    // No thread-local buffers: callers are threads of the host as often as ours. A few are lent to whoever comes.
    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .recyclerPool(JsonRecyclerPools.newBoundedPool(LENT_BUFFERS))
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private JsonText() {}

    /**
     * Reads one JSON value.
     *
     * @throws IllegalArgumentException if the text is not exactly one JSON value; names line and column and never
     *     shows the text, which may hold secrets
     */
    public static @Nullable Object parse(String text) {
        return JsonTextReader.read(text);
    }

    /**
     * Reads one JSON object.
     *
     * @throws IllegalArgumentException as {@link #parse}, or if the value is not an object
     */
    public static Map<String, @Nullable Object> parseObject(String text) {
        return JsonTextReader.readObject(text);
    }

    /**
     * The fields of one JSON object as text: what a string says, and of an object its text, to the character.
     *
     * @throws IllegalArgumentException as {@link #parseObject}, or if a field is neither
     */
    public static Map<String, String> texts(String text) {
        return JsonTextReader.texts(text);
    }

    /**
     * Whether this is one JSON object and nothing else, that may stand in a line and comes back from UTF-8 as it is.
     */
    public static boolean isObjectInOneLine(String text) {
        return JsonTextReader.isObjectInOneLine(text);
    }

    /**
     * Writes compact JSON in the maps' iteration order, to the byte what Connect's JSON converter writes without
     * schemas: {@code byte[]} and {@code ByteBuffer} as base64, {@code NaN} as a string.
     *
     * @throws IllegalArgumentException if a key is not a string or a value's class has no JSON form; names its path
     */
    public static String write(@Nullable Object value) {
        return JsonTextWriter.write(value);
    }
}
