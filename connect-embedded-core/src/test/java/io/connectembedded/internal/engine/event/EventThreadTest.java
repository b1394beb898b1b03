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
package io.connectembedded.internal.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectListener;
import io.connectembedded.event.ConnectEvent;
import io.connectembedded.event.ConnectEvent.WorkerChanged;
import io.connectembedded.internal.lifecycle.SettableTime;
import io.connectembedded.internal.lifecycle.work.WorkerThreads;
import io.connectembedded.status.WorkerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventThreadTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final ConnectEvent EVENT =
            new WorkerChanged(Instant.EPOCH, WorkerState.STARTING, WorkerState.RUNNING, null);

    private final EventThread thread =
            new EventThread(new WorkerThreads("w", null, EventThreadTest.class.getClassLoader()));
    private final List<String> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        assertThat(thread.close(LONG)).isTrue();
    }

    @Test
    void listeners_are_called_in_order_on_the_event_thread_and_one_that_throws_stops_nobody() {
        Events events = events(
                listener(() -> {
                    throw new NoClassDefFoundError("listener");
                }),
                listener(() -> told.add(Thread.currentThread().getName())));
        events.tell(EVENT);
        events.tell(EVENT);
        events.afterThat(() -> told.add("after"));
        thread.close(LONG);

        assertThat(told).containsExactly("connect-w-events", "connect-w-events", "after");
    }

    @Test
    void a_listener_that_leaves_an_interrupt_behind_stops_nobody() {
        thread.post(() -> Thread.currentThread().interrupt());
        thread.post(() -> told.add("next"));
        thread.close(LONG);

        assertThat(told).containsExactly("next");
    }

    @Test
    void after_close_nothing_is_taken_and_what_somebody_waits_for_runs_at_once() {
        Events events = events(listener(() -> told.add("event")));
        thread.close(LONG);
        events.tell(EVENT);
        events.afterThat(() -> told.add("at once"));

        assertThat(thread.post(() -> {})).isFalse();
        assertThat(told).containsExactly("at once");
    }

    @Test
    void close_gives_up_on_a_listener_that_hangs() {
        AtomicBoolean letGo = new AtomicBoolean();
        CountDownLatch entered = new CountDownLatch(1);
        thread.post(() -> {
            entered.countDown();
            while (!letGo.get()) {
                Thread.onSpinWait();
            }
        });

        assertThat(thread.close(Duration.ofMillis(50))).isFalse();
        letGo.set(true);
    }

    @Test
    void a_listener_may_close_its_own_worker() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        thread.post(() -> {
            if (thread.isCurrentThread() && thread.close(LONG)) {
                closed.countDown();
            }
        });
        closed.await();

        assertThat(thread.isCurrentThread()).isFalse();
    }

    @Test
    void every_step_that_was_taken_runs_however_close_races() throws Exception {
        for (int round = 0; round < 50; round++) {
            EventThread racing = new EventThread(new WorkerThreads("r", null, EventThreadTest.class.getClassLoader()));
            AtomicInteger taken = new AtomicInteger();
            AtomicInteger ran = new AtomicInteger();
            List<Thread> posters = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Thread poster = new Thread(() -> {
                    while (racing.post(ran::incrementAndGet)) {
                        taken.incrementAndGet();
                    }
                });
                poster.start();
                posters.add(poster);
            }
            assertThat(racing.close(LONG)).isTrue();
            for (Thread poster : posters) {
                poster.join();
            }
            assertThat(ran.get()).isEqualTo(taken.get());
        }
    }

    private Events events(ConnectListener... listeners) {
        return new Events(thread, List.of(listeners), new SettableTime());
    }

    private static ConnectListener listener(Runnable told) {
        return new ConnectListener() {
            @Override
            public void onEvent(ConnectEvent event) {
                told.run();
            }
        };
    }
}
