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
import static org.awaitility.Awaitility.await;

import io.connectembedded.test.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at random moments on the way from file to file (I1, I3, I6). {@code -Dkill.lines} and
 * {@code -Dkill.times} make it longer, {@code -Dkill.seed} repeats one.
 */
class KillTest {

    private static final String TOPIC = "connect-test";
    private static final Pattern LINE = Pattern.compile("line (\\d{7})\\.");
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private final int lines = Integer.getInteger("kill.lines", 20_000);
    private final int times = Integer.getInteger("kill.times", 1);
    private final long seed = Long.getLong("kill.seed", System.nanoTime());

    // Of its own for each test: the example files fix the names of topic and consumer group.
    private final KafkaBroker broker = KafkaBroker.inJvm();

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void a_kill_repeats_lines_at_most_and_never_leaves_one_out(@TempDir Path dir) throws Exception {
        WorkerFolder folder = WorkerFolder.create(
                dir, broker.bootstrapServers(), "offset.flush.interval.ms=20", "consumer.session.timeout.ms=6000");
        folder.add(SOURCE, "batch.size=50");
        folder.in(IntStream.range(0, lines)
                .mapToObj(number -> String.format("line %07d.", number))
                .toArray(String[]::new));
        broker.createTopic(TOPIC, 1);

        Random random = new Random(seed);
        for (int kill = 0; kill < times; kill++) {
            killAfter(1 + random.nextInt(lines / (2 * times)), dir);
            assertThat(sent()).as("sent before a kill, seed %d", seed).doesNotContain(lines - 1);
        }
        try (WorkerProcess worker = WorkerProcess.start(dir, WORKER, SOURCE, SINK)) {
            await("last line, seed " + seed).atMost(LONGEST_WAIT).until(() -> lastIsWritten(folder));
            worker.terminate();
            worker.awaitExitCode();
        }

        assertEachLineWithoutGap(sent());
        assertEachLineWithoutGap(written(folder));
        System.out.printf(
                "%d kills in %d lines: sent again %d, written again %d, seed %d%n",
                times, lines, sent().size() - lines, written(folder).size() - lines, seed);
    }

    private void killAfter(int records, Path dir) throws Exception {
        int before = broker.topic(TOPIC).values().size();
        try (WorkerProcess worker = WorkerProcess.launch(dir, LONGEST_WAIT, WORKER, SOURCE, SINK)) {
            broker.topic(TOPIC).awaitValues(before + records, LONGEST_WAIT);
            worker.kill();
        }
    }

    /** FileStreamSource keeps what its last full batch had no room for until the file grows. */
    private boolean lastIsWritten(WorkerFolder folder) {
        folder.in("more");
        return written(folder).contains(lines - 1);
    }

    private List<Integer> sent() {
        return numbers(String.join("\n", broker.topic(TOPIC).values()));
    }

    /** By their pattern, for a line the sink could not finish has another one behind it. */
    private static List<Integer> written(WorkerFolder folder) {
        return numbers(String.join("\n", folder.out()));
    }

    private static List<Integer> numbers(String text) {
        List<Integer> numbers = new ArrayList<>();
        for (Matcher matcher = LINE.matcher(text); matcher.find(); ) {
            numbers.add(Integer.valueOf(matcher.group(1)));
        }
        return numbers;
    }

    /** After a kill it may go back, but from no line to any other than those so far and the next. */
    private void assertEachLineWithoutGap(List<Integer> numbers) {
        int next = 0;
        for (int number : numbers) {
            assertThat(number).as("line after %d, seed %d", next - 1, seed).isBetween(0, next);
            next = Math.max(next, number + 1);
        }
        assertThat(next).as("lines, seed %d", seed).isEqualTo(lines);
    }
}
