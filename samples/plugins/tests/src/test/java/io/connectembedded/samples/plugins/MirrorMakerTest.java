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
package io.connectembedded.samples.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The three connectors of MirrorMaker between two brokers, with the reference runtime in their folder. */
@ConnectTest(
        allowedLogs = "^ERROR org\\.apache\\.kafka\\.connect\\.mirror\\.MirrorCheckpointTask") // when it is stopped
class MirrorMakerTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final ConfigResource ORDERS = new ConfigResource(ConfigResource.Type.TOPIC, "orders");
    private static final ConfigResource COPY = new ConfigResource(ConfigResource.Type.TOPIC, "west.orders");

    private static KafkaBroker west;

    @BeforeAll
    static void start() {
        west = KafkaBroker.inJvm();
    }

    @AfterAll
    static void stop() {
        west.close();
    }

    private static ConnectorSpec mirror(String kind, KafkaBroker east) {
        return ConnectorSpec.source("mirror-" + kind, "org.apache.kafka.connect.mirror.Mirror" + kind + "Connector")
                .with("source.cluster.alias", "west")
                .with("target.cluster.alias", "east")
                .with("source.cluster.bootstrap.servers", west.bootstrapServers())
                .with("target.cluster.bootstrap.servers", east.bootstrapServers())
                .with("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter")
                .with("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
    }

    private static ConnectorSpec source(KafkaBroker east) {
        return mirror("Source", east)
                .with("topics", "orders")
                .with("refresh.topics.interval.seconds", 1)
                .with("sync.topic.configs.interval.seconds", 1)
                .with("sync.topic.acls.enabled", false)
                .with("replication.factor", 1)
                .with("offset-syncs.topic.replication.factor", 1)
                .with("offset.lag.max", 0);
    }

    private static ConnectorSpec checkpoints(KafkaBroker east) {
        return mirror("Checkpoint", east)
                .with("groups", "shop")
                .with("refresh.groups.interval.seconds", 1)
                .with("emit.checkpoints.interval.seconds", 1)
                .with("sync.group.offsets.enabled", true)
                .with("sync.group.offsets.interval.seconds", 1)
                .with("checkpoints.topic.replication.factor", 1)
                .with("offset-syncs.topic.replication.factor", 1);
    }

    private static ConnectorSpec heartbeats(KafkaBroker east) {
        return mirror("Heartbeat", east)
                .with("emit.heartbeats.interval.seconds", 1)
                .with("heartbeats.topic.replication.factor", 1);
    }

    @Test
    void topics_configs_and_group_offsets_are_mirrored(ConnectWorker.Builder builder, KafkaBroker east)
            throws Exception {
        west.createTopic("orders", 2).sendValues(List.of("tea", "milk", "bread"));
        try (Admin there = Admin.create(Map.of("bootstrap.servers", west.bootstrapServers()));
                Admin here = Admin.create(Map.of("bootstrap.servers", east.bootstrapServers()));
                ConnectWorker worker = builder.pluginPath(Folders.of("mirror"))
                        .connector(source(east))
                        .connector(checkpoints(east))
                        .connector(heartbeats(east))
                        .build()) {
            commit(there, west.raw("orders", 3, LIMIT).get(0).partition());
            worker.start();

            assertThat(east.topic("west.orders").awaitValues(3, LIMIT))
                    .containsExactlyInAnyOrder("tea", "milk", "bread");
            assertThat(here.describeTopics(List.of("west.orders"))
                            .topicNameValues()
                            .get("west.orders")
                            .get()
                            .partitions())
                    .hasSize(2);
            retention(there, "7654321");
            await().atMost(LIMIT).until(() -> retention(here).equals("7654321"));
            assertThat(east.raw("heartbeats", 1, LIMIT)).isNotEmpty();
            assertThat(east.raw("west.checkpoints.internal", 1, LIMIT)).isNotEmpty();
            await().atMost(LIMIT)
                    .until(() -> !here.listConsumerGroupOffsets("shop")
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .isEmpty());
        }
    }

    /** The group has read the first record of the partition. */
    private static void commit(Admin there, int partition) throws Exception {
        there.alterConsumerGroupOffsets(
                        "shop", Map.of(new TopicPartition("orders", partition), new OffsetAndMetadata(1)))
                .all()
                .get();
    }

    private static void retention(Admin there, String millis) throws Exception {
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry("retention.ms", millis), AlterConfigOp.OpType.SET);
        there.incrementalAlterConfigs(Map.of(ORDERS, List.of(set))).all().get();
    }

    private static String retention(Admin here) throws Exception {
        return here.describeConfigs(List.of(COPY))
                .all()
                .get()
                .get(COPY)
                .get("retention.ms")
                .value();
    }
}
