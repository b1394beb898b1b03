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

import io.connectembedded.JsonConverter;
import io.connectembedded.internal.error.Letters;
import io.connectembedded.internal.offset.OffsetJson;
import io.connectembedded.internal.transform.TaskConverters;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters of a source: the record the plug-in gave, as the task's converters write it; what they cannot write, as
 * JSON with its schema; what has no such form, as its own text.
 */
final class SourceLetters implements Letters<SourceRecord> {

    private final String connector;
    private final TaskConverters converters;
    private final JsonConverter json = JsonConverter.withSchemas();

    SourceLetters(String connector, TaskConverters converters) {
        this.connector = connector;
        this.converters = converters;
    }

    @Override
    public ProducerRecord<byte[], byte[]> letter(String topic, SourceRecord original) {
        Headers headers = headers(original);
        return new ProducerRecord<>(
                topic,
                null,
                timestamp(original),
                bytes(converters.key(), original.topic(), headers, original.keySchema(), original.key()),
                bytes(converters.value(), original.topic(), headers, original.valueSchema(), original.value()),
                headers);
    }

    private static @Nullable Long timestamp(SourceRecord original) {
        Long timestamp = original.timestamp();
        return timestamp == null || timestamp < 0 ? null : timestamp;
    }

    private Headers headers(SourceRecord original) {
        Headers headers = new RecordHeaders();
        String topic = original.topic();
        for (Header each : original.headers()) {
            headers.add(
                    each.key(),
                    bytes(
                            () -> converters.header().fromConnectHeader(topic, each.key(), each.schema(), each.value()),
                            each.schema(),
                            each.value()));
        }
        return headers;
    }

    private byte @Nullable [] bytes(
            Converter converter, String topic, Headers headers, @Nullable Schema schema, @Nullable Object value) {
        return bytes(() -> converter.fromConnectData(topic, headers, schema, value), schema, value);
    }

    private byte @Nullable [] bytes(Callable<byte @Nullable []> own, @Nullable Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        try {
            return own.call();
        } catch (Exception e) {
            return asJson(schema, value);
        }
    }

    private byte @Nullable [] asJson(@Nullable Schema schema, Object value) {
        try {
            return json.fromConnectData("", schema, value);
        } catch (RuntimeException e) {
            return asText(value).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** The last resort must not fail: the class says more than nothing. */
    private static String asText(Object value) {
        try {
            return String.valueOf(value);
        } catch (RuntimeException e) {
            return value.getClass().getName();
        }
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

    /** One that has no such form cannot be stored either, and is told as what it says of itself. */
    private static String text(Callable<@Nullable String> made) {
        try {
            return String.valueOf(made.call());
        } catch (Exception e) {
            return String.valueOf(e.getMessage());
        }
    }
}
