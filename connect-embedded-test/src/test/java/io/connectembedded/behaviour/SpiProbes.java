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
package io.connectembedded.behaviour;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigRequest;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** Plug-ins that note how they are called; they have one option, {@code level}, and metrics of their own. */
final class SpiProbes {

    static final List<String> CALLS = new CopyOnWriteArrayList<>();

    private SpiProbes() {}

    static void measure(PluginMetrics metrics) {
        metrics.addMetric(metrics.metricName("seven", "", new LinkedHashMap<>()), (Measurable) (config, now) -> 7);
    }

    private static ConfigDef options() {
        return new ConfigDef().define("level", ConfigDef.Type.INT, 1, ConfigDef.Importance.LOW, "");
    }

    /** Writes upper case and reads lower case. */
    public static final class Letters implements Converter, HeaderConverter, Monitorable {

        private String kind = "";

        @Override
        public void configure(Map<String, ?> configs, boolean isKey) {
            configure(configs);
            CALLS.add(kind + " configured for keys " + isKey);
        }

        @Override
        public void configure(Map<String, ?> configs) {
            kind = configs.get("converter.type") + "@" + configs.get("level");
        }

        @Override
        public byte[] fromConnectData(String topic, Headers headers, Schema schema, Object value) {
            CALLS.add(kind + " writes beside " + headers.toArray().length + " headers");
            return fromConnectData(topic, schema, value);
        }

        @Override
        public byte[] fromConnectData(String topic, Schema schema, Object value) {
            return value == null
                    ? null
                    : value.toString().toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public SchemaAndValue toConnectData(String topic, Headers headers, byte[] value) {
            CALLS.add(kind + " reads beside " + headers.toArray().length + " headers");
            return toConnectData(topic, value);
        }

        @Override
        public SchemaAndValue toConnectData(String topic, byte[] value) {
            return value == null
                    ? SchemaAndValue.NULL
                    : new SchemaAndValue(null, new String(value, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
        }

        @Override
        public SchemaAndValue toConnectHeader(String topic, String headerKey, byte[] value) {
            CALLS.add(kind + " reads header " + headerKey);
            return toConnectData(topic, value);
        }

        @Override
        public byte[] fromConnectHeader(String topic, String headerKey, Schema schema, Object value) {
            CALLS.add(kind + " writes header " + headerKey);
            return fromConnectData(topic, schema, value);
        }

        @Override
        public void withPluginMetrics(PluginMetrics metrics) {
            measure(metrics);
        }

        @Override
        public ConfigDef config() {
            return options();
        }

        @Override
        public String version() {
            return "4.5";
        }

        @Override
        public void close() {
            CALLS.add(kind + " closed");
        }
    }

    /** A transformation and predicate that lets everything be. */
    public static final class Bystander<R extends ConnectRecord<R>> implements Transformation<R>, Predicate<R> {

        private String name = "";

        @Override
        public void configure(Map<String, ?> configs) {
            name = String.valueOf(configs.get("name"));
        }

        @Override
        public R apply(R record) {
            CALLS.add(name + " applied");
            return record;
        }

        @Override
        public boolean test(R record) {
            CALLS.add(name + " tested");
            return true;
        }

        @Override
        public ConfigDef config() {
            return options();
        }

        @Override
        public String version() {
            return "6.7";
        }

        @Override
        public void close() {
            CALLS.add(name + " closed");
        }
    }

    /** Notes everything it is asked about. */
    public static final class Judge implements ConnectorClientConfigOverridePolicy {

        @Override
        public List<ConfigValue> validate(ConnectorClientConfigRequest request) {
            CALLS.add(request.clientType() + " " + request.connectorType() + " " + request.connectorName() + " "
                    + request.connectorClass().getSimpleName() + " " + request.clientProps());
            return List.of();
        }

        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public void close() {}
    }

    /** A sink that leaves out whatever it may. */
    public static final class PlainSink extends SinkConnector {

        private String number = "";

        @Override
        public void start(Map<String, String> config) {
            number = config.get("number");
            CALLS.add("context " + (context() != null));
        }

        @Override
        public Class<? extends Task> taskClass() {
            return PlainTask.class;
        }

        @Override
        public List<Map<String, String>> taskConfigs(int max) {
            return List.of(Map.of("number", number));
        }

        @Override
        public void stop() {}

        @Override
        public ConfigDef config() {
            return new ConfigDef();
        }

        @Override
        public String version() {
            return "8.9";
        }
    }

    /** Its tasks, which have a flush and no preCommit. */
    public static final class PlainTask extends SinkTask {

        @Override
        public void initialize(SinkTaskContext given) {
            super.initialize(given);
            CALLS.add("initialize " + given.configs().get("number"));
        }

        @Override
        public void start(Map<String, String> config) {
            CALLS.add("start " + config.get("number"));
        }

        @Override
        public void open(Collection<TopicPartition> partitions) {
            CALLS.add("open " + partitions);
        }

        @Override
        public void put(Collection<SinkRecord> records) {
            CALLS.add("put " + records.size());
        }

        @Override
        public void flush(Map<TopicPartition, OffsetAndMetadata> offsets) {
            CALLS.add("flush " + offsets.values().iterator().next().offset());
        }

        @Override
        public void close(Collection<TopicPartition> partitions) {
            CALLS.add("close " + partitions);
        }

        @Override
        public void stop() {
            CALLS.add("stop");
        }

        @Override
        public String version() {
            return null;
        }
    }
}
