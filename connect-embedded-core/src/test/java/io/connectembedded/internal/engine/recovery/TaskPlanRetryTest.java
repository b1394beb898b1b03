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
package io.connectembedded.internal.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.internal.lifecycle.SettableTime;
import io.connectembedded.internal.lifecycle.work.CommandLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskPlanRetryTest {

    private final SettableTime time = new SettableTime();
    private final CommandLoop control = new CommandLoop(time, defect -> {});
    private final TaskPlanRetry retry = new TaskPlanRetry(control);
    private final List<String> tried = new ArrayList<>();

    private void passes(long ms) {
        time.advance(Duration.ofMillis(ms));
        control.runPending();
    }

    @Test
    void the_delay_grows_from_try_to_try() {
        retry.later(() -> tried.add("first"));
        passes(250);
        retry.later(() -> tried.add("second"));
        passes(250);
        assertThat(tried).containsExactly("first");
        passes(250);
        assertThat(tried).containsExactly("first", "second");
    }

    @Test
    void another_config_is_tried_after_the_first_delay_and_what_waits_for_the_old_one_is_called_off() {
        retry.later(() -> tried.add("old"));
        passes(250);
        retry.later(() -> tried.add("older"));
        retry.reset();
        retry.later(() -> tried.add("new"));
        passes(250);
        assertThat(tried).containsExactly("old", "new");
        passes(1_000);
        assertThat(tried).containsExactly("old", "new");
    }
}
