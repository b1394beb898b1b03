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
package io.connectembedded.offset;

/**
 * The positions of source connectors in a compacted Kafka topic, in the format of Connect's distributed worker ({@code
 * offset.storage.topic}): it goes on from what such a worker wrote, and such a worker from it. The topic is made when it
 * is absent, and refused when it exists and is not compacted. Reading and writing use the addresses and the security of
 * the worker that opens the store.
 *
 * <p>The methods below say how the topic is made; each gives another store and changes nothing on this one. What they
 * leave out is taken from the worker's {@code offset.storage.*} settings, then from Connect's defaults. Two workers
 * need a store each, also for one topic.
 */
public interface KafkaOffsetStore extends OffsetStore {
    /**
     * As {@code offset.storage.partitions}; 25 by default.
     *
     * @param partitions at least 1, or -1 for the brokers' own default
     * @throws IllegalArgumentException when it is neither
     */
    KafkaOffsetStore partitions(int partitions);

    /**
     * As {@code offset.storage.replication.factor}; 3 by default, which takes three brokers.
     *
     * @param replicationFactor at least 1, or -1 for the brokers' own default
     * @throws IllegalArgumentException when it is neither
     */
    KafkaOffsetStore replicationFactor(int replicationFactor);

    /**
     * As {@code offset.storage.<key>}: a further setting of the topic, such as {@code min.insync.replicas}. {@code
     * cleanup.policy} is {@code compact} whatever is said here.
     *
     * @param key of Kafka's topic settings
     * @param value its value
     */
    KafkaOffsetStore topicConfig(String key, String value);
}
