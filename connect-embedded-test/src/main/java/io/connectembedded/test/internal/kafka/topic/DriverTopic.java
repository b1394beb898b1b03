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

import io.connectembedded.test.TestTopic;
import io.connectembedded.test.internal.kafka.DriverKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.jspecify.annotations.Nullable;

/** A topic of the driver's Kafka in some form: Connect data through converters, or one of Kafka's own formats. */
public final class DriverTopic<K, V> implements TestTopic<K, V> {

    private final String name;
    private final DriverKafka kafka;
    private final TopicForm<K> keys;
    private final TopicForm<V> values;
    private final @Nullable HeaderConverter headers;

    private DriverTopic(
            String name, DriverKafka kafka, TopicForm<K> keys, TopicForm<V> values, @Nullable HeaderConverter headers) {
        this.name = name;
        this.kafka = kafka;
        this.keys = keys;
        this.values = values;
        this.headers = headers;
    }

    /** Connect data through these converters, which stay the caller's to close. Creates nothing. */
    public static DriverTopic<Object, Object> connectData(
            String name, DriverKafka kafka, Converter key, Converter value, HeaderConverter headers) {
        return new DriverTopic<>(name, kafka, new ConverterForm(key), new ConverterForm(value), headers);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public <A, B> TestTopic<A, B> as(Class<A> key, Class<B> value) {
        return new DriverTopic<>(name, kafka, SerdeForm.of(key), SerdeForm.of(value), null);
    }

    @Override
    public void send(@Nullable K key, @Nullable V value) {
        Headers written = new RecordHeaders();
        byte[] keyBytes = written(keys, key, "key", written);
        byte[] valueBytes = written(values, value, "value", written);
        kafka.append(new ProducerRecord<>(name, null, null, keyBytes, valueBytes, written));
    }

    private <T> byte @Nullable [] written(TopicForm<T> form, @Nullable T data, String what, Headers written) {
        try {
            return form.bytes(name, written, data);
        } catch (RuntimeException e) {
            throw new DataException(
                    "The " + what + " is not of the type topic " + name + " is written as, see as(key, value): "
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public void sendValues(List<? extends V> toSend) {
        toSend.forEach(value -> send(null, value));
    }

    @Override
    public List<V> values() {
        List<ConsumerRecord<byte[], byte[]>> records = kafka.records(name);
        List<V> all = new ArrayList<>(records.size());
        records.forEach(record -> all.add(value(record).value()));
        return Collections.unmodifiableList(all);
    }

    /** Does not wait: nothing would come meanwhile. */
    @Override
    public List<V> awaitValues(int count, Duration limit) {
        List<V> came = values();
        if (came.size() < count) {
            String what = kafka.partitions(name) == 0 ? "the topic does not exist" : came.size() + " came: " + came;
            throw new AssertionError("Topic " + name + ": expected at least " + count + " records, but " + what
                    + "; a driver never waits, so let it settle or move it before");
        }
        return came;
    }

    @Override
    public List<SinkRecord> records() {
        return kafka.records(name).stream().map(this::sinkRecord).toList();
    }

    private SinkRecord sinkRecord(ConsumerRecord<byte[], byte[]> record) {
        TopicForm.Read<K> key = read(keys, record.key(), "key", record);
        TopicForm.Read<V> value = value(record);
        return new SinkRecord(
                name,
                record.partition(),
                key.schema(),
                key.value(),
                value.schema(),
                value.value(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                headers(record));
    }

    private ConnectHeaders headers(ConsumerRecord<byte[], byte[]> record) {
        ConnectHeaders converted = new ConnectHeaders();
        HeaderConverter converter = headers;
        for (Header header : record.headers()) {
            if (converter == null) {
                converted.addBytes(header.key(), header.value());
            } else {
                converted.add(header.key(), converter.toConnectHeader(name, header.key(), header.value()));
            }
        }
        return converted;
    }

    private TopicForm.Read<V> value(ConsumerRecord<byte[], byte[]> record) {
        return read(values, record.value(), "value", record);
    }

    private <T> TopicForm.Read<T> read(
            TopicForm<T> form, byte @Nullable [] bytes, String what, ConsumerRecord<byte[], byte[]> record) {
        try {
            return form.read(name, record.headers(), bytes);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "The " + what + " of " + name + "-" + record.partition() + "@" + record.offset()
                            + " is not of the type this topic is read as, see as(key, value): " + e.getMessage(),
                    e);
        }
    }
}
