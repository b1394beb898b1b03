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
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What worker.jar says, once and clearly, when it cannot do what it is asked; no broker is there. */
class BadInputTest {

    private static final int WRONG_CALL = 1;
    private static final int CANNOT_START = 3;
    private static final String NOBODY = "127.0.0.1:1"; // a port that is reserved and never served

    @TempDir
    private Path dir;

    private WorkerFolder folder;

    @BeforeEach
    void prepare() {
        folder = WorkerFolder.create(dir, NOBODY);
    }

    @Test
    void without_arguments_it_says_how_to_call_it() throws Exception {
        assertThat(refusal(WRONG_CALL))
                .isEqualTo("Usage: java -jar worker.jar worker.properties [connector1.properties connector2.json ...]");
    }

    @Test
    void missing_bootstrap_servers_are_named() throws Exception {
        folder.write(WORKER, folder.read(WORKER).replaceAll("(?m)^bootstrap.*$", ""));

        assertThat(refusal(CANNOT_START, WORKER, SOURCE))
                .isEqualTo(oneProblem("bootstrap.servers: No Kafka broker is named. "
                        + "Call bootstrapServers(\"host:9092\") or set the property."));
    }

    @Test
    void an_unknown_class_is_named_with_those_that_are_known() throws Exception {
        folder.add(SOURCE, "connector.class=com.example.Nowhere");

        assertThat(refusal(CANNOT_START, WORKER, SOURCE))
                .startsWith(oneProblem("connector 'local-file-source': connector.class=com.example.Nowhere: "
                        + "No connector is known by the name com.example.Nowhere. Add the jar that holds it"))
                .contains("FileStreamSource");
    }

    @Test
    void an_unknown_alias_is_refused_with_near_matches() throws Exception {
        folder.add(SOURCE, "connector.class=FileStreamSorce");

        assertThat(refusal(CANNOT_START, WORKER, SOURCE))
                .startsWith(oneProblem("connector 'local-file-source': connector.class=FileStreamSorce: "
                        + "No connector is known by the name FileStreamSorce. Did you mean FileStreamSource"));
    }

    @Test
    void a_value_of_the_wrong_type_is_named_once() throws Exception {
        folder.add(SOURCE, "tasks.max=abc");

        assertThat(refusal(CANNOT_START, WORKER, SOURCE))
                .isEqualTo(oneProblem("connector 'local-file-source': tasks.max=abc: "
                        + "Invalid value abc for configuration tasks.max: Not a number of type INT. "
                        + "Give a whole number ([1,...]), or leave it out for the default 1."));
    }

    @Test
    void two_connectors_of_one_name_are_refused() throws Exception {
        folder.add(SINK, "name=local-file-source");

        assertThat(refusal(CANNOT_START, WORKER, SOURCE, SINK))
                .isEqualTo(oneProblem("connector 'local-file-source': name=local-file-source: "
                        + "Two connectors have this name. Give each connector of a worker a name of its own."));
    }

    @Test
    void a_worker_file_that_cannot_be_read_is_named() throws Exception {
        assertThat(refusal(CANNOT_START, "nowhere.properties"))
                .startsWith("The configuration has 1 problem:")
                .contains("nowhere.properties", "cannot be read", "Name a file that exists");
    }

    @Test
    void a_connector_file_that_cannot_be_read_is_named() throws Exception {
        assertThat(refusal(CANNOT_START, WORKER, "nowhere.json"))
                .isEqualTo(oneProblem("nowhere.json: does not exist (looked for " + folder.file("nowhere.json")
                        + "). Correct the path."));
    }

    @Test
    void a_corrupt_offset_file_is_named_and_left_as_it_is() throws Exception {
        folder.write("connect.offsets", "scribble");

        assertThat(refusal(CANNOT_START, WORKER, SOURCE))
                .contains(
                        "The offset file " + folder.file("connect.offsets"),
                        "Restore one of them from a backup, or delete both");
        assertThat(folder.read("connect.offsets")).isEqualTo("scribble");
    }

    @Test
    void a_broker_that_does_not_answer_is_named_after_a_bounded_wait() throws Exception {
        assertThat(refusal(CANNOT_START, WORKER, SOURCE))
                .startsWith("No Kafka broker answered at bootstrap.servers=" + NOBODY + " in time")
                .endsWith("; start the broker, correct the address, or raise startTimeout");
    }

    /** Everything on stderr, after the process has ended as it should. */
    private String refusal(int exitCode, String... arguments) throws Exception {
        try (WorkerProcess worker = WorkerProcess.launch(dir, Duration.ofSeconds(2), arguments)) {
            assertThat(worker.awaitExitCode()).as(worker::errors).isEqualTo(exitCode);
            assertThat(worker.errors() + worker.output()).doesNotContain("\tat ");
            return worker.errors().strip();
        }
    }

    private static String oneProblem(String problem) {
        return "The configuration has 1 problem:" + System.lineSeparator() + "  " + problem;
    }
}
