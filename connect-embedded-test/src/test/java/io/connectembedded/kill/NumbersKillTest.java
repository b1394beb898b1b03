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
package io.connectembedded.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.test.KafkaBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at random moments, and Kafka restarted in between, with every offset store and every transaction
 * boundary (I1, I2, I6). {@code -Dnumbers.kills} and {@code -Dnumbers.outages} make it longer, {@code -Dnumbers.seed}
 * repeats what is random in it. Kafka is stopped in order, but only after its transaction coordinator: else Kafka 4.3.1
 * may leave a transaction that hangs for ever (KAFKA-20734), and no connector can read past that.
 */
class NumbersKillTest {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final int MORE = 200;

    private final int kills = Integer.getInteger("numbers.kills", 5);
    private final int outages = Integer.getInteger("numbers.outages", 5);
    private final long seed = Long.getLong("numbers.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final long began = System.nanoTime();
    private final KafkaBroker broker = KafkaBroker.inJvm();
    private final NumberedTopics topics = new NumberedTopics(broker.bootstrapServers(), seed);
    private final NumbersDatabase database = NumbersDatabase.start();
    private int launched;
    private String how = "";

    @AfterEach
    void stop() {
        topics.close();
        broker.close();
        database.close();
    }

    @Test
    void a_kill_loses_nothing_and_repeats_nothing_of_what_is_exactly_once(@TempDir Path dir) throws Exception {
        NumbersHost.AT_LEAST_ONCE.forEach(topic -> broker.createTopic(topic, 1));
        NumbersHost.EXACTLY_ONCE.forEach(topic -> broker.createTopic(topic, 1));
        topics.watch(NumbersHost.AT_LEAST_ONCE, NumbersHost.EXACTLY_ONCE);
        database.createTable();

        tell("seed " + seed);
        for (int kill = 1; kill <= kills; kill++) {
            // Spread evenly, the first ones with every kill when there are as many.
            boolean outage = kill * outages / kills > (kill - 1) * outages / kills;
            killAtRandom(dir, outage);
            tell("kill " + kill + how + ": " + topics);
        }
        finish(dir);
        assertEachRowOnce();
        tell("all: " + topics + database.rows());
    }

    private void killAtRandom(Path dir, boolean outage) throws IOException {
        try (NumbersProcess host = launch(dir, Map.of())) {
            boolean atStart = random.nextInt(5) == 0;
            if (!atStart) {
                readUntilAllGo(host);
            }
            readFor(atStart ? 5_000 : 1_500);
            int order = outage ? random.nextInt(3) : 0;
            host.assertAlive();
            how = outage ? " in or after an outage, order " + order : atStart ? " at the start" : "";
            if (!outage) {
                host.kill();
                return;
            }
            broker.stop();
            host.assertAlive();
            if (order == 0) { // killed while Kafka is away
                readFor(1_000);
                host.kill();
            }
            broker.start();
            if (order == 1) { // killed as Kafka is back
                readFor(500);
                host.kill();
            }
            if (order == 2) { // killed when all go on
                readFor(3_000);
                host.kill();
            }
        }
    }

    private void readFor(int atMostMs) {
        topics.readFor(Duration.ofMillis(random.nextInt(atMostMs)));
    }

    private void readUntilAllGo(NumbersProcess host) {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (host.said("going ") < NumbersHost.AT_LEAST_ONCE.size() + NumbersHost.EXACTLY_ONCE.size()) {
            host.assertAlive();
            assertThat(System.nanoTime()).as(host::output).isLessThan(end);
            topics.readFor(Duration.ofMillis(50));
        }
    }

    private void finish(Path dir) throws Exception {
        topics.readToEnd();
        Map<String, Long> limits = topics.limits(MORE);
        try (NumbersProcess host = launch(dir, limits)) {
            long end = System.nanoTime() + LONGEST_WAIT.toNanos();
            while (!topics.haveAll(limits) || database.rows().last() < topics.last(NumbersHost.OF_ROWS)) {
                host.assertAlive();
                assertThat(System.nanoTime())
                        .as(() -> "all up to " + limits + ": " + topics + rowsNow() + ", seed " + seed + "\n"
                                + host.output())
                        .isLessThan(end);
                topics.readFor(Duration.ofMillis(50));
            }
            host.end();
        }
        topics.readToEnd();
    }

    private String rowsNow() {
        try {
            return database.rows().toString();
        } catch (SQLException e) {
            return e.toString();
        }
    }

    private void assertEachRowOnce() throws SQLException {
        NumbersDatabase.Rows rows = database.rows();
        long last = topics.last(NumbersHost.OF_ROWS);
        assertThat(rows).as("seed %d", seed).isEqualTo(new NumbersDatabase.Rows(last, last, last));
    }

    private NumbersProcess launch(Path dir, Map<String, Long> limits) throws IOException {
        launched++;
        List<String> arguments = new ArrayList<>(
                List.of(broker.bootstrapServers(), dir.toString(), Long.toString(seed + launched), database.url()));
        limits.forEach((topic, last) -> arguments.add(topic + "=" + last));
        return NumbersProcess.launch(dir.resolve("host-" + launched + ".txt"), arguments);
    }

    private void tell(String what) {
        System.out.printf(
                "%5.1f s: %s%n", Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0, what);
    }
}
