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
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.Failures;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/** Asks the brokers who they are, within a bound, so that a start against none ends with a clear error. */
final class BrokerCheck {

    private static final Duration LOOK = Duration.ofMillis(50);

    private final Clients clients;
    private final Map<String, Object> settings;

    BrokerCheck(Clients clients, Map<String, Object> settings) {
        this.clients = clients;
        this.settings = settings;
    }

    String clusterId(Deadline deadline, BooleanSupplier aborted) throws InterruptedException {
        String servers = String.valueOf(settings.get("bootstrap.servers"));
        long limit = Math.max(1, deadline.remaining().toMillis());
        Admin admin = open(servers);
        try {
            DescribeClusterOptions options =
                    new DescribeClusterOptions().timeoutMs((int) Math.min(limit, Integer.MAX_VALUE));
            return await(admin.describeCluster(options).clusterId(), deadline, aborted, servers);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private Admin open(String servers) {
        try {
            return clients.admin(settings);
        } catch (KafkaException e) {
            Throwable cause = Failures.causeOf(e);
            throw new WorkerStartException(
                    "No Kafka client can be made for bootstrap.servers=" + servers + ": " + cause.getMessage()
                            + "; correct the address or the client settings",
                    e);
        }
    }

    private static String await(KafkaFuture<String> answer, Deadline deadline, BooleanSupplier aborted, String servers)
            throws InterruptedException {
        while (!aborted.getAsBoolean()) {
            try {
                return answer.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (deadline.hasPassed()) {
                    throw unreachable(servers, e);
                }
            } catch (ExecutionException e) {
                throw unreachable(servers, Failures.causeOf(e));
            }
        }
        throw new WorkerStartException("The worker was stopped while it waited for Kafka at " + servers, null);
    }

    private static WorkerStartException unreachable(String servers, Throwable cause) {
        return new WorkerStartException(
                "No Kafka broker answered at bootstrap.servers=" + servers + " in time"
                        + (cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")")
                        + "; start the broker, correct the address, or raise startTimeout",
                cause);
    }
}
