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
package io.connectembedded.test.internal.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ChaosRunTest {

    private final PaperDriver driver = new PaperDriver();

    private static String story(long seed) {
        ChaosRun run = new ChaosRun(new PaperDriver(), seed, 50);
        run.run();
        return run.story();
    }

    @Test
    void one_seed_does_the_same_again_and_another_does_something_else() {
        assertThat(story(7)).isEqualTo(story(7)).isNotEqualTo(story(8)).startsWith("after chaos(seed 7, 50 steps):");
    }

    @Test
    void everything_that_can_be_done_is_done() {
        new ChaosRun(driver, 1, 3_000).run();

        Set<String> kinds = new TreeSet<>();
        driver.calls.forEach(call -> kinds.add(call.replaceAll(" .*", "")));
        assertThat(kinds)
                .containsExactlyInAnyOrder(
                        "ack",
                        "ackAll",
                        "advance",
                        "assign",
                        "calm",
                        "commit",
                        "crash",
                        "failNextCommit",
                        "failNextSend",
                        "failNextWrite",
                        "lose",
                        "pause",
                        "poll",
                        "put",
                        "restart",
                        "resume",
                        "revoke",
                        "settle");
    }

    @Test
    void in_the_end_failures_cease_all_resume_and_every_partition_has_an_owner() {
        driver.free.add(PaperDriver.SECOND);

        new ChaosRun(driver, 1, 0).run();

        assertThat(driver.calls)
                .containsExactly("calm", "resume lines", "resume out", "assign [t-1] to out-0", "settle");
    }

    @Test
    void what_failed_is_restarted_until_it_runs() {
        driver.failuresLeft = 3;

        new ChaosRun(driver, 1, 0).run();

        assertThat(driver.calls)
                .filteredOn(call -> call.equals("restartFailed lines"))
                .hasSize(3);
        assertThat(driver.failed).isEmpty();
    }

    @Test
    void what_does_not_run_after_three_restarts_is_an_error_that_names_the_seed() {
        driver.failuresLeft = 4;
        ChaosRun run = new ChaosRun(driver, 42, 0);

        assertThatThrownBy(run::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Task lines-0 failed in poll")
                .hasMessageContaining("after chaos(seed 42, 0 steps):");
    }

    @Test
    void a_driver_that_does_not_come_to_rest_is_an_error_that_names_the_seed() {
        driver.settleFails = new IllegalStateException("records still move");
        ChaosRun run = new ChaosRun(driver, 42, 10);

        assertThatThrownBy(run::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("records still move")
                .hasMessageContaining("after chaos(seed 42, 10 steps):")
                .hasCause(driver.settleFails);
    }

    @Test
    void a_task_that_fails_is_left_alone_until_it_is_restarted() {
        driver.failuresLeft = 1;
        ChaosRun run = new ChaosRun(driver, 3, 200);
        run.run();

        List<String> calls = driver.calls;
        int failed = calls.indexOf("poll lines-0");
        int restarted = calls.indexOf("restartFailed lines");
        assertThat(run.story()).contains("poll lines-0 fails");
        assertThat(calls.subList(failed + 1, restarted)).doesNotContain("poll lines-0", "commit lines-0");
    }
}
