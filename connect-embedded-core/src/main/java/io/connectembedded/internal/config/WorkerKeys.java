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

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.ValidString.in;

import io.connectembedded.internal.config.keys.TopicRules;
import io.connectembedded.internal.plugin.PluginSetup;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;

/** The keys of a worker file: which are honoured, which are known but not honoured yet, which are unknown. */
final class WorkerKeys {

    static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    static final String KEY_CONVERTER = "key.converter";
    static final String VALUE_CONVERTER = "value.converter";
    static final String HEADER_CONVERTER = "header.converter";
    static final String OFFSET_FILE = "offset.storage.file.filename";
    static final String OFFSET_TOPICS = "offset.storage.";
    static final String OFFSET_TOPIC = OFFSET_TOPICS + "topic";
    static final String OFFSET_PARTITIONS = OFFSET_TOPICS + "partitions";
    static final String OFFSET_REPLICATION = OFFSET_TOPICS + "replication.factor";
    static final String FLUSH_INTERVAL = "offset.flush.interval.ms";
    static final String FLUSH_TIMEOUT = "offset.flush.timeout.ms";
    static final String SHUTDOWN_TIMEOUT = "task.shutdown.graceful.timeout.ms";
    static final String SAMPLE_WINDOW = "metrics.sample.window.ms";
    static final String IN_FLIGHT_RECORDS = "source.max.in.flight.records";
    static final String IN_FLIGHT_BYTES = "source.max.in.flight.bytes";
    static final String TOPIC_CREATION = "topic.creation.enable";
    static final String TOPIC_TRACKING = "topic.tracking.enable";
    static final String TOPIC_TRACKING_RESET = "topic.tracking.allow.reset";
    static final String EXACTLY_ONCE = "exactly.once.source.support";
    static final String SAMPLES = "metrics.num.samples";
    static final String RECORDING_LEVEL = "metrics.recording.level";
    static final String REPORTERS = "metric.reporters";
    static final String METRICS_CONTEXT = "metrics.context.";
    static final String CLIENT_ID = "client.id";
    static final String PROVIDERS = "config.providers";
    private static final String DISCOVERY = "hybrid_warn";
    private static final String[] MODES = {"only_scan", DISCOVERY, "hybrid_fail", "service_load"};
    private static final String[] SUPPORT = {"disabled", "preparing", "enabled"};
    static final String OVERRIDE_POLICY = "connector.client.config.override.policy";

    /** Every key of Connect's WorkerConfig and StandaloneConfig that has an effect, with Connect's types and defaults. */
    static final ConfigDef DEF = new ConfigDef()
            .define(BOOTSTRAP_SERVERS, Type.LIST, NO_DEFAULT_VALUE, HIGH, "Brokers, as host:port, comma separated.")
            .define(KEY_CONVERTER, Type.STRING, NO_DEFAULT_VALUE, HIGH, "Converter of record keys.")
            .define(VALUE_CONVERTER, Type.STRING, NO_DEFAULT_VALUE, HIGH, "Converter of record values.")
            .define(HEADER_CONVERTER, Type.STRING, SimpleHeaderConverter.class.getName(), LOW, "Converter of headers.")
            .define(OFFSET_FILE, Type.STRING, null, HIGH, "File of the source offsets.")
            .define(OFFSET_TOPIC, Type.STRING, null, TopicRules.NAME, HIGH, "Kafka topic of the source offsets.")
            .define(
                    OFFSET_PARTITIONS,
                    Type.INT,
                    25,
                    TopicRules.COUNT,
                    LOW,
                    "Partitions of the offset topic if it is made.")
            .define(OFFSET_REPLICATION, Type.SHORT, (short) 3, TopicRules.COUNT, LOW, "Replicas of the offset topic.")
            .define(FLUSH_INTERVAL, Type.LONG, 60_000L, atLeast(1), LOW, "Time between two commits of offsets.")
            .define(FLUSH_TIMEOUT, Type.LONG, 5_000L, atLeast(1), LOW, "Longest wait for one commit of offsets.")
            .define(SHUTDOWN_TIMEOUT, Type.LONG, 5_000L, atLeast(0), LOW, "Time for all tasks together to end.")
            .define(IN_FLIGHT_RECORDS, Type.INT, 50_000, atLeast(1), LOW, "Most records a source task has in flight.")
            .define(IN_FLIGHT_BYTES, Type.LONG, 25_165_824L, atLeast(1), LOW, "Most bytes a source task has in flight.")
            .define(
                    EXACTLY_ONCE,
                    Type.STRING,
                    "disabled",
                    anyCase(SUPPORT),
                    HIGH,
                    "Whether sources write exactly once.")
            .define(TOPIC_CREATION, Type.BOOLEAN, true, LOW, "Whether sources may have their topics made.")
            .define(TOPIC_TRACKING, Type.BOOLEAN, true, LOW, "Whether the topics of connectors are kept.")
            .define(TOPIC_TRACKING_RESET, Type.BOOLEAN, true, LOW, "Whether the topics kept may be forgotten.")
            .define(SAMPLE_WINDOW, Type.LONG, 30_000L, atLeast(1), LOW, "Length of one metrics sample.")
            .define(SAMPLES, Type.INT, 2, atLeast(1), LOW, "Samples kept for rates and averages.")
            .define(RECORDING_LEVEL, Type.STRING, "INFO", in("INFO", "DEBUG"), LOW, "Which metrics are recorded.")
            .define(REPORTERS, Type.LIST, JmxReporter.class.getName(), allOnce(), LOW, "Classes told of metrics.")
            .define(PROVIDERS, Type.LIST, List.of(), allOnce(), LOW, "Names of the config providers.")
            .define(OVERRIDE_POLICY, Type.STRING, "All", MEDIUM, "Which client settings connectors may override.")
            .define(PluginSetup.PATH, Type.LIST, null, LOW, "Folders with a folder or jar for each plug-in.")
            .define(PluginSetup.DISCOVERY, Type.STRING, DISCOVERY, anyCase(MODES), LOW, "How plug-ins are found there.")
            .define(CLIENT_ID, Type.STRING, "", LOW, "What client ids begin with.")
            .withClientSslSupport();

