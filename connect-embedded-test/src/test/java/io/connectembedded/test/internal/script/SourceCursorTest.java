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
package io.connectembedded.test.internal.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.junit.jupiter.api.Test;

class SourceCursorTest {

    private final EmittedRecords emitted = new EmittedRecords();
    private final Map<Map<String, ?>, Map<String, Object>> stored = new HashMap<>();

    @Test
    void each_batch_is_one_poll_and_its_rest_after_the_stored_offset() {
        emit(record("a", 1), record("b", 1), record("a", 2));
        emit(record("a", 3));
        emit(record("b", 2), record("a", 4));
        stored.put(Map.of("p", "a"), Map.of("o", 3L));

        assertThat(polls(cursor(0, 1))).containsExactly(List.of("b1"), List.of("b2", "a4"));
    }

    @Test
    void each_source_partition_is_with_one_task_and_each_task_has_some() {
        for (int partition = 0; partition < 30; partition++) {
            emit(record("p" + partition, 1), record("p" + partition, 2));
        }
        List<List<Object>> all = new ArrayList<>();
        for (int task = 0; task < 3; task++) {
            List<List<Object>> own = polls(cursor(task, 3));
            assertThat(own).isNotEmpty().allMatch(batch -> batch.size() == 2);
            all.addAll(own);
        }

        assertThat(all).hasSize(30).doesNotHaveDuplicates();
    }

    @Test
    void an_offset_is_found_in_the_types_json_gives_it_back_in() {
        emit(new SourceRecord(Map.of("p", 7), Map.of("o", 0.1f, "n", (short) 2), "t", null, "one"));
        emit(new SourceRecord(Map.of("p", 7), Map.of("o", 0.2f, "n", new byte[] {1, 2}), "t", null, "two"));
        emit(new SourceRecord(Map.of("p", 7L), Map.of("o", 0.3d, "n", true), "t", null, "three"));

        assertThat(polls(cursor(0, 1))).hasSize(3);
        stored.put(Map.of("p", 7), Map.of("o", 0.1d, "n", 2L));
        assertThat(polls(cursor(0, 1))).containsExactly(List.of("two"), List.of("three"));
        stored.put(Map.of("p", 7), Map.of("o", 0.2d, "n", "AQI="));
        assertThat(polls(cursor(0, 1))).containsExactly(List.of("three"));
    }

    @Test
    void the_second_record_of_one_offset_may_not_have_arrived() {
        emit(record("a", 1), record("a", 1));
        stored.put(Map.of("p", "a"), Map.of("o", 1L));

        assertThat(polls(cursor(0, 1))).containsExactly(List.of("a1"));
    }

    @Test
    void an_offset_of_no_record_begins_at_the_first() {
        emit(record("a", 1), record("a", 2));
        stored.put(Map.of("p", "a"), Map.of("o", 99L));

        assertThat(polls(cursor(0, 1))).containsExactly(List.of("a1", "a2"));
    }

    @Test
    void a_source_partition_that_comes_later_is_looked_up_when_it_comes() {
        SourceCursor cursor = cursor(0, 1);
        stored.put(Map.of("p", "late"), Map.of("o", 1L));
        emit(record("late", 1), record("late", 2));
        emit(record("late", 3));

        assertThat(polls(cursor)).containsExactly(List.of("late2"), List.of("late3"));
    }

    @Test
    void records_without_partition_or_offset_are_polled_too() {
        emit(new SourceRecord(null, null, "t", null, "bare"));

        assertThat(polls(cursor(0, 1))).containsExactly(List.of("bare"));
    }

    private void emit(SourceRecord... records) {
        emitted.add(List.of(records));
    }

    private static SourceRecord record(String partition, int offset) {
        return new SourceRecord(Map.of("p", partition), Map.of("o", offset), "t", null, partition + offset);
    }

    private SourceCursor cursor(int task, int tasks) {
        return new SourceCursor(emitted, new Stored(), task, tasks);
    }

    private static List<List<Object>> polls(SourceCursor cursor) {
        List<List<Object>> polls = new ArrayList<>();
        while (cursor.hasNext()) {
            List<Object> values = new ArrayList<>();
            cursor.next().forEach(record -> values.add(record.value()));
            polls.add(values);
        }
        assertThat(cursor.next()).isEmpty();
        return polls;
    }

    private final class Stored implements OffsetStorageReader {
        @Override
        public <T> Map<String, Object> offset(Map<String, T> partition) {
            return stored.get(partition);
        }

        @Override
        public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
            Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
            partitions.forEach(partition -> found.put(partition, stored.get(partition)));
            return found;
        }
    }
}
