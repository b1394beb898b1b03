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
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.ErrorPolicy;
import io.connectembedded.RestartScope;
import io.connectembedded.error.WorkerStartException;
import io.connectembedded.status.TaskState;
import io.connectembedded.status.TaskStatus;
import io.connectembedded.test.BrokerAccess;
import io.connectembedded.test.BrokerSecurity;
import io.connectembedded.test.BrokerSecurity.Listener;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What clients say that a real broker does not let in, or does not let do what they ask for. */
@ConnectTest(
        allowedLogs = {
            "^ERROR \\S+\\.StateCell State transition c-\\S+ (RUNNING|UNASSIGNED) -> FAILED in .*kafka-acls.sh",
            "^ERROR \\S+\\.StateCell State transition c-\\S+ \\S+ -> FAILED in .*sasl.jaas.config",
            "^WARN \\S+\\.TaskAssembly Commit of offsets of task c-\\S+ failed.*kafka-acls.sh",
            "^ERROR org.apache.kafka.clients.Metadata \\S+ clientId=connector-\\S+ Topic authorization failed for topics",
            "^ERROR org.apache.kafka.clients.Metadata \\S+ clientId=connector-consumer-\\S+ groupId=\\S+ Topic authorization",
            "^ERROR org.apache.kafka.clients.NetworkClient .* failed authentication due to: (SSL handshake|Authentication) failed",
            "^ERROR org.apache.kafka.clients.producer.internals.Sender .*aborting transaction when during closing",
            "^WARN org.apache.kafka.clients.admin.internals.AdminMetadataManager .* Fatal error during metadata update",
            "^ERROR org.apache.kafka.clients.producer.internals.Sender .* Aborting producer batches due to fatal error",
            "^WARN \\S+\\.BrokerCheck Kafka at \\S+ does not answer yet"
        })
class RefusedClientsTest {

    private static final String PASSWORD = "alice-secret";

    private static KafkaBroker broker;
    private static BrokerAccess access;

    private final Script script = Script.open();
    private final String topic = "topic-" + UUID.randomUUID();
    private final String name = "c-" + UUID.randomUUID();
    private ConnectWorker worker;

    @BeforeAll
    static void open() {
        broker = KafkaBroker.secured(
                BrokerSecurity.listeners(Listener.SASL_PLAIN, Listener.SASL_SCRAM, Listener.CLIENT_CERTIFICATE)
                        .user("alice", PASSWORD)
                        .user("bob", "bob-secret")
                        .user("root", "root-secret")
                        .superUser("User:root")
                        .acls());
        access = broker.access();
    }

    @AfterAll
    static void closeBroker() {
        broker.close();
    }

    @AfterEach
    void end() {
        script.close();
        if (worker != null) {
            worker.close();
        }
    }

    private ConnectWorker.Builder builder(Map<String, String> client) {
        ConnectWorker.Builder builder = Host.builder(client.get("bootstrap.servers"));
        client.forEach((key, value) -> {
            if (!key.equals("bootstrap.servers")) {
                builder.with(key, value);
            }
        });
        return builder;
    }

    private ConnectorHandle running(Listener listener, ConnectorSpec spec) {
        worker = Host.started(
                builder(access.client(listener, "alice")).name("refused").connector(spec));
        return worker.connector(spec.name());
    }

