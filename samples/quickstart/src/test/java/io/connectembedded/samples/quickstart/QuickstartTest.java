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
package io.connectembedded.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {

    @Test
    void the_story_is_told_in_order_and_comes_to_its_end(@TempDir Path dir) throws Exception {
        Path file = Files.createFile(dir.resolve("lines.txt"));
        ByteArrayOutputStream told = new ByteArrayOutputStream();

        Quickstart.run(file, new PrintStream(told, true, StandardCharsets.UTF_8));

        assertThat(told.toString(StandardCharsets.UTF_8).lines().map(String::strip))
                .containsSubsequence(
                        "one    from topic lines, partition 0, offset 0",
                        "two    from topic lines, partition 0, offset 1",
                        "three  from topic lines, partition 0, offset 2",
                        "task reader-0: RUNNING -> PAUSED",
                        "nothing came for 3 s",
                        "task reader-0: PAUSED -> RUNNING",
                        "four   from topic lines, partition 0, offset 3",
                        "The reader is restarted, and goes on where it was",
                        "five   from topic lines, partition 0, offset 4",
                        "Done: five lines, each exactly once. Now read samples/quickstart, it is one class.")
                .filteredOn(line -> line.contains("from topic"))
                .hasSize(5);
    }
}
