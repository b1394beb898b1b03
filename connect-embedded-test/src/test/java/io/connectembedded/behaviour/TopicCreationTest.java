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

import io.connectembedded.ConnectWorker;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Topics of a source by its groups (KIP-158), on a broker that would make them with one partition. */
@ConnectTest
class TopicCreationTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Script script = Script.open();
    private ConnectWorker worker;

    @AfterEach
    void end() {
        worker.close();
        script.close();
    }

    private void emitted(KafkaBroker broker, boolean enabled, String... topics) {
        worker = Host.started(Host.builder(broker)
                .name("topics")
                .with("topic.creation.enable", enabled)
                .connector(script.source("src")
                        .with("topic.creation.groups", "compact,wide")
                        .with("topic.creation.default.partitions", 2)
                        .with("topic.creation.default.replication.factor", 1)
                        .with("topic.creation.compact.include", "compact-.*")
                        .with("topic.creation.compact.exclude", ".*-not")
                        .with("topic.creation.compact.cleanup.policy", "compact")
                        .with("topic.creation.wide.include", "wide-.*,compact-.*")
                        .with("topic.creation.wide.partitions", 5)));
        for (String topic : topics) {
            script.emit(Script.record(topic, "a", 1));
            broker.topic(topic).awaitValues(1, LIMIT);
        }
    }

    @Test
    void topics_are_made_by_the_first_group_that_is_for_them_and_existing_ones_left_alone(KafkaBroker broker)
            throws Exception {
        broker.createTopic("wide-old", 1);
        emitted(broker, true, "compact-1", "compact-not", "wide-1", "wide-old", "else");

        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
            assertThat(partitions(admin, "compact-1")).isEqualTo(2);
            assertThat(partitions(admin, "compact-not")).isEqualTo(5);
            assertThat(partitions(admin, "wide-1")).isEqualTo(5);
            assertThat(partitions(admin, "wide-old")).isEqualTo(1);
            assertThat(partitions(admin, "else")).isEqualTo(2);
            assertThat(policy(admin, "compact-1")).isEqualTo("compact");
            assertThat(policy(admin, "wide-1")).isEqualTo("delete");
        }
    }

    @Test
    void a_worker_that_makes_no_topics_leaves_them_to_the_broker(KafkaBroker broker) throws Exception {
        emitted(broker, false, "wide-2");

        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
            assertThat(partitions(admin, "wide-2")).isEqualTo(1);
        }
    }

    private static int partitions(Admin admin, String topic) throws Exception {
        TopicDescription description =
                admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
        return description.partitions().size();
    }

    private static String policy(Admin admin, String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get("cleanup.policy")
                .value();
    }
}
