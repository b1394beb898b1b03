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
package io.connectembedded.internal.source;

import io.connectembedded.internal.clients.refusal.Asked;
import io.connectembedded.internal.clients.refusal.Refusing;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.source.inflight.SubmittedRecord;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands records to the producer, their topics made first, and tells what may be tried again from what is final. */
public final class RecordDispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(RecordDispatcher.class);

    private final Producer<byte[], byte[]> producer;
    private final Refusing refusing;
    private final TopicCreation topics;
    private final Consumer<String> activeTopics;
    private @Nullable String lastTopic; // task thread

    public RecordDispatcher(
            Producer<byte[], byte[]> producer, Refusing refusing, TopicCreation topics, Consumer<String> activeTopics) {
        this.producer = producer;
        this.refusing = refusing;
        this.topics = topics;
        this.activeTopics = activeTopics;
    }

    Class<?> producerClass() {
        return producer.getClass();
    }

    /** Topics are told of anew for every batch: they may have been reset meanwhile. */
    public void beginBatch() {
        lastTopic = null;
    }

    /** False when Kafka asks to send this record again later. */
    boolean send(ProducerRecord<byte[], byte[]> record, SubmittedRecord entry) {
        try {
            if (!isReady(record.topic())) {
                return false;
            }
            pass(record, entry);
            return true;
        } catch (org.apache.kafka.common.errors.RetriableException
                | org.apache.kafka.connect.errors.RetriableException e) {
            return again(record.topic(), e);
        } catch (org.apache.kafka.common.errors.InterruptException e) {
            throw e;
        } catch (ConnectException e) {
            throw e;
        } catch (KafkaException e) {
            throw new ConnectException(
                    "Kafka did not take a record for topic " + record.topic() + " ("
                            + refusing.told(e, Asked.writeAnywhere(record.topic()))
                            + "); mend the cause and restart the task, it goes on from its last committed offset",
                    e);
        }
    }

    /** Whether the topic is there now, made if need be; false when Kafka does not answer for now. */
    public boolean isReady(String topic) {
        if (topic.equals(lastTopic)) {
            return true;
        }
        try {
            topics.ensure(topic);
            return true;
        } catch (org.apache.kafka.common.errors.RetriableException
                | org.apache.kafka.connect.errors.RetriableException e) {
            return again(topic, e);
        }
    }

    private static boolean again(String topic, RuntimeException reason) {
        LOG.warn("A record for topic {} could not be sent and is sent again: {}", topic, reason.toString());
        return false;
    }

    /** To a topic that is ready; throws what the producer throws. */
    public void pass(ProducerRecord<byte[], byte[]> record, Callback callback) {
        var unused = producer.send(record, callback);
        String topic = record.topic();
        if (!topic.equals(lastTopic)) {
            activeTopics.accept(topic);
            lastTopic = topic;
        }
    }

    /** Drops what is not sent yet. Waits for the producer's thread, which may be in the plug-in. */
    public void abandon() {
        producer.close(Duration.ZERO);
    }

    public void close(Deadline deadline) {
        producer.close(deadline.remaining());
    }
}
