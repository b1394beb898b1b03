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
package io.connectembedded;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * When code of a plug-in that does not return while its connector or task stops is interrupted; not in Connect, which
 * never does. An interrupt frees most code that waits. But it also closes every {@code FileChannel} the thread is in, and
 * with it files and embedded databases (H2, Derby, MapDB) that the plug-in shares with the host: {@link #never()} spares
 * them. Whatever has not returned by the end of the grace is abandoned, interrupted or not.
 */
public sealed interface InterruptPolicy {

    /** Half of {@code task.shutdown.graceful.timeout.ms}; the default. */
    static InterruptPolicy afterHalfTheGrace() {
        return new AfterHalfTheGrace();
    }

    /**
     * So long after the stop began; at the end of the grace if that comes first.
     *
     * @param delay in whole milliseconds; zero: at once
     * @throws IllegalArgumentException when it is negative
     */
    static InterruptPolicy after(Duration delay) {
        return new After(delay);
    }

    /** Not at all, not even what is abandoned; waits of Kafka's clients on the plug-in's thread are spared as well. */
    static InterruptPolicy never() {
        return new Never();
    }

    /** What it is in a connector's configuration; nothing for the default. */
    Map<String, String> config();

    /** See {@link #afterHalfTheGrace()}. */
    record AfterHalfTheGrace() implements InterruptPolicy {

        @Override
        public Map<String, String> config() {
            return Map.of();
        }
    }

    /**
     * See {@link #after(Duration)}.
     *
     * @param delay since the stop began
     */
    record After(Duration delay) implements InterruptPolicy {

        /** Refuses what is negative with an {@link IllegalArgumentException}. */
        public After {
            if (Objects.requireNonNull(delay, "delay").isNegative()) {
                throw new IllegalArgumentException(
                        "An interrupt after " + delay + " makes no sense: take a positive time, zero or never()");
            }
        }

        @Override
        public Map<String, String> config() {
            boolean endless = delay.toSeconds() > Long.MAX_VALUE / 1000 - 1;
            return Map.of(ConnectorSpec.INTERRUPT_AFTER, Long.toString(endless ? Long.MAX_VALUE : delay.toMillis()));
        }
    }

    /** See {@link #never()}. */
    record Never() implements InterruptPolicy {

        @Override
        public Map<String, String> config() {
            return Map.of(ConnectorSpec.INTERRUPT_AFTER, "-1");
        }
    }
}
