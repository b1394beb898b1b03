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

import io.connectembedded.test.internal.broker.InJvmKafkaBroker;
import io.connectembedded.test.internal.container.ContainerKafkaBroker;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A single-node Kafka cluster for tests, with short-cuts to its topics. Thread-safe.
 *
 * <p>Topics are created on first use by any client (one partition), consumer groups form without delay, and compaction
 * is off. Node id, address and data stay the same from {@link #stop()} to {@link #start()}.
 */
public interface KafkaBroker extends AutoCloseable {

    /**
     * Starts a broker inside this JVM, on free ports of the loopback interface and with its data in a new temporary
     * folder. Returns when clients can use it. Needs {@code org.apache.kafka:kafka_2.13} on the class path.
     *
     * @throws IllegalStateException if the broker cannot start; its message says why
     */
    static KafkaBroker inJvm() {
        return InJvmKafkaBroker.create();
    }

    /**
     * Starts a broker inside this JVM, as {@link #inJvm()} does, whose clients log in: with passwords, certificates or
     * tokens, at several listeners at once if wanted, and held to ACLs if wanted. {@link #access()} has what they need.
     *
     * <p>Certificates are made for this broker alone, and deleted with it. The topics of this object are read and
     * written by a super user of its own. Listeners that encrypt need {@code org.bouncycastle:bcpkix-jdk18on} on the
     * class path.
     *
     * @throws IllegalStateException if the broker cannot start or BouncyCastle is missing; its message says which
     */
    static KafkaBroker secured(BrokerSecurity security) {
        return InJvmKafkaBroker.secured(security);
    }

    /**
     * Starts a broker in a container. Returns when clients can use it. Needs a Docker engine, and
     * {@code org.testcontainers:testcontainers-kafka} 2.x on the class path.
     *
     * <p>{@link #stop()} pauses the container and {@link #start()} lets it go on, for a stopped one would come back on
     * another port. So clients see another outage than with {@link #inJvm()}: their connections are not broken but
     * silent, and requests end by timeout. Security is not offered here: {@link #access()} is for {@link #secured}.
     *
     * @param image {@code apache/kafka} or {@code apache/kafka-native} or a copy of one, with its tag
     * @throws IllegalArgumentException if the name is not that of such an image
     * @throws IllegalStateException if no Docker engine answers, Testcontainers is missing or the container does not
     *     start; its message says which
     */
    static KafkaBroker container(String image) {
        return ContainerKafkaBroker.start(image);
    }

    /**
     * The address clients connect to, as {@code host:port}; the same for the whole life of this broker. Of a secured one,
     * the address of the listener that was named first.
     */
    String bootstrapServers();

    /**
     * What clients of a {@linkplain #secured secured} broker need, and what they may do.
     *
     * @throws UnsupportedOperationException if this broker is not one of {@link #secured}
     */
    BrokerAccess access();

    /**
     * The topic of that name, read and written as strings. Does not create it: the first {@link TestTopic#send} or any
     * other client does, and until then it reads as empty.
     *
     * @throws IllegalStateException if this broker is closed
     */
    TestTopic<String, String> topic(String name);

    /**
     * Creates a topic and returns when the broker serves all its partitions.
     *
     * @throws IllegalStateException if the topic exists, its name or partition count is not legal, or this broker does
     *     not run
     */
    TestTopic<String, String> createTopic(String name, int partitions);

    /**
     * Stops the broker and keeps its data: an outage. Clients keep trying to reach it. Does nothing if stopped already.
     *
     * @throws IllegalStateException if this broker is closed
     */
    void stop();

    /**
     * Ends the outage; returns when clients can use the broker again. Does nothing if it runs.
     *
     * @throws IllegalStateException if this broker is closed, or another process took its port in the meantime
     */
    void start();

    /** Stops the broker for good and deletes its data. Does nothing if closed already. */
    @Override
    void close();

    /**
     * All committed records of a topic as bytes, by partition and offset within a partition, as soon as there are at
     * least {@code count}.
     *
     * @throws AssertionError if fewer came within the limit; it shows them
     * @throws IllegalStateException if this broker does not run
     */
    List<ConsumerRecord<byte[], byte[]>> raw(String topic, int count, Duration limit);
}
