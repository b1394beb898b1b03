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
package io.connectembedded.test.internal.broker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.server.fault.LoggingFaultHandler;

/**
 * One run of Kafka's controller and broker over a formatted folder. Not a {@code KafkaRaftServer}: that ends the JVM on
 * a fault (a port in use is one), registers MBeans and hides its sockets.
 */
final class BrokerNode {

    private final ServerMetrics metricsBefore = ServerMetrics.now();
    private final ControllerServer controller;
    private final BrokerServer broker;

    private BrokerNode(KafkaConfig config, BrokerSockets sockets) throws Exception {
        String folder = config.metadataLogDir();
        SharedServer shared = new SharedServer(
                config,
                new MetaPropertiesEnsemble.Loader()
                        .addMetadataLogDir(folder)
                        .addLogDirs(List.of(folder))
                        .load(),
                Time.SYSTEM,
                new Metrics(),
                CompletableFuture.completedFuture(Map.of(BrokerSettings.NODE_ID, sockets.controllerAddress())),
                List.of(),
                (name, fatal, action) -> new LoggingFaultHandler(name, action),
                sockets);
        broker = new BrokerServer(shared);
        controller =
                new ControllerServer(shared, KafkaRaftServer.configSchema(), new BootstrapDirectory(folder).read());
    }

    /** Returns when the broker is unfenced, that is when clients can use it. */
    static BrokerNode start(Map<String, Object> settings, BrokerSockets sockets) throws Exception {
        try (sockets) {
            return ServerThreads.start(() -> {
                BrokerNode node = new BrokerNode(new KafkaConfig(settings, false), sockets);
                node.startOrStop();
                return node;
            });
        }
    }

    private void startOrStop() {
        try {
            controller.startup();
            broker.startup();
        } catch (RuntimeException | Error e) {
            stop();
            throw e;
        }
    }

    /** The broker first: it needs the controller to leave in order. */
    void stop() {
        try {
            endTransactionWork();
            broker.shutdown();
        } finally {
            controller.shutdown();
            metricsBefore.removeNewer();
        }
        broker.awaitShutdown();
        controller.awaitShutdown();
    }

    /**
     * Kafka 4.3.1 takes a partition that has no leader for a deleted one, and completes a transaction without its marker
     * there (KAFKA-20734): consumers of committed records then wait for ever. The only broker's partitions lose their
     * leader as soon as it asks to leave, so whoever might commit ends before. What is prepared by then is completed at
     * the next start.
     */
    private void endTransactionWork() {
        if (broker.socketServer() == null || broker.transactionCoordinator() == null) {
            return; // its start failed before there were any
        }
        broker.socketServer().stopProcessingRequests();
        broker.transactionCoordinator().shutdown();
    }
}
