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
package io.connectembedded.samples.worker;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectembedded.test.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of samples/worker/config: a chain, a predicate and a dead letter queue in Connect's own spelling. */
class OrdersFilesTest {

    private static final Path CONFIG = Path.of("config");
    private static final List<String> FILES =
            List.of("worker.properties", "orders-source.properties", "orders-sink.properties");

    @Test
    void orders_are_masked_and_what_is_no_json_is_a_dead_letter(@TempDir Path dir) throws Exception {
        try (KafkaBroker broker = KafkaBroker.inJvm()) {
            WorkerFolder folder = new WorkerFolder(dir);
            for (String file : FILES) {
                folder.write(file, Files.readString(CONFIG.resolve(file)));
            }
            folder.add("worker.properties", "bootstrap.servers=" + broker.bootstrapServers());
            folder.add("orders.in", "{\"card\":\"4711\"}", "what is this?", "null", "{\"card\":\"4712\"}");
            try (WorkerProcess worker = WorkerProcess.start(dir, FILES.toArray(String[]::new))) {
                await().atMost(ofSeconds(30))
                        .untilAsserted(() -> assertThat(dir.resolve("orders.out"))
                                .isRegularFile()
                                .content()
                                .isEqualTo("{card=****}\n{card=****}\n"));
                assertThat(broker.topic("orders-dead")
                                .as(String.class, String.class)
                                .awaitValues(1, Duration.ofSeconds(20)))
                        .containsExactly("what is this?");
                worker.terminate();
                assertThat(worker.awaitExitCode()).isEqualTo(WorkerProcess.AFTER_SIGTERM);
                assertThat(worker.errors()).isEmpty();
            }
        }
    }
}
