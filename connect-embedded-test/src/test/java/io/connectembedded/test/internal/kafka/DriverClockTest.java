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
package io.connectembedded.test.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class DriverClockTest {

    private final DriverClock clock = new DriverClock();

    @Test
    void it_stands_still_until_it_is_moved() {
        long before = clock.nanoseconds();
        clock.sleep(60_000);

        assertThat(clock.now()).isEqualTo(DriverClock.START);
        assertThat(clock.milliseconds()).isEqualTo(DriverClock.START.toEpochMilli());

        clock.advance(Duration.ofMillis(1500));

        assertThat(clock.now()).isEqualTo(DriverClock.START.plusMillis(1500));
        assertThat(clock.milliseconds()).isEqualTo(DriverClock.START.toEpochMilli() + 1500);
        assertThat(clock.hiResClockMs()).isEqualTo(clock.milliseconds());
        assertThat(clock.nanoseconds() - before).isEqualTo(1_500_000_000L);
    }

    @Test
    void it_does_not_go_back() {
        assertThatThrownBy(() -> clock.advance(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("forward");
    }

    @Test
    void who_waits_for_what_is_not_there_hears_so_at_once() throws Exception {
        assertThat(clock.waitForFuture(CompletableFuture.completedFuture("there"), Long.MAX_VALUE))
                .isEqualTo("there");
        assertThatThrownBy(() -> clock.waitForFuture(new CompletableFuture<>(), Long.MAX_VALUE))
                .isInstanceOf(TimeoutException.class);
        clock.waitObject(this, () -> true, Long.MAX_VALUE);
        assertThatThrownBy(() -> clock.waitObject(this, () -> false, Long.MAX_VALUE))
                .isInstanceOf(org.apache.kafka.common.errors.TimeoutException.class);
    }
}
