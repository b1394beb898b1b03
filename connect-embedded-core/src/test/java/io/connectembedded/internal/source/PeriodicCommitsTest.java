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

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.internal.lifecycle.Interrupts;
import io.connectembedded.internal.lifecycle.SettableTime;
import io.connectembedded.internal.lifecycle.work.WorkerThreads;
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
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeriodicCommitsTest {

    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final StepStore store = new StepStore();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final ExecutorService hosts = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        goOn.countDown();
        hosts.shutdownNow();
        store.closeStorage();
    }

    /** A committer with one acknowledged record of this partition; tells when it commits. */
    private SourceCommitter committer(String name, Object partition) {
        ScriptedSource task = new ScriptedSource();
        SubmittedRecords submitted = SourceFixture.submitted(task);
        submitted
                .submit(new SourceRecord(Map.of("p", partition), Map.of("o", 1), "t", null, "v"), 1)
                .onCompletion(
                        new RecordMetadata(new org.apache.kafka.common.TopicPartition("t", 0), 0, 0, 0, 0, 0), null);
        return new SourceCommitter(
                SourceFixture.ID,
                new SourceOffsets(name, submitted, store.storage()),
                task,
                task.getClass(),
                (partitions, took, failure) -> told.add(name),
                Time.SYSTEM);
    }

    private PeriodicCommits commits(WorkerThreads threads, Time time) {
        return new PeriodicCommits(threads, time, INTERVAL, LIMIT, LIMIT, id -> told.add("hung"));
    }

    private static WorkerThreads threads() {
        return new WorkerThreads("w", null, PeriodicCommitsTest.class.getClassLoader());
    }

    @Test
    void a_task_that_has_ended_is_not_committed_by_a_timer_that_is_late() throws Exception {
        SettableTime time = new SettableTime();
        CountDownLatch slow = new CountDownLatch(1);
        Thread submits = Thread.currentThread();
        // Hashed on the thread of the commits, which it holds up.
        Object partition = new Object() {
            @Override
            public int hashCode() {
                if (Thread.currentThread() != submits) {
                    slow.countDown();
                    await(goOn);
                }
                return 0;
            }
        };
        try (PeriodicCommits commits = commits(threads(), time)) {
            commits.register(committer("slow", partition), Interrupts.USUAL);
            PeriodicCommits.Registration ended = commits.register(committer("ended", 1), Interrupts.USUAL);
            CountDownLatch registered = new CountDownLatch(1);
            commits.afterThat(registered::countDown);
            await(registered);
            time.advance(INTERVAL);
            commits.afterThat(() -> {});
            await(slow);
            ended.close();
            goOn.countDown();
            CountDownLatch done = new CountDownLatch(1);
            commits.afterThat(done::countDown);
            await(done);

            assertThat(told).doesNotContain("ended");
        }
    }

    @Test
    void a_host_that_takes_its_time_to_make_the_thread_holds_up_no_close() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        WorkerThreads slow = new WorkerThreads(
                "w",
                body -> {
                    asked.countDown();
                    await(goOn);
                    return new Thread(body);
                },
                getClass().getClassLoader());
        PeriodicCommits commits = commits(slow, Time.SYSTEM);
        CompletableFuture<?> registering =
                CompletableFuture.runAsync(() -> commits.register(committer("c", 1), Interrupts.USUAL), hosts);
        await(asked);

        CompletableFuture.runAsync(commits::close, hosts).get(10, TimeUnit.SECONDS);

        goOn.countDown();
        registering.get(10, TimeUnit.SECONDS);
        assertThat(told).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
