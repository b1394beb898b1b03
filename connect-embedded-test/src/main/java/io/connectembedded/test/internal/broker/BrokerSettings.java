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

import static io.connectembedded.test.internal.broker.BrokerSockets.CLIENTS;
import static io.connectembedded.test.internal.broker.BrokerSockets.CONTROLLER;
import static io.connectembedded.test.internal.broker.BrokerSockets.HOST;

import java.util.HashMap;
import java.util.Map;

/** Broker properties for a cluster of one node that starts fast, stops fast and needs little memory. */
final class BrokerSettings {

    static final int NODE_ID = 1;

    private BrokerSettings() {}

    static Map<String, Object> of(BrokerPorts ports, LogDirectory data) {
        Map<String, Object> settings = new HashMap<>();
        settings.putAll(identity(ports, data));
        settings.putAll(oneReplicaOfEverything());
        settings.putAll(quickAndSmall());
        return settings;
    }

    private static Map<String, Object> identity(BrokerPorts ports, LogDirectory data) {
        String clients = CLIENTS + "://" + HOST + ":" + ports.clients();
        String controller = HOST + ":" + ports.controller();
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                NODE_ID,
                "listeners",
                clients + "," + CONTROLLER + "://" + controller,
                "advertised.listeners",
                clients,
                "listener.security.protocol.map",
                CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT",
                "controller.listener.names",
                CONTROLLER,
                "controller.quorum.voters",
                NODE_ID + "@" + controller,
                "log.dirs",
                data.path().toString());
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
