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
package io.connectembedded.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final Health.Reason REASON = new Health.Reason("a", null, Severity.CRITICAL, "a has failed");

    @Test
    void up_is_live_and_ready_without_reasons() {
        Health up = new Health.Up();
        assertThat(up.isLive()).isTrue();
        assertThat(up.isReady()).isTrue();
        assertThat(up.reasons()).isEmpty();
    }

    @Test
    void degraded_is_live_and_as_ready_as_it_says() {
        assertThat(new Health.Degraded(List.of(REASON), true).isLive()).isTrue();
        assertThat(new Health.Degraded(List.of(REASON), true).isReady()).isTrue();
        assertThat(new Health.Degraded(List.of(REASON), false).isReady()).isFalse();
    }

    @Test
    void down_is_never_ready_and_as_live_as_it_says() {
        assertThat(new Health.Down(List.of(REASON), true).isReady()).isFalse();
        assertThat(new Health.Down(List.of(REASON), true).isLive()).isTrue();
        assertThat(new Health.Down(List.of(REASON), false).isLive()).isFalse();
    }

    @Test
    void reasons_are_a_copy() {
        List<Health.Reason> reasons = new ArrayList<>(List.of(REASON));
        Health degraded = new Health.Degraded(reasons, true);
        Health down = new Health.Down(reasons, true);
        reasons.clear();
        assertThat(degraded.reasons()).containsExactly(REASON);
        assertThat(down.reasons()).containsExactly(REASON);
    }
}
