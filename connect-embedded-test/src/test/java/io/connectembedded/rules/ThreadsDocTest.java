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
package io.connectembedded.rules;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/threads.md names every thread a worker has. */
@ConnectTest
class ThreadsDocTest {

    private static final String NAME = "threads-doc";
    private static final String PREFIX = "connect-" + NAME + "-";
    private static final Pattern ROW = Pattern.compile("^\\| `connect-<worker>-([^`]+)`", Pattern.MULTILINE);
    private static final Pattern PLACE_HOLDER = Pattern.compile("<[a-z]+>");

    /** What runs as long as the worker does; the others come on demand. */
    private static final Set<String> LASTING = Set.of(
            "control",
            "events",
            "offsets",
            "offset-commits",
            "connector-in",
            "connector-out",
            "task-in-0",
            "task-out-0");

    private final CountDownLatch arrived = new CountDownLatch(1);

    @Test
    void every_thread_of_a_running_worker_is_in_the_table(
            KafkaBroker broker, @Topic("lines") TestTopic<String, String> topic, @TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("in.txt"), "one\n");
        List<Pattern> documented = documented();
        try (ConnectWorker worker = ConnectWorker.builder()
                .name(NAME)
                .bootstrapServers(broker.bootstrapServers())
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetStore(OffsetStore.memory())
                .offsetFlushInterval(Duration.ofMillis(20))
                .connector(ConnectorSpec.source("in", "FileStreamSource")
                        .with("file", file)
                        .with("topic", topic.name()))
                .connector(
                        ConnectorSpec.sink("out", record -> arrived.countDown()).topics(topic.name()))
                .build()) {
            worker.start();
            await().atMost(ofSeconds(20)).until(() -> arrived.getCount() == 0 && roles().containsAll(LASTING));
            assertThat(roles())
                    .allSatisfy(role -> assertThat(documented)
                            .as("a row of docs/threads.md for role " + role)
                            .anyMatch(pattern -> pattern.matcher(role).matches()));
        }
        assertThat(roles()).as("threads after close").isEmpty();
    }

    private static Set<String> roles() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(PREFIX))
                .map(name -> name.substring(PREFIX.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Pattern> documented() {
        return ROW.matcher(Checkout.find().read("docs/threads.md"))
                .results()
                .map(ThreadsDocTest::pattern)
                .toList();
    }

    private static Pattern pattern(MatchResult row) {
        return Pattern.compile(PLACE_HOLDER.matcher(row.group(1)).replaceAll(".+"));
    }
}
