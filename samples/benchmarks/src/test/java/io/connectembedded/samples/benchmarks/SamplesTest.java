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
package io.connectembedded.samples.benchmarks;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {

    private final Samples odd = new Samples(List.of(ofMillis(30), ofMillis(10), ofMillis(20)));

    @Test
    void the_median_is_the_one_in_the_middle() {
        assertThat(odd.median()).isEqualTo(ofMillis(20));
        assertThat(odd.least()).isEqualTo(ofMillis(10));
        assertThat(odd.most()).isEqualTo(ofMillis(30));
    }

    @Test
    void two_in_the_middle_are_averaged() {
        assertThat(new Samples(List.of(ofMillis(40), ofMillis(1), ofMillis(2), ofMillis(4))).median())
                .isEqualTo(ofMillis(3));
    }

    @Test
    void a_ratio_compares_medians() {
        assertThat(odd.ratioTo(new Samples(List.of(ofMillis(80))))).isEqualTo(0.25);
    }

    @Test
    void nothing_measured_is_no_result() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Samples(List.of()));
    }
}
