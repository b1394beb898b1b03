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

import java.util.Objects;

/**
 * A sink made of a function of the host; for {@code ConnectorSpec.sink(name, inAppSink)}. Immutable. The function runs on
 * task threads: with several tasks it is called concurrently and must be thread-safe.
 *
 * @param <T> the class of values
 */
public final class InAppSink<T> {
    private final Class<T> type;
    private final SinkHandler<SinkBatch<T>> batches;

    private InAppSink(Class<T> type, SinkHandler<SinkBatch<T>> batches) {
        this.type = type;
        this.batches = batches;
    }

    /**
     * A function that is given whole batches. A {@link org.apache.kafka.connect.errors.RetriableException} of it means the
     * batch again, with back-off; anything else goes to the error policy, with {@code errors.bisect} for exactly the
     * records at fault.
     *
     * @param type the class of values: {@code Object} or a class the converter gives, such as {@code String}, {@code
     *     byte[]}, a number, {@code Map}, {@code List} or {@code Struct}, taken as it is; or a Java record, which is made of
     *     a {@code Struct} or a {@code Map}. A value of another class goes to the error policy, and the rest of its batch on
     * @param handler the function
     * @throws IllegalArgumentException when the type is primitive
     */
    public static <T> InAppSink<T> batches(Class<T> type, SinkHandler<SinkBatch<T>> handler) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(handler, "handler");
        if (type.isPrimitive()) {
            throw new IllegalArgumentException(
                    "Values are objects: name the class of " + type + " with a capital letter");
        }
        return new InAppSink<>(type, handler);
    }

    /** The class of values. */
    public Class<T> type() {
        return type;
    }

    /** The function that is given batches. */
    public SinkHandler<SinkBatch<T>> batchHandler() {
        return batches;
    }

    @Override
    public String toString() {
        return "InAppSink.batches(" + type.getName() + ")";
    }
}
