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
package io.connectembedded.internal.clients;

import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.config.TransactionRules;
import io.connectembedded.internal.config.WorkerConfig;
import io.connectembedded.internal.config.policy.OverridePolicy;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigRequest.ClientType;

/**
 * The settings of each client: ours, then the worker's ({@code producer.*} and so on), then the connector's ({@code
 * producer.override.*}). Client ids are Connect's; only a second worker of the JVM puts its name in front.
 */
public final class ClientSettings {

    private static final String SERVERS = AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG;
    private static final long DEAD_LETTER_BLOCK_MS = 60_000;
    private static final int BATCH_BYTES = 128 * 1024;

    private final String workerName;
    private final WorkerConfig worker;
    private final String idPrefix;
    private final OverridePolicy policy;
    private volatile String clusterId = "";

    /** {@code policy} is asked before every client of a connector. */
    public ClientSettings(String workerName, WorkerConfig worker, String idPrefix, OverridePolicy policy) {
        this.workerName = workerName;
        this.worker = worker;
        this.idPrefix = idPrefix + (worker.clientId().isBlank() ? "" : worker.clientId() + "-");
        this.policy = policy;
    }

    /** Known once a broker has answered; from then on every client bears it in the context of its metrics. */
    public void clusterId(String id) {
        clusterId = id;
    }

    /** The labels of metrics, without their prefix: the worker's own, then whose they are. */
    public Map<String, String> metricsContext() {
        Map<String, String> labels = new LinkedHashMap<>(worker.metricsContext());
        if (!clusterId.isEmpty()) {
            labels.put("connect.kafka.cluster.id", clusterId);
        }
        return labels;
    }

    private void addMetricsContext(Map<String, Object> settings) {
        metricsContext().forEach((label, value) -> settings.put("metrics.context." + label, value));
    }

    /**
     * Connect's producer settings but for three, which are slow there for no gain in safety: idempotence keeps order
     * with five requests in flight, batches are larger, and nothing lingers while little comes.
     */
    public Map<String, Object> producer(ConnectorConfig connector, TaskId task) {
        return producer(connector, "connector-producer-" + task);
    }

