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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.error.WorkerStartException;
import io.connectembedded.internal.clients.Clients;
import io.connectembedded.internal.clients.GroupAdmin;
import io.connectembedded.internal.clients.TopicAdmin;
import io.connectembedded.internal.config.Secrets;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.SettableTime;
import io.connectembedded.internal.lifecycle.work.Waits;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class BrokerCheckTest {

    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"alice\" password=\"hunter22\";";

    private final SettableTime time = new SettableTime();
    private final Deadline deadline = Deadline.after(time, Duration.ofSeconds(10));
    private final AtomicInteger asked = new AtomicInteger();

    /** A wait that lets its time pass. */
    private final Waits waits = new Waits() {
        @Override
        public boolean until(Future<?> done, Duration limit, BooleanSupplier givenUp) {
            time.sleep(done.isDone() ? 0 : limit.toMillis());
            return done.isDone();
        }

        @Override
        public boolean isAlone() {
            return false;
        }
    };

    /** Clients of which a start needs no others. */
    private record OnlyClusters(AtomicInteger asked, Supplier<Clients.Cluster> cluster) implements Clients {

        @Override
        public Cluster cluster(Map<String, Object> settings) {
            asked.incrementAndGet();
            return cluster.get();
        }

        @Override
        public Producer<byte[], byte[]> producer(TaskId task, Map<String, Object> settings) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Consumer<byte[], byte[]> consumer(TaskId task, Map<String, Object> settings) {
            throw new UnsupportedOperationException();
        }

        @Override
        public GroupAdmin groups(String connector, String group, Map<String, Object> settings) {
            throw new UnsupportedOperationException();
        }

        @Override
        public TopicAdmin topics(TaskId task, Map<String, Object> settings) {
            throw new UnsupportedOperationException();
        }
    }

    private String clusterId(Supplier<Clients.Cluster> cluster) throws InterruptedException {
        return new BrokerCheck(
                        new OnlyClusters(asked, cluster),
                        Map.of(
                                "bootstrap.servers", "kafka:9092",
                                "security.protocol", "SASL_PLAINTEXT",
                                "sasl.mechanism", "PLAIN",
                                "sasl.jaas.config", LOGIN),
                        waits,
                        Secrets.of(Map.of(), new ConfigDef()),
                        id -> {})
                .clusterId(deadline, () -> false);
    }

    private static Clients.Cluster answering() {
        return new Clients.Cluster() {
            @Override
            public Future<String> id(Duration limit) {
                return CompletableFuture.completedFuture("the cluster");
            }

            @Override
            public boolean wasReached() {
                return true;
            }

            @Override
            public void close() {}
        };
    }

    private static Clients.Cluster failing(Exception thrown, boolean reached) {
        return new Clients.Cluster() {
            @Override
            public Future<String> id(Duration limit) {
                return CompletableFuture.failedFuture(thrown);
            }

            @Override
            public boolean wasReached() {
                return reached;
            }

            @Override
            public void close() {}
        };
    }

    private static KafkaException unknown(String message) {
        return new KafkaException("Failed to create new KafkaAdminClient", new ConfigException(message));
    }

    @Test
    void a_name_that_nobody_knows_yet_is_asked_for_again() throws Exception {
        String id = clusterId(() -> {
            if (asked.get() < 4) {
                throw unknown("No resolvable bootstrap urls given in bootstrap.servers");
            }
            return answering();
        });
        assertThat(id).isEqualTo("the cluster");
    }

    @Test
    void a_name_that_stays_unknown_ends_the_start_in_time() {
        assertThatThrownBy(() -> clusterId(() -> {
                    throw unknown("No resolvable bootstrap urls given in bootstrap.servers");
                }))
                .isInstanceOf(WorkerStartException.class)
                .hasMessageContaining("bootstrap.servers=kafka:9092")
                .hasMessageContaining("correct the address");
        assertThat(deadline.hasPassed()).isTrue();
    }

    @Test
    void a_wrong_password_ends_the_start_at_once_and_says_so() {
        SaslAuthenticationException wrong = new SaslAuthenticationException("Invalid username or password");

        assertThatThrownBy(() -> clusterId(() -> failing(wrong, true)))
                .isInstanceOf(WorkerStartException.class)
                .hasCause(wrong)
                .hasMessageContaining("The worker cannot start: Kafka at kafka:9092 refuses the login of user alice")
                .hasMessageContaining("Invalid username or password")
                .hasMessageContaining("sasl.jaas.config")
                .hasMessageNotContaining("hunter22")
                .hasMessageNotContaining("No Kafka broker answered");
        assertThat(deadline.remaining()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void a_port_that_takes_connections_and_says_nothing_may_speak_another_protocol() {
        assertThatThrownBy(() -> clusterId(() -> failing(new TimeoutException("Call: describeCluster"), true)))
                .isInstanceOf(WorkerStartException.class)
                .hasMessageContaining("No Kafka broker answered at bootstrap.servers=kafka:9092")
                .hasMessageContaining("whether the port speaks security.protocol=SASL_PLAINTEXT, sasl.mechanism=PLAIN");
        assertThatThrownBy(() -> clusterId(() -> failing(new TimeoutException("Call: describeCluster"), false)))
                .hasMessageNotContaining("security.protocol");
    }

    @Test
    void an_address_that_can_never_be_one_is_refused_at_once() {
        assertThatThrownBy(() -> clusterId(() -> {
                    throw unknown("Invalid url in bootstrap.servers: kafka");
                }))
                .isInstanceOf(WorkerStartException.class);
        assertThat(asked).hasValue(1);
    }
}
