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
package io.connectembedded.test;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A topic of a {@link KafkaBroker}, read from its beginning and written with one call. Immutable and thread-safe; it
 * holds no position, so each read starts at the beginning again. Reads see committed records only.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public interface TestTopic<K, V> {

    /** The name on the broker. */
    String name();

    /**
     * The same topic with other types: {@code String}, {@code byte[]}, {@code ByteBuffer}, {@code Bytes}, {@code UUID},
     * {@code Boolean}, {@code Short}, {@code Integer}, {@code Long}, {@code Float}, {@code Double} or {@code Void}, in
     * the format of Kafka's own serializers.
     *
     * @throws IllegalArgumentException for any other class
     */
    <A, B> TestTopic<A, B> as(Class<A> key, Class<B> value);

    /**
     * Writes one record and returns when the broker has it.
     *
     * @throws IllegalStateException if the broker does not take it within 30 s, or does not run
     */
    void send(@Nullable K key, @Nullable V value);

    /**
     * Writes records without keys, in order, and returns when the broker has them all.
     *
     * @throws IllegalStateException as {@link #send}
     */
    void sendValues(List<? extends V> values);

    /**
     * The values on the topic at this moment, a tombstone as {@code null}. Ordered within a partition, not across.
     *
     * @throws IllegalStateException if the broker does not run or a value is not of type {@code V}
     */
    List<V> values();

    /**
     * Waits until the topic holds at least {@code count} records, then returns the values of all it holds, like
     * {@link #values()}: a duplicate or a record too many is seen, not cut off.
     *
     * @throws AssertionError if fewer came within the limit; it names the topic and shows the values that came
     * @throws IllegalStateException as {@link #values()}
     */
    List<V> awaitValues(int count, Duration limit);

    /**
     * The records at this moment as a sink would get them: keys and values of the types of this topic, headers as they
     * are, with partition, offset and timestamp. Schemas are those of Connect data where the topic has converters, else
     * null.
     *
     * @throws IllegalStateException as {@link #values()}
     */
    List<SinkRecord> records();
}
