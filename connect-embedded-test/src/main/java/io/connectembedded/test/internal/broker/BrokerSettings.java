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

import static io.connectembedded.test.internal.broker.BrokerSockets.CONTROLLER;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Broker properties for a cluster of one node that starts fast, stops fast and needs little memory. */
final class BrokerSettings {

    static final int NODE_ID = 1;

    private BrokerSettings() {}

    static Map<String, Object> of(BrokerPorts ports, NodeSecurity security, LogDirectory data) {
        Map<String, Object> settings = new HashMap<>();
        settings.putAll(identity(ports, data));
        settings.putAll(listeners(ports, security));
        settings.putAll(oneReplicaOfEverything());
        settings.putAll(quickAndSmall());
        settings.putAll(security.settings());
        return settings;
    }

    private static Map<String, Object> identity(BrokerPorts ports, LogDirectory data) {
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                NODE_ID,
                "controller.quorum.voters",
                NODE_ID + "@" + ports.address(CONTROLLER),
                "log.dirs",
                data.path().toString());
    }

    private static Map<String, Object> listeners(BrokerPorts ports, NodeSecurity security) {
        Predicate<String> forClients = listener -> !listener.equals(CONTROLLER);
        return Map.of(
                "listeners",
                joined(ports.listeners().stream().map(listener -> uri(listener, ports))),
                "advertised.listeners",
                joined(ports.listeners().stream().filter(forClients).map(listener -> uri(listener, ports))),
                "listener.security.protocol.map",
                joined(security.protocols().entrySet().stream().map(entry -> entry.getKey() + ":" + entry.getValue())),
                "controller.listener.names",
                CONTROLLER,
                "inter.broker.listener.name",
                security.ownListener());
    }

    private static String uri(String listener, BrokerPorts ports) {
        return listener + "://" + ports.address(listener);
    }

    private static String joined(Stream<String> parts) {
        return parts.collect(Collectors.joining(","));
    }

    private static Map<String, Object> oneReplicaOfEverything() {
        return Map.of(
                "num.partitions",
                1,
                "auto.create.topics.enable",
                true,
                "offsets.topic.replication.factor",
                (short) 1,
                "offsets.topic.num.partitions",
                1,
                "transaction.state.log.replication.factor",
                (short) 1,
                "transaction.state.log.min.isr",
                1,
                "transaction.state.log.num.partitions",
                1,
                "share.coordinator.state.topic.replication.factor",
                (short) 1,
                "share.coordinator.state.topic.min.isr",
                (short) 1,
                "share.coordinator.state.topic.num.partitions",
                1);
    }

    private static Map<String, Object> quickAndSmall() {
        return Map.of(
                "group.initial.rebalance.delay.ms",
                0,
                // Else the controller waits for the old session of a restarted broker to end, 9 s.
                "controlled.shutdown.enable",
                true,
                "log.segment.delete.delay.ms",
                1_000L,
                // Its buffer alone takes 128 MiB.
                "log.cleaner.enable",
                false,
                "metric.reporters",
                "",
                "num.network.threads",
                2,
                "num.io.threads",
                4,
                "background.threads",
                2);
    }
}
