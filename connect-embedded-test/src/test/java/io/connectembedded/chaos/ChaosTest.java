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
package io.connectembedded.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.connectembedded.test.DeliveryReport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Chaos finds each of eight mistakes, and none where there is none. */
class ChaosTest {

    /** Enough to be sure of; {@code -Dchaos.seeds=1000} takes about a minute. */
    private static final long SEEDS = Long.getLong("chaos.seeds", 200);

    private static final Map<String, Function<DeliveryReport, DeliveryReport>> PROMISES = new TreeMap<>(Map.of(
            "nothingLost", DeliveryReport::nothingLost,
            "noOffsetAhead", DeliveryReport::noOffsetAhead,
            "inOrder", DeliveryReport::inOrder,
            "commitOnlyWhenDurable", DeliveryReport::commitOnlyWhenDurable,
            "nothingAgainAfterCommit", DeliveryReport::nothingAgainAfterCommit));

    private final Logger log = (Logger) LoggerFactory.getLogger("io.connectembedded");
    private final @Nullable Level level = log.getLevel();

    /** The failures are asked for, and many. */
    @BeforeEach
    void silence() {
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void speak() {
        log.setLevel(level);
    }

    @ParameterizedTest
    @EnumSource
    void each_broken_connector_is_found(Connectors connectors, TestReporter reporter) {
        ConcurrentMap<String, Integer> foundBy = new ConcurrentHashMap<>();

        long found = LongStream.rangeClosed(1, SEEDS)
                .parallel()
                .filter(seed -> {
                    List<String> broken = connectors.broken(seed, driver -> brokenPromises(driver.chaos(seed)));
                    broken.forEach(promise -> foundBy.merge(promise, 1, Integer::sum));
                    return !broken.isEmpty();
                })
                .count();

        reporter.publishEntry(connectors + " found by", found + " of " + SEEDS + " seeds, " + new TreeMap<>(foundBy));
        assertThat(foundBy.getOrDefault(connectors.promise, 0))
                .as(
                        "seeds of %s that find %s by %s; all that find it: %s",
                        SEEDS, connectors, connectors.promise, foundBy)
                .isGreaterThan((int) (SEEDS / 2));
    }

    private static List<String> brokenPromises(DeliveryReport report) {
        return PROMISES.entrySet().stream()
                .filter(promise -> catchThrowable(() -> promise.getValue().apply(report)) != null)
                .map(Map.Entry::getKey)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void each_sound_connector_is_cleared(Connectors connectors) {
        LongStream.rangeClosed(1, SEEDS)
                .parallel()
                .forEach(seed -> connectors.sound(
                        seed,
                        driver -> driver.chaos(seed)
                                .nothingLost()
                                .noOffsetAhead()
                                .inOrder()
                                .commitOnlyWhenDurable()
                                .nothingAgainAfterCommit()));
    }

    @ParameterizedTest
    @EnumSource
    void a_seed_that_fails_fails_again_in_the_same_way(Connectors connectors) {
        long seed = LongStream.rangeClosed(1, SEEDS)
                .filter(any -> !messages(connectors, any).isEmpty())
                .findFirst()
                .orElseThrow();

        assertThat(messages(connectors, seed)).isEqualTo(messages(connectors, seed));
        assertThat(messages(connectors, seed)).contains("after chaos(seed " + seed + ", 100 steps):");
    }

    private static String messages(Connectors connectors, long seed) {
        return connectors.broken(seed, driver -> {
            DeliveryReport report = driver.chaos(seed);
            StringBuilder messages = new StringBuilder();
            PROMISES.values().forEach(promise -> {
                Throwable failure = catchThrowable(() -> promise.apply(report));
                messages.append(failure == null ? "" : failure.getMessage());
            });
            return messages.toString();
        });
    }
}
