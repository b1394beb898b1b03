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

import io.connectembedded.ConnectorSpec;
import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.lifecycle.work.WorkerThreads;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.OffsetStoreContext;
import io.connectembedded.offset.StoredOffset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OffsetStoragesTest {

    private final WorkerThreads threads =
            new WorkerThreads("w", null, getClass().getClassLoader());
    private final OffsetStore workers = OffsetStore.memory();
    private final OffsetStorages storages = new OffsetStorages(
            workers,
            new OffsetStorages.Setup(
                    threads,
                    new TestContext(),
                    Duration.ofSeconds(5),
                    UnaryOperator.identity(),
                    config -> Optional.empty(),
                    UnaryOperator.identity()));

    @AfterEach
    void close() {
        storages.close(Duration.ofSeconds(5));
    }

    private static ConnectorConfig connector(String name, OffsetStore store) {
        ConnectorSpec spec = ConnectorSpec.sink(name, SinkConnector.class).offsetStore(store);
        return ConnectorConfig.of(spec, spec.config(), SinkConnector.class);
    }

    private TaskGate gate() {
        return new TaskGate(Time.SYSTEM, threads, TaskGate.Target.RUN);
    }

    @Test
    void one_store_given_several_times_is_one_storage() {
        OffsetStore store = OffsetStore.memory();
        ConnectorSpec plain = ConnectorSpec.sink("plain", SinkConnector.class);

        assertThat(storages.of(connector("a", store))).isSameAs(storages.of(connector("b", store)));
        assertThat(storages.of(connector("c", OffsetStore.memory()))).isNotSameAs(storages.of(connector("a", store)));
        assertThat(storages.of(connector("d", workers))).isSameAs(storages.worker());
        assertThat(storages.of(ConnectorConfig.of(plain, plain.config(), SinkConnector.class)))
                .isSameAs(storages.worker());
    }

    @Test
    void a_store_is_opened_at_its_first_use_and_closed_with_the_run() throws Exception {
        Counting store = new Counting();
        OffsetStorage storage = storages.of(connector("a", store));
        assertThat(store.opened).hasValue(0);
        assertThat(threads.live()).doesNotContain("offsets-a");

        assertThat(storage.read("a").get(5, TimeUnit.SECONDS)).isEmpty();
        storages.opened(connector("a", store), gate());
        assertThat(store.opened).hasValue(1);
        assertThat(threads.live().toString()).contains("offsets-a");

        assertThat(storages.close(Duration.ofSeconds(5))).isTrue();
        assertThat(store.closed).hasValue(1);
        assertThatThrownBy(() -> storages.of(connector("late", OffsetStore.memory()))
                        .read("late")
                        .get(5, TimeUnit.SECONDS))
                .hasMessageContaining("closed, because its worker has stopped");
    }

    @Test
    void a_store_that_cannot_be_opened_says_so_to_each_task_that_needs_it_and_is_tried_again() {
        Counting store = new Counting();
        store.refuses = true;

        assertThatThrownBy(() -> storages.opened(connector("a", store), gate()))
                .hasMessageContaining("could not be opened: no such database");
        store.refuses = false;
        storages.opened(connector("a", store), gate());
        assertThat(store.opened).hasValue(2);
    }

    @Test
    void a_store_that_no_connector_uses_any_more_is_closed_before_the_next_one_is_opened(@TempDir Path folder)
            throws Exception {
        Path file = folder.resolve("offsets");
        OffsetStorage first = storages.opened(connector("a", OffsetStore.file(file)), gate());
        OffsetStorage second = storages.opened(connector("a", OffsetStore.file(file)), gate());
        assertThat(second).isNotSameAs(first);
        assertThat(second.read("a").get(5, TimeUnit.SECONDS)).isEmpty();
        assertThat(threads.live()).hasSize(1);

        storages.forget("a");
        storages.opened(connector("b", OffsetStore.file(file)), gate());
        assertThat(threads.live()).hasSize(1);
    }

    @Test
    void a_store_stays_open_as_long_as_another_connector_uses_it_or_a_task_is_of_an_old_config() throws Exception {
        OffsetStore shared = OffsetStore.memory();
        storages.opened(connector("a", shared), gate());
        OffsetStorage used = storages.opened(connector("b", shared), gate());
        storages.opened(connector("a", OffsetStore.memory()), gate());
        storages.forget("a");
        assertThat(used.read("b").get(5, TimeUnit.SECONDS)).isEmpty();

        TaskGate abandoned = gate();
        abandoned.stop(Deadline.after(Time.SYSTEM, Duration.ofSeconds(1)));
        CountDownLatch mayOpen = new CountDownLatch(1);
        OffsetStore slow = new Counting() {
            @Override
            public void open(OffsetStoreContext context) {
                try {
                    assertThat(mayOpen.await(5, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        assertThatThrownBy(() -> storages.opened(connector("b", slow), abandoned))
                .hasMessageContaining("when the task was told to stop");
        mayOpen.countDown();
        assertThat(used.read("b").get(5, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void stores_that_hang_are_abandoned_within_one_limit_for_all() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        OffsetStore one = new Hanging(never);
        OffsetStore two = new Hanging(never);
        var reading = storages.of(connector("a", one)).read("a");
        var readingToo = storages.of(connector("b", two)).read("b");

        long begin = System.nanoTime();
        assertThat(storages.close(Duration.ofMillis(400))).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(1500));
        for (var each : List.of(reading, readingToo)) {
            assertThatThrownBy(() -> each.get(5, TimeUnit.SECONDS)).hasMessageContaining("was abandoned");
        }
        never.countDown();
    }

    private static class Counting implements OffsetStore {
        final AtomicInteger opened = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();
        volatile boolean refuses;

        @Override
        public void open(OffsetStoreContext context) {
            opened.incrementAndGet();
            if (refuses) {
                throw new IllegalStateException("no such database");
            }
        }

        @Override
        public Collection<StoredOffset> read(String connector) {
            return List.of();
        }

        @Override
        public void write(Collection<StoredOffset> offsets) {}

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private static final class Hanging extends Counting {
        private final CountDownLatch never;

        Hanging(CountDownLatch never) {
            this.never = never;
        }

        @Override
        public void open(OffsetStoreContext context) {
            boolean over = false;
            while (!over) {
                try {
                    never.await();
                    over = true;
                } catch (InterruptedException e) {
                    // Code of others may well do this.
                }
            }
        }
    }
}
