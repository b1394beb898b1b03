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
package io.connectembedded.test;

import static io.connectembedded.test.BrokerSecurity.ANONYMOUS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.test.BrokerSecurity.Listener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One broker with every listener and ACLs, as clients see it. */
class SecuredBrokerTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static KafkaBroker broker;
    private static BrokerAccess access;

    @BeforeAll
    static void start() {
        broker = KafkaBroker.secured(BrokerSecurity.listeners(Listener.PLAINTEXT, Listener.values())
                .user("alice", "alice-secret")
                .user("bob", "bob-secret:1")
                .user("root", "root-secret")
                .superUser("User:root")
                .acls());
        access = broker.access();
    }

    @AfterAll
    static void close() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(Listener.class)
    void a_client_writes_at_each_listener_once_it_may(Listener listener) {
        String topic = "may-" + listener.name();
        broker.createTopic(topic, 1);
        assertThatThrownBy(() -> send(client(listener), topic, "refused"))
                .hasCauseInstanceOf(TopicAuthorizationException.class);

        access.allow(access.principal(listener, "alice"), WRITE, TOPIC, topic);
        send(client(listener), topic, "taken");
        assertThat(broker.topic(topic).values()).containsExactly("taken");

        access.revoke(access.principal(listener, "alice"), WRITE, TOPIC, topic);
        assertThatThrownBy(() -> send(client(listener), topic, "refused again"))
                .hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void rights_are_of_one_user_one_operation_and_one_topic() {
        broker.createTopic("hers", 1);
        broker.createTopic("other", 1);
        access.allow("User:alice", WRITE, TOPIC, "hers");
        access.allow("User:bob", READ, TOPIC, "hers");
        access.allow("User:bob", WRITE, TOPIC, "his"); // else his producer, which is idempotent, is refused as such
        assertThatThrownBy(() -> send(access.client(Listener.SASL_PLAIN, "bob"), "hers", "no"))
                .hasCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> send(access.client(Listener.SASL_PLAIN, "alice"), "other", "no"))
                .hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void a_super_user_needs_no_rights() {
        send(access.client(Listener.SASL_SCRAM, "root"), "made-on-first-use", "one");
        assertThat(broker.topic("made-on-first-use").awaitValues(1, LIMIT)).containsExactly("one");
    }

    @Test
    void a_wrong_password_is_refused() {
        for (Listener listener : List.of(Listener.SASL_PLAIN, Listener.SASL_SCRAM)) {
            Map<String, String> wrong = new HashMap<>(access.client(listener, "alice"));
            wrong.computeIfPresent("sasl.jaas.config", (key, value) -> value.replace("alice-secret", "guessed"));
            assertThatThrownBy(() -> send(wrong, "any", "no")).hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void a_client_without_a_certificate_is_refused_where_one_is_demanded() {
        Map<String, String> nameless = new HashMap<>(access.client(Listener.TLS));
        nameless.put("bootstrap.servers", access.bootstrapServers(Listener.CLIENT_CERTIFICATE));
        assertThatThrownBy(() -> send(nameless, "any", "no")).hasCauseInstanceOf(SslAuthenticationException.class);
    }

    @Test
    void a_certificate_of_another_broker_is_refused() {
        BrokerSecurity small =
                BrokerSecurity.listeners(Listener.CLIENT_CERTIFICATE).user("alice", "alice-secret");
        try (KafkaBroker other = KafkaBroker.secured(small)) {
            Map<String, String> foreign = new HashMap<>(access.client(Listener.CLIENT_CERTIFICATE, "alice"));
            foreign.put("bootstrap.servers", other.bootstrapServers());
            assertThatThrownBy(() -> send(foreign, "any", "no")).hasCauseInstanceOf(SslAuthenticationException.class);
            send(other.access().client(Listener.CLIENT_CERTIFICATE, "alice"), "no-acls-here", "one");
            assertThatIllegalStateException()
                    .isThrownBy(() -> other.access().allow("User:alice", WRITE, TOPIC, "any"))
                    .withMessageContaining("name=any");
        }
    }

    @Test
    void users_credentials_and_rights_outlive_an_outage() {
        BrokerSecurity small = BrokerSecurity.listeners(Listener.SASL_SCRAM)
                .user("alice", "alice-secret")
                .acls();
        try (KafkaBroker own = KafkaBroker.secured(small)) {
            own.access().allow("User:alice", WRITE, TOPIC, "lines");
            own.access().allow("User:alice", CREATE, TOPIC, "lines");
            own.stop();
            own.start();
            send(own.access().client(Listener.SASL_SCRAM, "alice"), "lines", "after");
            assertThat(own.topic("lines").awaitValues(1, LIMIT)).containsExactly("after");
        }
    }

    @Test
    void certificates_are_deleted_with_the_broker() {
        KafkaBroker own = KafkaBroker.secured(BrokerSecurity.listeners(Listener.TLS));
        Path trust = Path.of(own.access().client(Listener.TLS).get("ssl.truststore.location"));
        assertThat(trust).exists();
        own.close();
        assertThat(Files.exists(trust.getParent())).isFalse();
    }

    @Test
    void what_the_broker_does_not_have_is_refused_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> access.client(Listener.SASL_PLAIN, "carol"))
                .withMessageContaining("no user carol")
                .withMessageContaining("[alice, bob, root]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> access.client(Listener.SASL_PLAIN))
                .withMessageContaining("SASL_PLAIN say who they are");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> access.client(Listener.TLS, "alice"))
                .withMessageContaining("use client(listener)");
        try (KafkaBroker plain = KafkaBroker.secured(BrokerSecurity.listeners(Listener.PLAINTEXT))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> plain.access().client(Listener.TLS))
                    .withMessageContaining("no listener TLS, only [PLAINTEXT]");
        }
    }

    @Test
    void an_open_broker_has_no_access_to_give() {
        try (KafkaBroker open = KafkaBroker.inJvm()) {
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(open::access)
                    .withMessage("The broker on " + open.bootstrapServers()
                            + " is open to all; start one with users and ACLs by KafkaBroker.secured");
        }
    }

    @Test
    void a_security_shows_no_password_and_refuses_one_it_cannot_write_down() {
        BrokerSecurity security = BrokerSecurity.listeners(Listener.SASL_PLAIN);
        assertThat(security.user("alice", "alice-secret"))
                .asString()
                .contains("alice")
                .doesNotContain("alice-secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> security.user("alice", "with \"quotes\""))
                .withMessageContaining("password of user alice")
                .withMessageNotContaining("quotes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> security.user("CN=alice", "alice-secret"))
                .withMessageContaining("'CN=alice'");
    }

    private static Map<String, String> client(Listener listener) {
        return access.principal(listener, "alice").equals(ANONYMOUS)
                ? access.client(listener)
                : access.client(listener, "alice");
    }

    /** Throws what the producer's future does, wrapped as it comes. */
    private static void send(Map<String, String> client, String topic, String value) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("max.block.ms", LIMIT.toMillis());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
