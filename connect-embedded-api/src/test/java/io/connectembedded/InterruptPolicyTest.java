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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InterruptPolicyTest {

    private static final String KEY = "task.shutdown.interrupt.after.ms";

    @Test
    void a_policy_writes_one_key_and_the_default_none() {
        assertThat(InterruptPolicy.afterHalfTheGrace().config()).isEmpty();
        assertThat(InterruptPolicy.after(Duration.ofSeconds(2)).config()).isEqualTo(Map.of(KEY, "2000"));
        assertThat(InterruptPolicy.after(Duration.ZERO).config()).isEqualTo(Map.of(KEY, "0"));
        assertThat(InterruptPolicy.never().config()).isEqualTo(Map.of(KEY, "-1"));
    }

    @Test
    void for_ever_is_the_longest_there_is() {
        assertThat(InterruptPolicy.after(ChronoUnit.FOREVER.getDuration()).config())
                .isEqualTo(Map.of(KEY, Long.toString(Long.MAX_VALUE)));
    }

    @Test
    void a_negative_time_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InterruptPolicy.after(Duration.ofMillis(-1)))
                .withMessageContaining("never()");
    }

    @Test
    void the_last_word_of_a_spec_holds() {
        ConnectorSpec never = ConnectorSpec.of("c", Map.of()).interrupt(InterruptPolicy.never());

        assertThat(never.config()).containsEntry(KEY, "-1");
        assertThat(never.interrupt(InterruptPolicy.after(Duration.ofMillis(5))).config())
                .containsEntry(KEY, "5");
        assertThat(never.interrupt(InterruptPolicy.afterHalfTheGrace()).config())
                .doesNotContainKey(KEY);
    }
}
