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
import io.connectembedded.internal.clients.refusal.Asked;
import io.connectembedded.internal.clients.refusal.Refusals;
import io.connectembedded.internal.clients.refusal.Refusing;
import io.connectembedded.internal.config.Secrets;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.work.Waits;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the brokers who they are, within a bound, so that a start against none ends with a clear error. One that is not
 * there yet, or whose name nobody knows yet, is waited for: that is said once, with its address.
 */
final class BrokerCheck {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerCheck.class);

    /** Brokers that take longer are named. */
    private static final Duration SOON = Duration.ofSeconds(2);

    /** Between two questions for a name that is not known yet. */
    private static final Duration NAME_AGAIN = Duration.ofSeconds(1);

    private final Clients clients;
    private final Map<String, Object> settings;
    private final Waits waits;
    private final String servers;
    private final Secrets secrets;
    private final Consumer<String> found;
    private final Refusals refusals;
    private boolean named;

    /** {@code secrets} are the worker's; {@code found} is told the cluster's id, on the starting thread. */
    BrokerCheck(Clients clients, Map<String, Object> settings, Waits waits, Secrets secrets, Consumer<String> found) {
        this.clients = clients;
        this.settings = settings;
        this.waits = waits;
        this.servers = secrets.redact(String.valueOf(settings.get("bootstrap.servers")));
        this.secrets = secrets;
        this.found = found;
        this.refusals = Refusals.of("the worker", settings);
    }

    String clusterId(Deadline deadline, BooleanSupplier aborted) throws InterruptedException {
        String id = ask(deadline, aborted);
        found.accept(id);
        return id;
    }

    private String ask(Deadline deadline, BooleanSupplier aborted) throws InterruptedException {
        try (Clients.Cluster cluster = open(deadline, aborted)) {
            Future<String> answer = cluster.id(deadline.remaining());
            if (waits.until(answer, deadline.atMost(SOON), aborted)) {
                return answered(answer, cluster);
            }
            nameOnce(deadline, aborted);
            if (!waits.until(answer, deadline.remaining(), aborted)) {
                throw aborted.getAsBoolean() ? stopped() : unreachable(new TimeoutException(), cluster.wasReached());
            }
            return answered(answer, cluster);
        }
    }

    private String answered(Future<String> answer, Clients.Cluster cluster) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            Throwable cause = Failures.causeOf(e);
            throw Refusing.isRefusal(cause)
                    ? failed("The worker cannot start: " + refusals.told(cause, Asked.cluster()), cause)
                    : unreachable(cause, cluster.wasReached());
        }
    }

    private Clients.Cluster open(Deadline deadline, BooleanSupplier aborted) throws InterruptedException {
        while (true) {
            try {
                return clients.cluster(settings);
            } catch (KafkaException e) {
                awaitName(deadline, aborted, e);
            }
        }
    }

    /** A name may become known while its container starts; any other reason stays as it is. */
    private void awaitName(Deadline deadline, BooleanSupplier aborted, KafkaException thrown)
            throws InterruptedException {
        Throwable cause = Failures.causeOf(thrown);
        boolean isName = String.valueOf(cause.getMessage()).contains("No resolvable bootstrap urls");
        if (!isName || deadline.remaining().isZero()) {
            throw failed(
                    "The worker cannot start: no Kafka client can be made for " + refusals.notMade(thrown), thrown);
        }
        nameOnce(deadline, aborted);
        if (waits.until(new CompletableFuture<>(), deadline.atMost(NAME_AGAIN), aborted) || aborted.getAsBoolean()) {
            throw stopped();
        }
    }

    private void nameOnce(Deadline deadline, BooleanSupplier aborted) {
        if (!named && !aborted.getAsBoolean() && !deadline.remaining().isZero()) {
            named = true;
            LOG.warn(
                    "Kafka at bootstrap.servers={} does not answer yet; the start goes on trying for {} s more",
                    servers,
                    Math.max(1, deadline.remaining().toSeconds()));
        }
    }

    /** A cause that would tell a secret again is left out. */
    private WorkerStartException failed(String message, Throwable cause) {
        String told = secrets.redact(message);
        return new WorkerStartException(
                told, new Failures(Time.SYSTEM, secrets::redact).isHarmless(cause) ? cause : null);
    }

    private WorkerStartException stopped() {
        return new WorkerStartException("The worker was stopped while it waited for Kafka at " + servers, null);
    }

    /** A port that takes connections and says nothing is often one for another protocol. */
    private WorkerStartException unreachable(Throwable cause, boolean reached) {
        return failed(
                "No Kafka broker answered at bootstrap.servers=" + servers + " in time"
                        + (cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")")
                        + "; "
                        + (reached
                                ? "somebody takes connections there, so look whether the port speaks "
                                        + refusals.connection() + ", else "
                                : "")
                        + "start the broker, correct the address, or raise startTimeout",
                cause);
    }
}
