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
package io.connectembedded.compatibility;

import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.metrics.SinkTaskMetrics;
import io.connectembedded.metrics.TaskMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A host in a JVM of its own, with Connect's runtime on its class path or not; runs the probe on a topic. */
final class NamesHost {

    private static final String CONNECT = "org.apache.kafka.connect.";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private NamesHost() {}

    /** Servers, topic, how many records to wait for, topic of dead letters. */
    public static void main(String[] args) throws Exception {
        for (String name : List.of(
                "runtime.InternalSinkRecord",
                "runtime.WorkerSinkTaskContext",
                "runtime.errors.ProcessingContext",
                "connector.policy.NoneConnectorClientConfigOverridePolicy",
                "converters.ByteArrayConverter")) {
            Path from = Path.of(Class.forName(CONNECT + name)
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            System.out.println("from " + name + " " + (from.toString().contains("connect-runtime") ? "Connect" : "us"));
        }
        try (ConnectWorker worker = worker(args)) {
            worker.start();
            await().atMost(LIMIT).until(() -> sent(worker) >= Integer.parseInt(args[2]));
            System.out.println("running " + worker.connector("names").status().isRunning());
        }
    }

    private static long sent(ConnectWorker worker) {
        List<? extends TaskMetrics> tasks = worker.connector("names").metrics().tasks();
        return tasks.isEmpty() ? 0 : ((SinkTaskMetrics) tasks.get(0)).sent();
    }

    private static ConnectWorker worker(String... args) {
        return ConnectWorker.builder()
                .properties(Map.of(
                        "bootstrap.servers",
                        args[0],
                        "connector.client.config.override.policy",
                        CONNECT + "connector.policy.NoneConnectorClientConfigOverridePolicy",
                        "key.converter",
                        CONNECT + "converters.ByteArrayConverter",
                        "value.converter",
                        "org.apache.kafka.connect.storage.StringConverter",
                        "offset.flush.interval.ms",
                        "100"))
                .connector(ConnectorSpec.of(
                        "names",
                        Map.ofEntries(
                                Map.entry("connector.class", NamesProbe.class.getName()),
                                Map.entry("topics", args[1]),
                                Map.entry("transforms", "route,rebuild"),
                                Map.entry("transforms.route.type", CONNECT + "transforms.RegexRouter"),
                                Map.entry("transforms.route.regex", ".*"),
                                Map.entry("transforms.route.replacement", "routed"),
                                Map.entry("transforms.rebuild.type", NamesProbe.Rebuild.class.getName()),
                                Map.entry("errors.tolerance", "all"),
                                Map.entry("errors.deadletterqueue.topic.name", args[3]),
                                Map.entry("errors.deadletterqueue.topic.replication.factor", "1"))))
                .build();
    }
}
