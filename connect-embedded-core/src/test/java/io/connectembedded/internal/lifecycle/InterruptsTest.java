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

class InterruptsTest {

    private static final Duration GRACE = Duration.ofSeconds(4);

    @Test
    void the_usual_is_half_of_the_grace() {
        assertThat(Interrupts.of(null).within(GRACE)).contains(Duration.ofSeconds(2));
        assertThat(Interrupts.of(null).isNever()).isFalse();
    }

    @Test
    void a_delay_is_kept_but_never_beyond_the_grace() {
        assertThat(Interrupts.of(100L).within(GRACE)).contains(Duration.ofMillis(100));
        assertThat(Interrupts.of(Long.MAX_VALUE).within(GRACE)).contains(GRACE);
    }

    @Test
    void in_a_hurry_it_comes_at_once_and_never_stays_never() {
        assertThat(Interrupts.USUAL.atOnce().within(GRACE)).contains(Duration.ZERO);
        assertThat(Interrupts.of(-1L).atOnce().within(GRACE)).isEmpty();
        assertThat(Interrupts.of(-1L).isNever()).isTrue();
    }

    @Test
    void what_nobody_has_checked_is_as_usual_unless_it_is_a_number() {
        assertThat(Interrupts.written(" -1 ").isNever()).isTrue();
        assertThat(Interrupts.written("soon")).isSameAs(Interrupts.USUAL);
        assertThat(Interrupts.written(null)).isSameAs(Interrupts.USUAL);
    }
}
