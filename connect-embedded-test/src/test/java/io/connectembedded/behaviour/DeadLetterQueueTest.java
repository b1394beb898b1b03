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
package io.connectembedded.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.ErrorPolicy;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.event.ConnectEvent.RecordsFailed;
import io.connectembedded.metrics.TaskErrors;
import io.connectembedded.status.TaskState;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.SourceDriver;
import io.connectembedded.test.TestTopic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of records that cannot be handled, in both pipelines. */
class DeadLetterQueueTest {

    private static final ErrorPolicy TO_QUEUE = ErrorPolicy.deadLetterQueue("dead");

    private final Script script = Script.byHand();
    private final Told told = new Told();
    private ConnectTestDriver driver;

    @AfterEach
    void end() {
        driver.close();
        script.close();
    }

    private void running(ConnectorSpec spec) {
        ConnectWorker.Builder host = Host.byHand().listener(told).connector(spec);
        driver = ConnectTestDriver.of(host);
    }

    private ConnectorSpec sink(ErrorPolicy policy) {
        return script.sink("c").topics("t").errors(policy).with("value.converter", PoisonConverter.class);
    }

    private ConnectorSpec source(ErrorPolicy policy) {
        return script.source("c").errors(policy).with("value.converter", PoisonConverter.class);
    }

    private List<SinkRecord> letters() {
        return driver.topic("dead").records();
    }

    private static String header(SinkRecord letter, String name) {
        Header header = letter.headers().lastWithName("__connect.errors." + name);
        return header == null ? null : String.valueOf(header.value());
    }

    private TaskErrors errors() {
        return driver.worker().metrics().connectors().get(0).tasks().get(0).errors();
    }

    private TaskState state() {
        return driver.worker().connector("c").status().tasks().get(0).state();
    }

