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
package io.connectembedded.test.internal.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.connectembedded.test.internal.ClassPathWithout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.kafka.KafkaContainer;

/** What is asked of Docker, as far as that can be seen without one. */
class ContainerRequestTest {

    @ParameterizedTest
    @ValueSource(strings = {"apache/kafka:4.3.1", "apache/kafka-native:4.3.1", "mirror.example:5000/team/kafka:1"})
    void the_container_is_of_the_image_named(String image) {
        ContainerRequest request = ContainerRequest.of(image);
        assertThat(request.image().asCanonicalNameString()).isEqualTo(image);
        assertThat(request.container().getImage().toString()).contains(image);
    }

    @Test
    void its_broker_behaves_as_the_one_in_the_jvm_does() {
        KafkaContainer container = ContainerRequest.of("apache/kafka:4.3.1").container();
        assertThat(container.getEnvMap())
                .containsEntry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "true")
                .containsEntry("KAFKA_NUM_PARTITIONS", "1")
                .containsEntry("KAFKA_LOG_CLEANER_ENABLE", "false")
                .containsEntry("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
                .containsEntry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1")
                .containsEntry("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1")
                .containsEntry("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1")
                .containsEntry("KAFKA_PROCESS_ROLES", "broker,controller");
        assertThat(container.getExposedPorts()).containsExactly(9092);
    }

    @Test
    void an_image_that_is_not_of_apache_kafka_is_refused_with_those_that_are() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContainerKafkaBroker.start("confluentinc/cp-kafka:7.9.0"))
                .withMessageContaining("Image confluentinc/cp-kafka:7.9.0 cannot be started")
                .withMessageContaining("apache/kafka-native");
    }

    @Test
    void without_docker_the_message_says_so_and_names_the_other_way() {
        DockerContainer container = new DockerContainer(ContainerRequest.of("apache/kafka:4.3.1"), () -> {
            throw new IllegalStateException("Could not find a valid Docker environment");
        });
        assertThatIllegalStateException()
                .isThrownBy(() -> ContainerKafkaBroker.start(container))
                .withMessageContaining("No Docker engine answers")
                .withMessageContaining("apache/kafka:4.3.1")
                .withMessageContaining("KafkaBroker.inJvm()")
                .withMessageContaining("Could not find a valid Docker environment");
    }

    @Test
    void without_testcontainers_the_message_names_the_artifact() throws Exception {
        ClassLoader without = new ClassPathWithout("org.testcontainers.", "com.github.dockerjava.");
        Class<?> broker = Class.forName(ContainerKafkaBroker.class.getName(), true, without);
        assertThat(broker).isNotEqualTo(ContainerKafkaBroker.class);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> broker.getMethod("start", String.class).invoke(null, "apache/kafka:4.3.1")))
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("org.testcontainers:testcontainers-kafka");
    }
}
