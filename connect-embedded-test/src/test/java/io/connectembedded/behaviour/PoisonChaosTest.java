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
package io.connectembedded.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.RecordingSink;
import io.connectembedded.test.ScriptedSource;
import io.connectembedded.test.TestTopic;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Records that a transformation refuses or drops, while everything goes wrong that can: nothing is lost but by intent. */
class PoisonChaosTest {

    private static final int SEEDS = Integer.getInteger("chaos.seeds", 200);
    private static final int RECORDS = 66;

    /** 3 of 100 are poison and as many chaff, the last ones among them. */
    private static String value(int number) {
        return switch (number % 33) {
            case 31 -> "poison " + number;
            case 32 -> "chaff " + number;
            default -> "wheat " + number;
        };
    }

    private static List<String> values(Predicate<String> wanted) {
        return IntStream.range(0, RECORDS)
                .mapToObj(PoisonChaosTest::value)
                .filter(wanted)
                .toList();
    }

    private static ConnectorSpec sieved(ConnectorSpec spec) {
        return spec.with("transforms", "sieve")
                .with("transforms.sieve.type", Sieve.class.getName())
                .with("errors.tolerance", "all")
                .with("errors.deadletterqueue.topic.name", "dead")
                .with("errors.deadletterqueue.context.headers.enable", "true");
    }

    private static void assertAllPoisonIsDead(ConnectTestDriver driver, long seed) {
        TestTopic<String, String> dead = driver.topic("dead").as(String.class, String.class);
        assertThat(dead.values().stream().map(text -> text.replaceAll("^.*(poison \\d+).*$", "$1")))
                .as("dead letters, seed %d", seed)
                .contains(values(value -> value.startsWith("poison")).toArray(String[]::new))
                .noneMatch(text -> text.contains("chaff"));
    }

    /** All offsets have passed what was dropped: after a crash nothing comes again. */
    private static void assertNothingComesAgain(ConnectTestDriver driver, long seed) {
        driver.crash();
        assertThat(driver.settle())
                .as("records after the last crash, seed %d", seed)
                .isZero();
    }

    @Test
    void a_source_loses_no_record_and_passes_every_poison_and_every_filtered_one_in_order() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            ScriptedSource source = ScriptedSource.create();
            for (int first = 0; first < RECORDS; first += 6) {
                source.emitValues(
                        "t",
                        IntStream.range(first, first + 6)
                                .mapToObj(PoisonChaosTest::value)
                                .toArray());
            }
            try (ConnectTestDriver driver = ConnectTestDriver.of(sieved(source.spec("src")))) {
                driver.chaos(seed).nothingLost().noOffsetAhead().inOrder().nothingAgainAfterCommit();
                assertThat(driver.topic("t").values())
                        .as("topic, seed %d", seed)
                        .allMatch(value -> String.valueOf(value).startsWith("wheat"));
                assertAllPoisonIsDead(driver, seed);
                assertNothingComesAgain(driver, seed);
            }
        }
    }

    @Test
    void a_sink_loses_no_record_and_passes_every_poison_and_every_filtered_one_in_order() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            RecordingSink sink = RecordingSink.create();
            try (ConnectTestDriver driver =
                    ConnectTestDriver.of(sieved(sink.spec("save").topics("t").tasks(2)))) {
                driver.topic("t", 3).sendValues(values(any -> true));
                driver.chaos(seed).nothingLost().noOffsetAhead().inOrder().nothingAgainAfterCommit();
                assertThat(sink.records().stream().map(record -> record.value()))
                        .as("sink, seed %d", seed)
                        .containsOnly(values(value -> value.startsWith("wheat")).toArray());
                assertAllPoisonIsDead(driver, seed);
                assertNothingComesAgain(driver, seed);
            }
        }
    }
}
