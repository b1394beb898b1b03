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

import static io.connectembedded.behaviour.secured.Secured.LISTENERS;
import static io.connectembedded.behaviour.secured.Trial.LIMIT;
import static io.connectembedded.test.BrokerSecurity.Listener.CLIENT_CERTIFICATE;
import static io.connectembedded.test.BrokerSecurity.Listener.OAUTHBEARER;
import static io.connectembedded.test.BrokerSecurity.Listener.PLAINTEXT;
import static io.connectembedded.test.BrokerSecurity.Listener.SASL_PLAIN;
import static io.connectembedded.test.BrokerSecurity.Listener.SASL_SCRAM;
import static io.connectembedded.test.BrokerSecurity.Listener.TLS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.WorkerStartException;
import io.connectembedded.event.ConnectEvent.OffsetsCommitted;
import io.connectembedded.event.ConnectEvent.TaskChanged;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.Failure;
import io.connectembedded.status.TaskState;
import io.connectembedded.test.BrokerSecurity.Listener;
import io.connectembedded.test.ConnectTest;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything a worker uses Kafka for, at every kind of listener, with its rights and without one of them. A worker is
 * given the settings an operator knows, once, and all its clients inherit them. All the while every logger is at TRACE,
 * and nothing that is told holds a secret.
 */
@ConnectTest(
        allowedLogs = {
            "^ERROR \\S+\\.StateCell State transition \\S+ \\S+ -> FAILED in \\S+: .*kafka-acls.sh",
            "^WARN \\S+\\.(TaskAssembly|KafkaLog) .* (failed and is tried again|cannot be used at the moment).*kafka-acls.sh",
            "^(WARN|ERROR) org\\.apache\\.kafka\\.clients\\.\\S+ .*(?i:topic.authorization.failed|not authorized to read)",
            "^(WARN|ERROR) org\\.apache\\.kafka\\.clients\\.\\S+ .*(failed authentication|Fatal error during metadata update)",
            // A topic just made has no leader for a moment.
            "NOT_LEADER_OR_FOLLOWER|NotLeaderOrFollowerException"
        })
class SecuredKafkaTest {

    private static final Map<Listener, ConnectWorker> WORKERS = new EnumMap<>(Listener.class);
    private static Secured secured;

    @BeforeAll
    static void start() {
        secured = new Secured();
        for (Listener listener : LISTENERS) {
            ConnectWorker worker = secured.builder("secured-" + lower(listener.name()), secured.client(listener))
                    .offsetStore(OffsetStore.memory())
                    .build();
            WORKERS.put(listener, worker);
            worker.start();
        }
    }

    @AfterAll
    static void no_secret_was_told_anywhere() {
        WORKERS.values().forEach(ConnectWorker::close);
        secured.close();
        assertThat(secured.secrets.lines()).as("lines down to TRACE").isGreaterThan(1_000);
        assertThat(secured.secrets.found()).isEmpty();
    }

    static List<Listener> listeners() {
        return List.of(PLAINTEXT, SASL_PLAIN, SASL_SCRAM, CLIENT_CERTIFICATE);
    }

    static Stream<Arguments> listenersAndUses() {
        return listeners().stream()
                .flatMap(listener -> Stream.of(Use.values()).map(use -> Arguments.of(listener, use)));
    }

    @ParameterizedTest
    @MethodSource("listenersAndUses")
    void what_has_its_rights_works(Listener listener, Use use) {
        Trial trial = allowed(use.trial(lower(listener + "-" + use + "-allowed")), listener);
        ConnectorHandle connector =
                WORKERS.get(listener).connectors().create(trial.spec()).await(LIMIT);
        trial.works(secured.broker);
        connector.delete().await(LIMIT);
    }

    @ParameterizedTest
    @MethodSource("listenersAndUses")
    void a_refused_right_is_named_with_the_acl_that_gives_it(Listener listener, Use use) {
        Trial trial = use.trial(lower(listener + "-" + use + "-refused"));
        refuseThenGive(trial, trial.spec(), listener, secured.principal(listener));
    }

    @Test
    void a_refused_group_is_named_with_the_acl_that_gives_it() {
        Trial trial = new Trial.Member("member-refused");
        refuseThenGive(trial, trial.spec(), SASL_PLAIN, secured.principal(SASL_PLAIN));
    }

    @Test
    void a_token_tells_who_may_not_and_who_may() {
        Trial trial = Use.SOURCE.trial("token-refused");
        refuseThenGive(trial, trial.spec(), OAUTHBEARER, secured.principal(OAUTHBEARER));
    }

