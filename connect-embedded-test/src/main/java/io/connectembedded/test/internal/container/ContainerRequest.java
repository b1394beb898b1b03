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

import java.util.Map;
import java.util.Set;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The container asked for: its image, and what its broker is told besides what Testcontainers tells it. */
record ContainerRequest(DockerImageName image, Map<String, String> settings) {

    private static final String ORIGINAL = "apache/kafka";

    /** These two are started in the one way Testcontainers' {@code KafkaContainer} knows. */
    private static final Set<String> STARTABLE = Set.of("kafka", "kafka-native");

    /**
     * The container of this image.
     *
     * @throws IllegalArgumentException if it is not an image of Apache Kafka, as far as its name tells
     */
    static ContainerRequest of(String image) {
        DockerImageName name = DockerImageName.parse(image);
        String repository = name.getUnversionedPart();
        if (!STARTABLE.contains(repository.substring(repository.lastIndexOf('/') + 1))) {
            throw new IllegalArgumentException("Image " + image + " cannot be started as a broker: use apache/kafka or"
                    + " apache/kafka-native, or a copy of one in another registry that ends in the same word");
        }
        return new ContainerRequest(name.asCompatibleSubstituteFor(ORIGINAL), asInTheJvm());
    }

    /** What makes it behave as the broker in the JVM does; Testcontainers sets the other factors to one itself. */
    private static Map<String, String> asInTheJvm() {
        return Map.of(
                "KAFKA_AUTO_CREATE_TOPICS_ENABLE", "true",
                "KAFKA_NUM_PARTITIONS", "1",
                "KAFKA_LOG_CLEANER_ENABLE", "false",
                "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0",
                "KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "1",
                "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1",
                "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1",
                "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_NUM_PARTITIONS", "1");
    }

    /** Describes it to Testcontainers, which does nothing until it is started. */
    KafkaContainer container() {
        return new KafkaContainer(image).withEnv(settings);
    }
}
