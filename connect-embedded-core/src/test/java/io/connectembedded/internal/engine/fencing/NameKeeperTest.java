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
package io.connectembedded.internal.engine.fencing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.error.WorkerStartException;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.work.WorkerThreads;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;

class NameKeeperTest {

    @Test
    void a_stop_does_not_wait_for_brokers_that_take_connections_and_say_nothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Map<String, Object> kafka = Map.of("bootstrap.servers", "localhost:" + silent.getLocalPort());
            NameGroup group = new NameGroup("w", kafka, kafka, Optional.empty());
            WorkerThreads threads = new WorkerThreads("w", null, getClass().getClassLoader());
            LiveName name = new NameKeeper(group, threads, Time.SYSTEM);
            CompletableFuture<Boolean> asked =
                    CompletableFuture.supplyAsync(() -> isTaken(silent)); // the client has begun
            long begin = System.nanoTime();
            assertThatThrownBy(() -> name.claim(Deadline.after(Time.SYSTEM, Duration.ofSeconds(20)), asked::isDone))
                    .isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("stopped while it waited for its name");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        }
    }

    private static boolean isTaken(ServerSocket silent) {
        try {
            // Kept open by whoever asked.
            return silent.accept().isConnected();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
