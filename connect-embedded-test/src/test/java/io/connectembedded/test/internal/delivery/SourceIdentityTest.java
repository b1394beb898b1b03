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

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import io.connectembedded.status.TaskId;
import io.connectembedded.test.DeliveryReport;
import io.connectembedded.test.internal.delivery.source.WatchedSourceTask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** Which records of a source are one and the same, and which are not. */
class SourceIdentityTest {

    private static final TopicPartition TOPIC = new TopicPartition("t", 0);

    private final DeliveryLedger ledger = new DeliveryLedger();
    private final DeliveryReport report = ledger.report("");
    private final WatchedStore store = ledger.watch(OffsetStore.memory());
    private long logEnd;

    private WatchedSourceTask task(int number, SourceRecord... records) throws InterruptedException {
        WatchedSourceTask task = ledger.watch(new TaskId("lines", number), new ScriptedTasks.Source().then(records));
        task.poll();
        return task;
    }

    private void ack(WatchedSourceTask task, SourceRecord... records) throws InterruptedException {
        for (SourceRecord record : records) {
            task.commitRecord(record, new RecordMetadata(TOPIC, logEnd++, 0, 0, 0, 0));
        }
    }

    private static SourceRecord record(Map<String, ?> partition, Map<String, ?> offset, Object value) {
        return new SourceRecord(partition, offset, "t", null, value);
    }

    private static SourceRecord nowhere(Object value) {
        return record(null, null, value);
    }

    private static Map<String, Object> map(String first, Object one, String second, Object other) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(first, one);
        map.put(second, other);
        return map;
    }

    @Test
    void an_offset_is_the_same_in_whatever_order_its_entries_come() throws Exception {
        Map<String, String> file = Map.of("file", "a");
        task(0, record(file, map("pos", 1, "at", map("line", 1, "column", 2)), "a"));
        ledger.crashed();
        SourceRecord again = record(file, map("at", map("column", 2L, "line", 1L), "pos", 1L), "a");
        WatchedSourceTask task = task(0, again);
        assertThatThrownBy(report::nothingLost).hasMessageContaining("record 1 of");
        ack(task, again);

        report.nothingLost().inOrder().noDuplicates();
    }

    @Test
    void the_text_of_an_offset_is_compared_as_it_is_stored() throws Exception {
        SourceRecord record = record(Map.of("file", "a"), map("pos", 1, "at", 2), "a");
        WatchedSourceTask task = task(0, record);
        ack(task, record);
        store.write(List.of(new StoredOffset("lines", "{\"file\":\"a\"}", "{\"pos\":1,\"at\":2}")));
        task.commit();

        report.noOffsetAhead().commitOnlyWhenDurable();
    }

    @Test
    void records_without_a_source_partition_are_those_of_their_task() throws Exception {
        SourceRecord one = nowhere("tick");
        SourceRecord other = nowhere("tick");
        WatchedSourceTask first = task(0, one);
        WatchedSourceTask second = task(1, other);
        ack(first, one);
        assertThatThrownBy(report::nothingLost)
                .hasMessageContaining("task lines-1: record 1 of partition null")
                .hasMessageNotContaining("lines-0");

        ack(second, other);
        report.nothingLost().noDuplicates().inOrder();
    }

    @Test
    void a_stored_offset_without_a_partition_is_of_the_task_it_fits() throws Exception {
        SourceRecord one = record(null, Map.of("n", 1), "a");
        SourceRecord other = record(null, Map.of("n", 2), "b");
        task(0, one);
        WatchedSourceTask second = task(1, other);
        ack(second, other);
        store.write(List.of(new StoredOffset("lines", "null", "{\"n\":2}")));
        second.commit();
        report.noOffsetAhead().commitOnlyWhenDurable();

        store.write(List.of(new StoredOffset("lines", "null", "{\"n\":1}")));
        assertThatThrownBy(report::noOffsetAhead).hasMessageContaining("task lines-0: record 1 of partition null");
    }

    @Test
    void records_without_an_offset_may_come_again_in_another_order() throws Exception {
        task(0, nowhere("a"), nowhere("b"));
        ledger.crashed();
        SourceRecord b = nowhere("b");
        SourceRecord a = nowhere("a");
        WatchedSourceTask task = task(0, b, a);
        ack(task, b, a);

        report.nothingLost().inOrder().noDuplicates();
    }
}
