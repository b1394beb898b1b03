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

import io.connectembedded.status.Failure;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private final SettableTime time = new SettableTime();

    @Test
    void message_and_trace_are_redacted_and_the_clock_is_the_injected_one() {
        Failure failure = new Failures(time, text -> text.replace("hush", "[hidden]"))
                .of("start", new IllegalStateException("wrong password hush", new IllegalArgumentException("hush")));

        assertThat(failure.at()).isEqualTo(Instant.ofEpochMilli(time.milliseconds()));
        assertThat(failure.stage()).isEqualTo("start");
        assertThat(failure.message()).isEqualTo("wrong password [hidden]");
        assertThat(failure.trace()).contains("Caused by:").doesNotContain("hush");
    }

    @Test
    void what_was_thrown_without_a_message_is_told_by_its_class() {
        assertThat(Failures.messageOf(new NullPointerException())).isEqualTo("java.lang.NullPointerException");
    }

    @Test
    void a_wrapper_gives_its_cause_and_what_wraps_nothing_itself() {
        Exception cause = new IllegalStateException();

        assertThat(Failures.causeOf(new ExecutionException(cause))).isSameAs(cause);
        assertThat(Failures.causeOf(cause)).isSameAs(cause);
    }

    @Test
    void what_fails_to_describe_itself_is_told_by_its_class() {
        Failure failure = new Failures(time, text -> text).of("start", new Unspeakable());

        assertThat(failure.message()).isEqualTo(Unspeakable.class.getName());
        assertThat(failure.trace()).isEqualTo(Unspeakable.class.getName());
    }

    private static final class Unspeakable extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new NoClassDefFoundError("org/example/Messages");
        }
    }
}
