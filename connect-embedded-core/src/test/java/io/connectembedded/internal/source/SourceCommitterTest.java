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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.internal.lifecycle.SettableTime;
import io.connectembedded.internal.offset.StepStore;
import io.connectembedded.internal.source.inflight.SubmittedRecords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

@Timeout(30)
class SourceCommitterTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private record Told(int partitions, @Nullable Throwable failure) {}

    private final StepStore store = new StepStore();
    private final ScriptedSource task = new ScriptedSource();
    private final SubmittedRecords submitted = SourceFixture.submitted(task);
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final ExecutorService callbacks = Executors.newCachedThreadPool();
    private final SourceCommitter committer = committer(task);

    @AfterEach
    void close() {
        store.closeStorage();
        callbacks.shutdownNow();
    }

    @Test
    void the_task_is_told_only_after_its_offsets_are_durable() {
        CountDownLatch gate = store.hold();
        task.onCommit = () -> task.calls.add("stored " + store.stored("c").size());
        acked(1);
        begin();
        assertThat(task.calls).isEmpty();
        gate.countDown();

        await().untilAsserted(() -> assertThat(task.calls).containsExactly("commit", "stored 1"));
        assertThat(told).containsExactly(new Told(1, null));
    }

    @Test
    void a_task_with_nothing_to_store_is_told_and_the_listener_is_not() {
        begin();

        await().untilAsserted(() -> assertThat(task.calls).containsExactly("commit"));
        assertThat(told).isEmpty();
    }

    @Test
    void a_failed_flush_is_told_to_the_listener_unwrapped_and_not_to_the_task() {
        store.fail(true);
        acked(1);
        begin();

        await().untilAsserted(() -> assertThat(told).hasSize(1));
        assertThat(told.get(0).failure())
                .isInstanceOf(ConnectEmbeddedException.class)
                .hasMessageContaining("disk full");
        assertThat(task.calls).isEmpty();
    }

    @Test
    void a_flush_that_its_caller_gives_up_is_told_and_a_later_commit_goes_on() {
        CountDownLatch gate = store.hold();
        acked(1);
        committer.begin(callbacks).completeExceptionally(new TimeoutException("too slow"));
        assertThat(told)
                .singleElement()
                .satisfies(each -> assertThat(each.failure()).hasMessage("too slow"));
        assertThat(task.calls).isEmpty();
        gate.countDown();
        acked(2);

        await().untilAsserted(() -> {
            begin();
            assertThat(store.stored("c")).singleElement().hasToString(stored(2));
        });
    }

    @Test
    void a_commit_that_is_under_way_is_not_begun_again() {
        CountDownLatch gate = store.hold();
        acked(1);
        begin();
        begin();
        begin();
        gate.countDown();

        await().untilAsserted(() -> assertThat(task.calls).contains("commit"));
        assertThat(told).containsExactly(new Told(1, null));
    }

    @Test
    void a_task_that_hangs_in_commit_holds_up_no_offsets_and_is_not_called_again() {
        CountDownLatch hang = new CountDownLatch(1);
        task.onCommit = () -> awaitLatch(hang);
        acked(1);
        begin();
        await().untilAsserted(() -> assertThat(task.calls).containsExactly("commit"));
        acked(2);
        begin();

        await().untilAsserted(() -> assertThat(told).hasSize(2));
        assertThat(task.calls).containsExactly("commit");
        hang.countDown();
        await().untilAsserted(() -> {
            begin();
            assertThat(task.calls.size()).isGreaterThan(1);
        });
    }

    @Test
    void what_a_task_throws_from_commit_is_told_and_the_next_commit_comes() throws Exception {
        task.onCommit = () -> {
            throw new NoClassDefFoundError("x");
        };
        acked(1);
        committer.commitAndWait(LONG);
        assertThat(told).hasSize(2);
        assertThat(told.get(1).failure())
                .hasMessageContaining("ScriptedSource.commit() failed after its offsets were stored");
        task.onCommit = () -> {};
        committer.commitAndWait(LONG);

        assertThat(task.calls).containsExactly("commit", "commit");
    }

    @Test
    void the_last_commit_waits_for_its_flush_and_takes_what_came_during_an_earlier_one() throws Exception {
        CountDownLatch gate = store.hold();
        acked(1);
        begin();
        acked(2);
        callbacks.execute(gate::countDown);
        committer.commitAndWait(LONG);

        assertThat(store.stored("c")).singleElement().hasToString(stored(2));
        assertThat(task.calls).contains("commit");
    }

    @Test
    void the_last_commit_gives_up_at_its_limit() throws Exception {
        store.hold();
        acked(1);
        committer.commitAndWait(Duration.ofMillis(20));

        assertThat(told)
                .singleElement()
                .satisfies(each ->
                        assertThat(each.failure()).hasMessage("The offset store did not answer within PT0.02S"));
        assertThat(task.calls).isEmpty();
    }

    @Test
    void the_task_is_told_in_its_own_surroundings() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(new ClassLoader(null) {});
        List<Object> seen = new CopyOnWriteArrayList<>();
        task.onCommit = () -> {
            seen.add(MDC.get("connector.context"));
            seen.add(Thread.currentThread().getContextClassLoader());
        };
        try {
            assertThat(committer.begin(Runnable::run)).succeedsWithin(LONG);
            await().untilAsserted(() ->
                    assertThat(seen).containsExactly("[c|task-0] ", ScriptedSource.class.getClassLoader()));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        assertThat(MDC.get("connector.context")).isNull();
    }

    @Test
    void a_flush_that_fails_at_once_does_not_keep_later_commits_from_beginning() {
        AtomicBoolean broken = new AtomicBoolean();
        Object partition = new Object() {
            @Override
            public int hashCode() {
                if (broken.get()) {
                    throw new StackOverflowError("a value that holds itself");
                }
                return 1;
            }
        };
        submitted
                .submit(new SourceRecord(Map.of("p", partition), Map.of("o", 1L), "t", null, "v"), 1)
                .onCompletion(null, null);
        broken.set(true);
        assertThatThrownBy(this::begin).isInstanceOf(StackOverflowError.class);
        broken.set(false);
        acked(2);
        begin();

        await().untilAsserted(
                        () -> assertThat(store.stored("c")).singleElement().hasToString(stored(2)));
    }

    @Test
    void a_task_without_a_commit_of_its_own_costs_no_thread() {
        SourceCommitter plain = committer(new Uninterested());
        acked(1);
        CompletableFuture<Integer> begun = plain.begin(step -> {
            throw new AssertionError("nothing to call");
        });

        assertThat(begun).succeedsWithin(LONG);
        await().untilAsserted(() -> assertThat(told).containsExactly(new Told(1, null)));
    }

    private SourceCommitter committer(SourceTask of) {
        return new SourceCommitter(
                SourceFixture.ID,
                new SourceOffsets("c", submitted, store.storage()),
                of,
                of.getClass(),
                (partitions, took, failure) -> told.add(new Told(partitions, failure)),
                new SettableTime());
    }

    private void begin() {
        assertThat(committer.begin(callbacks)).isNotCancelled();
    }

    private void acked(long offset) {
        submitted.submit(record(1, offset), 1).onCompletion(null, null);
    }

    private static String stored(long offset) {
        return new io.connectembedded.offset.StoredOffset("c", "{\"p\":1}", "{\"o\":" + offset + "}").toString();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Uninterested extends SourceTask {

        @Override
        public String version() {
            return "1";
        }

        @Override
        public void start(java.util.Map<String, String> props) {}

        @Override
        public @Nullable List<SourceRecord> poll() {
            return null;
        }

        @Override
        public void stop() {}
    }
}
