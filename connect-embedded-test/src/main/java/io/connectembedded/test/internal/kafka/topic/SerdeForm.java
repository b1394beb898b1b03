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
package io.connectembedded.test.internal.kafka.topic;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** One of Kafka's own formats. */
record SerdeForm<T>(Serde<T> serde) implements TopicForm<T> {

    /** @throws IllegalArgumentException for a class Kafka has no format for */
    static <T> SerdeForm<T> of(Class<T> type) {
        return new SerdeForm<>(Serdes.serdeFrom(type));
    }

    @Override
    public byte @Nullable [] bytes(String topic, Headers headers, @Nullable T value) {
        return serde.serializer().serialize(topic, headers, value);
    }

    @Override
    public Read<T> read(String topic, Headers headers, byte @Nullable [] bytes) {
        return new Read<>(null, serde.deserializer().deserialize(topic, headers, bytes));
    }
}
