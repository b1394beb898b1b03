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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.RestartPolicy.Attempt;
import io.connectembedded.RestartPolicy.Decision;
import io.connectembedded.status.Failure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {

    private static final RestartPolicy POLICY =
            RestartPolicy.exponentialBackoff(Duration.ofSeconds(10), Duration.ofSeconds(35));

    private static Attempt attempt(Throwable cause) {
        return new Attempt("c", 0, 1, new Failure(Instant.EPOCH, "poll", "m", "t"), cause);
    }

    @Test
    void delays_double_and_never_exceed_the_longest_with_jitter_neither() {
        assertThat(POLICY.delay(1, 0.5)).contains(Duration.ofSeconds(10));
        assertThat(POLICY.delay(2, 0.5)).contains(Duration.ofSeconds(20));
        assertThat(POLICY.delay(3, 0.5)).contains(Duration.ofSeconds(35));
        assertThat(POLICY.delay(1, 0)).contains(Duration.ofSeconds(8));
        assertThat(POLICY.delay(1, 1)).contains(Duration.ofSeconds(12));
        assertThat(POLICY.delay(3, 1)).contains(Duration.ofSeconds(35));
        assertThat(POLICY.delay(Integer.MAX_VALUE, 0)).contains(Duration.ofSeconds(28));
        assertThat(POLICY.jitter(0).delay(1, 1)).contains(Duration.ofSeconds(10));
        assertThat(POLICY.jitter(1).delay(1, 0)).contains(Duration.ofMillis(1));
    }

    @Test
    void there_is_no_delay_beyond_the_limit_and_none_for_never() {
        assertThat(POLICY.maxAttempts(2).delay(2, 0.5)).isPresent();
        assertThat(POLICY.maxAttempts(2).delay(3, 0.5)).isEmpty();
        assertThat(RestartPolicy.never().delay(1, 0.5)).isEmpty();
        assertThat(RestartPolicy.never().maxAttempts()).isZero();
    }

    @Test
    void what_ran_long_enough_is_counted_anew() {
        assertThat(POLICY.resets(Duration.ofMinutes(10).minusMillis(1))).isFalse();
        assertThat(POLICY.resets(Duration.ofMinutes(10))).isTrue();
        assertThat(POLICY.resetAfter(Duration.ofSeconds(1)).resets(Duration.ofSeconds(1)))
                .isTrue();
    }

    @Test
    void the_host_is_asked_if_it_wants_to_be() {
        assertThat(POLICY.asks()).isFalse();
        assertThat(POLICY.decision(attempt(new IOException()))).isEqualTo(Decision.RESTART);
        RestartPolicy asking =
                POLICY.decide(any -> any.causedBy(IOException.class) ? Decision.PAUSE : Decision.STAY_FAILED);
        assertThat(asking.asks()).isTrue();
        assertThat(asking.decision(attempt(new RuntimeException(new IOException()))))
                .isEqualTo(Decision.PAUSE);
        assertThat(asking.decision(attempt(new RuntimeException("another")))).isEqualTo(Decision.STAY_FAILED);
    }

    @Test
    void causes_that_go_round_in_a_circle_are_left() {
        Exception one = new Exception("one");
        Exception two = new Exception("two", one);
        one.initCause(two);
        assertThat(attempt(one).causedBy(IOException.class)).isFalse();
    }

    @Test
    void values_that_cannot_be_are_refused_with_what_can() {
        assertThatThrownBy(() -> RestartPolicy.exponentialBackoff(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than zero");
        assertThatThrownBy(() -> RestartPolicy.exponentialBackoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT2S");
        assertThatThrownBy(() -> POLICY.jitter(1.1)).hasMessageContaining("0 to 1");
        assertThatThrownBy(() -> POLICY.jitter(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> POLICY.maxAttempts(0)).hasMessageContaining("never()");
        assertThatThrownBy(() -> POLICY.resetAfter(Duration.ofSeconds(-1))).hasMessageContaining("zero or more");
        assertThatThrownBy(() -> RestartPolicy.never().maxAttempts(3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("exponentialBackoff");
    }

    @Test
    void delays_too_short_or_too_long_for_milliseconds_are_the_shortest_and_the_longest_there_are() {
        RestartPolicy endless = RestartPolicy.exponentialBackoff(Duration.ofNanos(1), ChronoUnit.FOREVER.getDuration())
                .jitter(0);
        assertThat(endless.delay(1, 0.5)).contains(Duration.ofMillis(1));
        assertThat(endless.delay(3, 0.5)).contains(Duration.ofMillis(4));
        assertThat(endless.delay(2000, 0.5)).contains(Duration.ofMillis(Long.MAX_VALUE));
    }

    @Test
    void an_attempt_shows_nothing_of_what_was_thrown_but_its_failure_without_secrets() {
        Failure shown = new Failure(Instant.EPOCH, "start", "password [hidden]", "");
        Attempt attempt = new Attempt("c", null, 1, shown, new IllegalStateException("password hunter22"));
        assertThat(attempt.toString()).contains("[hidden]").doesNotContain("hunter22");
    }

    @Test
    void policies_are_values_and_a_part_of_their_spec_but_not_of_its_map() {
        Function<Attempt, Decision> decider = any -> Decision.STOP;
        assertThat(POLICY.jitter(0.2).decide(decider))
                .isEqualTo(POLICY.decide(decider))
                .hasSameHashCodeAs(POLICY.decide(decider));
        assertThat(POLICY).isNotEqualTo(POLICY.maxAttempts(3)).isNotEqualTo(POLICY.decide(decider));
        assertThat(POLICY.maxAttempts(3))
                .hasToString("RestartPolicy[PT10S to PT35S, jitter 0.2, at most 3, reset after PT10M]");
        assertThat(RestartPolicy.never()).hasToString("RestartPolicy[never]");

        ConnectorSpec plain = ConnectorSpec.source("c", "X");
        ConnectorSpec spec = plain.restart(POLICY);
        assertThat(spec).isNotEqualTo(plain).isEqualTo(plain.restart(POLICY.jitter(0.2)));
        assertThat(spec.config()).isEqualTo(plain.config());
        assertThat(spec.with("a", 1).without("a").restartPolicy()).contains(POLICY);
        assertThat(plain.restartPolicy()).isEmpty();
    }
}
