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
package io.connectembedded.behaviour.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stock Connect 4.3.1 and we go on from each other's offsets, no line lost and none twice. */
@ConnectTest
class TakeOverTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String STRINGS = StringConverter.class.getName();

    private final KafkaBroker broker;
    private final TestTopic<String, String> fromFile;
    private final TestTopic<String, String> fromTopic;
    private final List<String> lines = new ArrayList<>();

    @TempDir
    Path dir;

    TakeOverTest(
            KafkaBroker broker,
            @Topic("file") TestTopic<String, String> fromFile,
            @Topic("topic") TestTopic<String, String> fromTopic) {
        this.broker = broker;
        this.fromFile = fromFile;
        this.fromTopic = fromTopic;
    }

    @Test
    void stock_and_we_take_over_from_each_other_with_a_file_and_with_a_topic() throws Exception {
        Path offsets = dir.resolve("connect.offsets");
        String topic = "take-over-" + UUID.randomUUID();
        try (Stock stock = new Stock(dir)) {
            stock(stock, "standalone", standalone(offsets), fromFile);
            ours(OffsetStore.file(offsets).connectFormat(), fromFile);
            stock(stock, "standalone", standalone(offsets), fromFile);
            ours(OffsetStore.file(offsets), fromFile);
            assertThat(Files.readString(offsets)).startsWith("connect-embedded-offsets version=1");

            lines.clear();
            stock(stock, "distributed", distributed(topic), fromTopic);
            ours(OffsetStore.kafka(topic), fromTopic);
            stock(stock, "distributed", distributed(topic), fromTopic);
        }
    }

    private void stock(Stock stock, String mode, Map<String, String> worker, TestTopic<String, String> topic)
            throws Exception {
        appendLines(topic);
        stock.start(mode, worker, source(topic));
        hasAllLines(topic);
        stock.stop();
    }

    private void ours(OffsetStore store, TestTopic<String, String> topic) throws Exception {
        appendLines(topic);
        try (ConnectWorker worker = ConnectWorker.builder()
                .bootstrapServers(broker.bootstrapServers())
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetStore(store)
                .connector(ConnectorSpec.of("lines", source(topic)))
                .build()) {
            worker.start();
            hasAllLines(topic);
        }
        hasAllLines(topic);
    }

    /** While nobody reads them: who comes next finds them behind what was read before. */
    private void appendLines(TestTopic<String, String> topic) throws IOException {
        for (int i = 0; i < 3; i++) {
            String line = "line " + lines.size();
            lines.add(line);
            Files.writeString(input(topic), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    private Path input(TestTopic<String, String> topic) {
        return dir.resolve(topic.name() + ".txt");
    }

    private void hasAllLines(TestTopic<String, String> topic) {
        topic.awaitValues(lines.size(), LIMIT);
        assertThat(topic.values()).containsExactlyElementsOf(lines);
    }

    private Map<String, String> source(TestTopic<String, String> topic) {
        return Map.of(
                "name",
                "lines",
                "connector.class",
                "org.apache.kafka.connect.file.FileStreamSourceConnector",
                "tasks.max",
                "1",
                "file",
                input(topic).toString(),
                "topic",
                topic.name());
    }

    private Map<String, String> worker() {
        return new HashMap<>(Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "key.converter",
                STRINGS,
                "value.converter",
                STRINGS,
                "plugin.discovery",
                "service_load"));
    }

    private Map<String, String> standalone(Path offsets) {
        Map<String, String> worker = worker();
        worker.put("offset.storage.file.filename", offsets.toString());
        return worker;
    }

    private Map<String, String> distributed(String offsets) {
        Map<String, String> worker = worker();
        worker.put("group.id", offsets);
        worker.put("offset.storage.topic", offsets);
        worker.put("offset.storage.replication.factor", "1");
        worker.put("config.storage.topic", offsets + "-configs");
        worker.put("config.storage.replication.factor", "1");
        worker.put("status.storage.topic", offsets + "-status");
        worker.put("status.storage.replication.factor", "1");
        return worker;
    }
}
