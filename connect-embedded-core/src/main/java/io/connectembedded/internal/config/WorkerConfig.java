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
package io.connectembedded.internal.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.metrics.Sensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings of a worker, checked. */
public final class WorkerConfig {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerConfig.class);

    private static final Pattern BROKER =
            Pattern.compile("(?:[A-Za-z0-9_]+://)?(?:[A-Za-z0-9._-]+|\\[[0-9a-zA-Z:.%]+\\]):([0-9]{1,5})");
    private static final int HIGHEST_PORT = 65_535;

    private final Map<String, String> originals;
    private final AbstractConfig values;
    private final Secrets secrets;

    private WorkerConfig(Map<String, String> originals) {
        this.originals = Map.copyOf(originals);
        // Kafka's AbstractConfig would make the providers once more.
        Map<String, String> resolved = new LinkedHashMap<>(originals);
        resolved.keySet().removeIf(WorkerConfig::isOfProviders);
        this.values = new AbstractConfig(WorkerKeys.DEF, resolved, false);
        this.secrets = Secrets.of(originals, WorkerKeys.DEF);
    }

    /** Of every worker key that has an effect. */
    public static ConfigDef definition() {
        return new ConfigDef(WorkerKeys.DEF);
    }

    /** Whether this key sets up config providers; such values are taken as they are written. */
    public static boolean isOfProviders(String key) {
        return key.equals(WorkerKeys.PROVIDERS) || key.startsWith(WorkerKeys.PROVIDERS + ".");
    }

    /** As {@link #check(Map, Problems)}, of resolved values, some of which are secret for they came from a provider. */
    public static Optional<WorkerConfig> check(
            Map<String, String> config, Collection<String> provided, Problems problems) {
        Problems found = new Problems();
        Optional<WorkerConfig> checked = check(config, found);
        checked.ifPresent(worker -> worker.secrets.learn(provided));
        Secrets all = Secrets.of(Map.of(), WorkerKeys.DEF);
        all.learn(provided);
        problems.addAll(found, all);
        return checked;
    }

    /** Empty when there are problems; they are added to {@code problems}. */
    public static Optional<WorkerConfig> check(Map<String, String> config, Problems problems) {
        int before = problems.list().size();
        requireAnswers(config, problems);
        Map<String, String> given = new LinkedHashMap<>(config);
        // Absent ones are reported above, with a better remedy than Kafka's "missing required configuration".
        given.putIfAbsent(WorkerKeys.BOOTSTRAP_SERVERS, "absent:1");
        given.putIfAbsent(WorkerKeys.KEY_CONVERTER, "absent");
        given.putIfAbsent(WorkerKeys.VALUE_CONVERTER, "absent");
        problems.check(null, WorkerKeys.DEF, given);
        ClientOptions.checkWorker(config, problems);
        refuseGroup(config, problems);
        if (problems.list().size() > before) {
            return Optional.empty();
        }
        return Optional.of(new WorkerConfig(config));
    }

    private static void requireAnswers(Map<String, String> config, Problems problems) {
        String servers = config.get(WorkerKeys.BOOTSTRAP_SERVERS);
        if (servers == null || servers.isBlank()) {
            problems.add(
                    null,
                    WorkerKeys.BOOTSTRAP_SERVERS,
                    servers,
                    "No Kafka broker is named",
                    "Call bootstrapServers(\"host:9092\") or set the property");
        } else {
            checkServers(servers, problems);
        }
        requireConverter(config, WorkerKeys.KEY_CONVERTER, "keyConverter", problems);
        requireConverter(config, WorkerKeys.VALUE_CONVERTER, "valueConverter", problems);
    }

    private static void requireConverter(Map<String, String> config, String key, String method, Problems problems) {
        if (config.getOrDefault(key, "").isBlank()) {
            problems.add(
                    null,
                    key,
                    config.get(key),
                    "No converter is chosen, and none is guessed",
                    "Call " + method + "(new StringConverter()) or " + method
                            + "(JsonConverter.schemaless()), or set the property to a converter class");
        }
    }

    private static void checkServers(String servers, Problems problems) {
        for (String server : servers.split(",", -1)) {
            if (!isBroker(server.trim())) {
                problems.add(
                        null,
                        WorkerKeys.BOOTSTRAP_SERVERS,
                        server.trim(),
                        "This is no broker address",
                        "Write host:port, several separated by commas");
            }
        }
    }

    /** As Kafka's clients take it: they skip a protocol in front, and a port must be one. */
    private static boolean isBroker(String server) {
        Matcher parts = BROKER.matcher(server);
        if (!parts.matches()) {
            return false;
        }
        int port = Integer.parseInt(parts.group(1));
        return port > 0 && port <= HIGHEST_PORT;
    }

    private static void refuseGroup(Map<String, String> config, Problems problems) {
        String group = config.get("group.id");
        if (group != null) {
            problems.add(
                    null,
                    "group.id",
                    group,
                    "Distributed mode is not part of this version",
                    "Remove group.id to run this worker alone, or keep Kafka Connect for this cluster");
        }
    }

    /** Warns once of keys that have no effect. */
    public void warnOfIdleKeys() {
        var unknown = WorkerKeys.unknown(originals);
        if (!unknown.isEmpty()) {
            LOG.warn("Unknown worker settings, which have no effect: {}", unknown);
        }
        var notYet = WorkerKeys.notYetHonoured(originals);
        if (!notYet.isEmpty()) {
            LOG.warn("Settings of Kafka Connect that this version does not honour: {}", notYet);
        }
    }

    public String bootstrapServers() {
        return String.join(",", values.getList(WorkerKeys.BOOTSTRAP_SERVERS));
    }

    public Optional<Path> offsetFile() {
        return Optional.ofNullable(values.getString(WorkerKeys.OFFSET_FILE)).map(Path::of);
    }

    /** Of the offsets, where no file is named. */
    public Optional<String> offsetTopic() {
        return offsetFile().isPresent()
                ? Optional.empty()
                : Optional.ofNullable(values.getString(WorkerKeys.OFFSET_TOPIC));
    }

    /** Of the offset topic if it is made; -1 for the brokers' own default. */
    public int offsetPartitions() {
        return values.getInt(WorkerKeys.OFFSET_PARTITIONS);
    }

    /** Of the offset topic if it is made; -1 for the brokers' own default. */
    public int offsetReplicationFactor() {
        return values.getShort(WorkerKeys.OFFSET_REPLICATION);
    }

    /** Further settings of the offset topic if it is made. */
    public Map<String, String> offsetTopicConfigs() {
        Map<String, String> configs = new LinkedHashMap<>();
        values.originalsWithPrefix(WorkerKeys.OFFSET_TOPICS)
                .forEach((key, value) -> configs.put(key, String.valueOf(value)));
        configs.keySet().removeIf(key -> WorkerKeys.DEF.names().contains(WorkerKeys.OFFSET_TOPICS + key));
        return configs;
    }

    public Duration offsetFlushInterval() {
        return Duration.ofMillis(values.getLong(WorkerKeys.FLUSH_INTERVAL));
    }

    public Duration offsetFlushTimeout() {
        return Duration.ofMillis(values.getLong(WorkerKeys.FLUSH_TIMEOUT));
    }

    /** Whether every source of this worker writes in transactions, its offsets among them (KIP-618). */
    public boolean writesExactlyOnce() {
        return "enabled".equalsIgnoreCase(values.getString(WorkerKeys.EXACTLY_ONCE));
    }

    /** For all connectors and tasks together. */
    public Duration shutdownTimeout() {
        return Duration.ofMillis(values.getLong(WorkerKeys.SHUTDOWN_TIMEOUT));
    }

    /** The most records of a source task that are in flight, if its connector says nothing. */
    public int maxInFlightRecords() {
        return values.getInt(WorkerKeys.IN_FLIGHT_RECORDS);
    }

    /** The most bytes of a source task that are in flight, if its connector says nothing. */
    public long maxInFlightBytes() {
        return values.getLong(WorkerKeys.IN_FLIGHT_BYTES);
    }

    public Duration metricsSampleWindow() {
        return Duration.ofMillis(values.getLong(WorkerKeys.SAMPLE_WINDOW));
    }

    public int metricsSamples() {
        return values.getInt(WorkerKeys.SAMPLES);
    }

    public Sensor.RecordingLevel metricsRecordingLevel() {
        return Sensor.RecordingLevel.forName(values.getString(WorkerKeys.RECORDING_LEVEL));
    }

    /** Classes of the worker's own reporters; clients are given the key as it is written. */
    public List<String> metricReporters() {
        return values.getList(WorkerKeys.REPORTERS);
    }

    /** The labels under {@code metrics.context.}, without that prefix. */
    public Map<String, String> metricsContext() {
        Map<String, String> labels = new LinkedHashMap<>();
        values.originalsWithPrefix(WorkerKeys.METRICS_CONTEXT)
                .forEach((label, value) -> labels.put(label, String.valueOf(value)));
        return labels;
    }

    /** Class or alias of the policy on what connectors may override. */
    public String overridePolicy() {
        return values.getString(WorkerKeys.OVERRIDE_POLICY);
    }

    /** Whether sources may have their topics made (KIP-158). */
    public boolean topicCreation() {
        return values.getBoolean(WorkerKeys.TOPIC_CREATION);
    }

    /** Whether it is remembered which topics a connector used (KIP-558). */
    public boolean topicTracking() {
        return values.getBoolean(WorkerKeys.TOPIC_TRACKING);
    }

    /** Whether what is remembered of topics may be forgotten on request. */
    public boolean topicTrackingReset() {
        return values.getBoolean(WorkerKeys.TOPIC_TRACKING_RESET);
    }

    /** What the ids of all clients begin with; empty when none is set. */
    public String clientId() {
        return values.getString(WorkerKeys.CLIENT_ID);
    }

    /** Its passwords, and what came from config providers. */
    public Secrets secrets() {
        return secrets;
    }

    /** As written, the default filled in for a header converter alone. */
    public Map<String, String> originals() {
        return originals;
    }

    /** Settings for every client: those without a prefix, then those under it; the admin takes all its own keys. */
    public Map<String, Object> clientSettings(String prefix) {
        Map<String, Object> settings = new LinkedHashMap<>();
        boolean admin = prefix.equals("admin.");
        originals.forEach((key, value) -> {
            if (WorkerKeys.isClientKey(key) || (admin && WorkerKeys.isAdminKey(key))) {
                settings.put(key, value);
            }
        });
        settings.put(WorkerKeys.BOOTSTRAP_SERVERS, bootstrapServers());
        settings.putAll(values.originalsWithPrefix(prefix));
        settings.keySet().removeIf(key -> admin && key.startsWith("listeners"));
        return settings;
    }
}
