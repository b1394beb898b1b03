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
package io.connectembedded.docs;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.connectembedded.ConnectListener;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.JsonConverter;
import io.connectembedded.RestartScope;
import io.connectembedded.RunGoal;
import io.connectembedded.RunSummary;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.error.InvalidConfigException;
import io.connectembedded.error.OperationTimeoutException;
import io.connectembedded.event.ConnectEvent.TaskChanged;
import io.connectembedded.health.Health;
import io.connectembedded.metrics.WorkerMetrics;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.TargetState;
import io.connectembedded.status.TaskState;
import io.connectembedded.test.KafkaBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.converters.ByteArrayConverter;
import org.apache.kafka.connect.file.FileStreamSourceConnector;
import org.apache.kafka.connect.storage.StringConverter;

/** The code of the README and the guides, between markers; SnippetsTest compares. Compiled, not run. */
@SuppressWarnings("unused") // Readers call these methods, nobody else.
final class ReadmeSnippets {

    void firstPipeline() throws Exception {
        // snippet: first-pipeline
        try (ConnectWorker worker = ConnectWorker.builder()
                .bootstrapServers("localhost:9092")
                .keyConverter(new StringConverter())
                .valueConverter(JsonConverter.schemaless())
                .offsetStore(OffsetStore.file(Path.of("offsets.dat")))
                .connector(ConnectorSpec.source("lines", FileStreamSourceConnector.class)
                        .with("file", "in.txt")
                        .with("topic", "lines"))
                .connector(ConnectorSpec.sink("printer", record -> System.out.println(record.value()))
                        .topics("lines"))
                .build()) {
            Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
            worker.start();
            Thread.currentThread().join();
        }
        // end
    }

    void brokerOfTheTestArtifact() {
        // snippet: broker
        try (KafkaBroker broker = KafkaBroker.inJvm()) {
            ConnectWorker.Builder builder = ConnectWorker.builder().bootstrapServers(broker.bootstrapServers());
        }
        // end
    }

    void specs() {
        // snippet: specs
        ConnectorSpec byClass = ConnectorSpec.source("a", FileStreamSourceConnector.class);
        ConnectorSpec byName = ConnectorSpec.sink("b", "io.debezium.connector.jdbc.JdbcSinkConnector");
        ConnectorSpec byAlias = ConnectorSpec.source("c", "FileStreamSource");
        ConnectorSpec fromMap = ConnectorSpec.of("d", Map.of("connector.class", "FileStreamSink", "topics", "lines"));
        ConnectorSpec fromFile = ConnectorSpec.load(Path.of("connect-file-source.properties")); // or .json
        ConnectorSpec function =
                ConnectorSpec.sink("e", record -> System.out.println(record)).topics("lines");
        // end
    }

    void copyMethods(ConnectorSpec orders) {
        // snippet: copy-methods
        ConnectorSpec faster = orders.tasks(4)
                .with("poll.interval", ofSeconds(1)) // a Duration is written in milliseconds
                .with("consumer.override.max.poll.records", 2_000)
                .valueConverter(JsonConverter.withSchemas())
                .initialState(TargetState.PAUSED);
        // end
    }

    void properties(List<ConnectorSpec> connectors) {
        // snippet: properties
        ConnectWorker worker = ConnectWorker.builder()
                .properties(Path.of("connect-standalone.properties"))
                .connectors(connectors)
                .build();
        // end
    }

    void lifeCycle(ConnectWorker worker) {
        // snippet: life-cycle
        ConnectorHandle lines = worker.connector("lines");
        lines.pause().await(); // done when every task is idle
        lines.resume().await(); // done when connector and tasks run
        lines.restart(RestartScope.FAILED).await();
        lines.update(spec -> spec.with("batch.size", 5_000)).await();
        lines.stop().thenCompose(stopped -> lines.delete()).await(ofSeconds(30));
        // end
    }

    void atRunTime(ConnectWorker worker) {
        // snippet: at-run-time
        worker.connectors()
                .putAll(List.of(
                        ConnectorSpec.source("a", "FileStreamSource")
                                .with("file", "a.txt")
                                .with("topic", "a"),
                        ConnectorSpec.sink("b", "FileStreamSink")
                                .with("file", "b.txt")
                                .topics("a")))
                .await();
        ConnectorHandle a = worker.connector("a");
        try {
            a.running().await(ofSeconds(10));
        } catch (ConnectorFailedException | OperationTimeoutException e) {
            System.err.println(a.status().failure());
        }
        // end
    }

    void events(ConnectWorker worker) {
        // snippet: events
        ConnectListener.Registration registration = worker.listen(ConnectListener.on(TaskChanged.class, change -> {
            if (change.to() == TaskState.FAILED) {
                System.err.println(change.task() + " failed: " + change.failure());
            }
        }));
        // end
    }

    void healthAndMetrics(ConnectWorker worker) {
        // snippet: health-and-metrics
        Health health = worker.health();
        boolean restartMe = !health.isLive();
        boolean sendTraffic = health.isReady();
        health.reasons().forEach(System.out::println);

        WorkerMetrics metrics = worker.metrics();
        metrics.connectors()
                .forEach(connector ->
                        System.out.println(connector.connector() + ": " + connector.recordRate() + " records/s"));
        // end
    }

    void converters(ConnectorSpec spec) {
        // snippet: converters
        ConnectorSpec asObject = spec.valueConverter(new ByteArrayConverter());
        ConnectorSpec asConnectWritesIt = spec.with("value.converter", "org.apache.kafka.connect.json.JsonConverter")
                .with("value.converter.schemas.enable", true);
        // end
    }

    void problems(ConnectWorker.Builder builder) {
        // snippet: problems
        try {
            builder.build();
        } catch (InvalidConfigException e) {
            e.problems().forEach(System.err::println); // connector, key, value, what is wrong, what to do
        }
        // end
    }

    void failures(ConnectorHandle orders) {
        // snippet: failures
        ConnectorStatus status = orders.status();
        if (status.hasFailed()) {
            status.tasks().forEach(task -> System.err.println(task.id() + " " + task.failure()));
            orders.restart(RestartScope.FAILED).await(ofMinutes(1));
        }
        // end
    }

    void boundedRun(ConnectWorker worker) {
        // snippet: bounded-run
        RunGoal goal = RunGoal.caughtUp().or(RunGoal.idle(ofSeconds(30))).or(RunGoal.elapsed(ofHours(6)));
        RunSummary done = worker.runUntil(goal);
        System.out.printf("%s: %,d records in %s%n", done.outcome(), done.records(), done.duration());
        // end
    }
}
