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

import ch.qos.logback.classic.Level;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ClosingTest {

    private final Closing closing = new Closing(
            LoggerFactory.getLogger(ClosingTest.class),
            new Failures(Time.SYSTEM, text -> text.replace("hunter22", "[hidden]")));
    private final List<String> closed = new ArrayList<>();

    @Test
    void a_step_that_fails_is_logged_and_the_rest_is_closed() {
        try (LogLines log = new LogLines(ClosingTest.class)) {
            closing.step("closing a", () -> closed.add("a"));
            closing.step("closing b", () -> {
                throw new NoClassDefFoundError("b hunter22");
            });
            closing.step("closing c", () -> closed.add("c"));

            assertThat(closed).containsExactly("a", "c");
            assertThat(log.at(Level.WARN))
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .startsWith("Failure while closing b; the rest is closed all the same: "
                                    + "java.lang.NoClassDefFoundError: b [hidden]")
                            .contains("at " + ClosingTest.class.getName()));
        }
    }

    @Test
    void an_interrupt_stays_on_the_thread() {
        closing.step("waiting", () -> {
            throw new InterruptedException();
        });

        assertThat(Thread.interrupted()).isTrue();
    }
}
