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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.InvalidConfigException;
import io.connectembedded.status.TaskId;
import io.connectembedded.test.ConnectTestDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which client settings a connector may override. */
class OverridePoliciesTest {

    private static final String KEY = "connector.client.config.override.policy";
    private static final String FULL = "org.apache.kafka.connect.connector.policy.";

    private final Script script = Script.byHand();

    @AfterEach
    void end() {
        script.close();
        Judge.ASKED.clear();
    }

    private ConnectWorker.Builder builder(Map<String, String> worker, Map<String, String> overrides) {
        return Host.byHand().properties(worker).connector(script.source("src").withAll(overrides));
    }

    private void refused(Map<String, String> worker, String key, String value, String policy) {
        assertThatThrownBy(() -> builder(worker, Map.of(key, value)).build())
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining("The '" + policy + "' policy does not allow '"
                        + key.substring(key.lastIndexOf("override.") + "override.".length())
                        + "' to be overridden in the connector configuration.");
    }

    private void accepted(Map<String, String> worker, String key, String value) {
        try (ClientSettingsWatch watch = new ClientSettingsWatch(builder(worker, Map.of(key, value)))) {
            assertThat(watch.producers.get(new TaskId("src", 0)))
                    .containsEntry(key.substring("producer.override.".length()), value);
        }
    }

    @Test
    void all_is_the_default() {
        accepted(Map.of(), "producer.override.linger.ms", "5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"All", FULL + "AllConnectorClientConfigOverridePolicy"})
    void all_allows_everything(String named) {
        accepted(Map.of(KEY, named), "producer.override.linger.ms", "5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"None", FULL + "NoneConnectorClientConfigOverridePolicy"})
    void none_allows_nothing(String named) {
        refused(Map.of(KEY, named), "producer.override.linger.ms", "5", "None");
    }

    @ParameterizedTest
    @CsvSource({"sasl.mechanism,PLAIN", "security.protocol,PLAINTEXT"})
    void principal_allows_whom_to_log_in_as(String setting, String value) {
        accepted(Map.of(KEY, "Principal"), "producer.override." + setting, value);
        refused(Map.of(KEY, "Principal"), "producer.override.linger.ms", "5", "Principal");
    }

    @Test
    void an_allow_list_allows_what_it_lists_and_nothing_when_it_is_empty() {
        Map<String, String> listed =
                Map.of(KEY, "Allowlist", "connector.client.config.override.allowlist", "linger.ms, batch.size");
        accepted(listed, "producer.override.linger.ms", "5");
        refused(listed, "producer.override.acks", "all", "Allowlist");
        refused(Map.of(KEY, "Allowlist"), "producer.override.linger.ms", "5", "Allowlist");
    }

    @Test
    void an_unknown_policy_is_refused_with_near_matches() {
        assertThatThrownBy(() -> builder(Map.of(KEY, "Nome"), Map.of()).build())
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(KEY)
                .hasMessageContaining("None");
    }

    @Test
    void a_policy_of_somebody_else_is_asked_at_validation_and_again_before_each_client_and_closed() {
        ConnectorSpec sink = script.sink("snk")
                .topics("t")
                .with("consumer.override.max.poll.records", "3")
                .with("producer.override.linger.ms", "5");
        try (ConnectTestDriver driver = ConnectTestDriver.of(
                Host.byHand().with(KEY, Judge.class.getName()).connector(sink))) {
            driver.settle();
            assertThat(Judge.ASKED)
                    .as("without dead letters a sink has no producer")
                    .contains("CONSUMER snk {max.poll.records=3}", "CONSUMER snk {max.poll.records=3}")
                    .hasSizeGreaterThanOrEqualTo(2)
                    .noneMatch(asked -> asked.startsWith("PRODUCER"));
        }
        assertThat(Judge.ASKED).endsWith("closed");
    }

    @Test
    void a_policy_that_fails_allows_nothing() {
        assertThatThrownBy(() -> builder(
                                Map.of(KEY, Judge.class.getName(), "judge.fails", "true"),
                                Map.of("producer.override.linger.ms", "5"))
                        .build())
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("producer.override.linger.ms")
                .hasMessageContaining("failed (java.lang.IllegalStateException)");
    }

    @Test
    void an_override_of_a_wrong_type_is_told_at_build() {
        assertThatThrownBy(() -> builder(Map.of(), Map.of("producer.override.linger.ms", "soon"))
                        .build())
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("producer.override.linger.ms");
    }

    /** Notes what it is asked. */
    public static final class Judge implements ConnectorClientConfigOverridePolicy {

        static final List<String> ASKED = new CopyOnWriteArrayList<>();

        private boolean fails;

        @Override
        public List<ConfigValue> validate(ConnectorClientConfigRequest request) {
            if (fails) {
                throw new IllegalStateException("judge");
            }
            ASKED.add(request.clientType() + " " + request.connectorName() + " " + request.clientProps());
            return new ArrayList<>();
        }

        @Override
        public void configure(Map<String, ?> configs) {
            fails = "true".equals(configs.get("judge.fails"));
        }

        @Override
        public void close() {
            ASKED.add("closed");
        }
    }
}
