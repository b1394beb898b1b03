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
package io.connectembedded.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectWorker;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the extension finds after each test of the classes below, which run in a Jupiter engine of their own. */
class ConnectTestChecksTest {

    private static final Map<String, String> PARALLEL = Map.of("junit.jupiter.execution.parallel.enabled", "true");

    /** What a class below does not close; it has no other way to hand it over. */
    private static final AtomicReference<ConnectWorker> FORGOTTEN = new AtomicReference<>();

    /** The classes below run in this JVM. */
    @AfterEach
    void end_what_was_left() throws Exception {
        Optional.ofNullable(FORGOTTEN.getAndSet(null)).ifPresent(ConnectWorker::close);
        for (Thread thread : left()) {
            thread.interrupt();
            thread.join();
        }
    }

    private static List<Thread> left() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> List.of("pool-of-the-test", "connect-lost-task-a-0", "daemon-of-the-test")
                        .contains(thread.getName()))
                .toList();
    }

    @Test
    void threads_left_behind_fail_the_test_with_their_names_where_they_are_and_the_remedy() {
        String failure = TestRun.of(LeavesThreads.class).failed(1).failures().get(0);
        assertThat(failure)
                .contains("leaves_threads() leaves or logs what a test should not")
                .contains("Thread pool-of-the-test still runs 5 s after the test: end it in the test")
                .contains("Thread connect-lost-task-a-0 still runs 5 s after the test: close what made it")
                .contains("ConnectTestChecksTest.hang")
                .doesNotContain("daemon-of-the-test");
    }

    @Test
    void a_thread_that_was_there_before_or_ends_soon_is_fine() {
        TestRun.of(LeavesNoThread.class).passed(2);
    }

    @Test
    void an_unclosed_worker_fails_the_test_with_its_name_and_the_remedy() {
        assertThat(TestRun.of(ForgetsAWorker.class).failed(1).failures().get(0))
                .contains("Worker forgotten is not closed")
                .contains("injected ConnectWorker.Builder")
                .doesNotContain("Thread connect-forgotten");
    }

    @Test
    void a_warning_fails_the_test_and_an_allowed_one_does_not() {
        TestRun.of(LogsWhatIsAllowed.class).passed(2);
        assertThat(TestRun.of(Warns.class).failed(1).failures().get(0))
                .contains("no allowedLogs of @ConnectTest allows it: WARN app.orders disk 1 is slow"
                        + " (java.lang.IllegalStateException: spindle)")
                .contains("ERROR app.orders disk 2 is gone")
                .doesNotContain("disk 3");
    }

    @Test
    void a_test_that_failed_already_keeps_its_failure_and_shows_the_findings_with_it() {
        Throwable failure = TestRun.of(WarnsAndFails.class).failed(1).thrown().get(0);
        assertThat(failure).hasMessage("on purpose");
        assertThat(failure.getSuppressed()).singleElement().asString().contains("WARN app.orders disk 1 is slow");
    }

    @Test
    void what_brokers_and_their_topics_being_made_have_to_say_does_not_count() {
        TestRun.of(BrokersTalk.class).passed(1);
    }

    @Test
    void a_regular_expression_that_is_none_is_named() {
        assertThat(TestRun.of(AllowsNonsense.class).failed(1).failures().get(0))
                .contains("allowedLogs of @ConnectTest has '(', which is no regular expression");
    }

    @Test
    void a_failed_test_shows_its_workers_in_a_report_and_in_the_failure() {
        TestRun run = TestRun.of(FailsWithWorkers.class).failed(1);
        List<String> described = run.reports()
                .flatMap(entry -> entry.entrySet().stream())
                .filter(entry -> entry.getKey().startsWith("worker FailsWithWorkers-"))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(described).hasSize(2).allMatch(text -> text.contains("RUNNING"));
        assertThat(Arrays.stream(run.thrown().get(0).getSuppressed()).map(Throwable::getMessage))
                .hasSize(2)
                .allMatch(text ->
                        described.contains(text.substring(System.lineSeparator().length())));
    }

    @Test
    void where_tests_run_in_parallel_only_what_is_surely_the_tests_own_counts() {
        TestRun.of(PARALLEL, WarnsFromElsewhere.class).passed(1);
        assertThat(TestRun.of(WarnsFromElsewhere.class).failed(1).failures().get(0))
                .contains("disk 1 is slow");
        TestRun.of(PARALLEL, Warns.class).failed(1);
    }

    private static void hang() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.park();
        }
    }

    private static void start(String name, boolean daemon) {
        Thread thread = new Thread(ConnectTestChecksTest::hang, name);
        thread.setDaemon(daemon);
        thread.start();
    }

    private static Logger log() {
        return LoggerFactory.getLogger("app.orders");
    }

    @ConnectTest
    static class LeavesThreads {
        @Test
        void leaves_threads() {
            start("pool-of-the-test", false);
            start("connect-lost-task-a-0", true);
            start("daemon-of-the-test", true);
        }
    }

    @ConnectTest
    static class LeavesNoThread {
        @BeforeAll
        static void start_one() {
            start("pool-of-the-test", false);
        }

        @AfterAll
        static void end_it() throws Exception {
            for (Thread thread : left()) {
                thread.interrupt();
                thread.join();
            }
        }

        @Test
        void leaves_none() {
            assertThat(left()).hasSize(1);
        }

        @Test
        void leaves_one_that_ends() {
            Thread ending = new Thread(() -> LockSupport.parkNanos(100_000_000), "ending");
            ending.start();
            assertThat(ending.isDaemon()).isFalse();
        }
    }

    @ConnectTest
    static class ForgetsAWorker {
        @Test
        void forgets_a_worker(KafkaBroker broker) {
            FORGOTTEN.set(ConnectWorker.builder()
                    .name("forgotten")
                    .bootstrapServers(broker.bootstrapServers())
                    .keyConverter(new StringConverter())
                    .valueConverter(new StringConverter())
                    .build());
            FORGOTTEN.get().start();
            assertThat(FORGOTTEN.get().name()).isEqualTo("forgotten");
        }
    }

    @ConnectTest
    static class Warns {
        @Test
        void warns() {
            Exception spindle = new IllegalStateException("spindle");
            spindle.setStackTrace(new StackTraceElement[0]);
            log().warn("disk {} is slow", 1, spindle);
            log().error("disk 2 is gone");
            log().info("disk 3 is fine");
        }
    }

    @ConnectTest
    static class WarnsFromElsewhere {
        @Test
        void warns_from_elsewhere() throws Exception {
            Thread other = new Thread(() -> log().warn("disk 1 is slow"), "elsewhere");
            other.start();
            other.join();
            assertThat(other.isAlive()).isFalse();
        }
    }

    @ConnectTest(allowedLogs = {"never seen", "^WARN app\\.orders disk \\d"})
    static class LogsWhatIsAllowed {
        @Test
        void warns() {
            log().warn("disk 1 is slow");
            assertThat(log().isWarnEnabled()).isTrue();
        }

        @Nested
        @ConnectTest(allowedLogs = "gone$")
        class Inner {
            @Test
            void may_what_the_outer_one_may() {
                log().warn("disk 1 is slow");
                log().error("disk 2 is gone");
                assertThat(log().isWarnEnabled()).isTrue();
            }
        }
    }

    @ConnectTest
    static class WarnsAndFails {
        @Test
        void warns_and_fails() {
            log().warn("disk 1 is slow");
            throw new AssertionError("on purpose");
        }
    }

    @ConnectTest
    static class BrokersTalk {
        @Test
        void brokers_talk() {
            LoggerFactory.getLogger("kafka.server.BrokerServer").warn("hm");
            LoggerFactory.getLogger("state.change.logger").error("oh");
            LoggerFactory.getLogger("org.apache.kafka.raft.KafkaRaftClient").warn("election");
            LoggerFactory.getLogger("org.testcontainers.images.PullPolicy").warn("old");
            LoggerFactory.getLogger("org.apache.kafka.clients.NetworkClient").error("{t=LEADER_NOT_AVAILABLE}");
            assertThat(log().isWarnEnabled()).isTrue();
        }
    }

    @ConnectTest(allowedLogs = "(")
    static class AllowsNonsense {
        @Test
        void does_nothing() {
            assertThat(log().isWarnEnabled()).isTrue();
        }
    }

    @ConnectTest
    static class FailsWithWorkers {
        @Test
        void fails(ConnectWorker worker, ConnectWorker.Builder builder) {
            assertThat(worker.name()).startsWith("FailsWithWorkers-");
            builder.build().start();
            throw new AssertionError("on purpose");
        }
    }
}
