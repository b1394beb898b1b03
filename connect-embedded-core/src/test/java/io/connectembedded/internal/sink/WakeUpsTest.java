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
package io.connectembedded.internal.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.sink.position.WakeUps;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WakeUpsTest {

    private final SinkFixture it = new SinkFixture();

    @AfterEach
    void close() throws Exception {
        it.close();
    }

    private static Iterator<RuntimeException> failures(RuntimeException... failures) {
        return List.of(failures).iterator();
    }

    private static String answer(Iterator<RuntimeException> failures) {
        if (failures.hasNext()) {
            throw failures.next();
        }
        return "done";
    }

    @Test
    void a_call_comes_to_its_end_however_often_it_is_woken_up_and_the_next_poll_hears_of_it() throws Exception {
        it.started(0);
        Iterator<RuntimeException> twice = failures(new WakeupException(), new WakeupException());

        assertThat(new WakeUps(it.consumer).despiteThem(() -> answer(twice))).isEqualTo("done");

        it.consumer.add(0, 0, "a");
        it.body.iterate();
        assertThat(it.task.calls).noneMatch(call -> call.contains("[a]"));
        it.body.iterate();
        assertThat(it.task.calls).anyMatch(call -> call.contains("[a]"));
    }

    @Test
    void a_call_is_made_again_after_an_interrupt_and_leaves_no_flag() throws Exception {
        Iterator<RuntimeException> once = failures(new InterruptException("now"));

        assertThat(new WakeUps(it.consumer).despiteAnInterrupt(() -> answer(once)))
                .isEqualTo("done");

        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void a_wake_up_of_the_plug_ins_own_is_a_failure_and_loses_no_batch() throws Exception {
        it.started(0);
        it.task.onPut = () -> {
            throw new WakeupException();
        };
        it.consumer.add(0, 0, "a");

        assertThatThrownBy(it.body::iterate).isInstanceOf(WakeupException.class);
        it.body.finish(true, Deadline.after(Time.SYSTEM, Duration.ofSeconds(5)));

        assertThat(it.consumer.committed).isEmpty();
    }
}
