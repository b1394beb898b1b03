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
package io.connectembedded.internal.engine.task;

import io.connectembedded.internal.clients.TopicAdmin;
import io.connectembedded.internal.config.ErrorSettings;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a dead letter queue: sees to its topic, then makes its producer. A cluster that does not answer is asked again
 * until the task is to stop, as the task's other clients do.
 */
record DeadLetterClients(
        TaskId task,
        ErrorSettings.DeadLetters wanted,
        Supplier<TopicAdmin> admin,
        Supplier<Producer<byte[], byte[]>> producer,
        TaskGate gate,
        Failures failures) {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterClients.class);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    Producer<byte[], byte[]> open() {
        try (TopicAdmin topics = admin.get()) {
            answered(() -> createIfAbsent(topics));
        }
        Producer<byte[], byte[]> made = producer.get();
        try {
            // So that the first letter need not wait for it, on whatever thread it is sent.
            answered(() -> made.partitionsFor(wanted.topic()));
            return made;
        } catch (RuntimeException e) {
            made.close(Duration.ZERO);
            throw e;
        }
    }

    private void createIfAbsent(TopicAdmin topics) {
        if (!topics.existing(Set.of(wanted.topic()), ANSWER).isEmpty()) {
            return;
        }
        NewTopic topic = new NewTopic(wanted.topic(), Optional.of(1), Optional.of(wanted.replication()));
        if (topics.create(topic, ANSWER)) {
            LOG.info(
                    "Created topic {} with 1 partition and replication factor {}, the dead letter queue of task {}",
                    wanted.topic(),
                    wanted.replication(),
                    task);
        }
    }

    private void answered(Runnable question) {
        while (true) {
            try {
                question.run();
                return;
            } catch (InterruptException e) {
                throw e;
            } catch (RetriableException e) {
                LOG.debug("The dead letter queue of task {} is asked for again: {}", task, e.toString());
                waitBefore(e);
            } catch (KafkaException e) {
                throw failed(e);
            }
        }
    }

    private void waitBefore(RetriableException cause) {
        try {
            gate.backOff(ASK_AGAIN);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        if (gate.isStopping()) {
            throw new TaskGate.StoppedException(
                    "Task " + task + " was told to stop before its dead letter queue, topic " + wanted.topic()
                            + ", was there: " + cause.getMessage());
        }
    }

    private ConnectException failed(KafkaException cause) {
        boolean copies = cause instanceof InvalidReplicationFactorException;
        return new ConnectException(
                "The dead letter queue of task " + task + ", topic " + wanted.topic() + ", cannot be "
                        + (copies ? "created with replication factor " + wanted.replication() : "opened") + " ("
                        + failures.of("dead letter", cause).message() + "); "
                        + (copies
                                ? "set errors.deadletterqueue.topic.replication.factor to no more than there are"
                                        + " brokers, or create the topic yourself"
                                : "create the topic yourself, or allow the task to describe, create and write it"),
                cause);
    }
}
