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
package io.connectembedded.internal.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.lifecycle.TaskGate.Target;
import io.connectembedded.internal.lifecycle.work.RealWaits;
import java.time.Duration;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PollBackOffTest {

    private final PollBackOff backOff = new PollBackOff(new TaskGate(Time.SYSTEM, RealWaits.INSTANCE, Target.RUN));

    @Test
    void empty_polls_that_return_at_once_are_slowed_down_more_and_more() throws Exception {
        long begin = System.nanoTime();
        for (int i = 0; i < 6; i++) {
            backOff.nothingCame(0);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
    }

    @Test
    void a_poll_that_waited_is_left_alone() throws Exception {
        long begin = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            backOff.nothingCame(5);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(900));
    }

    @Test
    void a_record_takes_the_delay_back_to_its_beginning() throws Exception {
        for (int i = 0; i < 8; i++) {
            backOff.nothingCame(0);
        }
        backOff.somethingCame();
        long begin = System.nanoTime();
        backOff.nothingCame(0);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(95));
    }
}
