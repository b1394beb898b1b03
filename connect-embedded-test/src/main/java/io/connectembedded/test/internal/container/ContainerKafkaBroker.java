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

import io.connectembedded.test.BrokerAccess;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.internal.broker.ServerThreads;
import io.connectembedded.test.internal.topic.BrokerTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The broker of {@link KafkaBroker#container}. Its outage is a pause of the container: a stopped container would come
 * back on another port.
 */
public final class ContainerKafkaBroker implements KafkaBroker {

    private final BrokerContainer container;
    private final String bootstrapServers;
    private final BrokerTopics topics;

    // Guarded by this.
    private boolean paused;
    private boolean closed;

    private ContainerKafkaBroker(BrokerContainer container) {
        this.container = container;
        this.bootstrapServers = container.bootstrapServers();
        this.topics = new BrokerTopics(Map.of("bootstrap.servers", bootstrapServers));
        topics.connect();
    }

    /** Starts a container of this image. */
    public static ContainerKafkaBroker start(String image) {
        try {
            return start(DockerContainer.of(image));
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    "Testcontainers is missing or of another version; add org.testcontainers:testcontainers-kafka 2.x"
                            + " to the test class path: " + e.getMessage(),
                    e);
        }
    }

    static ContainerKafkaBroker start(BrokerContainer container) {
        try {
            return ServerThreads.start(() -> {
                container.start();
                return new ContainerKafkaBroker(container);
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The container did not start: " + e.getMessage(), e);
        }
    }

    @Override
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public BrokerAccess access() {
        throw new UnsupportedOperationException(
                "The broker in a container on " + bootstrapServers
                        + " is open to all, a container has no users and ACLs; start a broker with them by KafkaBroker.secured");
    }

    @Override
    public TestTopic<String, String> topic(String name) {
        requireOpen();
        return topics.topic(name);
    }

    @Override
    public TestTopic<String, String> createTopic(String name, int partitions) {
        requireOpen();
        return topics.create(name, partitions);
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> raw(String topic, int count, Duration limit) {
        requireOpen();
        return topics.raw(topic, count, limit);
    }

    @Override
    public synchronized void stop() {
        requireOpen();
        if (!paused) {
            topics.disconnect();
            container.pause();
            paused = true;
        }
    }

    @Override
    public synchronized void start() {
        requireOpen();
        resume();
    }

    private void resume() {
        if (paused) {
            container.unpause();
            paused = false;
            topics.connect();
        }
    }

    /** Docker refuses to end a container that is paused. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            resume();
            topics.disconnect();
        } finally {
            container.remove();
        }
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The broker on " + bootstrapServers + " is closed");
        }
    }
}
