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
import io.connectembedded.internal.transform.TaskConverters;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/**
 * A plug-in's record in bytes, whatever is wrong with it: as the task's converters write it; what they cannot write, as
 * JSON with its schema; what has no such form, as its own text.
 */
final class LetterBytes {

    private final TaskConverters converters;
    private final JsonConverter json = JsonConverter.withSchemas();

    LetterBytes(TaskConverters converters) {
        this.converters = converters;
    }

    Headers headers(ConnectRecord<?> record) {
        Headers headers = new RecordHeaders();
        String topic = record.topic();
        for (Header each : record.headers()) {
            Callable<byte @Nullable []> own =
                    () -> converters.header().fromConnectHeader(topic, each.key(), each.schema(), each.value());
            headers.add(each.key(), bytes(own, each.schema(), each.value()));
        }
        return headers;
    }

    byte @Nullable [] key(ConnectRecord<?> record, Headers headers) {
        return bytes(converters.key(), record.topic(), headers, record.keySchema(), record.key());
    }

    byte @Nullable [] value(ConnectRecord<?> record, Headers headers) {
        return bytes(converters.value(), record.topic(), headers, record.valueSchema(), record.value());
    }

    private byte @Nullable [] bytes(
            Converter converter, String topic, Headers headers, @Nullable Schema schema, @Nullable Object value) {
        return bytes(() -> converter.fromConnectData(topic, headers, schema, value), schema, value);
    }

    private byte @Nullable [] bytes(Callable<byte @Nullable []> own, @Nullable Schema schema, @Nullable Object value) {
        try {
            return own.call();
        } catch (Exception e) {
            return value == null ? null : asJson(schema, value);
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
}
