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

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.offset.ConnectorOffset;
import io.connectembedded.test.ConnectTestDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/offsets.md shows of reading and changing offsets. */
class OffsetOperationsGuideTest {

    @Test
    void a_source_is_put_back_and_a_sink_begins_again(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("in.txt"), "one\ntwo\n");
        try (ConnectTestDriver driver = ConnectTestDriver.of(
                ConnectorSpec.source("lines", "FileStreamSource")
                        .with("file", file)
                        .with("topic", "orders"),
                ConnectorSpec.sink("save", record -> {}).topics("orders"))) {
            driver.settle();
            change(driver.worker(), file);
            assertThat(driver.worker().connector("save").offsets().read().await())
                    .containsExactly(ConnectorOffset.of(new TopicPartition("orders", 0), 1));
        }
    }

    private static void change(ConnectWorker worker, Path file) {
        // snippet: change-offsets
        ConnectorHandle lines = worker.connector("lines");
        lines.offsets().read().await().forEach(System.out::println); // in any state
        lines.stop()
                .thenCompose(stopped -> lines.offsets()
                        .alter(List.of(
                                new ConnectorOffset(Map.of("filename", file.toString()), Map.of("position", 4)))))
                .thenCompose(altered -> lines.resume())
                .await(Duration.ofSeconds(30));

        ConnectorHandle save = worker.connector("save");
        save.stop().await();
        save.offsets().reset().await(); // from the beginning
        save.offsets()
                .alter(List.of(ConnectorOffset.of(new TopicPartition("orders", 0), 1))) // or from here
                .await();
        // end
    }
}
