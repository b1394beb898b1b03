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
import io.connectembedded.internal.lifecycle.SettableTime;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.lifecycle.work.Waits;
import io.connectembedded.internal.metrics.ErrorMeters;
import io.connectembedded.status.TaskId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.LongUnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The error handling of a sink task on a settable clock, which every wait moves on. */
final class ErrorFixture {

    static final TaskId TASK = new TaskId("errors-test", 3);
    static final String SECRET = "hunter22";

    final SettableTime time = new SettableTime();
    final ErrorMeters meters = new ErrorMeters(time);
    final Failures failures = new Failures(time, ErrorFixture::redact);
    final List<Long> waits = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    final TaskGate gate = new TaskGate(time, new MovingWaits(), TaskGate.Target.RUN);
    Runnable whileWaiting = () -> {};
    LongUnaryOperator random = bound -> bound / 2;

    static String redact(String text) {
        return text.replace(SECRET, "[hidden]");
    }

    ErrorHandling<ConsumerRecord<byte[], byte[]>> handling(boolean all, long timeoutMs, long longestMs) {
        return handling(all, new Retries(timeoutMs, longestMs, gate, time, bound -> random.applyAsLong(bound)), null);
    }

    /** Tolerant, and with a dead letter queue that was opened. */
    ErrorHandling<ConsumerRecord<byte[], byte[]>> deadLetters(boolean headers) {
        return deadLetters(true, headers);
    }

    ErrorHandling<ConsumerRecord<byte[], byte[]>> deadLetters(boolean all, boolean headers) {
        DeadLetterQueue<ConsumerRecord<byte[], byte[]>> queue = new DeadLetterQueue<>(
                new DeadLetterQueue.Address(TASK, "t-dlq", headers),
                new SomeLetters(),
                () -> producer,
                failures,
                meters);
        ErrorHandling<ConsumerRecord<byte[], byte[]>> handling =
                handling(all, new Retries(0, 60_000, gate, time, random), queue);
        handling.open();
        return handling;
    }

    private ErrorHandling<ConsumerRecord<byte[], byte[]>> handling(
            boolean all, Retries retries, DeadLetterQueue<ConsumerRecord<byte[], byte[]>> queue) {
        return new ErrorHandling<>(
                new Tolerance(TASK, all),
                retries,
                new Reports<>(new LogReporter(TASK, true, ErrorFixture::redact, meters), queue),
                new FailedRecords((count, first) -> told.add(count + " " + first.stage() + " " + first.message())),
                failures,
                meters);
    }

    static ConsumerRecord<byte[], byte[]> record(long offset) {
        return new ConsumerRecord<>("t", 0, offset, bytes("key"), bytes("value " + offset));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class SomeLetters implements Letters<ConsumerRecord<byte[], byte[]>> {

        @Override
        public ProducerRecord<byte[], byte[]> letter(String topic, ConsumerRecord<byte[], byte[]> original) {
            return new ProducerRecord<>(topic, original.key(), original.value());
        }

        @Override
        public void origin(ConsumerRecord<byte[], byte[]> original, BiConsumer<String, String> header) {
            header.accept("topic", original.topic());
        }
    }

    private final class MovingWaits implements Waits {

        @Override
        public boolean until(Future<?> done, Duration limit, BooleanSupplier givenUp) {
            return done.isDone();
        }

        @Override
        public boolean isAlone() {
            return true;
        }

        @Override
        public boolean pass(Duration delay) {
            waits.add(delay.toMillis());
            time.advance(delay);
            whileWaiting.run();
            return true;
        }
    }
}
