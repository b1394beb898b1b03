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
package io.connectembedded.internal.sink;

import io.connectembedded.internal.error.ErrorHandling;
import io.connectembedded.internal.error.Stage;
import io.connectembedded.internal.transform.TaskConverters;
import io.connectembedded.internal.transform.TransformationChain;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.runtime.InternalSinkRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The way of one record from Kafka's bytes to what the task is put: key, value, headers, transformations. A step that
 * fails is done again alone, as the error handling says. Task thread.
 */
final class RecordSteps {

    private final TaskConverters converters;
    private final TransformationChain<SinkRecord> transforms;
    private final ErrorHandling<ConsumerRecord<byte[], byte[]>> errors;
    private boolean gaveUp;
    private String step = "convert"; // for messages; another thread may read an old one

    RecordSteps(SinkTaskParts.Steps steps) {
        this.converters = steps.converters();
        this.transforms = steps.transforms();
        this.errors = steps.errors();
    }

    /** Null when a transformation dropped the record, or it was given up after a failure. */
    @Nullable
    InternalSinkRecord apply(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        errors.processing(record);
        gaveUp = false;
        ConsumedRecord converted = convert(record);
        if (converted == null) {
            gaveUp = true;
            return null;
        }
        return transforms.isEmpty() ? converted : transform(converted);
    }

    /** Whether the last null was a failure, whose reports are then those that {@code ErrorHandling.reported} tells. */
    boolean gaveUp() {
        return gaveUp;
    }

    /** Convert or transform. */
    String step() {
        return step;
    }

    private @Nullable ConsumedRecord convert(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        SchemaAndValue key = key(record);
        SchemaAndValue value = key == null ? null : value(record);
        ConnectHeaders headers = value == null ? null : headers(record);
        return key == null || value == null || headers == null ? null : new ConsumedRecord(record, key, value, headers);
    }

    private @Nullable InternalSinkRecord transform(ConsumedRecord converted) throws InterruptedException {
        step = "transform";
        SinkRecord made = transforms.apply(converted);
        step = "convert";
        if (made == null) {
            gaveUp = transforms.gaveUp();
            return null;
        }
        return converted.became(made);
    }

    private @Nullable SchemaAndValue key(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        int attempt = 0;
        while (true) {
            try {
                return present(converters.key().toConnectData(record.topic(), record.headers(), record.key()));
            } catch (Exception e) {
                if (!errors.again(attempt, Stage.KEY_CONVERTER, converters.keyClass(), e)) {
                    return null;
                }
                attempt++;
            }
        }
    }

    private @Nullable SchemaAndValue value(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        int attempt = 0;
        while (true) {
            try {
                return present(converters.value().toConnectData(record.topic(), record.headers(), record.value()));
            } catch (Exception e) {
                if (!errors.again(attempt, Stage.VALUE_CONVERTER, converters.valueClass(), e)) {
                    return null;
                }
                attempt++;
            }
        }
    }

    private @Nullable ConnectHeaders headers(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        int attempt = 0;
        while (true) {
            try {
                return converted(record);
            } catch (Exception e) {
                if (!errors.again(attempt, Stage.HEADER_CONVERTER, converters.headerClass(), e)) {
                    return null;
                }
                attempt++;
            }
        }
    }

    private ConnectHeaders converted(ConsumerRecord<byte[], byte[]> record) {
        ConnectHeaders headers = new ConnectHeaders();
        for (Header header : record.headers()) {
            headers.add(
                    header.key(),
                    present(converters.header().toConnectHeader(record.topic(), header.key(), header.value())));
        }
        return headers;
    }

    private static SchemaAndValue present(@Nullable SchemaAndValue converted) {
        if (converted == null) {
            throw new DataException("The converter answered null; for no data it has to answer SchemaAndValue.NULL");
        }
        return converted;
    }
}
