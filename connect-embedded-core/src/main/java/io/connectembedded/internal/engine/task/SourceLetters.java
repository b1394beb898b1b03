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
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.offset.OffsetJson;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Dead letters of a source: the record the plug-in gave, before any transformation. */
final class SourceLetters implements Letters<SourceRecord> {

    private final String connector;
    private final LetterBytes bytes;

    SourceLetters(String connector, LetterBytes bytes) {
        this.connector = connector;
        this.bytes = bytes;
    }

    @Override
    public ProducerRecord<byte[], byte[]> letter(String topic, SourceRecord original) {
        Headers headers = bytes.headers(original);
        return new ProducerRecord<>(
                topic,
                null,
                timestamp(original),
                bytes.key(original, headers),
                bytes.value(original, headers),
                headers);
    }

    private static @Nullable Long timestamp(SourceRecord original) {
        Long timestamp = original.timestamp();
        return timestamp == null || timestamp < 0 ? null : timestamp;
    }

    @Override
    public void origin(SourceRecord original, BiConsumer<String, String> header) {
        header.accept("topic", String.valueOf(original.topic()));
        if (original.kafkaPartition() != null) {
            header.accept("partition", original.kafkaPartition().toString());
        }
        header.accept("source.partition", text(() -> OffsetJson.partition(connector, original.sourcePartition())));
        header.accept("source.offset", text(() -> OffsetJson.offset(connector, original.sourceOffset())));
    }

    /** One that has no such form cannot be stored either: why not is told in its place. */
    private static String text(Callable<@Nullable String> made) {
        try {
            return String.valueOf(made.call());
        } catch (Exception e) {
            return Failures.messageOf(e);
        }
    }
}
