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

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectWorker;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.junit.jupiter.api.Test;

/** What the real clients are made with, as a reporter in each of them is told; above all those that make topics. */
@ConnectTest(allowedLogs = {"NOT_LEADER_OR_FOLLOWER", "NotLeaderOrFollowerException"})
class AdminSettingsTest {

    @Test
    void admin_settings_of_the_worker_and_overrides_of_the_connector_reach_the_clients_that_make_topics(
            KafkaBroker broker) {
        try (Script script = Script.open();
                ConnectWorker worker = Host.builder(broker)
                        .name("admins")
                        .with("metric.reporters", Configured.class.getName())
                        .with("request.timeout.ms", "31000")
                        .with("admin.retries", "11")
                        .with("admin.my.option", "worker's")
                        .with("producer.my.option", "producer's")
                        .connector(script.source("adm")
                                .with("admin.override.my.option", "connector's")
                                .with("topic.creation.default.partitions", 1)
                                .with("topic.creation.default.replication.factor", 1))
                        .build()) {
            worker.start();
            script.emit(Script.record("admin-settings", "a", 1));
            broker.topic("admin-settings").awaitValues(1, Host.LIMIT);
            assertThat(of("connector-adminclient-adm-0"))
                    .containsEntry("my.option", "connector's")
                    .containsEntry("retries", "11")
                    .containsEntry("request.timeout.ms", "31000");
            assertThat(of("connect-admin"))
                    .containsEntry("my.option", "worker's")
                    .containsEntry("retries", "11");
            assertThat(of("connector-producer-adm-0"))
                    .containsEntry("my.option", "producer's")
                    .doesNotContainKey("retries");
        }
    }

    private static Map<String, Object> of(String clientId) {
        return await(clientId).atMost(Host.LIMIT).until(() -> Configured.CLIENTS.get(clientId), found -> found != null);
    }

    /** Keeps the settings of each client it is configured by. */
    public static final class Configured implements MetricsReporter {

        static final ConcurrentMap<String, Map<String, Object>> CLIENTS = new ConcurrentHashMap<>();

        @Override
        public void configure(Map<String, ?> configs) {
            CLIENTS.put(String.valueOf(configs.get("client.id")), Map.copyOf(configs));
        }

        @Override
        public void init(List<KafkaMetric> metrics) {
            // Only settings matter.
        }

        @Override
        public void metricChange(KafkaMetric metric) {
            // Only settings matter.
        }

        @Override
        public void metricRemoval(KafkaMetric metric) {
            // Only settings matter.
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
