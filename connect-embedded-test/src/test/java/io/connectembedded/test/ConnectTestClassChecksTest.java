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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the extension finds of drivers, and after a class; the classes below run in a Jupiter engine of their own. */
class ConnectTestClassChecksTest {

    /** What a class below does not close; it has no other way to hand it over. */
    private static final AtomicReference<AutoCloseable> FORGOTTEN = new AtomicReference<>();

    private static final AtomicReference<Thread> LEFT = new AtomicReference<>();

    @AfterEach
    void end_what_was_left() throws Exception {
        AutoCloseable forgotten = FORGOTTEN.getAndSet(null);
        if (forgotten != null) {
            forgotten.close();
        }
        Thread left = LEFT.getAndSet(null);
        if (left != null) {
            left.interrupt();
            left.join();
        }
    }

    @Test
    void a_driver_left_open_fails_the_test_with_the_line_that_made_it() {
        assertThat(TestRun.of(ForgetsADriver.class).failed(1).failures())
                .singleElement()
                .asString()
                .contains(
                        "The ConnectTestDriver made at ", "ForgetsADriver.forgets_a_driver", "is not closed: close it");
    }

    @Test
    void a_driver_closed_in_time_is_fine() {
        TestRun.of(ClosesDrivers.class).passed(2);
    }

    @Test
    void a_worker_made_before_all_tests_and_never_closed_fails_the_class() {
        TestRun run = TestRun.of(ForgetsAWorkerOfTheClass.class);
        run.results().testEvents().assertStatistics(counts -> counts.succeeded(2));
        assertThat(run.failures())
                .singleElement()
                .asString()
                .contains("ForgetsAWorkerOfTheClass leaves or logs what a test should not")
                .contains("Worker class-forgotten is not closed");
    }

    @Test
    void a_thread_of_an_instance_for_all_tests_that_never_ends_fails_the_class() {
        assertThat(TestRun.of(LeavesAThreadOfTheClass.class).failures())
                .singleElement()
                .asString()
                .contains("Thread pool-of-the-class still runs 5 s after the last test of the class: ");
    }

    @Test
    void what_a_test_of_a_nested_class_leaves_is_told_once() {
        assertThat(TestRun.of(Outer.class).failed(1).failures())
                .singleElement()
                .asString()
                .contains("Worker class-forgotten is not closed");
    }

    @Test
    void a_living_worker_does_not_hide_threads_of_one_whose_name_goes_on() {
        assertThat(TestRun.of(LeavesAThreadOfAnother.class).failed(1).failures())
                .singleElement()
                .asString()
                .contains("Thread connect-shop-2-task-a-0 still runs")
                .doesNotContain("connect-shop-control");
    }

    private static void leave(String name) {
        Thread thread = new Thread(
                () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        LockSupport.park();
                    }
                },
                name);
        thread.start();
        LEFT.set(thread);
    }

    private static ConnectWorker worker(String name, KafkaBroker broker) {
        ConnectWorker worker = ConnectWorker.builder()
                .name(name)
                .bootstrapServers(broker.bootstrapServers())
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .build();
        FORGOTTEN.set(worker);
        worker.start();
        return worker;
    }

    @ConnectTest
    static class ForgetsADriver {
        @Test
        void forgets_a_driver() {
            ConnectTestDriver driver =
                    ConnectTestDriver.of(ScriptedSource.create().spec("src"));
            FORGOTTEN.set(driver);
            assertThat(driver.settle()).isZero();
        }
    }

    @ConnectTest
    static class ClosesDrivers {
        private static final AtomicReference<ConnectTestDriver> OF_THE_CLASS = new AtomicReference<>();

        @BeforeAll
        static void make() {
            OF_THE_CLASS.set(ConnectTestDriver.of());
        }

        @AfterAll
        static void close() {
            Optional.ofNullable(OF_THE_CLASS.getAndSet(null)).ifPresent(ConnectTestDriver::close);
        }

        @Test
        void uses_one_of_the_class() {
            assertThat(OF_THE_CLASS.get().settle()).isZero();
        }

        @Test
        void closes_its_own() {
            try (ConnectTestDriver driver = ConnectTestDriver.of()) {
                assertThat(driver.settle()).isZero();
            }
        }
    }

    @ConnectTest
    static class ForgetsAWorkerOfTheClass {
        @BeforeAll
        static void make(KafkaBroker broker, ConnectWorker injected) {
            assertThat(worker("class-forgotten", broker)).isNotSameAs(injected);
        }

        @Test
        void does_nothing() {
            assertThat(FORGOTTEN).isNotNull();
        }

        @Nested
        class Inner {
            @Test
            void does_nothing() {
                assertThat(FORGOTTEN).isNotNull();
            }
        }
    }

    @ConnectTest
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class LeavesAThreadOfTheClass {
        LeavesAThreadOfTheClass() {
            leave("pool-of-the-class");
        }

        @Test
        void does_nothing() {
            assertThat(LEFT).isNotNull();
        }
    }

    @ConnectTest
    static class Outer {
        @Nested
        class Inner {
            @Test
            void forgets_a_worker(KafkaBroker broker) {
                assertThat(worker("class-forgotten", broker).connectors().names())
                        .isEmpty();
            }
        }
    }

    @ConnectTest
    static class LeavesAThreadOfAnother {
        @Test
        void leaves_a_thread(KafkaBroker broker) {
            assertThat(worker("shop", broker).name()).isEqualTo("shop");
            leave("connect-shop-2-task-a-0");
        }
    }
}
