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

import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.internal.lifecycle.work.WorkerThreads;
import io.connectembedded.offset.StoredOffset;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OffsetStorageTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final GatedStore store = new GatedStore();
    private final AtomicReference<Thread> thread = new AtomicReference<>();
    private final OffsetStorage storage = new OffsetStorage(
            store, new WorkerThreads("w", this::thread, getClass().getClassLoader()), new TestContext());

    private Thread thread(Runnable body) {
        Thread made = new Thread(body, "offsets-under-test");
        made.setDaemon(true);
        thread.set(made);
        return made;
    }

    @AfterEach
    void let_go() {
        store.gate.release(1_000);
        storage.close(LONG);
    }

    @Test
    void one_thread_of_the_factory_makes_every_call_of_the_store() throws Exception {
        store.gate.release();
        storage.open().get();
        storage.write(List.of(offset(1, 1))).get();
        assertThat(storage.read("c").get()).containsExactly(offset(1, 1));
        assertThat(storage.close(LONG)).isTrue();

        assertThat(store.threads).hasSize(4).containsOnly("connect-w-offsets");
        assertThat(thread.get().isAlive()).isFalse();
        assertThat(store.open).isFalse();
    }

    @Test
    void writes_that_come_while_one_runs_go_to_the_store_together_and_the_newest_value_wins() throws Exception {
        storage.open().get();
        CompletableFuture<Void> first = storage.write(List.of(offset(1, 1)));
        store.entered.acquire();
        CompletableFuture<Void> second = storage.write(List.of(offset(1, 2), offset(2, 1)));
        CompletableFuture<Void> third = storage.write(List.of(offset(3, 1)));
        CompletableFuture<Void> fourth = storage.write(List.of(offset(1, 3)));
        store.gate.release(2);
        CompletableFuture.allOf(first, second, third, fourth).get();

        assertThat(store.writes)
                .containsExactly(List.of(offset(1, 1)), List.of(offset(2, 1), offset(3, 1), offset(1, 3)));
    }

    @Test
    void a_read_sees_every_write_submitted_before_it() throws Exception {
        storage.open().get();
        assertThat(storage.write(List.of(offset(1, 1)))).isNotDone();
        store.entered.acquire();
        assertThat(storage.write(List.of(offset(1, 2)))).isNotDone();
        var reading = storage.read("c");
        store.gate.release(2);

        assertThat(reading.get()).containsExactly(offset(1, 2));
    }

    @Test
    void a_failing_write_fails_its_own_group_only() throws Exception {
        storage.open().get();
        store.failures.add(new IOException("disk full"));
        CompletableFuture<Void> failing = storage.write(List.of(offset(1, 1)));
        store.entered.acquire();
        CompletableFuture<Void> next = storage.write(List.of(offset(2, 1)));
        store.gate.release(2);

        next.get();
        assertThatThrownBy(failing::get)
                .cause()
                .isInstanceOf(ConnectEmbeddedException.class)
                .hasMessageContaining("disk full")
                .hasRootCauseInstanceOf(IOException.class);
        assertThat(storage.read("c").get()).containsExactly(offset(2, 1));
    }

    @Test
    void an_error_of_the_store_does_not_end_its_thread() throws Exception {
        store.failures.add(new NoClassDefFoundError("driver"));
        assertThatThrownBy(storage.open()::get).cause().hasMessageContaining("driver");
        assertThatThrownBy(storage.read("c")::get).cause().hasMessageContaining("not open");

        storage.open().get();
        assertThat(storage.read("c").get()).isEmpty();
    }

    @Test
    void a_hung_store_blocks_no_caller() throws Exception {
        storage.open().get();
        assertThat(storage.write(List.of(offset(1, 1)))).isNotDone();
        store.entered.acquire();

        for (int i = 0; i < 100; i++) {
            assertThat(storage.write(List.of(offset(i, 2)))).isNotDone();
            assertThat(storage.read("c")).isNotDone();
        }
    }

    @Test
    void close_writes_what_is_pending_first() throws Exception {
        storage.open().get();
        CompletableFuture<Void> first = storage.write(List.of(offset(1, 1)));
        CompletableFuture<Void> second = storage.write(List.of(offset(2, 1)));
        store.gate.release(2);

        assertThat(storage.close(LONG)).isTrue();
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(store.kept.read("c")).containsExactly(offset(1, 1), offset(2, 1));
        assertThatThrownBy(storage.write(List.of())::get).cause().hasMessageContaining("closed");
    }

    @Test
    void close_interrupts_a_store_that_hangs_and_closes_it_without_the_interrupt() throws Exception {
        storage.open().get();
        CompletableFuture<Void> hanging = storage.write(List.of(offset(1, 1)));
        store.entered.acquire();

        assertThat(storage.close(Duration.ofSeconds(2))).isTrue();
        assertThat(hanging).isCompletedExceptionally();
        assertThat(store.open).isFalse();
        assertThat(store.interruptedInClose).isFalse();
    }

    @Test
    void close_abandons_a_store_that_ignores_the_interrupt_and_fails_who_waits() throws Exception {
        store.uninterruptible = true;
        storage.open().get();
        CompletableFuture<Void> hanging = storage.write(List.of(offset(1, 1)));
        store.entered.acquire();
        CompletableFuture<Void> waiting = storage.write(List.of(offset(2, 1)));

        assertThat(storage.close(Duration.ofMillis(200))).isFalse();
        assertThatThrownBy(hanging::get).cause().hasMessageContaining("abandoned");
        assertThatThrownBy(waiting::get).cause().hasMessageContaining("abandoned");
        store.gate.release(2);
        assertThat(storage.close(LONG)).isTrue();
        assertThat(store.writes).hasSize(1);
    }

    @Test
    void an_interrupted_closer_still_waits_for_the_pending_write_and_keeps_its_flag() throws Exception {
        storage.open().get();
        CompletableFuture<Void> write = storage.write(List.of(offset(1, 1)));
        store.entered.acquire();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread closer = new Thread(() -> {
            Thread.currentThread().interrupt();
            storage.close(LONG);
            flag.set(Thread.currentThread().isInterrupted());
        });
        closer.start();
        await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        store.gate.release();

        write.get(10, TimeUnit.SECONDS);
        closer.join();
        assertThat(flag.get()).isTrue();
    }

    @Test
    void an_idle_thread_waits_without_a_time_limit() throws Exception {
        storage.open().get();

        await().untilAsserted(() -> assertThat(thread.get().getState()).isEqualTo(Thread.State.WAITING));
    }

    @Test
    void closing_before_opening_starts_no_thread_and_fails_who_waits() {
        CompletableFuture<Void> early = storage.write(List.of(offset(1, 1)));

        assertThat(storage.close(LONG)).isTrue();
        assertThat(thread.get().getState()).isEqualTo(Thread.State.NEW);
        assertThat(early).isCompletedExceptionally();
        assertThat(storage.open()).isCompletedExceptionally();
    }

    private static StoredOffset offset(int partition, int position) {
        return new StoredOffset("c", "{\"p\":" + partition + "}", "{\"o\":" + position + "}");
    }
}
