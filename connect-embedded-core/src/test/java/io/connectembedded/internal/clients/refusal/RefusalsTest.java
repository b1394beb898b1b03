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
package io.connectembedded.internal.clients.refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalsTest {

    private static final String ALICE =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"alice\" password=\"hunter22\";";

    private static final Map<String, String> PLAIN = Map.of(
            "bootstrap.servers", "kafka:9092",
            "security.protocol", "SASL_PLAINTEXT",
            "sasl.mechanism", "PLAIN",
            "sasl.jaas.config", ALICE,
            "group.id", "connect-orders");

    private static String told(Throwable thrown, Asked asked) {
        return Refusals.of("task orders-0", PLAIN).told(thrown, asked);
    }

    @Test
    void a_topic_that_may_not_be_written_names_principal_operation_topic_address_and_the_acl() {
        assertThat(told(new TopicAuthorizationException(Set.of("orders")), Asked.write("orders")))
                .isEqualTo(
                        "Kafka at kafka:9092 does not allow User:alice, the principal of task orders-0, the operation"
                                + " Write on topic orders; allow it with: kafka-acls.sh --bootstrap-server kafka:9092 --add"
                                + " --allow-principal User:alice --operation Write --topic orders");
    }

    @Test
    void all_topics_that_may_not_be_read_are_in_one_command() {
        assertThat(told(new TopicAuthorizationException(Set.of("b", "a")), Asked.read()))
                .contains("the operation Read on topics a, b")
                .endsWith("--operation Read --topic a --topic b");
    }

    @Test
    void a_group_that_may_not_be_read_is_named() {
        assertThat(told(GroupAuthorizationException.forGroupId("connect-orders"), Asked.read()))
                .contains("the operation Read on consumer group connect-orders")
                .endsWith("--operation Read --group connect-orders");
        assertThat(told(new GroupAuthorizationException("no"), Asked.read())).endsWith("--group connect-orders");
    }

    @Test
    void a_topic_that_may_not_be_made_needs_two_operations() {
        assertThat(told(new TopicAuthorizationException("no"), Asked.create("orders")))
                .contains("the operations Create and Describe on topic orders")
                .endsWith("--operation Create --operation Describe --topic orders");
    }

    @Test
    void idempotence_that_is_refused_is_an_operation_on_the_cluster() {
        assertThat(told(new ClusterAuthorizationException("no"), Asked.write("orders")))
                .contains("the operation IdempotentWrite on the cluster")
                .contains("--operation IdempotentWrite --cluster, or allow Write on topic orders")
                .endsWith("or set producer.enable.idempotence=false");
    }

    @Test
    void a_transactional_id_is_the_clients_own() {
        Map<String, Object> settings = new HashMap<>(PLAIN);
        settings.put("transactional.id", "t-1");
        assertThat(Refusals.of("task orders-0", settings)
                        .told(new TransactionalIdAuthorizationException("no"), Asked.write("orders")))
                .endsWith("--operation Write --transactional-id t-1");
    }

    @Test
    void a_refused_group_whose_name_has_a_blank_is_quoted_for_the_shell() {
        assertThat(told(GroupAuthorizationException.forGroupId("it's mine"), Asked.read()))
                .endsWith("--group 'it'\\''s mine'");
    }

    @Test
    void a_wrong_password_names_address_user_and_mechanism_and_never_the_password() {
        assertThat(told(
                        new SaslAuthenticationException("Authentication failed: Invalid username or password"),
                        Asked.cluster()))
                .isEqualTo("Kafka at kafka:9092 refuses the login of user alice by task orders-0"
                        + " (security.protocol=SASL_PLAINTEXT, sasl.mechanism=PLAIN: Authentication failed: Invalid"
                        + " username or password); correct the user name and password in sasl.jaas.config, or the user"
                        + " at the broker");
    }

    @Test
    void a_mechanism_or_port_that_does_not_fit_has_its_own_remedy() {
        assertThat(told(new UnsupportedSaslMechanismException("enabled are [SCRAM-SHA-256]"), Asked.cluster()))
                .contains("enabled are [SCRAM-SHA-256]")
                .contains("set sasl.mechanism");
        assertThat(told(new IllegalSaslStateException("unexpected"), Asked.cluster()))
                .contains("correct security.protocol or the port");
    }

    @ParameterizedTest
    @CsvSource({
        "unable to find valid certification path to requested target, ssl.truststore.location",
        "No name matching kafka found, bootstrap.servers",
        "Received fatal alert: bad_certificate, ssl.keystore",
        "Unsupported or unrecognized SSL message, security.protocol",
    })
    void a_handshake_that_fails_tells_the_last_cause_and_what_fits_it(String reason, String remedy) {
        Throwable failed = new SslAuthenticationException("SSL handshake failed", new SSLHandshakeException(reason));
        String told = Refusals.of("the worker", Map.of("bootstrap.servers", "kafka:9093", "security.protocol", "SSL"))
                .told(failed, Asked.cluster());

        assertThat(told)
                .contains("the TLS connection of the worker to Kafka at kafka:9093 failed")
                .contains(reason);
        assertThat(told.substring(told.lastIndexOf("; "))).contains(remedy);
    }

    @Test
    void what_is_no_refusal_keeps_its_message() {
        assertThat(told(new RecordTooLargeException("1 GB"), Asked.write("orders")))
                .isEqualTo("1 GB");
    }

    @Test
    void before_its_settings_are_known_nobody_refuses_a_client() {
        LateRefusals late = new LateRefusals("task orders-0");
        TopicAuthorizationException refused = new TopicAuthorizationException(Set.of("orders"));
        assertThat(late.told(refused, Asked.write("orders"))).doesNotContain("kafka-acls.sh");
        late.of(new HashMap<>(PLAIN));
        assertThat(late.told(refused, Asked.write("orders"))).contains("--allow-principal User:alice");
    }

    @Test
    void a_client_that_cannot_be_made_tells_every_cause_once() {
        Refusals refusals = Refusals.of("task orders-0", PLAIN);
        KafkaException thrown = new KafkaException(
                "Failed to construct kafka producer",
                new KafkaException(
                        "Failed to load SSL keystore /x of type JKS", new ConfigException("password was incorrect")));
        assertThatThrownBy(() -> refusals.made(() -> {
                    throw thrown;
                }))
                .isInstanceOf(ConnectException.class)
                .hasCause(thrown)
                .hasMessage("No Kafka client of task orders-0 can be made for bootstrap.servers=kafka:9092"
                        + " (security.protocol=SASL_PLAINTEXT, sasl.mechanism=PLAIN): Failed to load SSL keystore /x of"
                        + " type JKS: password was incorrect; correct the address or the client settings");
    }

    @Test
    void an_interrupt_while_a_client_is_made_stays_one() {
        assertThatThrownBy(() -> Refusals.of("task orders-0", PLAIN).made(() -> {
                    throw new InterruptException("stop");
                }))
                .isInstanceOf(InterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    /** A broker that would make a topic, and may not for this client, says the same as of one that may not be written. */
    @Test
    void a_topic_that_may_be_absent_is_told_with_the_operation_that_makes_it() {
        assertThat(told(new TopicAuthorizationException(Set.of("orders")), Asked.writeAnywhere("orders")))
                .endsWith("--operation Write --topic orders, with --operation Create as well if the topic is not there"
                        + " and the broker is to make it");
    }

    @Test
    void a_setting_of_null_is_none() {
        Map<String, Object> settings = new HashMap<>(PLAIN);
        settings.put("client.rack", null);
        assertThat(Refusals.of("task orders-0", settings)
                        .told(new TopicAuthorizationException(Set.of("orders")), Asked.write("orders")))
                .contains("User:alice");
    }
}
