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
package io.connectembedded.internal.error;

import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.metrics.ErrorMeters;
import io.connectembedded.status.TaskId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The topic for records that were given up. Opened and closed on the task thread; letters come from any thread. A letter
 * that Kafka does not take is kept as the reason for which the task fails.
 *
 * @param <T> what came in
 */
public final class DeadLetterQueue<T> {

    private static final String PREFIX = "__connect.errors.";

    private final Address address;
    private final Letters<T> letters;
    private final Supplier<Producer<byte[], byte[]>> opening;
    private final Failures failures;
    private final ErrorMeters meters;
    private final AtomicReference<@Nullable ConnectException> lost = new AtomicReference<>();
    private volatile @Nullable Producer<byte[], byte[]> producer;
    private volatile boolean closed;

    /** Whose letters go where, and whether they tell what went wrong. */
    public record Address(TaskId task, String topic, boolean contextHeaders) {}

    /** {@code opening} makes sure that the topic exists and makes the producer. */
    public DeadLetterQueue(
            Address address,
            Letters<T> letters,
            Supplier<Producer<byte[], byte[]>> opening,
            Failures failures,
            ErrorMeters meters) {
        this.address = address;
        this.letters = letters;
        this.opening = opening;
        this.failures = failures;
        this.meters = meters;
    }

    void open() {
        Producer<byte[], byte[]> opened = opening.get();
        producer = opened;
        if (closed) {
            opened.close(Duration.ZERO);
        }
    }

    /** Done when Kafka has the letter. */
    CompletableFuture<@Nullable Void> send(RecordFailure<T> failed) {
        CompletableFuture<@Nullable Void> written = new CompletableFuture<>();
        meters.deadLetter();
        try {
            Producer<byte[], byte[]> open = producer;
            T original = failed.original();
            if (open == null || original == null) {
                throw new IllegalStateException(open == null ? "it was not opened" : "there is no record");
            }
            var unused = open.send(letter(failed, original), (metadata, thrown) -> answered(written, thrown));
        } catch (RuntimeException e) {
            answered(written, e);
        }
        return written;
    }

    /** On the producer's thread, or on that of the sender. */
    private void answered(CompletableFuture<@Nullable Void> written, @Nullable Exception thrown) {
        if (thrown == null) {
            written.complete(null);
            return;
        }
        meters.deadLetterFailed();
        ConnectException reason = new ConnectException(
                "A record that task " + address.task()
                        + " gave up could not be written to its dead letter queue, topic "
                        + address.topic() + " ("
                        + failures.of("dead letter", thrown).message() + "); mend the cause and"
                        + " restart the task, which reads the record again",
                thrown);
        lost.compareAndSet(null, reason);
        written.completeExceptionally(reason);
    }

    private ProducerRecord<byte[], byte[]> letter(RecordFailure<T> failed, T original) {
        ProducerRecord<byte[], byte[]> letter = letters.letter(address.topic(), original);
        if (address.contextHeaders()) {
            Headers headers = letter.headers();
            letters.origin(original, (name, value) -> add(headers, name, value));
            add(headers, "connector.name", address.task().connector());
            add(headers, "task.id", Integer.toString(address.task().task()));
            add(headers, "stage", failed.stage().name());
            add(headers, "class.name", failed.at().getName());
            add(headers, "exception.class.name", failed.thrown().getClass().getName());
            add(headers, "exception.message", failed.failure().message());
            add(headers, "exception.stacktrace", failed.failure().trace());
        }
        return letter;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Fails the task when a letter could not be written: to go on would lose the record. */
    void throwIfLost() {
        ConnectException reason = lost.get();
        if (reason != null) {
            throw reason;
        }
    }

    /** Letters still on their way have so long to arrive. */
    void close(Duration limit) {
        closed = true;
        Producer<byte[], byte[]> open = producer;
        if (open != null) {
            open.close(limit);
        }
    }
}
