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
package io.connectembedded.behaviour.secured;

import static io.connectembedded.behaviour.secured.Trial.LIMIT;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectListener;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.error.WorkerStartException;
import io.connectembedded.event.ConnectEvent;
import io.connectembedded.event.ConnectEvent.OffsetsCommitted;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.Failure;
import io.connectembedded.status.TaskState;
import io.connectembedded.status.TaskStatus;
import io.connectembedded.test.BrokerAccess;
import io.connectembedded.test.BrokerSecurity;
import io.connectembedded.test.BrokerSecurity.Listener;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything a worker uses Kafka for, at every kind of listener, with its rights and without one of them. The worker is
 * given the settings an operator knows, once, and all its clients inherit them.
 */
@ConnectTest(
        allowedLogs = {
            "^ERROR \\S+\\.StateCell State transition \\S+ \\S+ -> FAILED in \\S+: ",
            "^(WARN|ERROR) org\\.apache\\.kafka\\.clients\\.\\S+ .*(?i:topic.authorization.failed|not authorized)",
            // A topic just made has no leader for a moment.
            "NOT_LEADER_OR_FOLLOWER|NotLeaderOrFollowerException"
        })
class SecuredKafkaTest {

    private static final String USER = "alice";
    private static final String PASSWORD = "alice-7h3-secret";
    private static final Set<Listener> LISTENERS = new LinkedHashSet<>(List.of(
            Listener.PLAINTEXT,
            Listener.SASL_PLAIN,
            Listener.SASL_SCRAM,
            Listener.CLIENT_CERTIFICATE,
            Listener.OAUTHBEARER));

    private static final Map<Listener, ConnectWorker> WORKERS = new EnumMap<>(Listener.class);
    private static final List<String> EVENTS = new CopyOnWriteArrayList<>();
    private static final List<OffsetsCommitted> COMMITS = new CopyOnWriteArrayList<>();
    private static KafkaBroker broker;
    private static BrokerAccess access;
    private static SecretWatch secrets;

    @BeforeAll
    static void start() {
        broker = KafkaBroker.secured(BrokerSecurity.listeners(Listener.PLAINTEXT, Listener.values())
                .user(USER, PASSWORD)
                .acls());
        access = broker.access();
        secrets = new SecretWatch(secretsOfClients());
        for (Listener listener : LISTENERS) {
            // A producer is idempotent, and refused as such unless it may write anywhere.
            access.allow(principal(listener), WRITE, TOPIC, "else");
            ConnectWorker worker = worker(listener);
            WORKERS.put(listener, worker);
            worker.start();
        }
    }

    @AfterAll
    static void no_secret_was_told_anywhere() {
        EVENTS.forEach(event -> secrets.read("event", event));
        secrets.readMBeans();
        WORKERS.values().forEach(ConnectWorker::close);
        secrets.close();
        broker.close();
        assertThat(secrets.lines()).as("lines down to TRACE").isGreaterThan(1_000);
        assertThat(secrets.found()).isEmpty();
    }

    private static ConnectWorker worker(Listener listener) {
        return builder("secured-" + listener.name().toLowerCase(Locale.ROOT), client(listener))
                .offsetStore(OffsetStore.memory())
                .build();
    }

    private static ConnectWorker.Builder builder(String name, Map<String, String> properties) {
        return ConnectWorker.builder()
                .name(name)
                .properties(properties)
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetFlushInterval(Duration.ofMillis(200))
                .listener(ConnectListener.on(ConnectEvent.class, event -> EVENTS.add(event.toString())))
                .listener(ConnectListener.on(OffsetsCommitted.class, COMMITS::add));
    }

    private static Map<String, String> client(Listener listener) {
        return listener == Listener.PLAINTEXT ? access.client(listener) : access.client(listener, USER);
    }

    private static String principal(Listener listener) {
        return access.principal(listener, USER);
    }

    /** The password itself, what holds it, and what a token without a signature begins with. */
    private static Set<String> secretsOfClients() {
        Set<String> all = new LinkedHashSet<>(List.of(PASSWORD, "eyJhbGciOiJub25lIn0"));
        LISTENERS.forEach(listener -> client(listener).forEach((key, value) -> {
            if (key.endsWith("password") || key.equals("sasl.jaas.config")) {
                all.add(value);
            }
        }));
        return all;
    }

    static Set<Listener> listeners() {
        return LISTENERS;
    }

    static Stream<Arguments> listenersAndUses() {
        return LISTENERS.stream().flatMap(listener -> Stream.of(Use.values()).map(use -> Arguments.of(listener, use)));
    }

    @ParameterizedTest
    @MethodSource("listenersAndUses")
    void what_has_its_rights_works(Listener listener, Use use) {
        Trial trial = allowed(use.trial(name(listener, use) + "-allowed"), listener);
        ConnectorHandle connector =
                WORKERS.get(listener).connectors().create(trial.spec()).await(LIMIT);
        trial.works(broker);
        connector.delete().await(LIMIT);
    }

    @ParameterizedTest
    @MethodSource("listenersAndUses")
    void a_refused_right_is_named_with_the_acl_that_gives_it(Listener listener, Use use) {
        refuseThenGive(listener, use.trial(name(listener, use) + "-refused"));
    }

