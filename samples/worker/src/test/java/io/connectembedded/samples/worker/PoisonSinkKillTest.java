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
import static io.connectembedded.samples.worker.WorkerFolder.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectembedded.test.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sink with records that its converter refuses is killed at a random moment while its topic grows, and started again,
 * some times over, each time with a topic and a file of its own.
 */
class PoisonSinkKillTest {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final String CONNECTOR = "local-file-sink";
    private static final Pattern LINE = Pattern.compile("line (\\d{7})\\.");
    private static final int CHUNK = 50;

    private final int count = Integer.getInteger("poison.records", 5_000);
    private final int runs = Integer.getInteger("poison.sink.runs", 2);
    private final long seed = Long.getLong("poison.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final KafkaBroker broker = KafkaBroker.inJvm();

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    /** One topic on its way to a file. */
    private record Run(WorkerFolder folder, PoisonedLines lines, String topic, String dead) {

        /** As it stands on the topic: JSON, or none. */
        String text(int line) {
            return lines.isPoison(line) ? "{poison " + line : String.format("\"line %07d.\"", line);
        }

        /** Lines that are in the file. A line the sink could not finish has another one behind it. */
        BitSet written() {
            BitSet written = new BitSet();
            for (Matcher matcher = LINE.matcher(String.join("\n", folder.out())); matcher.find(); ) {
                written.set(Integer.parseInt(matcher.group(1)));
            }
            return written;
        }
    }

    @Test
    void after_a_kill_no_record_is_lost_and_every_poison_record_is_in_the_dead_letter_queue_with_its_story(
            @TempDir Path dir) throws Exception {
        for (int number = 0; number < runs; number++) {
            Run run = prepared(Files.createDirectory(dir.resolve("run-" + number)), number);
            int killedAt = killAtRandom(run);
            finish(run);
            int letters = assertEachPoisonRecordTold(run);
            System.out.printf(
                    "run %d of %d: killed after %d of %d records; told again %d of %d, seed %d%n",
                    number + 1,
                    runs,
                    killedAt,
                    count,
                    letters - run.lines().poison(),
                    run.lines().poison(),
                    seed);
        }
    }

    private Run prepared(Path path, int number) {
        WorkerFolder folder = WorkerFolder.create(
                path,
                broker.bootstrapServers(),
                "offset.flush.interval.ms=20",
                "key.converter.schemas.enable=false",
                "value.converter.schemas.enable=false");
        Run run = new Run(folder, new PoisonedLines(count, random), "records-" + number, "dead-" + number);
        folder.add(
                SINK,
                "topics=" + run.topic(),
                // The killed member's place is taken at once, instead of after its session.
                "consumer.override.group.instance.id=" + run.topic(),
                "consumer.override.max.poll.records=20",
                "errors.tolerance=all",
                "errors.deadletterqueue.topic.name=" + run.dead(),
                "errors.deadletterqueue.topic.replication.factor=1",
                "errors.deadletterqueue.context.headers.enable=true");
        broker.createTopic(run.topic(), 1);
        return run;
    }

    /** The topic has not got all its records when the kill comes. How many it has by then. */
    private int killAtRandom(Run run) throws Exception {
        int killAt = 2 * CHUNK + random.nextInt(count - 3 * CHUNK);
        int sent = 0;
        try (WorkerProcess worker = WorkerProcess.launch(run.folder().path(), LONGEST_WAIT, WORKER, SINK)) {
            sent = send(run, sent, sent + CHUNK);
            await("first lines, seed " + seed)
                    .atMost(LONGEST_WAIT)
                    .until(() -> !run.written().isEmpty());
            while (sent < killAt) {
                sent = send(run, sent, Math.min(killAt, sent + CHUNK));
            }
            worker.kill();
        }
        assertThat(run.written().cardinality()).as("written before the kill").isBetween(1, sent);
        send(run, sent, count);
        return sent;
    }

    private int send(Run run, int from, int to) {
        broker.topic(run.topic())
                .sendValues(IntStream.range(from, to).mapToObj(run::text).toList());
        return to;
    }

    /** All is there: each good record is in the file. */
    private void finish(Run run) throws Exception {
        BitSet good = new BitSet();
        IntStream.range(0, count).filter(line -> !run.lines().isPoison(line)).forEach(good::set);
        try (WorkerProcess worker = WorkerProcess.start(run.folder().path(), WORKER, SINK)) {
            await("last line, seed " + seed)
                    .atMost(LONGEST_WAIT)
                    .until(() -> run.written().get(count - 1));
            worker.terminate();
            worker.awaitExitCode();
        }
        assertThat(run.written()).as("lines, seed %d", seed).isEqualTo(good);
    }

    private int assertEachPoisonRecordTold(Run run) {
        BitSet told = new BitSet();
        List<ConsumerRecord<byte[], byte[]>> letters =
                broker.raw(run.dead(), run.lines().poison(), LONGEST_WAIT);
        for (ConsumerRecord<byte[], byte[]> record : letters) {
            Letter letter = Letter.of(record);
            int line = letter.line();
            assertThat(letter.value()).isEqualTo(run.text(line));
            assertThat(run.lines().isPoison(line)).as(letter.value()).isTrue();
            assertStory(run, letter, line);
            told.set(line);
        }
        assertThat(told.cardinality())
                .as("poison records told, seed %d", seed)
                .isEqualTo(run.lines().poison());
        return letters.size();
    }

    private static void assertStory(Run run, Letter letter, int line) {
        Map<String, String> known = new HashMap<>();
        known.put("topic", run.topic());
        known.put("partition", "0");
        known.put("offset", Integer.toString(line));
        known.put("connector.name", CONNECTOR);
        known.put("task.id", "0");
        known.put("stage", "VALUE_CONVERTER");
        known.put("class.name", "io.connectembedded.JsonConverter");
        letter.assertStory(known, DataException.class, "JSON");
    }
}
