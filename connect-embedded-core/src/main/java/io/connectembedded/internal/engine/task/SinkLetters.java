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
package io.connectembedded.internal.engine.task;

import io.connectembedded.internal.error.Letters;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Dead letters of a sink: what was consumed, to the byte. */
final class SinkLetters implements Letters<ConsumerRecord<byte[], byte[]>> {

    @Override
    public ProducerRecord<byte[], byte[]> letter(String topic, ConsumerRecord<byte[], byte[]> original) {
        // Headers of its own: those of the original are the plug-in's, too.
        return new ProducerRecord<>(
                topic,
                null,
                timestamp(original),
                original.key(),
                original.value(),
                new RecordHeaders(original.headers().toArray()));
    }

    private static @Nullable Long timestamp(ConsumerRecord<?, ?> original) {
        return original.timestamp() < 0 ? null : Long.valueOf(original.timestamp());
    }

    @Override
    public void origin(ConsumerRecord<byte[], byte[]> original, BiConsumer<String, String> header) {
        header.accept("topic", original.topic());
        header.accept("partition", Integer.toString(original.partition()));
        header.accept("offset", Long.toString(original.offset()));
    }
}