    private static String failure(ConnectorHandle connector) {
        return await().atMost(LIMIT)
                .until(
                        () -> connector.status().tasks().stream()
                                .filter(task -> task.state() == TaskState.FAILED)
                                .map(TaskStatus::failure)
                                .map(failure -> failure == null ? "" : failure.message())
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    private static String acl(Listener listener, String what) {
        String principal = access.principal(listener, "alice");
        return "kafka-acls.sh --bootstrap-server " + access.bootstrapServers(listener) + " --add --allow-principal "
                + principal + " " + what;
    }

    @Test
    void a_source_that_may_not_write_says_so_and_goes_on_when_it_may() {
        broker.createTopic(topic, 1);
        ConnectorHandle source = running(Listener.SASL_PLAIN, script.source(name));
        script.emit(Script.record(topic, "a", 1));

        assertThat(failure(source))
                .contains("does not allow User:alice, the principal of task " + name
                        + "-0, the operation Write on topic " + topic)
                .contains(acl(Listener.SASL_PLAIN, "--operation Write --topic " + topic))
                .doesNotContain(PASSWORD);
        access.allow("User:alice", WRITE, TOPIC, topic);
        source.restart(RestartScope.FAILED).await(LIMIT);
        script.emit(Script.record(topic, "a", 2));
        assertThat(broker.topic(topic).awaitValues(1, LIMIT)).isNotEmpty();
    }

    @Test
    void an_idempotent_producer_without_any_topic_to_write_is_refused_as_such() {
        broker.createTopic(topic, 1);
        access.allow("User:bob", DESCRIBE, TOPIC, topic);
        worker = Host.started(builder(access.client(Listener.SASL_PLAIN, "bob")).connector(script.source(name)));
        script.emit(Script.record(topic, "a", 1));

        assertThat(failure(worker.connector(name)))
                .contains("does not allow User:bob, the principal of task " + name
                        + "-0, the operation IdempotentWrite on the cluster")
                .contains("--allow-principal User:bob --operation IdempotentWrite --cluster");
    }

    @Test
    void a_certificate_is_named_by_its_subject() {
        broker.createTopic(topic, 1);
        ConnectorHandle source = running(Listener.CLIENT_CERTIFICATE, script.source(name));
        script.emit(Script.record(topic, "a", 1));

        assertThat(failure(source)).contains(acl(Listener.CLIENT_CERTIFICATE, "--operation Write --topic " + topic));
    }

    @Test
    void a_source_that_may_not_make_its_topic_says_so() {
        ConnectorHandle source = running(
                Listener.SASL_SCRAM,
                script.source(name)
                        .with("topic.creation.default.partitions", 1)
                        .with("topic.creation.default.replication.factor", 1));
        script.emit(Script.record(topic, "a", 1));

        assertThat(failure(source))
                .contains("the operations Create and Describe on topic " + topic)
                .contains(acl(Listener.SASL_SCRAM, "--operation Create --operation Describe --topic " + topic));
    }

    @Test
    void a_sink_that_may_not_read_its_topic_or_group_says_so() {
        broker.createTopic(topic, 1);
        access.allow("User:alice", READ, GROUP, "connect-" + name);
        ConnectorHandle sink = running(Listener.SASL_PLAIN, script.sink(name).topics(topic));
        assertThat(failure(sink))
                .contains("Task " + name + "-0 may not read from Kafka")
                .contains(acl(Listener.SASL_PLAIN, "--operation Read --topic " + topic));

        access.allow("User:alice", READ, TOPIC, topic);
        access.revoke("User:alice", READ, GROUP, "connect-" + name);
        sink.restart(RestartScope.FAILED).await(LIMIT);
        assertThat(failure(sink))
                .contains("the operation Read on consumer group connect-" + name)
                .contains(acl(Listener.SASL_PLAIN, "--operation Read --group connect-" + name));
    }

    @Test
    void a_dead_letter_queue_that_may_not_be_made_or_written_says_so() {
        String queue = "dead-" + topic;
        broker.createTopic(topic, 1);
        access.allow("User:alice", READ, TOPIC, topic);
        access.allow("User:alice", READ, GROUP, "connect-" + name);
        ConnectorHandle sink = running(
                Listener.SASL_PLAIN,
                script.sink(name)
                        .topics(topic)
                        .errors(ErrorPolicy.deadLetterQueue(queue))
                        .with("errors.deadletterqueue.topic.replication.factor", 1)
                        .with("value.converter", DeadLetterQueueTest.PoisonConverter.class));
        assertThat(failure(sink))
                .contains("dead letter queue of task " + name + "-0")
                .contains(acl(Listener.SASL_PLAIN, "--operation Create --operation Describe --topic " + queue));

        access.allow("User:alice", CREATE, TOPIC, queue);
        access.allow("User:alice", DESCRIBE, TOPIC, queue);
        sink.restart(RestartScope.FAILED).await(LIMIT);
        broker.topic(topic).sendValues(List.of("poison"));
        assertThat(failure(sink)).contains(acl(Listener.SASL_PLAIN, "--operation Write --topic " + queue));
    }

    private static Map<String, String> withWrongPassword() {
        Map<String, String> wrong = new HashMap<>(access.client(Listener.SASL_SCRAM, "alice"));
        wrong.computeIfPresent("sasl.jaas.config", (key, value) -> value.replace(PASSWORD, "guessed-wrong"));
        return wrong;
    }

    @Test
    void a_wrong_password_of_the_worker_ends_its_start_at_once() {
        worker = builder(withWrongPassword()).startTimeout(LIMIT).build();
        Duration took = Host.timed(() -> assertThatThrownBy(worker::start)
                .isInstanceOf(WorkerStartException.class)
                .hasMessageContaining("Kafka at " + access.bootstrapServers(Listener.SASL_SCRAM)
                        + " refuses the login of user alice by the worker (security.protocol=SASL_SSL,"
                        + " sasl.mechanism=SCRAM-SHA-512")
                .hasMessageContaining("correct the user name and password in sasl.jaas.config")
                .hasMessageNotContaining("guessed-wrong"));
        assertThat(took).isLessThan(LIMIT.dividedBy(2));
    }

    @Test
    void a_wrong_password_of_one_connector_fails_its_task_alone() {
        broker.createTopic(topic, 1);
        ConnectorHandle source = running(
                Listener.SASL_SCRAM,
                script.source(name)
                        .errors(ErrorPolicy.skip())
                        .with(
                                "producer.override.sasl.jaas.config",
                                withWrongPassword().get("sasl.jaas.config")));
        script.emit(Script.record(topic, "a", 1));

        assertThat(failure(source))
                .contains("refuses the login of user alice by task " + name + "-0")
                .doesNotContain("guessed-wrong");
    }

    @Test
    void a_broker_whose_certificate_is_not_trusted_names_the_store() {
        Map<String, String> client = new HashMap<>(access.client(Listener.SASL_SCRAM, "alice"));
        client.keySet().removeIf(key -> key.startsWith("ssl.truststore"));
        worker = builder(client).startTimeout(LIMIT).build();

        assertThatThrownBy(worker::start)
                .isInstanceOf(WorkerStartException.class)
                .hasMessageContaining("the TLS connection of the worker to Kafka at "
                        + access.bootstrapServers(Listener.SASL_SCRAM) + " failed")
                .hasMessageContaining("ssl.truststore.location");
    }

    @Test
    void a_port_that_speaks_another_protocol_is_thought_of() {
        worker = Host.builder(access.bootstrapServers(Listener.CLIENT_CERTIFICATE))
                .startTimeout(Duration.ofSeconds(3))
                .build();

        assertThatThrownBy(worker::start)
                .isInstanceOf(WorkerStartException.class)
                .hasMessageContaining("whether the port speaks security.protocol=PLAINTEXT");
    }
}
