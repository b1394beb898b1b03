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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.event.ConnectEvent.RecordsFailed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Failures of the steps before a put, facts 7.4. */
class SinkErrorsTest {

    private final DrivenSink it = new DrivenSink();
    private final Picky keys = new Picky();
    private final Picky values = new Picky();

    /** Refuses what says so, and asks for a retry as often as it says. */
    private static final class Picky extends StringConverter {

        private final AtomicInteger busy = new AtomicInteger();
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public SchemaAndValue toConnectData(String topic, Headers headers, byte[] value) {
            calls.incrementAndGet();
            if (busy.getAndDecrement() > 0) {
                throw new RetriableException("busy");
            }
            if (value != null && new String(value, StandardCharsets.UTF_8).startsWith("bad")) {
                throw new DataException("no such thing");
            }
            return value == null
                    ? SchemaAndValue.NULL
                    : new SchemaAndValue(null, new String(value, StandardCharsets.UTF_8));
        }
    }

    @AfterEach
    void end() {
        it.close();
    }

    private ConnectorSpec picky() {
        return it.spec().keyConverter(keys).valueConverter(values);
    }

    private ConnectorSpec tolerant() {
        return picky().with("errors.tolerance", "all");
    }

    @Test
    void a_record_that_cannot_be_converted_fails_the_task_and_is_named() {
        it.run(picky(), 1);
        it.topic.sendValues(List.of("one", "bad"));
        assertThatThrownBy(it.sink::put)
                .isInstanceOf(ConnectorFailedException.class)
                .hasMessageContaining("VALUE_CONVERTER");
        assertThat(it.connector.status().tasks().get(0).failure().stage()).isEqualTo("convert");
    }

    @Test
    void a_record_that_is_skipped_is_consumed_and_its_offset_advances() {
        it.run(tolerant(), 1);
        it.topic.sendValues(List.of("one", "bad", "two", "bad too"));
        it.sink.put();
        assertThat(it.script.values()).containsExactly("one", "two");
        assertThat(it.told.of(RecordsFailed.class))
                .singleElement()
                .satisfies(event -> assertThat(event.count()).isEqualTo(2));
        assertThat(it.sink.commit()).isTrue();
        assertThat(it.script.calls("task.preCommit").get(0).argument())
                .hasToString("{t-0=OffsetAndMetadata{offset=4, leaderEpoch=null, metadata=''}}");
        assertThat(it.uncommitted()).isEmpty();
    }

    @Test
    void a_batch_of_nothing_but_skipped_records_is_committed() {
        it.run(tolerant(), 1);
        it.topic.sendValues(List.of("bad"));
        it.sink.put();
        assertThat(it.sink.commit()).isTrue();
        assertThat(it.uncommitted()).isEmpty();
    }

    @Test
    void only_the_step_that_fails_is_done_again() {
        values.busy.set(2);
        it.run(picky().with("errors.retry.timeout", "60000"), 1);
        it.topic.send("key", "one");
        it.sink.put();
        assertThat(it.script.values()).containsExactly("one");
        assertThat(keys.calls).hasValue(1);
        assertThat(values.calls).hasValue(3);
    }

    @Test
    void a_key_that_cannot_be_converted_keeps_the_value_from_being_tried() {
        it.run(tolerant(), 1);
        it.topic.send("bad key", "one");
        it.topic.send("key", "two");
        it.sink.put();
        assertThat(it.script.values()).containsExactly("two");
        assertThat(values.calls).hasValue(1);
    }

    @Test
    void there_is_an_errant_record_reporter_only_where_somebody_is_told() {
        AtomicReference<Object> reporter = new AtomicReference<>("unset");
        it.script.once("task.open", () -> reporter.set(it.script.sinkContext.errantRecordReporter()));
        it.run(tolerant(), 1);
        it.sink.put();
        assertThat(reporter.get()).isNull();
    }

    @Test
    void a_reported_record_is_told_and_the_task_goes_on() {
        it.script.once("task.put", this::reportFirst);
        it.run(tolerant().with("errors.log.enable", "true"), 1);
        it.topic.sendValues(List.of("one", "two"));
        it.sink.put();
        assertThat(it.connector.status().isRunning()).isTrue();
        assertThat(it.sink.commit()).isTrue();
        assertThat(it.uncommitted()).isEmpty();
    }

    @Test
    void a_report_that_is_not_tolerated_fails_the_task_although_the_plug_in_swallowed_it() {
        AtomicReference<RuntimeException> swallowed = new AtomicReference<>();
        it.script.once("task.put", () -> {
            try {
                reportFirst();
            } catch (RuntimeException e) {
                swallowed.set(e);
            }
        });
        it.run(picky().with("errors.log.enable", "true"), 1);
        it.topic.sendValues(List.of("one", "two"));
        assertThatThrownBy(it.sink::put)
                .isInstanceOf(ConnectorFailedException.class)
                .hasMessageContaining("Tolerance exceeded");
        assertThat(swallowed.get()).hasMessageContaining("Tolerance exceeded");
        assertThat(it.uncommitted()).containsExactly("one", "two");
    }

    private void reportFirst() {
        SinkRecord first = it.lastBatch().get(0);
        // Derived, as a plug-in might: the consumer's record stays known.
        SinkRecord derived = first.newRecord("elsewhere", 0, null, null, null, "changed", null);
        assertThat(derived.originalTopic()).isEqualTo("t");
        assertThat(it.script
                        .sinkContext
                        .errantRecordReporter()
                        .report(derived, new IllegalStateException("no such row")))
                .isDone();
    }
}
