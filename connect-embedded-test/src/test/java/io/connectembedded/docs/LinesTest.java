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

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// snippet: test
@ConnectTest
class LinesTest {

    @Test
    void lines_of_a_file_arrive_in_order(
            ConnectWorker worker, @Topic("lines") TestTopic<String, String> lines, @TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("in.txt"), "one\ntwo\n");
        worker.connectors()
                .put(ConnectorSpec.source("lines", "FileStreamSource")
                        .with("file", file)
                        .with("topic", lines.name()))
                .await();
        Assertions.assertEquals(List.of("one", "two"), lines.awaitValues(2, Duration.ofSeconds(10)));
    }
}
// end
