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
package io.connectembedded.internal.log;

import io.connectembedded.internal.clients.refusal.Refusals;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes the clients of a log: addresses and security as given, but what order and durability rest on is set here.
 *
 * @param clientId of clients that are given none
 */
public record LogClients(
        String clientId, Map<String, Object> admin, Map<String, Object> producer, Map<String, Object> consumer) {

    /** Clients they are, for messages. */
    static final String WHOSE = "the worker";

    private static final Duration SHORTEST_DELIVERY = Duration.ofSeconds(1);
    private static final int REQUEST_TIMEOUT_MS = 30_000;

    /** A fetch that went out for some partitions only would keep the others waiting, half a second by default. */
    private static final String FETCH_WAIT_MS = "50";

    /** Meant for the records of connectors: they would see ours, or spread keys in another way than Connect does. */
    private static final List<String> OF_RECORDS = List.of(
            ProducerConfig.INTERCEPTOR_CLASSES_CONFIG,
            ProducerConfig.PARTITIONER_CLASS_CONFIG,
            ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);

    Admin newAdmin() {
        Map<String, Object> settings = settings(admin);
        return Refusals.of(WHOSE, settings).made(() -> Admin.create(settings));
    }

    Consumer<byte[], byte[]> newConsumer(String isolation) {
        Map<String, Object> settings = settings(consumer);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        settings.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS);
        return Refusals.of(WHOSE, settings)
                .made(() -> new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** As Connect's: not idempotent, so one request at a time. What was given up is not delivered much later. */
    Producer<byte[], byte[]> newProducer(Duration writeLimit) {
        Map<String, Object> settings = settings(producer);
        long delivery = Math.min(Integer.MAX_VALUE, Math.max(SHORTEST_DELIVERY.toMillis(), writeLimit.toMillis()));
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "false");
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
        settings.put(ProducerConfig.RETRIES_CONFIG, Integer.toString(Integer.MAX_VALUE));
        settings.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(Math.max(1, writeLimit.toMillis())));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Long.toString(delivery));
        settings.put(
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(Math.min(delivery, requestTimeout(settings))));
        return Refusals.of(WHOSE, settings)
                .made(() -> new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    private static long requestTimeout(Map<String, Object> settings) {
        Object chosen = settings.get(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
        return chosen == null
                ? REQUEST_TIMEOUT_MS
                : Long.parseLong(String.valueOf(chosen).trim());
    }

    private Map<String, Object> settings(Map<String, Object> given) {
        Map<String, Object> settings = new HashMap<>(given);
        settings.keySet().removeAll(OF_RECORDS);
        settings.putIfAbsent(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        return settings;
    }
}
