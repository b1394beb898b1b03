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

import static io.connectembedded.samples.worker.WorkerFolder.SINK;
import static io.connectembedded.samples.worker.WorkerFolder.SOURCE;
import static io.connectembedded.samples.worker.WorkerFolder.WORKER;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectembedded.test.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** worker.jar with the files of Kafka's own quickstart. */
class WorkerMainTest {

    // Of its own for each test: the example files fix the names of topic and consumer group.
    private final KafkaBroker broker = KafkaBroker.inJvm();

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void kafkas_example_files_work_as_they_are(@TempDir Path dir) throws Exception {
        WorkerFolder folder = WorkerFolder.create(dir, broker.bootstrapServers());
        folder.in("one", "two", "three");
        try (WorkerProcess worker = WorkerProcess.start(dir, WORKER, SOURCE, SINK)) {
            awaitOut(folder, "one", "two", "three");
            assertThat(broker.topic("connect-test").values().get(0))
                    .isEqualTo("{\"schema\":{\"type\":\"string\",\"optional\":false},\"payload\":\"one\"}");

            Instant written = Instant.now();
            folder.in("four");
            awaitOut(folder, "one", "two", "three", "four");
            System.out.printf(
                    "An appended line arrived after %d ms%n",
                    Duration.between(written, Instant.now()).toMillis());
            assertThat(worker.output()).contains("[local-file-source|task-0]");

            worker.terminate();
            assertThat(worker.awaitExitCode()).isEqualTo(WorkerProcess.AFTER_SIGTERM);
            assertThat(worker.errors()).isEmpty();
        }

        folder.in("five");
        try (WorkerProcess worker = WorkerProcess.start(dir, WORKER, SOURCE, SINK)) {
            awaitOut(folder, "one", "two", "three", "four", "five");
            folder.in("six");
            awaitOut(folder, "one", "two", "three", "four", "five", "six");
            worker.terminate();
            worker.awaitExitCode();
        }
        assertThat(broker.topic("connect-test").values()).hasSize(6);
    }

    @Test
    void sigterm_ends_an_idle_worker_within_its_grace(@TempDir Path dir) throws Exception {
        WorkerFolder.create(dir, broker.bootstrapServers(), "task.shutdown.graceful.timeout.ms=3000");
        try (WorkerProcess worker = WorkerProcess.start(dir, WORKER, SINK)) {
            Instant asked = Instant.now();
            worker.terminate();

            assertThat(worker.awaitExitCode()).isEqualTo(WorkerProcess.AFTER_SIGTERM);
            assertThat(Duration.between(asked, Instant.now())).isLessThan(ofSeconds(4));
            assertThat(worker.output()).contains("State transition worker worker STOPPED -> CLOSED");
        }
    }

    @Test
    void an_intact_earlier_generation_stands_in_for_a_corrupt_offset_file(@TempDir Path dir) throws Exception {
        WorkerFolder folder = WorkerFolder.create(dir, broker.bootstrapServers(), "offset.flush.interval.ms=50");
        folder.in("one");
        try (WorkerProcess worker = WorkerProcess.start(dir, WORKER, SOURCE, SINK)) {
            awaitOut(folder, "one");
            await().atMost(ofSeconds(20))
                    .until(() -> folder.file("connect.offsets").toFile().exists());
            folder.in("two");
            await().atMost(ofSeconds(20))
                    .until(() ->
                            folder.file("connect.offsets.previous").toFile().exists());
            worker.terminate();
            worker.awaitExitCode();
        }
        folder.write("connect.offsets", "scribble");

        folder.in("three");
        try (WorkerProcess worker = WorkerProcess.start(dir, WORKER, SOURCE, SINK)) {
            await().atMost(ofSeconds(20)).until(() -> folder.out().contains("three"));
            assertThat(folder.out())
                    .containsSubsequence("one", "two", "three")
                    .filteredOn("one"::equals)
                    .hasSize(1);
            assertThat(folder.read("connect.offsets.damaged")).isEqualTo("scribble");
            assertThat(worker.output()).contains("the damaged file is kept as");
        }
    }

    private static void awaitOut(WorkerFolder folder, String... lines) {
        await().atMost(ofSeconds(30))
                .untilAsserted(() -> assertThat(folder.out()).containsExactly(lines));
    }
}
