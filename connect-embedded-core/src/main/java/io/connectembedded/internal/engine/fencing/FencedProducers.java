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

import io.connectembedded.internal.clients.Clients;
import io.connectembedded.internal.clients.refusal.RefusedException;
import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fences off so many tasks of a connector; while Kafka does not answer it tries again, until it gives up. */
record FencedProducers(FencingRounds.Run run, ConnectorConfig connector, int tasks) {

    private static final Logger LOG = LoggerFactory.getLogger(FencedProducers.class);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration ATTEMPT = Duration.ofSeconds(20);
    private static final Duration AGAIN = Duration.ofMillis(500);

    void fence(TaskGate gate) {
        Deadline deadline = Deadline.after(run.time(), LIMIT);
        boolean told = false;
        try (Clients.Fencing fencing =
                run.clients().fencing(connector.name(), run.settings().fencing(connector))) {
            while (true) {
                Throwable failure = attempt(fencing, gate, deadline);
                if (failure == null) {
                    LOG.info("Fenced off {} earlier tasks of connector {}", tasks, connector.name());
                    return;
                }
                if (!(failure instanceof RetriableException) || deadline.hasPassed()) {
                    throw failed(failure);
                }
                if (!told) {
                    told = true;
                    LOG.warn(
                            "The {} earlier tasks of connector {} cannot be fenced off yet, which is tried for {} s"
                                    + " more: {}",
                            tasks,
                            connector.name(),
                            deadline.remaining().toSeconds(),
                            Failures.messageOf(failure));
                }
                gate.backOff(AGAIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException(
                    "Interrupted while the earlier tasks of connector " + connector.name() + " were fenced off", e);
        }
    }

    /** Why it did not succeed; null when it did. */
    private @Nullable Throwable attempt(Clients.Fencing fencing, TaskGate gate, Deadline deadline)
            throws InterruptedException {
        Duration limit = deadline.atMost(ATTEMPT);
        CompletableFuture<Void> fenced = fencing.fence(ids(), limit);
        boolean answered = gate.awaitDone(fenced, limit.plus(AGAIN), gate::isStopping);
        if (gate.isStopping()) {
            throw new TaskGate.StoppedException("A task of connector " + connector.name()
                    + " was told to stop while its earlier tasks were fenced off");
        }
        if (!answered) {
            return new TimeoutException("Kafka has not answered within " + limit);
        }
        try {
            fenced.get();
            return null;
        } catch (ExecutionException e) {
            return Failures.causeOf(e);
        }
    }

    private List<String> ids() {
        return IntStream.range(0, tasks)
                .mapToObj(task -> run.settings().transactionalId(new TaskId(connector.name(), task)))
                .toList();
    }

    private ConnectException failed(Throwable cause) {
        String what = "The earlier tasks of connector " + connector.name()
                + " could not be fenced off, without which nothing is exactly-once: " + Failures.messageOf(cause);
        String remedy = cause instanceof RefusedException
                ? ". One call for all tasks of this worker: --resource-pattern-type prefixed --transactional-id "
                        + run.settings().transactionalIds()
                : ". Check that Kafka answers, then restart the task";
        return new ConnectException(what + remedy, cause);
    }
}
