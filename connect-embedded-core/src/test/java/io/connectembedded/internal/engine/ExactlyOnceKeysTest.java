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

import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.InvalidConfigException;
import io.connectembedded.internal.clients.ClientSettings;
import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.config.Problems;
import io.connectembedded.internal.config.TransactionRules;
import io.connectembedded.internal.config.WorkerConfig;
import io.connectembedded.internal.config.policy.OverridePolicy;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceTask.TransactionBoundary;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;

/** The settings of exactly-once sources, and what is refused. */
class ExactlyOnceKeysTest {

    /** Answers as its config says. */
    public static final class Answering extends SourceConnector {

        /** For the runtime. */
        public Answering() {}

        @Override
        public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> config) {
            String answer = config.getOrDefault("answer", "");
            if (answer.equals("throw")) {
                throw new IllegalStateException("no idea");
            }
            return answer.isEmpty() ? null : ExactlyOnceSupport.valueOf(answer);
        }

        @Override
        public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> config) {
            return ConnectorTransactionBoundaries.SUPPORTED;
        }

        @Override
        public void start(Map<String, String> config) {}

        @Override
        public Class<? extends Task> taskClass() {
            return Task.class;
        }

        @Override
        public List<Map<String, String>> taskConfigs(int maxTasks) {
            return List.of();
        }

        @Override
        public void stop() {}

        @Override
        public ConfigDef config() {
            return new ConfigDef();
        }

        @Override
        public String version() {
            return "1";
        }
    }

    private static WorkerBuilder worker() {
        return new WorkerBuilder()
                .name("keys-test")
                .bootstrapServers("h:9092")
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .with("exactly.once.source.support", "enabled")
                .offsetStore(OffsetStore.kafka("offsets"));
    }

    private static ConnectorSpec source(String... more) {
        ConnectorSpec spec = ConnectorSpec.source("src", Answering.class);
        for (int i = 0; i < more.length; i += 2) {
            spec = spec.with(more[i], more[i + 1]);
        }
        return spec;
    }

    @Test
    void with_a_topic_a_name_and_a_connector_that_can_it_is_built() {
        worker().connector(source(
                        "exactly.once.support", "required", "answer", "SUPPORTED", "transaction.boundary", "connector"))
                .build()
                .close();
        worker().with("exactly.once.source.support", "PREPARING")
                .offsetStore(OffsetStore.memory())
                .build()
                .close();
    }

    @Test
    void the_name_under_which_tasks_are_counted_is_no_name_of_a_connector() {
        WorkerBuilder builder = worker().connector(ConnectorSpec.source("connect-embedded.tasks", Answering.class));
        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("Under this name the runtime keeps how many tasks");
    }

    @Test
    void without_a_topic_and_a_name_of_its_own_it_is_refused_for_each() {
        WorkerBuilder builder = new WorkerBuilder()
                .bootstrapServers("h:9092")
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .properties(Map.of("exactly.once.source.support", "enabled"))
                .offsetStore(OffsetStore.memory())
                .connector(source());
        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(
                        "is no Kafka topic, and only into a topic can offsets be written in the transaction")
                .hasMessageContaining("none was chosen: any other worker without a name would fence them")
                .hasMessageContaining("offsets.storage.topic");
    }

    @Test
    void a_connector_with_a_topic_of_its_own_needs_none_of_the_worker() {
        worker().offsetStore(OffsetStore.memory())
                .connector(source("offsets.storage.topic", "own"))
                .build()
                .close();
    }

    @Test
    void a_connector_that_is_required_to_and_cannot_is_refused() {
        assertThatThrownBy(worker().connector(source("exactly.once.support", "required"))::build)
                .hasMessageContaining("does not implement the API required for preflight validation");
        assertThatThrownBy(
                        worker().connector(source("exactly.once.support", "required", "answer", "UNSUPPORTED"))::build)
                .hasMessageContaining("does not support exactly-once semantics with the provided configuration");
        assertThatThrownBy(worker().connector(source("exactly.once.support", "required", "answer", "throw"))::build)
                .hasMessageContaining("The connector's exactlyOnceSupport() failed: ")
                .hasMessageContaining("no idea");
        assertThatThrownBy(worker().with("exactly.once.source.support", "disabled")
                        .connector(source("exactly.once.support", "required", "answer", "SUPPORTED"))::build)
                .hasMessageContaining("This worker does not have exactly-once source support enabled.");
    }

    @Test
    void the_interval_of_transactions_is_that_of_commits_unless_it_is_set() {
        assertThat(rules(source("transaction.boundary", "interval")))
                .isEqualTo(new TransactionRules(TransactionBoundary.INTERVAL, Duration.ofSeconds(60)));
        assertThat(rules(source("transaction.boundary.interval.ms", "5")))
                .isEqualTo(new TransactionRules(TransactionBoundary.POLL, Duration.ofMillis(5)));
    }

    private static TransactionRules rules(ConnectorSpec spec) {
        return config(spec).exactlyOnce(workerConfig());
    }

    private static ConnectorConfig config(ConnectorSpec spec) {
        return ConnectorConfig.of(spec, spec.config(), Answering.class);
    }

    private static WorkerConfig workerConfig() {
        Map<String, String> keys =
                new HashMap<>(Map.of("bootstrap.servers", "h:1", "exactly.once.source.support", "enabled"));
        keys.put("key.converter", StringConverter.class.getName());
        keys.put("value.converter", StringConverter.class.getName());
        return WorkerConfig.check(keys, new Problems()).orElseThrow();
    }

    @Test
    void what_transactions_rest_on_cannot_be_overridden_and_a_long_interval_has_a_longer_timeout() {
        ConnectorSpec spec = source(
                "producer.override.transactional.id",
                "mine",
                "producer.override.enable.idempotence",
                "false",
                "producer.override.acks",
                "1",
                "transaction.boundary",
                "interval",
                "transaction.boundary.interval.ms",
                "120000");
        Map<String, Object> settings = new ClientSettings("orders", workerConfig(), "", OverridePolicy.all())
                .transactional(config(spec), new TaskId("src", 3), rules(spec));
        assertThat(settings)
                .containsEntry("transactional.id", "orders-src-3")
                .containsEntry("enable.idempotence", "true")
                .containsEntry("acks", "all")
                .containsEntry("transaction.timeout.ms", "240000");
    }
}
