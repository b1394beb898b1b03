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
package io.connectembedded.test.internal.topic;

import io.connectembedded.test.TestTopic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidMetadataException;

/** All topics of one broker, whichever way that broker runs. Thread-safe. */
public final class BrokerTopics {

    private static final Duration CREATE_LIMIT = Duration.ofSeconds(30);
    private static final Duration METADATA_PAUSE = Duration.ofMillis(5);

    private final TopicClients clients;

    /**
     * Does not connect: {@link #connect()} does, once the broker runs.
     *
     * @param client what a client needs to reach the broker
     */
    public BrokerTopics(Map<String, String> client) {
        clients = new TopicClients(client);
    }

    /** From now on the broker runs; clients are made when first needed. */
    public void connect() {
        clients.open();
    }

    /** From now on the broker does not run: closes the clients, so that none logs its attempts to reach it. */
    public void disconnect() {
        clients.close();
    }

    /** The admin client all share; not the caller's to close. */
    public Admin admin() {
        return clients.admin();
    }

    /** The topic as strings; creates nothing. */
    public TestTopic<String, String> topic(String name) {
        return TypedTopic.strings(name, clients);
    }

    /** Creates a topic and returns when every partition has a leader at work. */
    public TestTopic<String, String> create(String name, int partitions) {
        Admin admin = clients.admin();
        try {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty())))
                    .all()
                    .get(CREATE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            awaitLeaders(admin, name, partitions);
        } catch (ExecutionException e) {
            throw notCreated(name, partitions, Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            throw notCreated(name, partitions, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notCreated(name, partitions, e);
        }
        return topic(name);
    }

    /** Committed records as bytes, at least {@code count}. */
    public List<ConsumerRecord<byte[], byte[]>> raw(String topic, int count, Duration limit) {
        return new TopicReader(topic, clients).await(count, limit, TopicReader::describe);
    }

    /** The controller answers a creation; the broker takes the partitions up a little later. */
    private static void awaitLeaders(Admin admin, String name, int partitions)
            throws ExecutionException, InterruptedException, TimeoutException {
        Deadline deadline = new Deadline(CREATE_LIMIT);
        while (!allLead(admin, name, partitions)) {
            if (deadline.passed()) {
                throw new TimeoutException("its partitions do not answer after " + CREATE_LIMIT);
            }
            deadline.pause(METADATA_PAUSE);
        }
    }

    /** Described is what the broker has heard of; but only a leader at work answers a question for offsets. */
    private static boolean allLead(Admin admin, String name, int partitions)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> question = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            question.put(new TopicPartition(name, partition), OffsetSpec.earliest());
        }
        try {
            admin.describeTopics(List.of(name)).allTopicNames().get(CREATE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            admin.listOffsets(question).all().get(CREATE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InvalidMetadataException) {
                return false;
            }
            throw e;
        }
    }

    private static IllegalStateException notCreated(String name, int partitions, Throwable cause) {
        return new IllegalStateException(
                "Topic " + name + " with " + partitions + " partitions was not created: " + cause.getMessage(), cause);
    }
}
