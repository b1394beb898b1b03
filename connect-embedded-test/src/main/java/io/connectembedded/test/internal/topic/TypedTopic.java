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
package io.connectembedded.test.internal.topic;

import io.connectembedded.test.TestTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A topic seen through two serdes. */
final class TypedTopic<K, V> implements TestTopic<K, V> {

    private static final Duration SEND_LIMIT = Duration.ofSeconds(30);

    private final String name;
    private final TopicClients clients;
    private final Serde<K> keys;
    private final Serde<V> values;

    private TypedTopic(String name, TopicClients clients, Serde<K> keys, Serde<V> values) {
        this.name = name;
        this.clients = clients;
        this.keys = keys;
        this.values = values;
    }

    static TypedTopic<String, String> strings(String name, TopicClients clients) {
        return new TypedTopic<>(name, clients, Serdes.String(), Serdes.String());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public <A, B> TestTopic<A, B> as(Class<A> key, Class<B> value) {
        return new TypedTopic<>(name, clients, Serdes.serdeFrom(key), Serdes.serdeFrom(value));
    }

    @Override
    public void send(@Nullable K key, @Nullable V value) {
        Producer<byte[], byte[]> producer = clients.producer();
        await(producer.send(record(key, value)));
    }

    @Override
    public void sendValues(List<? extends V> toSend) {
        Producer<byte[], byte[]> producer = clients.producer();
        List<Future<?>> sent = new ArrayList<>(toSend.size());
        for (V value : toSend) {
            sent.add(producer.send(record(null, value)));
        }
        sent.forEach(this::await);
    }

    @Override
    public List<V> values() {
        return values(new TopicReader(name, clients).now());
    }

    @Override
    public List<V> awaitValues(int count, Duration limit) {
        return values(new TopicReader(name, clients).await(count, limit, record -> String.valueOf(value(record))));
    }

    @Override
    public List<SinkRecord> records() {
        return new TopicReader(name, clients)
                .now().stream().map(this::sinkRecord).toList();
    }

    private SinkRecord sinkRecord(ConsumerRecord<byte[], byte[]> record) {
        ConnectHeaders headers = new ConnectHeaders();
        record.headers().forEach(header -> headers.addBytes(header.key(), header.value()));
        return new SinkRecord(
                record.topic(),
                record.partition(),
                null,
                deserialized(keys, record.key(), "key", record),
                null,
                value(record),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                headers);
    }

    private ProducerRecord<byte[], byte[]> record(@Nullable K key, @Nullable V value) {
        return new ProducerRecord<>(
                name,
                keys.serializer().serialize(name, key),
                values.serializer().serialize(name, value));
    }

    private void await(Future<?> sent) {
        try {
            sent.get(SEND_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw notSent(Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            throw notSent(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notSent(e);
        }
    }

    private IllegalStateException notSent(Throwable cause) {
        return new IllegalStateException("Topic " + name + " did not take a record: " + cause.getMessage(), cause);
    }

    private List<V> values(List<ConsumerRecord<byte[], byte[]>> records) {
        List<V> all = new ArrayList<>(records.size());
        records.forEach(record -> all.add(value(record)));
        return Collections.unmodifiableList(all);
    }

    private V value(ConsumerRecord<byte[], byte[]> record) {
        return deserialized(values, record.value(), "value", record);
    }

    private <T> T deserialized(Serde<T> serde, byte[] bytes, String what, ConsumerRecord<byte[], byte[]> record) {
        try {
            return serde.deserializer().deserialize(name, bytes);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "The " + what + " of " + TopicReader.describe(record) + " is not of the type this topic is read as,"
                            + " see as(key, value): " + e.getMessage(),
                    e);
        }
    }
}
