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

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The clients behind the topics of one broker: a shared admin client and producer, made when first needed, and a
 * consumer per read. None registers an MBean. Thread-safe.
 */
final class TopicClients {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Map<String, String> client;

    // Guarded by this.
    private boolean open;
    private @Nullable Admin admin;
    private @Nullable Producer<byte[], byte[]> producer;

    TopicClients(Map<String, String> client) {
        this.client = Map.copyOf(client);
    }

    synchronized void open() {
        open = true;
    }

    synchronized void close() {
        open = false;
        if (admin != null) {
            admin.close(CLOSE_LIMIT);
            admin = null;
        }
        if (producer != null) {
            producer.close(CLOSE_LIMIT);
            producer = null;
        }
    }

    synchronized Admin admin() {
        requireOpen();
        if (admin == null) {
            admin = Admin.create(settings(Map.of()));
        }
        return admin;
    }

    synchronized Producer<byte[], byte[]> producer() {
        requireOpen();
        if (producer == null) {
            producer = new KafkaProducer<>(
                    settings(Map.of("linger.ms", 0)), new ByteArraySerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    /** A new consumer without a group; the caller closes it. */
    synchronized Consumer<byte[], byte[]> consumer() {
        requireOpen();
        return new KafkaConsumer<>(
                settings(Map.of(
                        "enable.auto.commit",
                        false,
                        "allow.auto.create.topics",
                        false,
                        "isolation.level",
                        "read_committed",
                        // Closing waits for the fetch under way, which an idle topic answers after this time.
                        "fetch.max.wait.ms",
                        10,
                        "auto.offset.reset",
                        "earliest")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private Map<String, Object> settings(Map<String, Object> own) {
        Map<String, Object> settings = new HashMap<>(own);
        settings.putAll(client);
        settings.put("client.id", "test-topics");
        settings.put("retry.backoff.ms", 10);
        settings.put("reconnect.backoff.max.ms", 100);
        // No JMX reporter: tests that look for MBeans left behind must not find ours.
        settings.put("metric.reporters", "");
        settings.put("enable.metrics.push", false);
        return settings;
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException(
                    "The broker on " + client.get("bootstrap.servers") + " does not run; start() it first");
        }
    }
}
