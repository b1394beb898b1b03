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

import static io.connectembedded.samples.worker.WorkerFolder.SOURCE;
import static io.connectembedded.samples.worker.WorkerFolder.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectembedded.test.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A source with lines that its transformation refuses is killed at a random moment and started again, some times over,
 * each time with a file, topics and offsets of its own.
 */
class PoisonKillTest {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final String CONNECTOR = "local-file-source";
    private static final int BATCH = 50;
    private static final int IN_FLIGHT = 300;
    private static final String END = "999999999";

    private final int count = Integer.getInteger("poison.lines", 20_000);
    private final int runs = Integer.getInteger("poison.runs", 3);
    private final long seed = Long.getLong("poison.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final KafkaBroker broker = KafkaBroker.inJvm();

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    /** One file on its way to Kafka. */
    private record Run(WorkerFolder folder, PoisonedLines lines, String topic, String dead) {}

    @Test
    void after_a_kill_no_line_is_lost_and_every_poison_line_is_in_the_dead_letter_queue_with_its_story(
            @TempDir Path dir) throws Exception {
        int killed = 0;
        int again = 0;
        for (int number = 0; number < runs; number++) {
            Path path = Files.createDirectory(dir.resolve("run-" + number));
            Run run = prepared(path, number);
            int killedAt = killAtRandom(run);
            finish(run);
            int repeated = assertNoLineLost(run) + run.lines().poison() - count;
            int letters = assertEachPoisonLineTold(run);
            killed += killedAt;
            again += repeated;
            System.out.printf(
                    "run %d of %d: killed after %d of %d lines; sent again %d, told again %d of %d, seed %d%n",
                    number + 1,
                    runs,
                    killedAt,
                    count,
                    repeated,
                    letters - run.lines().poison(),
                    run.lines().poison(),
                    seed);
        }
        assertThat(again).as("sent again: offsets are kept").isLessThan(killed);
    }

    private Run prepared(Path path, int number) {
        WorkerFolder folder = WorkerFolder.create(
                path,
                broker.bootstrapServers(),
                "offset.flush.interval.ms=20",
                "key.converter.schemas.enable=false",
                "value.converter.schemas.enable=false");
        Run run = new Run(folder, new PoisonedLines(count, random), "numbers-" + number, "dead-" + number);
        folder.add(
                SOURCE,
                "topic=" + run.topic(),
                "batch.size=" + BATCH,
                // What is in flight waits for its batch to be sent: a pace that leaves a middle to be killed in.
                "source.max.in.flight.records=" + IN_FLIGHT,
                "producer.override.linger.ms=20",
                "transforms=number",
                "transforms.number.type=org.apache.kafka.connect.transforms.Cast$Value",
                "transforms.number.spec=int64",
                "errors.tolerance=all",
                "errors.deadletterqueue.topic.name=" + run.dead(),
                "errors.deadletterqueue.topic.replication.factor=1",
                "errors.deadletterqueue.context.headers.enable=true");
        folder.in(run.lines().all());
        broker.createTopic(run.topic(), 1);
        return run;
    }

    /** How many good lines were sent by then. */
    private int killAtRandom(Run run) throws Exception {
        int records = 1 + random.nextInt(count * 2 / 3);
        try (WorkerProcess worker = WorkerProcess.launch(run.folder().path(), LONGEST_WAIT, WORKER, SOURCE)) {
            broker.topic(run.topic()).awaitValues(records, LONGEST_WAIT);
            worker.kill();
        }
        List<String> sent = broker.topic(run.topic()).values();
        int read = Integer.parseInt(sent.get(sent.size() - 1)) + IN_FLIGHT + BATCH; // at most
        assertThat(read).as("lines read before the kill, seed %d", seed).isLessThan(count);
        return sent.size();
    }

    private void finish(Run run) throws Exception {
        try (WorkerProcess worker = WorkerProcess.start(run.folder().path(), WORKER, SOURCE)) {
            await("last line, seed " + seed).atMost(LONGEST_WAIT).until(() -> {
                // FileStreamSource keeps what its last full batch had no room for until the file grows.
                run.folder().in(END);
                List<String> values = broker.topic(run.topic()).values();
                return values.contains(Integer.toString(count - 1));
            });
            worker.terminate();
            worker.awaitExitCode();
        }
    }

    /** After a kill it may go back, but from no line to any other than those so far and the next good one. */
    private int assertNoLineLost(Run run) {
        int next = run.lines().nextGood(-1);
        int sent = 0;
        for (String value : broker.topic(run.topic()).values()) {
            if (!value.equals(END)) {
                int line = Integer.parseInt(value);
                assertThat(line).as("line before %d, seed %d", next, seed).isBetween(0, next);
                assertThat(run.lines().isPoison(line)).as(value).isFalse();
                next = line == next ? run.lines().nextGood(line) : next;
                sent++;
            }
        }
        assertThat(next).as("lines, seed %d", seed).isEqualTo(count);
        return sent;
    }

    private int assertEachPoisonLineTold(Run run) {
        long[] ends = run.lines().ends();
        BitSet told = new BitSet();
        List<ConsumerRecord<byte[], byte[]>> letters =
                broker.raw(run.dead(), run.lines().poison(), LONGEST_WAIT);
        for (ConsumerRecord<byte[], byte[]> record : letters) {
            Letter letter = Letter.of(record);
            int line = letter.line();
            assertThat(letter.value()).isEqualTo("\"" + run.lines().text(line) + "\"");
            assertThat(run.lines().isPoison(line)).as(letter.value()).isTrue();
            assertStory(run, letter, ends[line]);
            told.set(line);
        }
        assertThat(told.cardinality())
                .as("poison lines told, seed %d", seed)
                .isEqualTo(run.lines().poison());
        return letters.size();
    }

    private static void assertStory(Run run, Letter letter, long end) {
        Map<String, String> known = Map.of(
                "topic", run.topic(),
                "connector.name", CONNECTOR,
                "task.id", "0",
                "stage", "TRANSFORMATION",
                "class.name", "org.apache.kafka.connect.transforms.Cast$Value",
                "source.partition", "{\"filename\":\"test.txt\"}",
                "source.offset", "{\"position\":" + end + "}");
        letter.assertStory(known, DataException.class, "poison");
    }
}
