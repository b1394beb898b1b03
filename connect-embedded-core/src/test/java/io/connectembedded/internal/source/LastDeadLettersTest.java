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

import static io.connectembedded.internal.source.ScriptedSource.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectembedded.internal.error.DeadLetterQueue;
import io.connectembedded.internal.error.ErrorHandling;
import io.connectembedded.internal.error.FailedRecords;
import io.connectembedded.internal.error.Letters;
import io.connectembedded.internal.error.Reports;
import io.connectembedded.internal.error.Tolerance;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.metrics.ErrorMeters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dead letters of a source that is about to end. */
@Timeout(30)
class LastDeadLettersTest {

    private final List<Duration> closings = new ArrayList<>();
    private final MockProducer<byte[], byte[]> dead =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public void close(Duration limit) {
                    closings.add(limit);
                    super.close(limit);
                }
            };
    private final SourceFixture it = new SourceFixture(tolerant(dead));

    @AfterEach
    void close() {
        it.close();
    }

    /** Tolerates every failure and writes letters with this producer. */
    static ErrorHandling<SourceRecord> tolerant(MockProducer<byte[], byte[]> dead) {
        ErrorMeters meters = new ErrorMeters(Time.SYSTEM);
        ErrorHandling<SourceRecord> errors = new ErrorHandling<>(
                new Tolerance(SourceFixture.ID, true),
                null,
                new Reports<>(
                        null,
                        new DeadLetterQueue<>(
                                new DeadLetterQueue.Address(SourceFixture.ID, "dead", false),
                                new EmptyLetters(),
                                () -> dead,
                                SourceFixture.FAILURES,
                                meters)),
                new FailedRecords((count, first) -> {}),
                SourceFixture.FAILURES,
                meters);
        errors.open();
        return errors;
    }

    @Test
    void a_task_hears_of_a_record_whose_letter_arrives_when_it_ends() throws Exception {
        it.task.hand(record(1, 1));
        it.body.start();
        it.body.iterate();
        it.producer.errorNext(new RecordTooLargeException("1 GB"));
        CompletableFuture<Void> arriving = CompletableFuture.runAsync(() -> {
            await().until(() -> !dead.history().isEmpty());
            dead.completeNext();
        });
        it.end(false);

        arriving.join();
        assertThat(it.store.stored("c")).hasSize(1);
        assertThat(it.task.committedRecords).hasSize(1);
        assertThat(it.task.calls).containsExactly("start {k=v}", "commit", "stop");
    }

    @Test
    void a_queue_that_does_not_answer_gets_no_more_time_than_its_task_has_left() {
        it.body.start();
        it.body.close(Deadline.after(Time.SYSTEM, Duration.ofMillis(500)));

        assertThat(closings)
                .singleElement()
                .satisfies(limit -> assertThat(limit).isLessThan(Duration.ofMillis(500)));
    }

    private static final class EmptyLetters implements Letters<SourceRecord> {

        @Override
        public ProducerRecord<byte[], byte[]> letter(String topic, SourceRecord original) {
            return new ProducerRecord<>(topic, new byte[0]);
        }

        @Override
        public void origin(SourceRecord original, BiConsumer<String, String> header) {
            // No headers.
        }
    }
}
