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

import io.connectembedded.offset.StoredOffset;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.SourceDriver;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where Connect is known to trip over a source, or an implementer over Connect. */
class SourceDefectsTest {

    private final Script script = Script.byHand();
    private final ScriptStore store = new ScriptStore();
    private ConnectTestDriver driver;
    private SourceDriver src;

    @BeforeEach
    void start() {
        driver = ConnectTestDriver.of(Host.byHand().offsetStore(store).connector(script.source("src")));
        src = driver.source("src");
    }

    @AfterEach
    void end() {
        driver.close();
        script.close();
    }

    private static SourceRecord record(Map<String, ?> partition, Map<String, ?> offset) {
        return new SourceRecord(partition, offset, "t", Schema.STRING_SCHEMA, "x");
    }

    /** Connect stores the map as it is at the commit, and so leaves out records after a crash. */
    @Test
    void a_task_that_reuses_its_offset_map_in_its_next_poll_moves_no_offset_ahead() {
        Map<String, Object> offset = new HashMap<>(Map.of("o", 1));
        script.emit(record(Map.of("p", "a"), offset));
        src.poll();
        src.ackAll();
        offset.put("o", 2);
        script.emit(record(Map.of("p", "a"), offset));
        src.poll();
        assertThat(src.commit()).isTrue();
        assertThat(store.offset("a")).isEqualTo(1);
        src.ackAll();
        assertThat(src.commit()).isTrue();
        assertThat(store.offset("a")).isEqualTo(2);
    }

    @Test
    void a_task_that_reuses_its_partition_map_mixes_up_no_partitions() {
        Map<String, Object> partition = new HashMap<>(Map.of("p", "a"));
        script.emit(record(partition, Map.of("o", 1)));
        src.poll();
        partition.put("p", "b");
        script.emit(record(partition, Map.of("o", 7)));
        src.poll();
        src.ack(1);
        assertThat(src.commit()).isTrue();
        assertThat(store.offset("a")).isEqualTo(1);
        assertThat(store.offset("b")).isNull();
        src.ackAll();
        assertThat(src.commit()).isTrue();
        assertThat(store.offset("b")).isEqualTo(7);
    }

    /** Trap 6: the key of an offset is its exact text. */
    @Test
    void a_source_partition_keeps_the_order_of_its_entries() {
        Map<String, Object> partition = new LinkedHashMap<>();
        partition.put("zone", "a");
        partition.put("database", "b");
        partition.put("table", "c");
        script.emit(record(partition, Map.of("o", 1)));
        src.poll();
        src.ackAll();
        src.commit();
        assertThat(store.read("src"))
                .extracting(StoredOffset::partition)
                .containsExactly("{\"zone\":\"a\",\"database\":\"b\",\"table\":\"c\"}");
    }

    /** Trap 14: a task that acknowledges upstream in commit has heard of every record by then. */
    @Test
    void every_commit_record_comes_before_the_commit_that_covers_it() {
        for (long offset = 1; offset <= 2; offset++) {
            script.emit(Script.record("t", "a", offset));
            src.poll();
            src.ackAll();
            src.commit();
        }
        assertThat(script.all().stream()
                        .map(Script.Call::method)
                        .filter(method -> method.startsWith("task.commit"))
                        .toList())
                .isEqualTo(List.of("task.commitRecord", "task.commit", "task.commitRecord", "task.commit"));
    }
}
