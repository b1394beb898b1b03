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

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.status.ConnectorState;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.TaskState;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job: lines of a file, through Kafka, to a function of the host. */
@ConnectTest
class LinesThroughKafkaTest {

    private final BlockingQueue<SinkRecord> arrived = new LinkedBlockingQueue<>();

    @Test
    void lines_arrive_in_order_and_go_on_after_pause_resume_and_restart(
            KafkaBroker broker, @Topic("lines") TestTopic<String, String> topic, @TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("in.txt"), "one\ntwo\nthree\n");
        try (ConnectWorker worker = worker(broker, topic, file, dir)) {
            worker.start();
            assertThat(lines(3)).containsExactly("one", "two", "three");

            ConnectorHandle source = worker.connector("source");
            ConnectorStatus paused = source.pause().await(ofSeconds(20));
            assertThat(paused.state()).isEqualTo(ConnectorState.PAUSED);
            assertThat(paused.tasks()).allMatch(task -> task.state() == TaskState.PAUSED);
            Files.writeString(file, "four\n", StandardOpenOption.APPEND);
            assertThat(source.resume().await(ofSeconds(20)).isRunning()).isTrue();
            assertThat(lines(1)).containsExactly("four");

            assertThat(source.restart().await(ofSeconds(20)).isRunning()).isTrue();
            Files.writeString(file, "five\n", StandardOpenOption.APPEND);
            assertThat(lines(1)).containsExactly("five");
            assertThat(worker.describe()).contains("source source RUNNING").contains("task sink-0 RUNNING");
        }
        assertThat(arrived).isEmpty();
    }

    private ConnectWorker worker(KafkaBroker broker, TestTopic<?, ?> topic, Path file, Path dir) {
        return ConnectWorker.builder()
                .bootstrapServers(broker.bootstrapServers())
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetStore(OffsetStore.file(dir.resolve("offsets.dat")))
                .connector(ConnectorSpec.source("source", "FileStreamSource")
                        .with("file", file)
                        .with("topic", topic.name()))
                .connector(ConnectorSpec.sink("sink", arrived::add).topics(topic.name()))
                .build();
    }

    private List<Object> lines(int count) throws InterruptedException {
        List<Object> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SinkRecord record = arrived.poll(20, TimeUnit.SECONDS);
            assertThat(record).as("line %d of %d after %s", i + 1, count, lines).isNotNull();
            lines.add(record.value());
        }
        return lines;
    }
}
