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
package io.connectembedded.internal.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.connectembedded.internal.lifecycle.work.WorkerThreads;
import io.connectembedded.offset.StoredOffset;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConnectorOffsetReaderTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final GatedStore store = new GatedStore();
    private final OffsetStorage storage =
            new OffsetStorage(store, new WorkerThreads("w", null, getClass().getClassLoader()), new TestContext());
    private final ConnectorOffsetReader reader = new ConnectorOffsetReader("src", storage, LONG);

    @BeforeEach
    void open() throws Exception {
        storage.open().get();
    }

    @AfterEach
    void close() {
        store.gate.release(1_000);
        storage.close(LONG);
    }

    @Test
    void an_offset_comes_back_with_jsons_types() {
        store.kept.write(List.of(new StoredOffset("src", "{\"file\":\"x\"}", "{\"position\":18,\"part\":0.5}")));

        assertThat(reader.offset(Map.of("file", "x"))).isEqualTo(Map.of("position", 18L, "part", 0.5d));
    }

    @Test
    void all_partitions_are_found_with_one_look_up_and_those_without_offset_are_null() {
        store.kept.write(List.of(
                new StoredOffset("src", "{\"file\":\"x\"}", "{\"o\":1}"),
                new StoredOffset("other", "{\"file\":\"y\"}", "{\"o\":2}")));
        int before = store.threads.size();

        Map<Map<String, String>, Map<String, Object>> found =
                reader.offsets(List.of(Map.of("file", "x"), Map.of("file", "y")));

        assertThat(found)
                .hasSize(2)
                .containsEntry(Map.of("file", "x"), Map.of("o", 1L))
                .containsEntry(Map.of("file", "y"), null);
        assertThat(store.threads).hasSize(before + 1);
    }

    @Test
    void a_partition_is_found_whatever_the_order_of_its_keys_and_the_type_of_its_numbers() {
        store.kept.write(List.of(
                new StoredOffset("src", "[\"foreign\"]", "{}"),
                new StoredOffset("src", "{\"a\":1,\"b\":\"x\"}", "{\"o\":1}")));
        Map<String, Object> partition = new LinkedHashMap<>();
        partition.put("b", "x");
        partition.put("a", (short) 1);

        assertThat(reader.offset(partition)).isEqualTo(Map.of("o", 1L));
        assertThat(reader.offset(Map.of("a", 1.0d, "b", "x"))).isNull();
    }

    @Test
    void the_exact_text_goes_before_the_same_meaning() {
        store.kept.write(List.of(
                new StoredOffset("src", "{\"a\":1,\"b\":2}", "{\"o\":\"exact\"}"),
                new StoredOffset("src", "{\"b\":2,\"a\":1}", "{\"o\":\"other\"}")));
        Map<String, Object> partition = new LinkedHashMap<>();
        partition.put("a", 1);
        partition.put("b", 2);

        assertThat(reader.offset(partition)).isEqualTo(Map.of("o", "exact"));
    }

    @Test
    void a_null_partition_has_an_offset_too() {
        store.kept.write(List.of(new StoredOffset("src", "null", "{\"o\":1}")));

        assertThat(reader.offset((Map<String, Object>) null)).isEqualTo(Map.of("o", 1L));
    }

    @Test
    void an_unusable_partition_and_an_unreadable_offset_are_errors() {
        store.kept.write(List.of(new StoredOffset("src", "{\"file\":\"x\"}", "{broken")));

        assertThatThrownBy(() -> reader.offset(Map.of("file", List.of())))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("src");
        assertThatThrownBy(() -> reader.offset(Map.of("file", "x")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("src");
    }

    @Test
    void a_failure_of_the_store_reaches_the_task() {
        store.failures.add(new IOException("no route to the store"));

        assertThatThrownBy(() -> reader.offset(Map.of("file", "x")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("src")
                .hasMessageContaining("no route to the store");
    }

    @Test
    void a_hung_store_ends_the_call_at_its_limit() throws Exception {
        ConnectorOffsetReader impatient = new ConnectorOffsetReader("src", storage, Duration.ofMillis(50));
        hang();

        assertThatThrownBy(() -> impatient.offset(Map.of("file", "x")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("src")
                .hasMessageContaining("PT0.05S");
    }

    @Test
    void close_ends_a_call_that_waits_and_refuses_the_next() throws Exception {
        hang();
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread task = new Thread(() -> {
            try {
                outcome.complete(new AssertionError("got " + reader.offset(Map.of("file", "x"))));
            } catch (ConnectException e) {
                outcome.complete(e);
            }
        });
        task.start();
        await().until(() -> task.getState() == Thread.State.TIMED_WAITING);
        reader.close();

        assertThat(outcome.get()).isInstanceOf(ConnectException.class).hasMessageContaining("closed");
        assertThatThrownBy(() -> reader.offset(Map.of("file", "x")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("closed");
    }

    private void hang() throws InterruptedException {
        assertThat(storage.write(List.of(new StoredOffset("src", "{}", "{}")))).isNotDone();
        store.entered.acquire();
    }
}
