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

class ErrorPolicyTest {

    @Test
    void a_policy_writes_connects_keys() {
        assertThat(ErrorPolicy.failTask().config()).isEqualTo(Map.of("errors.tolerance", "none"));
        assertThat(ErrorPolicy.skip().config()).isEqualTo(Map.of("errors.tolerance", "all"));
        assertThat(ErrorPolicy.deadLetterQueue("dead")
                        .retryFor(Duration.ofMinutes(1))
                        .longestRetryDelay(Duration.ofSeconds(2))
                        .logged()
                        .bisect()
                        .config())
                .isEqualTo(Map.of(
                        "errors.tolerance", "all",
                        "errors.deadletterqueue.topic.name", "dead",
                        "errors.deadletterqueue.context.headers.enable", "true",
                        "errors.retry.timeout", "60000",
                        "errors.retry.delay.max.ms", "2000",
                        "errors.log.enable", "true",
                        "errors.bisect", "true"));
    }

    @Test
    void every_key_a_policy_writes_is_among_those_that_the_next_one_replaces() {
        ErrorPolicy all = ErrorPolicy.deadLetterQueue("dead")
                .retryFor(Duration.ZERO)
                .longestRetryDelay(Duration.ZERO)
                .logged()
                .bisect();

        assertThat(all.config()).containsOnlyKeys(ErrorPolicy.KEYS);
    }

    @Test
    void for_ever_is_connects_minus_one() {
        assertThat(ErrorPolicy.failTask()
                        .retryFor(ChronoUnit.FOREVER.getDuration())
                        .config())
                .containsEntry("errors.retry.timeout", "-1");
    }

    @Test
    void a_policy_does_not_change_when_another_is_made_of_it() {
        ErrorPolicy skip = ErrorPolicy.skip();

        assertThat(skip.logged())
                .isNotEqualTo(skip)
                .isEqualTo(ErrorPolicy.skip().logged());
        assertThat(skip).isEqualTo(ErrorPolicy.skip()).hasSameHashCodeAs(ErrorPolicy.skip());
    }

    @Test
    void what_makes_no_sense_is_refused_at_once() {
        assertThatIllegalArgumentException().isThrownBy(() -> ErrorPolicy.deadLetterQueue(" "));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ErrorPolicy.skip().retryFor(Duration.ofMillis(-1)))
                .withMessageContaining("retryFor");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ErrorPolicy.skip().longestRetryDelay(Duration.ofMillis(-1)))
                .withMessageContaining("longestRetryDelay");
    }
}
