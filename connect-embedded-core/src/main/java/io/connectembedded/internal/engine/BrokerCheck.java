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
package io.connectembedded.internal.engine;

import io.connectembedded.error.WorkerStartException;
import io.connectembedded.internal.clients.Clients;
import io.connectembedded.internal.config.Secrets;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.work.Waits;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;

/** Asks the brokers who they are, within a bound, so that a start against none ends with a clear error. */
final class BrokerCheck {

    private final Clients clients;
    private final Map<String, Object> settings;
    private final Waits waits;
    private final Secrets secrets;
    private final Consumer<String> found;

    /** {@code secrets} are the worker's; {@code found} is told the cluster's id, on the starting thread. */
    BrokerCheck(Clients clients, Map<String, Object> settings, Waits waits, Secrets secrets, Consumer<String> found) {
        this.clients = clients;
        this.settings = settings;
        this.waits = waits;
        this.secrets = secrets;
        this.found = found;
    }

    String clusterId(Deadline deadline, BooleanSupplier aborted) throws InterruptedException {
        String servers = String.valueOf(settings.get("bootstrap.servers"));
        try (Clients.Cluster cluster = open(servers)) {
            Future<String> answer = cluster.id(deadline.remaining());
            if (waits.until(answer, deadline.remaining(), aborted)) {
                String id = answer.get();
                found.accept(id);
                return id;
            }
        } catch (ExecutionException e) {
            throw unreachable(servers, Failures.causeOf(e));
        }
        if (aborted.getAsBoolean()) {
            throw new WorkerStartException(
                    "The worker was stopped while it waited for Kafka at " + secrets.redact(servers), null);
        }
        throw unreachable(servers, new TimeoutException());
    }

    private Clients.Cluster open(String servers) {
        try {
            return clients.cluster(settings);
        } catch (KafkaException e) {
            Throwable cause = Failures.causeOf(e);
            throw failed(
                    "No Kafka client can be made for bootstrap.servers=" + servers + ": " + cause.getMessage()
                            + "; correct the address or the client settings",
                    e);
        }
    }

    private WorkerStartException unreachable(String servers, Throwable cause) {
        return failed(
                "No Kafka broker answered at bootstrap.servers=" + servers + " in time"
                        + (cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")")
                        + "; start the broker, correct the address, or raise startTimeout",
                cause);
    }

    /** A cause that would tell a secret again is left out. */
    private WorkerStartException failed(String message, Throwable cause) {
        String told = secrets.redact(message);
        return new WorkerStartException(told, told.equals(message) ? cause : null);
    }
}