    private static Trial allowed(Trial trial, Listener listener) {
        trial.prepare(broker);
        trial.essential().give(access, principal(listener));
        trial.others().forEach(right -> right.give(access, principal(listener)));
        return trial;
    }

    private static void refuseThenGive(Listener listener, Trial trial) {
        trial.prepare(broker);
        trial.others().forEach(right -> right.give(access, principal(listener)));
        ConnectWorker worker = WORKERS.get(listener);
        ConnectorHandle connector = worker.connectors().create(trial.spec()).await(LIMIT);
        ConnectorStatus failed = connector.until(ConnectorStatus::hasFailed).await(LIMIT);

        assertNamed(failure(failed).message(), trial.essential(), listener);
        assertThat(EVENTS)
                .anyMatch(event -> event.contains(trial.name)
                        && event.contains(failure(failed).message()));
        readAll(worker, failed);

        trial.essential().give(access, principal(listener));
        connector.restart().await(LIMIT);
        trial.works(broker);
        connector.delete().await(LIMIT);
    }

    @Test
    void a_refused_group_is_named_with_the_acl_that_gives_it() {
        refuseThenGive(Listener.SASL_PLAIN, new Trial.Member("member-refused"));
    }

    @ParameterizedTest
    @MethodSource("listeners")
    void offsets_are_kept_in_a_topic_by_who_may(Listener listener) {
        String offsets = "offsets-" + listener;
        Trial trial = allowed(Use.SOURCE.trial("with-" + offsets), listener);
        for (AclOperation each : List.of(CREATE, READ, WRITE, DESCRIBE_CONFIGS)) {
            access.allow(principal(listener), each, TOPIC, offsets);
        }
        try (ConnectWorker worker = withOffsetsIn(offsets, listener)) {
            worker.start();
            worker.connectors().create(trial.spec()).await(LIMIT);
            assertThat(broker.topic(offsets).awaitValues(1, LIMIT)).contains("{\"position\":1}");
        }
    }

    @ParameterizedTest
    @MethodSource("listeners")
    void a_worker_that_may_not_read_its_offsets_names_the_acl_at_its_start(Listener listener) {
        String offsets = "unread-offsets-" + listener;
        access.allow(principal(listener), CREATE, TOPIC, offsets);
        access.allow(principal(listener), DESCRIBE_CONFIGS, TOPIC, offsets);
        try (ConnectWorker worker = withOffsetsIn(offsets, listener)) {
            Throwable thrown = catchThrowable(worker::start);

            assertThat(thrown).isInstanceOf(WorkerStartException.class);
            secrets.read("start", thrown);
            assertNamed(thrown.getMessage(), Right.topic(READ, offsets), listener);
        }
    }

    @ParameterizedTest
    @MethodSource("listeners")
    void offsets_that_may_not_be_written_are_told_with_the_acl(Listener listener) {
        String offsets = "unwritten-offsets-" + listener;
        Trial trial = allowed(Use.SOURCE.trial("with-" + offsets), listener);
        for (AclOperation each : List.of(CREATE, READ, DESCRIBE_CONFIGS)) {
            access.allow(principal(listener), each, TOPIC, offsets);
        }
        try (ConnectWorker worker = withOffsetsIn(offsets, listener)) {
            worker.start();
            ConnectorHandle connector =
                    worker.connectors().create(trial.spec()).await(LIMIT);
            String told = await("a commit that fails")
                    .atMost(LIMIT)
                    .until(
                            () -> COMMITS.stream()
                                    .filter(each -> each.task().connector().equals(trial.name))
                                    .map(OffsetsCommitted::failure)
                                    .filter(Objects::nonNull)
                                    .findFirst()
                                    .map(Failure::message)
                                    .orElse(""),
                            message -> !message.isEmpty());
            assertNamed(told, Right.topic(WRITE, offsets), listener);
            readAll(worker, connector.status());

            access.allow(principal(listener), WRITE, TOPIC, offsets);
            assertThat(broker.topic(offsets).awaitValues(1, LIMIT)).contains("{\"position\":1}");
        }
    }

    private static ConnectWorker withOffsetsIn(String topic, Listener listener) {
        return builder("worker-" + topic, client(listener))
                .with("offset.storage.topic", topic)
                .with("offset.storage.partitions", 1)
                .with("offset.storage.replication.factor", 1)
                .build();
    }

    private static void assertNamed(String message, Right missing, Listener listener) {
        assertThat(message)
                .contains(principal(listener))
                .contains(missing.operationName())
                .contains(missing.resource())
                .contains(access.bootstrapServers(listener))
                .contains("kafka-acls.sh --bootstrap-server " + access.bootstrapServers(listener) + " --add"
                        + " --allow-principal " + principal(listener))
                .contains("--operation " + missing.operationName())
                .contains(missing.option());
    }

    private static Failure failure(ConnectorStatus status) {
        return status.tasks().stream()
                .filter(task -> task.state() == TaskState.FAILED)
                .map(TaskStatus::failure)
                .findFirst()
                .orElseGet(status::failure);
    }

    private static void readAll(ConnectWorker worker, ConnectorStatus failed) {
        secrets.read("status", failed.toString());
        secrets.read("describe", worker.describe());
        secrets.read("health", worker.health().toString());
    }

    private static String name(Listener listener, Use use) {
        return (listener + "-" + use).toLowerCase(Locale.ROOT);
    }
}