    @Test
    void a_connector_may_log_in_as_another_user_than_its_worker() {
        Trial trial = Use.SOURCE.trial("as-bob");
        secured.allow(secured.principal(SASL_PLAIN), WRITE, TOPIC, trial.topic);
        secured.allow("User:bob", WRITE, TOPIC, "elsewhere");
        String login = secured.client(SASL_PLAIN, "bob").get("sasl.jaas.config");
        ConnectorSpec asBob = trial.spec().with("producer.override.sasl.jaas.config", login);
        refuseThenGive(trial, asBob, SASL_PLAIN, "User:bob");
    }

    @Test
    void each_kind_of_client_may_be_a_user_of_its_own() {
        Map<String, String> settings = new HashMap<>(secured.client(SASL_SCRAM, "dave"));
        Map.of("producer.", "alice", "consumer.", "bob", "admin.", "carol")
                .forEach((prefix, user) -> settings.put(
                        prefix + "sasl.jaas.config",
                        secured.client(SASL_SCRAM, user).get("sasl.jaas.config")));
        Trial made = Use.TOPIC_CREATION.trial("made-by-carol");
        Trial read = Use.SINK.trial("read-by-bob");
        read.prepare(secured.broker);
        secured.allow("User:alice", WRITE, TOPIC, made.topic);
        secured.allow("User:carol", CREATE, TOPIC, made.topic);
        secured.allow("User:carol", DESCRIBE, TOPIC, made.topic);
        read.essential().give(secured.access, "User:bob");
        read.others().forEach(right -> right.give(secured.access, "User:bob"));

        try (ConnectWorker worker = secured.builder("three-users", settings)
                .offsetStore(OffsetStore.memory())
                .build()) {
            worker.start();
            worker.connectors().putAll(List.of(made.spec(), read.spec())).await(LIMIT);
            made.works(secured.broker);
            read.works(secured.broker);
            secured.readAll(worker);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SASL_PLAIN", "SASL_SCRAM"})
    void a_wrong_password_is_told_with_its_user_and_the_address(Listener listener) {
        Map<String, String> settings = new HashMap<>(secured.client(listener));
        settings.computeIfPresent(
                "sasl.jaas.config", (key, login) -> login.replace("alice-7h3-secret", Secured.WRONG_PASSWORD));

        assertThat(refusedAtStart("wrong-password", settings))
                .contains("alice")
                .contains(secured.access.bootstrapServers(listener))
                .contains("sasl.jaas.config");
    }

    @Test
    void a_client_without_a_certificate_is_told_what_is_missing() {
        Map<String, String> settings = new HashMap<>(secured.access.client(TLS));
        settings.put("bootstrap.servers", secured.access.bootstrapServers(CLIENT_CERTIFICATE));

        assertThat(refusedAtStart("no-certificate", settings))
                .contains(secured.access.bootstrapServers(CLIENT_CERTIFICATE))
                .contains("ssl.keystore");
    }

    @ParameterizedTest
    @MethodSource("listeners")
    void offsets_are_kept_in_a_topic_until_its_worker_may_not_read_it(Listener listener) {
        String offsets = "offsets-" + listener;
        Trial trial = allowed(Use.SOURCE.trial("with-" + offsets), listener);
        allowOn(offsets, listener, CREATE, READ, WRITE, DESCRIBE_CONFIGS);
        try (ConnectWorker worker = withOffsetsIn(offsets, listener)) {
            worker.start();
            worker.connectors().create(trial.spec()).await(LIMIT);
            assertThat(secured.broker.topic(offsets).awaitValues(1, LIMIT)).contains("{\"position\":1}");
        }
        secured.access.revoke(secured.principal(listener), READ, TOPIC, offsets);
        try (ConnectWorker worker = withOffsetsIn(offsets, listener)) {
            assertNamed(refusedAtStart(worker), Right.topic(READ, offsets), listener, secured.principal(listener));
        }
    }

    @ParameterizedTest
    @MethodSource("listeners")
    void a_worker_that_may_not_make_its_offsets_topic_names_the_acl_at_its_start(Listener listener) {
        String offsets = "unmade-offsets-" + listener;
        allowOn(offsets, listener, READ, WRITE, DESCRIBE_CONFIGS);
        try (ConnectWorker worker = withOffsetsIn(offsets, listener)) {
            assertNamed(refusedAtStart(worker), Right.topic(CREATE, offsets), listener, secured.principal(listener));
        }
    }

    @ParameterizedTest
    @MethodSource("listeners")
    void offsets_that_may_not_be_written_are_told_with_the_acl(Listener listener) {
        String offsets = "unwritten-offsets-" + listener;
        Trial trial = allowed(Use.SOURCE.trial("with-" + offsets), listener);
        allowOn(offsets, listener, CREATE, READ, DESCRIBE_CONFIGS);
        try (ConnectWorker worker = withOffsetsIn(offsets, listener)) {
            worker.start();
            worker.connectors().create(trial.spec()).await(LIMIT);
            String told = await("a commit that fails")
                    .atMost(LIMIT)
                    .until(() -> failedCommit(trial.name), Optional::isPresent)
                    .get();
            assertNamed(told, Right.topic(WRITE, offsets), listener, secured.principal(listener));
            secured.readAll(worker);

            allowOn(offsets, listener, WRITE);
            assertThat(secured.broker.topic(offsets).awaitValues(1, LIMIT)).contains("{\"position\":1}");
        }
    }

    // ---- the steps of a case -------------------------------------------------------------------------------------

    private static Trial allowed(Trial trial, Listener listener) {
        trial.prepare(secured.broker);
        trial.essential().give(secured.access, secured.principal(listener));
        trial.others().forEach(right -> right.give(secured.access, secured.principal(listener)));
        return trial;
    }

    private static void allowOn(String topic, Listener listener, AclOperation... operations) {
        for (AclOperation operation : operations) {
            secured.allow(secured.principal(listener), operation, TOPIC, topic);
        }
    }

    private static void refuseThenGive(Trial trial, ConnectorSpec spec, Listener listener, String principal) {
        trial.prepare(secured.broker);
        trial.others().forEach(right -> right.give(secured.access, principal));
        ConnectWorker worker = WORKERS.get(listener);
        ConnectorHandle connector = worker.connectors().create(spec).await(LIMIT);
        ConnectorStatus failed = connector.until(ConnectorStatus::hasFailed).await(LIMIT);

        Failure failure = failed.tasks().get(0).failure();
        assertNamed(failure.message(), trial.essential(), listener, principal);
        assertThat(failure.trace()).contains(failure.message());
        assertThat(secured.events())
                .anySatisfy(event -> assertThat(event).isInstanceOfSatisfying(TaskChanged.class, change -> {
                    assertThat(change.task().connector()).isEqualTo(trial.name);
                    assertThat(change.to()).isEqualTo(TaskState.FAILED);
                    assertThat(change.failure()).isEqualTo(failure);
                }));
        secured.readAll(worker);

        trial.essential().give(secured.access, principal);
        connector.restart().await(LIMIT);
        trial.works(secured.broker);
        connector.delete().await(LIMIT);
    }

    private static void assertNamed(String message, Right missing, Listener listener, String principal) {
        String servers = secured.access.bootstrapServers(listener);
        assertThat(message)
                .contains(missing.operationName())
                .contains("kafka-acls.sh --bootstrap-server " + servers + " --add --allow-principal " + principal)
                .contains("--operation " + missing.operationName())
                .contains(missing.option());
        assertThat(message.substring(0, message.indexOf("kafka-acls.sh")))
                .contains(principal, missing.operationName(), missing.resource(), servers);
    }

    private static ConnectWorker withOffsetsIn(String topic, Listener listener) {
        return secured.builder("worker-" + topic, secured.client(listener))
                .with("offset.storage.topic", topic)
                .with("offset.storage.partitions", 1)
                .with("offset.storage.replication.factor", 1)
                .build();
    }

    private static String refusedAtStart(String name, Map<String, String> settings) {
        try (ConnectWorker worker = secured.builder(name, settings)
                .offsetStore(OffsetStore.memory())
                .build()) {
            return refusedAtStart(worker);
        }
    }

    private static String refusedAtStart(ConnectWorker worker) {
        Throwable thrown = catchThrowable(worker::start);
        assertThat(thrown).isInstanceOf(WorkerStartException.class);
        secured.secrets.read("start", thrown);
        return thrown.getMessage();
    }

    private static Optional<String> failedCommit(String connector) {
        return secured.events().stream()
                .filter(OffsetsCommitted.class::isInstance)
                .map(OffsetsCommitted.class::cast)
                .filter(each -> each.task().connector().equals(connector))
                .map(OffsetsCommitted::failure)
                .filter(Objects::nonNull)
                .map(Failure::message)
                .findFirst();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
