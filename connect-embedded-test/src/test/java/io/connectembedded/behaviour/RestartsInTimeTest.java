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
package io.connectembedded.behaviour;

import static io.connectembedded.behaviour.Host.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectWorker;
import io.connectembedded.RestartPolicy;
import io.connectembedded.RestartPolicy.Decision;
import io.connectembedded.event.ConnectEvent.RestartScheduled;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Automatic restarts on threads of their own. */
@ConnectTest(allowedLogs = "^ERROR \\S+\\.StateCell State transition src-0 \\S+ -> FAILED in (start|poll): not yet")
class RestartsInTimeTest {

    private final Script script = Script.open();
    private final Told told = new Told();
    private final CountDownLatch undecided = new CountDownLatch(1);

    @AfterEach
    void end() {
        undecided.countDown();
        script.close();
    }

    private ConnectWorker started(KafkaBroker broker, RestartPolicy policy) {
        return Host.started(Host.builder(broker)
                .name("restarts")
                .listener(told)
                .restart(policy)
                .connector(script.source("src")));
    }

    @Test
    void a_task_that_fails_at_first_runs_in_the_end_and_the_host_decides_on_the_event_thread(KafkaBroker broker) {
        List<String> threads = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 3; i++) {
            script.failIn("task.start", new ConnectException("not yet"));
        }
        RestartPolicy policy = RestartPolicy.exponentialBackoff(Duration.ofMillis(20), Duration.ofMillis(50))
                .decide(attempt -> {
                    threads.add(Thread.currentThread().getName());
                    return Decision.RESTART;
                });
        try (ConnectWorker worker = started(broker, policy)) {
            assertThat(worker.connector("src")
                            .until(status -> status.isRunning())
                            .await(LIMIT)
                            .isRunning())
                    .isTrue();
            assertThat(script.count("task.start")).isEqualTo(4);
            assertThat(threads).hasSize(3).containsOnly("connect-restarts-events");
            assertThat(told.of(RestartScheduled.class))
                    .extracting(RestartScheduled::attempt)
                    .containsExactly(1, 2, 3);
        }
    }

    @Test
    void a_decider_that_does_not_return_holds_up_no_operation(KafkaBroker broker) throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        RestartPolicy policy = RestartPolicy.never().decide(attempt -> {
            asked.countDown();
            awaitDecision();
            return Decision.STAY_FAILED;
        });
        ConnectWorker worker = started(broker, policy);
        try {
            script.failIn("task.poll", new ConnectException("not yet"));
            asked.await();
            worker.connector("src").restart();
            script.awaitCalls("task.start", 2);
        } finally {
            undecided.countDown();
            worker.close();
        }
    }

    private void awaitDecision() {
        try {
            undecided.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