    private Map<String, Object> producer(ConnectorConfig connector, String id) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, idPrefix + id);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "5");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(BATCH_BYTES));
        settings.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(Long.MAX_VALUE));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.toString(Integer.MAX_VALUE));
        Map<String, Object> chosen = worker.clientSettings("producer.");
        addMetricsContext(chosen);
        chosen.putAll(policy.allowed(connector, ClientType.PRODUCER));
        settings.putAll(chosen);
        keepOrder(settings, chosen);
        return settings;
    }

    /**
     * Of the producer of dead letters: as the task's own, but that a letter for which there is no room may hold its sender
     * no longer than a client usually does, and that it does not forget a topic that is seldom written.
     */
    public Map<String, Object> deadLetters(ConnectorConfig connector, TaskId task) {
        Map<String, Object> settings = producer(connector, task);
        Map<String, Object> chosen = worker.clientSettings("producer.");
        chosen.putAll(policy.allowed(connector, ClientType.PRODUCER));
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, idPrefix + "connector-dlq-producer-" + task);
        if (!chosen.containsKey(ProducerConfig.MAX_BLOCK_MS_CONFIG)) {
            settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(DEAD_LETTER_BLOCK_MS));
        }
        settings.putIfAbsent(
                ProducerConfig.METADATA_MAX_IDLE_CONFIG,
                Long.toString(Duration.ofDays(365).toMillis()));
        settings.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        return settings;
    }

    /**
     * Of the producer of an exactly-once source's task: as {@link #producer}, but that its transactional id is {@code
     * <worker>-<connector>-<task>} and what transactions rest on cannot be overridden.
     */
    public Map<String, Object> transactional(ConnectorConfig connector, TaskId task, TransactionRules rules) {
        Map<String, Object> settings = producer(connector, task);
        new Transactional(task, rules).force(transactionalId(task), settings);
        return settings;
    }

    /** What the transactional ids of all tasks begin with. */
    public String transactionalIds() {
        return workerName + "-";
    }

    /** What the brokers know a task's producers by, all that ever were: the newest fences the others. */
    public String transactionalId(TaskId task) {
        return transactionalIds() + task;
    }

    /** Settings that rule out idempotence turn it off, as in the client, and without it order needs one in flight. */
    private static void keepOrder(Map<String, Object> settings, Map<String, Object> chosen) {
        if (!chosen.containsKey(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG) && !allowsIdempotence(settings)) {
            settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "false");
        }
        boolean idempotent = "true".equalsIgnoreCase(text(settings, ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG));
        if (!idempotent && !chosen.containsKey(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION)) {
            settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
        }
    }

    private static boolean allowsIdempotence(Map<String, Object> settings) {
        String inFlight = text(settings, ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION);
        return List.of("all", "-1").contains(text(settings, ProducerConfig.ACKS_CONFIG))
                && !text(settings, ProducerConfig.RETRIES_CONFIG).equals("0")
                && inFlight.matches("[1-5]");
    }

    private static String text(Map<String, Object> settings, String key) {
        return String.valueOf(settings.get(key)).trim();
    }

    public Map<String, Object> consumer(ConnectorConfig connector, TaskId task) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, idPrefix + "connector-consumer-" + task);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, "connect-" + task.connector());
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.putAll(worker.clientSettings("consumer."));
        addMetricsContext(settings);
        settings.putAll(policy.allowed(connector, ClientType.CONSUMER));
        // Offsets are committed after put, by us; a client that commits by itself would lose records.
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        return settings;
    }

    /** Of the client that makes a source's topics. */
    public Map<String, Object> topicAdmin(ConnectorConfig connector, TaskId task) {
        return admin(connector, "connector-adminclient-" + task);
    }

    /** Of the client that makes the topic of dead letters. */
    public Map<String, Object> deadLetterAdmin(ConnectorConfig connector, TaskId task) {
        return admin(connector, "connector-dlq-adminclient-" + task);
    }

    /** Of the client that reads and changes the offsets of a sink. */
    public Map<String, Object> groupAdmin(ConnectorConfig connector) {
        return admin(connector, "connector-worker-adminclient-" + connector.name());
    }

    private Map<String, Object> admin(ConnectorConfig connector, String id) {
        Map<String, Object> settings = admin();
        if (!worker.originals().containsKey("admin." + AdminClientConfig.CLIENT_ID_CONFIG)) {
            settings.put(AdminClientConfig.CLIENT_ID_CONFIG, idPrefix + id);
        }
        settings.putAll(policy.allowed(connector, ClientType.ADMIN));
        return settings;
    }

    /** For an offset store that keeps its offsets in Kafka. */
    public Map<String, Object> forStore(String prefix) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, idPrefix + "connect-offsets");
        settings.putAll(worker.clientSettings(prefix));
        addMetricsContext(settings);
        return settings;
    }

    /**
     * As {@link #forStore}, of the topic that a connector has for its offsets, in the cluster to which it writes. The
     * policy has judged them with the connector's config.
     *
     * @param prefix {@code admin.}, {@code producer.} or {@code consumer.}
     */
    public Map<String, Object> forOwnStore(ConnectorConfig connector, String prefix) {
        Map<String, Object> settings = forStore(prefix);
        settings.putAll(connector.overrides(prefix + "override."));
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, idPrefix + "connector-offsets-" + connector.name());
        return settings;
    }

    /** Whether a source's records go to another cluster than the worker's. */
    public boolean writesElsewhere(ConnectorConfig connector) {
        Map<String, Object> own = connector.overrides("producer.override.");
        return own.containsKey(SERVERS)
                && !text(own, SERVERS).equals(text(worker.clientSettings("producer."), SERVERS));
    }

    /** Of the client that fences off a source's earlier tasks: where its records go, there are its transactions. */
    public Map<String, Object> fencing(ConnectorConfig connector) {
        Map<String, Object> settings = admin(connector, "connector-fencing-" + connector.name());
        Map<String, Object> own = connector.overrides("producer.override.");
        if (own.containsKey(SERVERS) && !connector.overrides("admin.override.").containsKey(SERVERS)) {
            settings.put(SERVERS, own.get(SERVERS));
        }
        return settings;
    }

    /** For the worker itself. */
    public Map<String, Object> admin() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, idPrefix + "connect-admin");
        settings.putAll(worker.clientSettings("admin."));
        addMetricsContext(settings);
        return settings;
    }
}
