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
package io.connectembedded.internal.clients;

import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.internal.lifecycle.work.Work;
import java.time.Duration;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Loads the Kafka client's classes beside the checks of {@code build()} and the first steps of {@code start()}. A client's first request initialises several
 * hundred of them, a fifth of a second on one thread while everybody else would wait. Connects to nothing. Has no
 * logger of its own, for to make the first one of a JVM takes as long, and the two are to go on side by side.
 */
public final class ClientPreload {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** Whose initialisers take the time; by name, for they are no public API and need not exist. */
    private static final List<String> SLOWEST = List.of(
            "org.apache.kafka.common.protocol.ApiKeys",
            "org.apache.kafka.common.protocol.Errors",
            "org.apache.kafka.common.requests.AbstractRequest",
            "org.apache.kafka.common.requests.AbstractResponse",
            "org.apache.kafka.clients.NodeApiVersions",
            "org.apache.kafka.clients.admin.KafkaAdminClient",
            "org.apache.kafka.clients.NetworkClient",
            "org.apache.kafka.common.telemetry.internals.KafkaMetricsCollector",
            "org.apache.kafka.clients.producer.internals.Sender",
            "org.apache.kafka.clients.producer.KafkaProducer");

    private final Execution.Running running;

    public ClientPreload(Execution execution) {
        this.running = execution.start("client-preload", Work.once(ClientPreload::load));
    }

    private static void load() {
        for (String name : SLOWEST) {
            try {
                Class.forName(name, true, ClientPreload.class.getClassLoader());
            } catch (ClassNotFoundException | LinkageError e) {
                // Only speed is lost; if a client needs it, its creation says so.
                LoggerFactory.getLogger(ClientPreload.class).debug("{} is not loaded ahead: {}", name, e.toString());
            }
        }
    }

    /** Waits for the thread: none outlives the worker, or a {@code build()} that failed. */
    public void join() {
        try {
            running.join(LONGEST_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
