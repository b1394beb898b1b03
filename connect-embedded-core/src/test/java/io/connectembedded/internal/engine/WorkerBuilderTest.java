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
package io.connectembedded.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.InvalidConfigException;
import io.connectembedded.status.WorkerState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerBuilderTest {

    @Test
    void a_complete_builder_builds_a_stopped_worker_without_asking_kafka() {
        try (ConnectWorker worker = complete().name("builder-test").build()) {
            assertThat(worker.name()).isEqualTo("builder-test");
            assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
        }
    }

    @Test
    void the_api_finds_this_builder() {
        assertThat(ConnectWorker.builder()).isInstanceOf(WorkerBuilder.class);
    }

    @Test
    void the_last_writer_wins_whatever_way_it_took() {
        complete()
                .bootstrapServers("bad")
                .properties(Map.of("bootstrap.servers", "h:1"))
                .build()
                .close();
        complete()
                .with("offset.flush.interval.ms", "bad")
                .offsetFlushInterval(Duration.ofSeconds(1))
                .build()
                .close();

        assertThatThrownBy(complete().bootstrapServers("h:1").with("bootstrap.servers", "bad")::build)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("bootstrap.servers=bad");
        assertThatThrownBy(complete()
                        .shutdownTimeout(Duration.ofSeconds(1))
                        .properties(Map.of("task.shutdown.graceful.timeout.ms", "bad"))::build)
                .hasMessageContaining("task.shutdown.graceful.timeout.ms=bad");
    }

    @Test
    void a_converter_class_written_after_an_object_replaces_it_and_the_other_way_round() {
        complete()
                .properties(Map.of("key.converter", "NoSuch"))
                .keyConverter(new StringConverter())
                .build()
                .close();

        assertThatThrownBy(
                        complete().keyConverter(new StringConverter()).properties(Map.of("key.converter", "NoSuch"))
                                ::build)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("No converter is known by the name NoSuch");
    }

    @Test
    void problems_of_worker_and_connectors_come_together() {
        WorkerBuilder builder = new WorkerBuilder()
                .name(" ")
                .connector(ConnectorSpec.source("a", "NoSuchConnector"))
                .connector(ConnectorSpec.source("a", "NoSuchConnector"));

        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("bootstrap.servers: ")
                .hasMessageContaining("key.converter: ")
                .hasMessageContaining("value.converter: ")
                .hasMessageContaining("name= : The worker's name is empty")
                .hasMessageContaining("No connector is known by the name NoSuchConnector");
    }

    @Test
    void a_builder_may_be_used_again_and_its_workers_are_told_apart() {
        WorkerBuilder builder = complete().name("again-test");
        try (ConnectWorker first = builder.build();
                ConnectWorker second = builder.build()) {
            assertThat(first.name()).isEqualTo("again-test");
            assertThat(second.name()).isEqualTo("again-test-2");
        }
    }

    @Test
    void a_properties_file_is_read_as_connect_reads_it(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("connect.properties"), """
                # a comment
                bootstrap.servers=h:1
                key.converter=org.apache.kafka.connect.storage.StringConverter
                value.converter : org.apache.kafka.connect.storage.StringConverter
                """);

        new WorkerBuilder().name("file-test").properties(file).build().close();
        assertThatThrownBy(() -> new WorkerBuilder().properties(folder.resolve("absent")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("absent")
                .hasMessageContaining("cannot be read");
    }

    private static WorkerBuilder complete() {
        return new WorkerBuilder()
                .bootstrapServers("h:9092")
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter());
    }
}
