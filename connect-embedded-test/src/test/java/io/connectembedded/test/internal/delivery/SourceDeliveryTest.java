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
package io.connectembedded.test.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import io.connectembedded.status.TaskId;
import io.connectembedded.test.DeliveryReport;
import io.connectembedded.test.internal.delivery.source.WatchedSourceTask;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SourceDeliveryTest {

    private static final TaskId TASK = new TaskId("lines", 0);
    private static final TopicPartition TOPIC = new TopicPartition("t", 0);

    private final DeliveryLedger ledger = new DeliveryLedger();
    private final DeliveryReport report = ledger.report("");
    private final OffsetStore memory = OffsetStore.memory();
    private final WatchedStore store = ledger.watch(memory);
    private WatchedSourceTask task;
    private ScriptedTasks.Source plugin;
    private long logEnd;

    @BeforeEach
    void begin() {
        begin(new ScriptedTasks.Source());
    }

    private void begin(ScriptedTasks.Source as) {
        plugin = as;
        task = ledger.watch(TASK, as);
    }

    private void crash() {
        ledger.crashed();
        begin(new ScriptedTasks.Source());
    }

    private static SourceRecord record(long offset) {
        return record(Map.of("n", offset), "v" + offset);
    }

    private static SourceRecord record(Map<String, ?> offset, Object value) {
        return new SourceRecord(Map.of("file", "a"), offset, "t", null, value);
    }

    private List<SourceRecord> poll(SourceRecord... records) throws InterruptedException {
        plugin.then(records);
        return task.poll();
    }

    private void ack(SourceRecord record) throws InterruptedException {
        ackAt(record, logEnd++);
    }

    private void ackAt(SourceRecord record, long offset) throws InterruptedException {
        task.commitRecord(record, new RecordMetadata(TOPIC, offset, 0, 0, 0, 0));
    }

    private void store(long offset) throws Exception {
        store.write(List.of(new StoredOffset("lines", "{\"file\":\"a\"}", "{\"n\":" + offset + "}")));
    }

    private void all() {
        report.nothingLost()
                .noOffsetAhead()
                .inOrder()
                .commitOnlyWhenDurable()
                .nothingAgainAfterCommit()
                .noDuplicates();
    }

    @Test
    void a_record_that_was_never_acknowledged_is_lost_until_it_is() throws Exception {
        SourceRecord first = record(1);
        poll(first, record(2));
        ack(first);

        assertThatThrownBy(report::nothingLost)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("task lines-0: record 2 of partition {\"file\":\"a\"} offset {\"n\":2} value v2")
                .hasMessageNotContaining("record 1 of");

        crash();
        SourceRecord again = record(2);
        poll(again);
        ack(again);
        all();
    }

    @Test
    void a_record_the_worker_dropped_is_not_lost() throws Exception {
        SourceRecord record = record(1);
        poll(record);
        task.commitRecord(record, null);

        all();
    }

    @Test
    void equal_records_of_one_incarnation_are_different_records() throws Exception {
        SourceRecord first = record(1);
        SourceRecord second = record(1);
        poll(first, second);
        ack(first);
        assertThatThrownBy(report::nothingLost).hasMessageContaining("record 2 of");

        ack(second);
        all();
    }

    @Test
    void one_object_handed_out_twice_is_two_records() throws Exception {
        SourceRecord record = record(1);
        poll(record, record);
        ack(record);
        assertThatThrownBy(report::nothingLost).hasMessageContaining("record 2 of");

        ack(record);
        all();
    }

    @Test
    void byte_arrays_are_known_by_their_content() throws Exception {
        poll(record(Map.of("n", 1), new byte[] {65}));
        crash();
        SourceRecord again = record(Map.of("n", 1), new byte[] {65});
        poll(again);
        ack(again);

        all();
    }

    @Test
    void an_offset_stored_past_an_unacknowledged_record_is_ahead() throws Exception {
        SourceRecord second = record(2);
        poll(record(1), second);
        ack(second);
        store(2);

        assertThatThrownBy(report::noOffsetAhead)
                .hasMessageContaining("record 1 of")
                .hasMessageContaining("was not acknowledged when offset {\"n\":2} was stored");
    }

    @Test
    void an_offset_that_many_records_share_may_be_stored_with_the_first_of_them() throws Exception {
        SourceRecord first = record(Map.of("n", 1), "a");
        poll(first, record(Map.of("n", 1), "b"));
        ack(first);
        store(1);

        report.noOffsetAhead();
    }

    @Test
    void an_offset_changed_after_it_was_handed_out_is_told_of() throws Exception {
        Map<String, Object> shared = new HashMap<>(Map.of("n", 1));
        SourceRecord record = record(shared, "a");
        poll(record);
        shared.put("n", 9);
        ack(record);
        store(9);

        assertThatThrownBy(report::noOffsetAhead)
                .hasMessageContaining("the stored offset {\"n\":9} is none that a record was handed out with");
    }

    @Test
    void a_partition_changed_after_it_was_handed_out_is_told_of() throws Exception {
        SourceRecord record = record(1);
        poll(record);
        ack(record);
        store.write(List.of(new StoredOffset("lines", "{\"file\":\"b\"}", "{\"n\":1}")));

        assertThatThrownBy(report::noOffsetAhead).hasMessageContaining("partition {\"file\":\"b\"}");
    }

    @Test
    void a_partition_is_the_same_in_whatever_order_its_entries_come() throws Exception {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("x", 1);
        one.put("y", "z");
        Map<String, Object> other = new LinkedHashMap<>();
        other.put("y", "z");
        other.put("x", 1);
        SourceRecord second = new SourceRecord(other, Map.of("n", 2), "t", null, "b");
        poll(new SourceRecord(one, Map.of("n", 1), "t", null, "a"), second);
        ack(second);
        store.write(List.of(new StoredOffset("lines", "{\"x\":1,\"y\":\"z\"}", "{\"n\":2}")));

        assertThatThrownBy(report::noOffsetAhead).hasMessageContaining("record 1 of");
    }

    @Test
    void records_polled_in_another_order_than_before_are_out_of_order() throws Exception {
        poll(record(1), record(2));
        crash();
        poll(record(2), record(1));

        assertThatThrownBy(report::inOrder).hasMessageContaining("record 1 of").hasMessageContaining("after record 2");
    }

    @Test
    void records_on_the_topic_in_another_order_than_polled_are_out_of_order() throws Exception {
        SourceRecord first = record(1);
        SourceRecord second = record(2);
        poll(first, second);
        ackAt(second, 0);
        ackAt(first, 1);

        assertThatThrownBy(report::inOrder).hasMessageContaining("is on t-0 at 1, but record 2, polled after it, at 0");
    }

    @Test
    void a_record_sent_again_after_one_that_came_through_is_in_order() throws Exception {
        SourceRecord second = record(2);
        poll(record(1), second);
        ack(second);
        crash();
        SourceRecord first = record(1);
        second = record(2);
        poll(first, second);
        ack(first);
        ack(second);

        report.nothingLost().inOrder();
        assertThatThrownBy(report::noDuplicates)
                .hasMessageContaining("record 2 of")
                .hasMessageContaining("2 times");
    }

    @Test
    void commit_before_the_offsets_are_durable_is_told_of() throws Exception {
        SourceRecord record = record(1);
        poll(record);
        ack(record);
        task.commit();

        assertThatThrownBy(report::commitOnlyWhenDurable).hasMessageContaining("record 1 of");
    }

    @Test
    void commit_after_a_refused_write_is_told_of() throws Exception {
        SourceRecord first = record(1);
        SourceRecord second = record(2);
        poll(first, second);
        ack(first);
        store(1);
        task.commit();
        report.commitOnlyWhenDurable();

        ack(second);
        store.failNextWrite(new IOException("full"));
        assertThatThrownBy(() -> store(2)).hasMessage("full");
        task.commit();
        assertThatThrownBy(report::commitOnlyWhenDurable)
                .hasMessageContaining("record 2 of")
                .hasMessageContaining("stored offset was {\"n\":1}");
        assertThat(memory.read("lines")).hasSize(1);
    }

    @Test
    void a_record_polled_again_although_stored_is_told_of() throws Exception {
        SourceRecord first = record(1);
        SourceRecord second = record(2);
        poll(first, second, record(3));
        ack(first);
        ack(second);
        store(2);
        crash();
        poll(record(3));
        report.nothingAgainAfterCommit();
        crash();
        poll(record(2), record(3));

        assertThatThrownBy(report::nothingAgainAfterCommit)
                .hasMessageContaining("record 2 of")
                .hasMessageNotContaining("record 3 of");
    }

    @Test
    void offsets_altered_while_no_task_runs_are_nobodys_fault() throws Exception {
        SourceRecord first = record(1);
        poll(first);
        ack(first);
        store(1);
        task.stop();
        store.write(List.of(new StoredOffset("lines", "{\"file\":\"a\"}", null)));
        begin();
        poll(record(1));

        report.noOffsetAhead().nothingAgainAfterCommit().inOrder();
    }

    @Test
    void a_message_shows_ten_records_counts_the_rest_and_ends_with_the_suffix() throws Exception {
        for (int i = 1; i <= 12; i++) {
            poll(record(i));
        }

        assertThatThrownBy(() ->
                        ledger.report("after chaos(seed 42, 100 steps): crash").nothingLost())
                .hasMessageContaining("record 10 of")
                .hasMessageNotContaining("record 11 of")
                .hasMessageContaining("and 2 more")
                .hasMessageEndingWith("after chaos(seed 42, 100 steps): crash");
    }

    @Test
    void every_call_reaches_the_plug_in() throws Exception {
        SourceRecord record = record(1);
        task.initialize(new NoContext());
        task.start(Map.of("k", "v"));
        List<SourceRecord> polled = poll(record);
        ack(record);
        task.commit();
        task.stop();

        assertThat(plugin.hasContext()).isTrue();
        assertThat(polled).containsExactly(record);
        assertThat(plugin.calls).containsExactly("start {k=v}", "commitRecord v1 at t-0@0", "commit", "stop");
        assertThat(task.version()).isEqualTo("7");
        assertThat(task.takePolled()).containsExactly(record);
        assertThat(task.takePolled()).isEmpty();
        assertThat(task.poll()).isNull();
        assertThatCode(report::nothingLost).doesNotThrowAnyException();
    }

    private record NoContext() implements SourceTaskContext {

        @Override
        public Map<String, String> configs() {
            return Map.of();
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            throw new UnsupportedOperationException();
        }

        @Override
        public PluginMetrics pluginMetrics() {
            throw new UnsupportedOperationException();
        }
    }
}
