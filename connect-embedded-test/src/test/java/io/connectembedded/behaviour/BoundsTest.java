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

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectListener;
import io.connectembedded.ConnectWorker;
import io.connectembedded.status.WorkerState;
import io.connectembedded.test.ConnectTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Waits and closes at their bounds: for ever, and for the second time. */
@ConnectTest
class BoundsTest {

    private static final Duration FOR_EVER = Duration.ofDays(365_000);

    @Test
    void a_second_close_makes_no_thread_and_says_nothing(ConnectWorker.Builder builder) {
        AtomicInteger made = new AtomicInteger();
        ConnectWorker worker = builder.listener(new ConnectListener() {})
                .threads(body -> {
                    made.incrementAndGet();
                    return new Thread(body);
                })
                .build();
        worker.start();
        worker.close();
        int once = made.get();
        worker.close();

        assertThat(made).hasValue(once);
        assertThat(worker.state()).isEqualTo(WorkerState.CLOSED);
    }

    @Test
    void bounds_beyond_the_end_of_time_are_none(ConnectWorker.Builder builder) {
        ConnectWorker worker = builder.startTimeout(FOR_EVER)
                .shutdownTimeout(FOR_EVER)
                .offsetFlushInterval(Duration.ofMillis(Long.MAX_VALUE))
                .build();
        worker.start();
        assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
        worker.stop();

        assertThat(Host.threads("connect-" + worker.name() + "-")).isEmpty();
    }
}
