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
package io.connectembedded.internal.source;

import io.connectembedded.internal.error.ErrorHandling;
import io.connectembedded.internal.error.Stage;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.transform.TaskConverters;
import io.connectembedded.internal.transform.TransformationChain;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * What is done to a record between poll and send: transformations, then headers, key and value to bytes. A step that
 * fails is done again, it alone, as often as the error handling says. Task thread.
 */
final class SourceSteps {

    private final TransformationChain<SourceRecord> transforms;
    private final TaskConverters converters;
    private final ErrorHandling<SourceRecord> errors;
    private boolean gaveUp;
    private String stage = "transform"; // for messages; another thread may read an old one

    SourceSteps(SourceTaskParts.Steps steps) {
        this.transforms = steps.transforms();
        this.converters = steps.converters();
        this.errors = steps.errors();
    }

    /** Null when a transformation dropped the record, or it was {@linkplain #gaveUp given up}. */
    @Nullable
    ProducerRecord<byte[], byte[]> apply(SourceRecord original) throws InterruptedException {
        errors.processing(original);
        gaveUp = false;
        SourceRecord record = original;
        if (!transforms.isEmpty()) {
            stage = "transform";
            record = transforms.apply(original);
            if (record == null) {
                gaveUp = transforms.gaveUp();
                return null;
            }
        }
        stage = "convert";
        return converted(record);
    }

    /** Whether the last null was a failure, and not a transformation's own answer. */
    boolean gaveUp() {
        return gaveUp;
    }

    String stage() {
        return stage;
    }

    private @Nullable ProducerRecord<byte[], byte[]> converted(SourceRecord record) throws InterruptedException {
        Stage step = Stage.HEADER_CONVERTER;
        Headers headers = null;
        byte[] key = null;
        int attempt = 0;
        while (true) {
            try {
                if (step == Stage.HEADER_CONVERTER) {
                    headers = converters.kafkaHeaders(record);
                    step = Stage.KEY_CONVERTER;
                    attempt = 0;
                }
                if (step == Stage.KEY_CONVERTER) {
                    key = converters.key().fromConnectData(record.topic(), headers, record.keySchema(), record.key());
                    step = Stage.VALUE_CONVERTER;
                    attempt = 0;
                }
                byte[] value = converters
                        .value()
                        .fromConnectData(record.topic(), headers, record.valueSchema(), record.value());
                return forKafka(record, headers, key, value);
            } catch (InvalidRecordException e) {
                throw e;
            } catch (Exception e) {
                if (!errors.again(attempt, step, converter(step), e)) {
                    gaveUp = true;
                    return null;
                }
                attempt++;
            }
        }
    }

    private Class<?> converter(Stage step) {
        return switch (step) {
            case HEADER_CONVERTER -> converters.headerClass();
            case KEY_CONVERTER -> converters.keyClass();
            default -> converters.valueClass();
        };
    }

    private static ProducerRecord<byte[], byte[]> forKafka(
            SourceRecord record, @Nullable Headers headers, byte @Nullable [] key, byte @Nullable [] value) {
        try {
            return new ProducerRecord<>(
                    record.topic(), record.kafkaPartition(), timestamp(record), key, value, headers);
        } catch (IllegalArgumentException e) {
            throw new InvalidRecordException(
                    "A record for topic " + record.topic() + " at source offset " + record.sourceOffset()
                            + " is not one for Kafka (" + Failures.messageOf(e)
                            + "); correct the connector or its transforms",
                    e);
        }
    }

    private static @Nullable Long timestamp(SourceRecord record) {
        Long timestamp = record.timestamp();
        return timestamp == null || timestamp == -1L ? null : timestamp;
    }

    /** What the record takes in the producer's memory, but for a few bytes. */
    static int bytes(ProducerRecord<byte[], byte[]> record) {
        int bytes = length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            bytes += header.key().length() + length(header.value());
        }
        return bytes;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** No step's failure, so it is neither tried again nor tolerated, as in Connect. */
    private static final class InvalidRecordException extends ConnectException {

        private static final long serialVersionUID = 1L;

        InvalidRecordException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
