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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.connectembedded.internal.lifecycle.LogLines;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLetterQueueTest {

    private final ErrorFixture fixture = new ErrorFixture();
    private final LogLines log = new LogLines(LogReporter.class);

    @AfterEach
    void close() {
        log.close();
    }

    private static void fails(ErrorHandling<ConsumerRecord<byte[], byte[]>> errors, Exception thrown)
            throws InterruptedException {
        errors.processing(ErrorFixture.record(5));
        assertThat(errors.again(0, Stage.VALUE_CONVERTER, StringConverter.class, thrown))
                .isFalse();
    }

    private ProducerRecord<byte[], byte[]> letter() {
        assertThat(fixture.producer.history()).hasSize(1);
        return fixture.producer.history().get(0);
    }

    @Test
    void a_report_is_done_when_kafka_has_the_letter() throws Exception {
        ErrorHandling<ConsumerRecord<byte[], byte[]>> errors = fixture.deadLetters(true);
        assertThat(errors.reported()).isCompleted();
        fails(errors, new DataException("no"));
        CompletableFuture<?> reported = errors.reported();
        assertThat(reported).isNotDone();
        fixture.producer.completeNext();
        assertThat(reported).isCompleted();
        assertThat(letter().topic()).isEqualTo("t-dlq");
        assertThat(letter().value()).isEqualTo(ErrorFixture.bytes("value 5"));
    }

    @Test
    void the_headers_tell_what_went_wrong_without_secrets() throws Exception {
        fails(
                fixture.deadLetters(true),
                new DataException("refused for hunter22", new IllegalStateException("by hunter22")));
        Map<String, String> headers = new LinkedHashMap<>();
        letter().headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        String trace = headers.remove("__connect.errors.exception.stacktrace");
        assertThat(trace)
                .startsWith("org.apache.kafka.connect.errors.DataException: refused for [hidden]")
                .contains("by [hidden]")
                .doesNotContain(ErrorFixture.SECRET);
        assertThat(headers)
                .containsOnly(
                        entry("__connect.errors.topic", "t"),
                        entry("__connect.errors.connector.name", "errors-test"),
                        entry("__connect.errors.task.id", "3"),
                        entry("__connect.errors.stage", "VALUE_CONVERTER"),
                        entry("__connect.errors.class.name", "org.apache.kafka.connect.storage.StringConverter"),
                        entry("__connect.errors.exception.class.name", "org.apache.kafka.connect.errors.DataException"),
                        entry("__connect.errors.exception.message", "refused for [hidden]"));
    }

    @Test
    void without_context_headers_a_letter_has_none() throws Exception {
        fails(fixture.deadLetters(false), new DataException("no"));
        assertThat(letter().headers()).isEmpty();
    }

    @Test
    void a_letter_that_cannot_be_written_fails_the_task_at_its_next_step() throws Exception {
        ErrorHandling<ConsumerRecord<byte[], byte[]>> errors = fixture.deadLetters(false);
        fails(errors, new DataException("no"));
        errors.endOfBatch();
        fixture.producer.errorNext(new RecordTooLargeException("larger than max.request.size"));
        assertThat(errors.reported()).isCompletedExceptionally();
        assertThatThrownBy(errors::endOfBatch)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("task errors-test-3")
                .hasMessageContaining("topic t-dlq")
                .hasMessageContaining("larger than max.request.size")
                .hasMessageContaining("mend the cause and restart the task");
        assertThatThrownBy(() -> fails(errors, new DataException("no"))).hasMessageContaining("t-dlq");
    }

    @Test
    void a_producer_that_throws_is_a_letter_that_cannot_be_written() throws Exception {
        ErrorHandling<ConsumerRecord<byte[], byte[]>> errors = fixture.deadLetters(false);
        fixture.producer.close();
        fails(errors, new DataException("no"));
        assertThat(errors.reported()).isCompletedExceptionally();
        assertThatThrownBy(errors::endOfBatch).hasMessageContaining("t-dlq");
    }

    @Test
    void without_tolerance_the_letter_is_written_before_the_task_fails() {
        ErrorHandling<ConsumerRecord<byte[], byte[]>> errors = fixture.deadLetters(false, false);
        assertThatThrownBy(() -> fails(errors, new DataException("no")))
                .hasMessageStartingWith("Tolerance exceeded in error handler");
        assertThat(letter().value()).isEqualTo(ErrorFixture.bytes("value 5"));
    }

    @Test
    void closing_closes_the_producer_and_a_queue_that_was_not_opened_has_none() {
        fixture.deadLetters(true).close();
        assertThat(fixture.producer.closed()).isTrue();
        fixture.handling(true, 0, 0).close();
    }

    @Test
    void a_queue_that_is_opened_after_its_task_was_abandoned_closes_at_once() {
        ErrorFixture late = new ErrorFixture();
        ErrorHandling<ConsumerRecord<byte[], byte[]>> errors = late.deadLetters(true);
        errors.abandon();
        errors.open();
        assertThat(late.producer.closed()).isTrue();
    }
}
