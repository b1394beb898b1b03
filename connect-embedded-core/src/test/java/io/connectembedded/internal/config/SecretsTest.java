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
package io.connectembedded.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    private static final ConfigDef DEF = new ConfigDef()
            .define("pin", Type.PASSWORD, Importance.HIGH, "")
            .define("password.rules", Type.STRING, "", Importance.LOW, "")
            .define("port", Type.INT, Importance.LOW, "");

    @Test
    void a_defined_key_is_secret_by_its_type_whatever_its_name() {
        assertThat(Secrets.isSecret("pin", DEF)).isTrue();
        assertThat(Secrets.isSecret("password.rules", DEF)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "producer.override.sasl.jaas.config",
                "db.Password",
                "client.secret",
                "api.token",
                "aws.credentials",
                "ssl.keystore.key"
            })
    void an_unknown_key_is_secret_by_its_name(String key) {
        assertThat(Secrets.isSecret(key, DEF)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"topics", "connector.class", "key.converter", "sasl.mechanism"})
    void other_keys_are_no_secrets(String key) {
        assertThat(Secrets.isSecret(key, DEF)).isFalse();
    }

    @Test
    void the_values_of_secrets_are_hidden_wherever_they_stand() {
        Secrets secrets = Secrets.of(Map.of("pin", "hush", "db.password", "pst!", "topics", "orders"), DEF);

        assertThat(secrets.redact("orders: hush, hush and pst!")).isEqualTo("orders: [hidden], [hidden] and [hidden]");
    }

    @Test
    void the_password_within_a_login_config_is_hidden_alone_too() {
        Secrets secrets = Secrets.of(
                Map.of("sasl.jaas.config", "x.PlainLoginModule required username=\"alice\" password=\"hunter22\";"),
                DEF);

        assertThat(secrets.redact("alice has hunter22")).isEqualTo("alice has [hidden]");
    }

    @Test
    void a_secret_within_another_leaves_no_rest_behind() {
        Secrets secrets = Secrets.of(Map.of("pin", "abc", "db.password", "abcdef"), DEF);

        assertThat(secrets.redact("with abcdef")).isEqualTo("with [hidden]");
    }

    @Test
    void very_short_values_and_references_are_left_alone() {
        Secrets secrets = Secrets.of(Map.of("pin", "ab", "db.password", "${file:pw}"), DEF);

        assertThat(secrets.redact("ab ${file:pw}")).isEqualTo("ab ${file:pw}");
    }

    @Test
    void a_problem_shows_no_secret() {
        ConfigDef numbers = new ConfigDef()
                .define("pin", Type.PASSWORD, "x", new OnlyDigits(), Importance.HIGH, "")
                .define("port", Type.INT, Importance.LOW, "");
        Problems problems = new Problems();
        problems.check("c", numbers, Map.of("pin", "hush", "port", "hush"));

        assertThat(problems.list())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem.message()).doesNotContain("hush"));
        assertThat(problems.list().get(0).value()).isNull();
    }

    private static final class OnlyDigits implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, Object value) {
            String text = ((org.apache.kafka.common.config.types.Password) value).value();
            if (!text.equals("x")) {
                throw new org.apache.kafka.common.config.ConfigException("not digits: " + text);
            }
        }
    }

    /** What Kafka's clients call a password, for whichever of them it is meant. */
    @Test
    void every_password_of_a_kafka_client_is_secret() {
        Map<String, ConfigDef.ConfigKey> keys =
                new HashMap<>(ProducerConfig.configDef().configKeys());
        keys.putAll(ConsumerConfig.configDef().configKeys());
        keys.putAll(AdminClientConfig.configDef().configKeys());
        assertThat(keys.values().stream()
                        .filter(key -> key.type() == Type.PASSWORD)
                        .map(key -> key.name)
                        .toList())
                .isNotEmpty()
                .allSatisfy(key -> assertThat(List.of("", "producer.", "consumer.override."))
                        .allMatch(prefix -> Secrets.isSecret(prefix + key, new ConfigDef())));
    }
}
