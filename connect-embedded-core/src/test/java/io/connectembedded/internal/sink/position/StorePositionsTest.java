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
package io.connectembedded.internal.sink.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.lifecycle.work.WorkerThreads;
import io.connectembedded.internal.offset.OffsetStorage;
import io.connectembedded.internal.offset.TestContext;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StorePositionsTest {

    private static final TopicPartition T0 = new TopicPartition("t", 0);
    private static final TopicPartition T1 = new TopicPartition("t", 1);
    private static final String OTHER_ORDER = "{\"kafka_topic\":\"t\",\"kafka_partition\":1}";

    private final Gated store = new Gated();
    private final WorkerThreads threads =
            new WorkerThreads("w", null, getClass().getClassLoader());
    private final OffsetStorage storage = new OffsetStorage(store, threads, new TestContext());
    private final TaskGate gate = new TaskGate(Time.SYSTEM, threads, TaskGate.Target.RUN);
    private final CountDownLatch woken = new CountDownLatch(1);
    private final List<@Nullable Exception> answers = new ArrayList<>();
    private final StorePositions positions =
            new StorePositions("c", storage, gate, new SavedPositions("c", null), woken::countDown);

    @BeforeEach
    void open() throws Exception {
        storage.open().get(5, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        store.go.countDown();
        storage.close(Duration.ofSeconds(5));
    }

    private static Map<TopicPartition, OffsetAndMetadata> at(long offset) {
        return Map.of(T0, new OffsetAndMetadata(offset), T1, new OffsetAndMetadata(offset));
    }

    private void commit(long offset) {
        positions.commit(at(offset), (committed, failure) -> answers.add(failure));
    }

    private List<String> stored() throws Exception {
        return storage.read("c").get(5, TimeUnit.SECONDS).stream()
                .map(entry -> entry.partition() + "=" + entry.offset())
                .toList();
    }

    @Test
    void positions_have_one_order_of_keys_and_keep_the_spelling_that_was_found() throws Exception {
        store.go.countDown();
        store.write(List.of(
                new StoredOffset("c", OTHER_ORDER, "{\"kafka_offset\":7}"),
                new StoredOffset("c", "{\"file\":\"of a source\"}", "{\"position\":1}")));

        assertThat(positions.assigned(List.of(T0, T1))).isEqualTo(Map.of(T1, 7L));
        positions.commitNow(at(9), Deadline.after(Time.SYSTEM, Duration.ofSeconds(5)));

        assertThat(stored())
                .containsExactlyInAnyOrder(
                        "{\"file\":\"of a source\"}={\"position\":1}",
                        "{\"kafka_partition\":0,\"kafka_topic\":\"t\"}={\"kafka_offset\":9}",
                        OTHER_ORDER + "={\"kafka_offset\":9}");
    }

    @Test
    void a_stored_text_that_is_no_position_is_named() throws Exception {
        store.go.countDown();
        store.write(List.of(new StoredOffset("c", OTHER_ORDER, "{\"offset\":7}")));
        assertThatThrownBy(() -> positions.assigned(List.of(T1)))
                .hasMessageContaining("is no position of sink c; stop the connector and alter or reset its offsets");
    }

    @Test
    void a_commit_waits_for_no_store_and_its_answer_comes_when_it_is_done() throws Exception {
        commit(3);
        positions.answer();
        assertThat(answers).isEmpty();

        store.go.countDown();
        assertThat(woken.await(5, TimeUnit.SECONDS)).isTrue();
        positions.answer();
        assertThat(answers).hasSize(1).containsOnlyNulls();
        assertThat(stored()).hasSize(2);
    }

    @Test
    void a_write_that_fails_is_the_answer() throws Exception {
        store.failure = new IllegalStateException("disk full");
        commit(3);
        store.go.countDown();
        assertThat(woken.await(5, TimeUnit.SECONDS)).isTrue();
        positions.answer();
        assertThat(answers)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("disk full"));
    }

    @Test
    void the_last_commit_waits_no_longer_than_its_limit() {
        assertThatThrownBy(() -> positions.commitNow(at(3), Deadline.after(Time.SYSTEM, Duration.ofMillis(50))))
                .isInstanceOf(TimeoutException.class);
    }

    @Test
    void a_read_is_given_up_when_the_task_is_to_stop() {
        commit(3); // hangs, and the read behind it
        gate.stop(Deadline.after(Time.SYSTEM, Duration.ofSeconds(2)));
        assertThatThrownBy(() -> positions.assigned(List.of(T0))).isInstanceOf(TaskGate.StoppedException.class);
    }

    /** Keeps what it is given in memory, once it is let go. */
    private static final class Gated implements OffsetStore {

        final CountDownLatch go = new CountDownLatch(1);
        private final OffsetStore kept = OffsetStore.memory();
        volatile @Nullable RuntimeException failure;

        @Override
        public Collection<StoredOffset> read(String connector) throws Exception {
            return kept.read(connector);
        }

        @Override
        public void write(Collection<StoredOffset> offsets) throws Exception {
            go.await();
            RuntimeException failing = failure;
            if (failing != null) {
                throw failing;
            }
            kept.write(offsets);
        }
    }
}
