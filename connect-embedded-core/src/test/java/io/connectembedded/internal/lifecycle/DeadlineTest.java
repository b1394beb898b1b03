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
package io.connectembedded.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    private final SettableTime time = new SettableTime();
    private final Deadline deadline = Deadline.after(time, Duration.ofSeconds(10));

    @Test
    void what_remains_shrinks_with_the_clock_and_is_never_negative() {
        time.advance(Duration.ofSeconds(4));
        assertThat(deadline.remaining()).isEqualTo(Duration.ofSeconds(6));
        assertThat(deadline.hasPassed()).isFalse();

        time.advance(Duration.ofSeconds(20));
        assertThat(deadline.remaining()).isZero();
        assertThat(deadline.hasPassed()).isTrue();
    }

    @Test
    void a_limit_holds_until_less_remains() {
        assertThat(deadline.atMost(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
        time.advance(Duration.ofSeconds(9));
        assertThat(deadline.atMost(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void an_earlier_deadline_leaves_its_share_of_what_remains() {
        time.advance(Duration.ofSeconds(2));

        assertThat(deadline.leaving(0.25).remaining()).isEqualTo(Duration.ofSeconds(6));
    }
}
