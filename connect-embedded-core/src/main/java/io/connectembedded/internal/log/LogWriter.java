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
package io.connectembedded.internal.log;

import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.Failures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;

/** Writes to a log; the producer is made by the first write, for a log that is only read needs none. */
final class LogWriter {

    private final String topic;
    private final Producer<byte[], byte[]> producer;

    LogWriter(String topic, Producer<byte[], byte[]> producer) {
        this.topic = topic;
        this.producer = producer;
    }

    /** Returns when every replica in sync has all of it. */
    void write(List<LogEntry> entries, Deadline deadline) {
        List<Future<RecordMetadata>> sent = new ArrayList<>(entries.size());
        for (LogEntry entry : entries) {
            Future<RecordMetadata> sending = producer.send(new ProducerRecord<>(topic, entry.key(), entry.value()));
            // One that failed at once waited for metadata; so would each that follows.
            if (sending.isDone()) {
                await(sending, deadline);
            }
            sent.add(sending);
        }
        sent.forEach(sending -> await(sending, deadline));
    }

    private static void await(Future<RecordMetadata> sending, Deadline deadline) {
        try {
            sending.get(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("Kafka has not acknowledged it in time", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (Failures.causeOf(e) instanceof RuntimeException known) {
                throw known;
            }
            throw new ConnectException(Failures.causeOf(e));
        }
    }

    /** What is still under way was given up before: nobody waits for it. */
    void close() {
        producer.close(Duration.ZERO);
    }
}