    @Test
    void a_dead_letter_of_a_sink_has_the_bytes_that_were_read_and_connects_headers() {
        running(sink(TO_QUEUE));
        driver.topic("t").sendValues(List.of("one", "poison", "three"));
        driver.settle();
        assertThat(script.values()).containsExactly("one", "three");
        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isEqualTo("poison");
            assertThat(header(letter, "topic")).isEqualTo("t");
            assertThat(header(letter, "partition")).isEqualTo("0");
            assertThat(header(letter, "offset")).isEqualTo("1");
            assertThat(header(letter, "connector.name")).isEqualTo("c");
            assertThat(header(letter, "task.id")).isEqualTo("0");
            assertThat(header(letter, "stage")).isEqualTo("VALUE_CONVERTER");
            assertThat(header(letter, "class.name")).isEqualTo(PoisonConverter.class.getName());
            assertThat(header(letter, "exception.class.name")).isEqualTo(DataException.class.getName());
            assertThat(header(letter, "exception.message")).isEqualTo("this is poison");
            assertThat(header(letter, "exception.stacktrace")).contains("this is poison", "PoisonConverter");
        });
        driver.delivery().nothingLost();
    }

    @Test
    void a_dead_letter_of_a_source_has_its_partition_and_offset_as_they_are_stored() {
        running(source(TO_QUEUE));
        script.emit(
                Script.record("t", "a", 1),
                new SourceRecord(
                        Map.of("p", "a"), Map.of("o", 2L), "t", 0, Schema.STRING_SCHEMA, "k", null, "poison", 77L),
                Script.record("t", "a", 3));
        driver.settle();
        assertThat(driver.topic("t").values()).containsExactly("a-1", "a-3");
        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo("k");
            assertThat(letter.timestamp()).isEqualTo(77L);
            assertThat(header(letter, "topic")).isEqualTo("t");
            assertThat(header(letter, "partition")).isEqualTo("0");
            assertThat(header(letter, "offset")).isNull();
            assertThat(header(letter, "source.partition")).isEqualTo("{\"p\":\"a\"}");
            assertThat(header(letter, "source.offset")).isEqualTo("{\"o\":2}");
            assertThat(header(letter, "stage")).isEqualTo("VALUE_CONVERTER");
            // What its own converter does not write is written as JSON with its schema.
            assertThat(letter.value()).asString().contains("\"payload\":\"poison\"");
        });
        assertThat(script.count("task.commitRecord")).isEqualTo(3);
        driver.crash();
        driver.settle();
        driver.delivery().nothingLost();
    }

    @Test
    void a_value_that_no_converter_knows_is_written_as_its_text() {
        running(source(TO_QUEUE));
        script.emit(new SourceRecord(Map.of("p", "a"), Map.of("o", 1), "t", null, new StringBuilder("poison")));
        driver.settle();
        assertThat(letters()).singleElement().extracting(SinkRecord::value).isEqualTo("poison");
    }

    @Test
    void a_struct_is_written_with_its_schema() {
        running(source(TO_QUEUE));
        Schema schema =
                SchemaBuilder.struct().field("name", Schema.STRING_SCHEMA).build();
        script.emit(new SourceRecord(
                Map.of("p", "a"), Map.of("o", 1), "t", schema, new Struct(schema).put("name", "poison")));
        driver.settle();
        assertThat(letters())
                .singleElement()
                .extracting(SinkRecord::value)
                .asString()
                .contains("\"schema\":", "\"payload\":{\"name\":\"poison\"}");
    }

    @Test
    void the_queue_is_created_before_the_first_record_and_not_without_a_setting() {
        running(sink(TO_QUEUE));
        driver.settle();
        assertThat(letters()).isEmpty();
        assertThat(driver.topic("dead").records()).isEmpty();
    }

    @Test
    void a_batch_is_told_once_and_counted() {
        running(sink(TO_QUEUE));
        driver.topic("t").sendValues(List.of("poison", "two", "poison"));
        driver.settle();
        assertThat(told.of(RecordsFailed.class)).singleElement().satisfies(event -> {
            assertThat(event.count()).isEqualTo(2);
            assertThat(event.deadLettered()).isTrue();
            assertThat(event.task()).hasToString("c-0");
            assertThat(event.first().message()).isEqualTo("this is poison");
        });
        assertThat(errors()).satisfies(counted -> {
            assertThat(counted.failures()).isEqualTo(2);
            assertThat(counted.errors()).isEqualTo(2);
            assertThat(counted.skipped()).isEqualTo(2);
            assertThat(counted.deadLetters()).isEqualTo(2);
            assertThat(counted.deadLetterFailures()).isZero();
            assertThat(counted.logged()).isZero();
            assertThat(counted.lastError()).contains(driver.now());
        });
    }

    @Test
    void a_step_that_passes_by_itself_is_tried_again_and_skips_nothing() {
        running(sink(TO_QUEUE.retryFor(Duration.ofSeconds(10))));
        driver.topic("t").sendValues(List.of("busy", "two"));
        driver.settle();
        assertThat(script.values()).containsExactly("busy", "two");
        assertThat(letters()).isEmpty();
        assertThat(errors().retries()).isEqualTo(2);
        assertThat(errors().errors()).isZero();
    }

    @Test
    void without_tolerance_the_task_fails_and_the_record_is_read_again_after_a_restart() {
        running(sink(ErrorPolicy.failTask()));
        driver.topic("t").sendValues(List.of("one", "poison"));
        assertThatThrownBy(() -> driver.sink("c").put())
                .isInstanceOf(ConnectorFailedException.class)
                .hasMessageContaining("Tolerance exceeded in error handler")
                .hasMessageContaining("The value of record t-0@1 cannot be converted (this is poison)");
        assertThat(state()).isEqualTo(TaskState.FAILED);
        assertThat(script.values()).isEmpty();
    }

    @Test
    void a_sinks_task_that_reports_a_record_sees_it_written_and_its_offset_advance() {
        running(sink(TO_QUEUE));
        TestTopic<Object, Object> topic = driver.topic("t");
        Future<?>[] report = new Future<?>[1];
        script.once("task.put", () -> {
            ErrantRecordReporter reporter = script.sinkContext.errantRecordReporter();
            SinkRecord first = driverRecord();
            report[0] = reporter.report(first, new DataException("refused"));
        });
        topic.sendValues(List.of("one"));
        driver.settle();
        assertThat(report[0]).isDone();
        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isEqualTo("one");
            assertThat(header(letter, "stage")).isEqualTo("TASK_PUT");
            assertThat(header(letter, "class.name")).isEqualTo("org.apache.kafka.connect.sink.SinkTask");
            assertThat(header(letter, "exception.message")).isEqualTo("refused");
        });
    }

    @SuppressWarnings("unchecked") // The script notes what it was called with.
    private SinkRecord driverRecord() {
        return ((List<SinkRecord>) script.calls("task.put").get(0).argument()).get(0);
    }

    @Test
    void without_queue_and_log_there_is_no_reporter_as_in_connect() {
        running(sink(ErrorPolicy.skip()));
        driver.settle();
        assertThat(script.sinkContext.errantRecordReporter()).isNull();
    }

    @Test
    void a_report_that_is_not_tolerated_fails_the_task_that_swallows_it() {
        running(sink(ErrorPolicy.failTask().logged()));
        script.once("task.put", () -> {
            try {
                script.sinkContext.errantRecordReporter().report(driverRecord(), new DataException("refused"));
            } catch (RuntimeException e) {
                assertThat(e).hasMessageContaining("Tolerance exceeded");
            }
        });
        driver.topic("t").sendValues(List.of("one"));
        assertThatThrownBy(driver::settle).isInstanceOf(ConnectorFailedException.class);
        assertThat(state()).isEqualTo(TaskState.FAILED);
    }

    @Test
    void a_record_that_kafka_refuses_goes_to_the_queue_too() {
        running(source(TO_QUEUE));
        SourceDriver source = driver.source("c");
        script.emit(Script.record("t", "a", 1), Script.record("t", "a", 2));
        source.failNextSend(new RecordTooLargeException("too large"));
        driver.settle();
        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isEqualTo("a-1");
            assertThat(header(letter, "stage")).isEqualTo("KAFKA_PRODUCE");
        });
        assertThat(driver.topic("t").values()).containsExactly("a-2");
    }

    /** A converter of strings that refuses poison always, and busy ones twice. */
    public static final class PoisonConverter extends StringConverter {

        private int busy = 2;

        @Override
        public byte[] fromConnectData(String topic, Schema schema, Object value) {
            check(String.valueOf(value));
            return super.fromConnectData(topic, schema, value);
        }

        @Override
        public SchemaAndValue toConnectData(String topic, byte[] value) {
            check(new String(value, UTF_8));
            return super.toConnectData(topic, value);
        }

        private void check(String text) {
            if (text.contains("poison")) {
                throw new DataException("this is poison");
            }
            if (text.equals("busy") && busy-- > 0) {
                throw new RetriableException("busy");
            }
        }
    }
}