    /** Keys of Connect that this version knows and does not honour; each is warned of once. */
    private static final Set<String> NOT_YET = Set.of(
            "listeners",
            "admin.listeners",
            "rest.port",
            "rest.host.name",
            "rest.advertised.host.name",
            "rest.advertised.port",
            "rest.advertised.listener",
            "rest.extension.classes",
            "ssl.client.auth",
            "access.control.allow.origin",
            "access.control.allow.methods",
            "response.http.headers.config");

    private static final Set<String> NOT_YET_PREFIXES = Set.of("listeners.", "admin.listeners.");

    private static final Set<String> PREFIXES = Set.of(
            "producer.",
            "consumer.",
            "admin.",
            "key.converter.",
            "value.converter.",
            "header.converter.",
            METRICS_CONTEXT,
            "metrics.jmx.",
            "connector.client.config.override.");

    private WorkerKeys() {}

    /** Keys Connect knows and this version does not honour. */
    static Set<String> notYetHonoured(Map<String, String> config) {
        Set<String> keys = new TreeSet<>(config.keySet());
        keys.removeIf(key -> !NOT_YET.contains(key) && NOT_YET_PREFIXES.stream().noneMatch(key::startsWith));
        return keys;
    }

    static Set<String> unknown(Map<String, String> config) {
        Set<String> keys = new TreeSet<>(config.keySet());
        keys.removeAll(DEF.names());
        keys.removeAll(notYetHonoured(config));
        keys.removeIf(key -> isOfListedProvider(key, config));
        keepOffsetTopic(keys, config);
        keys.removeIf(
                key -> isClientKey(key) || isAdminKey(key) || PREFIXES.stream().anyMatch(key::startsWith));
        return keys;
    }

    /** Where a file is chosen, nobody asks for a topic; where none of both is, nothing says that one is meant. */
    private static void keepOffsetTopic(Set<String> unknown, Map<String, String> config) {
        boolean chosen = config.containsKey(OFFSET_TOPIC) && !config.containsKey(OFFSET_FILE);
        unknown.removeIf(key -> chosen && key.startsWith(OFFSET_TOPICS));
        String policy = OFFSET_TOPICS + TopicConfig.CLEANUP_POLICY_CONFIG;
        if (!config.getOrDefault(policy, TopicConfig.CLEANUP_POLICY_COMPACT)
                .equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            unknown.add(policy);
        }
        if (config.containsKey(OFFSET_FILE)) {
            config.keySet().stream()
                    .filter(key -> key.startsWith(OFFSET_TOPICS) && !key.equals(OFFSET_FILE))
                    .forEach(unknown::add);
        }
    }

    private static boolean isOfListedProvider(String key, Map<String, String> config) {
        return Stream.of(config.getOrDefault(PROVIDERS, "").split(",", -1))
                .anyMatch(name -> key.startsWith(PROVIDERS + "." + name.trim() + "."));
    }

    /** Client settings without a prefix, such as security.protocol, go to every client; what is warned of does not. */
    static boolean isClientKey(String key) {
        if (NOT_YET.contains(key)) {
            return false;
        }
        boolean everyClients = !key.equals(CLIENT_ID)
                && isAdminKey(key)
                && ProducerConfig.configNames().contains(key)
                && ConsumerConfig.configNames().contains(key);
        return everyClients || key.startsWith("sasl.") || key.startsWith("ssl.");
    }

    /** As in Connect, the admin client takes every setting of its own without a prefix too. */
    static boolean isAdminKey(String key) {
        return !key.equals(CLIENT_ID) && AdminClientConfig.configNames().contains(key);
    }

    private static ConfigDef.Validator anyCase(String... values) {
        return ConfigDef.CaseInsensitiveValidString.in(values);
    }

    private static ConfigDef.ValidList allOnce() {
        return ConfigDef.ValidList.anyNonDuplicateValues(true, false);
    }
}
