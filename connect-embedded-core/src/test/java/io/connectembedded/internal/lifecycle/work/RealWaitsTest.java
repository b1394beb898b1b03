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
package io.connectembedded.internal.lifecycle.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.internal.lifecycle.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;

class RealWaitsTest {

    private final CompletableFuture<String> open = new CompletableFuture<>();

    @Test
    void what_is_done_already_is_not_waited_for() throws Exception {
        open.completeExceptionally(new IllegalStateException("failed is done too"));

        assertThat(RealWaits.INSTANCE.until(open, Duration.ZERO, () -> false)).isTrue();
    }

    @Test
    void a_wait_ends_at_its_limit() throws Exception {
        assertThat(RealWaits.INSTANCE.until(open, Duration.ofMillis(1), () -> false))
                .isFalse();
    }

    @Test
    void a_wait_for_ever_can_be_given_up() throws Exception {
        assertThat(RealWaits.INSTANCE.until(open, Duration.ofSeconds(Long.MAX_VALUE), () -> true))
                .isFalse();
    }

    @Test
    void a_deadline_beyond_the_end_of_time_does_not_pass() {
        Deadline deadline = Deadline.after(Time.SYSTEM, Duration.ofSeconds(Long.MAX_VALUE));

        assertThat(deadline.hasPassed()).isFalse();
        assertThat(deadline.remaining()).isGreaterThan(Duration.ofDays(365_000));
    }
}
