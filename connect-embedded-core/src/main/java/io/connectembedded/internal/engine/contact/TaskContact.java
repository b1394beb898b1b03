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
package io.connectembedded.internal.engine.contact;

import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.status.TaskId;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** The client of one task, and whether the task waits for it. */
public final class TaskContact {

    private final TaskId task;
    private final KafkaContacts contacts;
    private volatile BooleanSupplier waits = () -> false;
    private volatile @Nullable Runnable refused;
    private volatile @Nullable ConnectorContact connector; // null for a client that does not count its answers

    TaskContact(TaskId task, KafkaContacts contacts) {
        this.task = task;
        this.contacts = contacts;
    }

    TaskId task() {
        return task;
    }

    /** Tells whether the task waits for an answer; asked on the control thread. */
    public void waits(BooleanSupplier forAnswer) {
        waits = forAnswer;
    }

    /**
     * Run, perhaps again and again, for a client that waits in vain, for Kafka refuses its login; on the control thread. A client that tells
     * so itself needs none.
     */
    public void whenRefused(Runnable told) {
        refused = told;
    }

    boolean hearsOfRefusals() {
        return refused != null;
    }

    void tellRefused() {
        Runnable told = refused;
        if (told != null) {
            told.run();
        }
    }

    public Producer<byte[], byte[]> over(Producer<byte[], byte[]> producer, Map<String, Object> settings) {
        watch(producer::metrics, settings);
        return producer;
    }

    public Consumer<byte[], byte[]> over(Consumer<byte[], byte[]> consumer, Map<String, Object> settings) {
        watch(consumer::metrics, settings);
        return consumer;
    }

    private void watch(Supplier<Map<MetricName, ? extends Metric>> metrics, Map<String, Object> settings) {
        ClientAnswers.of(metrics, () -> waits.getAsBoolean(), contacts.nowMs())
                .ifPresent(answers ->
                        connector = contacts.add(this, answers, String.valueOf(settings.get("bootstrap.servers"))));
    }

    /** Whether this failure is that Kafka did not answer; then the connector has said so, once. */
    public boolean isUnanswered(@Nullable Throwable failure) {
        ConnectorContact told = connector;
        if (told == null || failure == null || !isOfSilence(failure)) {
            return false;
        }
        told.unanswered("task " + task + ": " + Failures.messageOf(failure), contacts.nowMs());
        return true;
    }

    private static boolean isOfSilence(Throwable failure) {
        return failure instanceof RetriableException || failure instanceof TimeoutException;
    }
}
