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

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Runs the classes below in a Jupiter engine of their own; they tell what they got through report entries. */
class ConnectTestTest {

    @Test
    void classes_in_shared_mode_get_one_broker_that_ends_with_the_run() {
        TestRun run = TestRun.of(Shared.class, SharedToo.class);
        run.passed(3);
        List<String> brokers = run.reported("broker");
        assertThat(brokers).hasSize(3);
        assertThat(brokers.stream().distinct()).hasSize(1);
        assertThat(brokers).noneMatch(ConnectTestTest::listens);
    }

    @Test
    void a_class_with_a_broker_of_its_own_shares_it_with_nobody() {
        TestRun run = TestRun.of(Own.class, OwnToo.class, Shared.class);
        run.passed(5);
        assertThat(run.reported("own").stream().distinct()).hasSize(2);
        assertThat(run.reported("own")).hasSize(3).doesNotContainAnyElementsOf(run.reported("broker"));
        assertThat(run.reported("own")).noneMatch(ConnectTestTest::listens);
    }

    @Test
    void a_broker_is_closed_after_a_failed_test_too() {
        TestRun run = TestRun.of(Failing.class);
        run.failed(1);
        assertThat(run.reported("broker")).hasSize(1).noneMatch(ConnectTestTest::listens);
    }

    @Test
    void a_shared_broker_left_stopped_runs_again_for_the_next_test() {
        TestRun.of(Outage.class).passed(2);
    }

    @Test
    void a_topic_is_one_within_a_test_and_another_in_the_next() {
        TestRun run = TestRun.of(Topics.class);
        run.passed(2);
        assertThat(run.reported("topic").stream().distinct()).hasSize(2);
        assertThat(run.reported("topic")).allMatch(name -> name.startsWith("lines-"));
    }

    @Test
    void a_topic_of_before_all_is_one_for_the_class() {
        TestRun run = TestRun.of(ClassTopic.class);
        run.passed(2);
        assertThat(run.reported("topic")).hasSize(3);
        assertThat(run.reported("topic").stream().distinct()).hasSize(1);
    }

    @Test
    void a_nested_class_has_the_broker_of_its_class_or_the_one_it_chooses() {
        TestRun run = TestRun.of(Outer.class);
        run.passed(3);
        List<String> outer = run.reported("outer");
        assertThat(run.reported("inner")).isEqualTo(outer);
        assertThat(run.reported("choosing")).hasSize(1).doesNotContainAnyElementsOf(outer);
    }

    @Test
    void a_parameter_without_name_or_types_is_refused_with_the_remedy() {
        TestRun run = TestRun.of(Wrong.class);
        run.failed(3);
        assertThat(run.failures())
                .anyMatch(message -> message.contains("annotate it with @Topic"))
                .anyMatch(message -> message.contains("key and value types as plain classes"))
                .anyMatch(message -> message.contains("with 2 partitions, but this test has it with 1 already"));
    }

    private static boolean listens(String address) {
        URI target = URI.create("tcp://" + address);
        try (Socket open = new Socket(target.getHost(), target.getPort())) {
            return open.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    @ConnectTest
    static class Shared {
        @Test
        void takes_one(KafkaBroker broker, TestReporter reporter) {
            reporter.publishEntry("broker", broker.bootstrapServers());
        }

        @Test
        void takes_another(KafkaBroker broker, TestReporter reporter) {
            reporter.publishEntry("broker", broker.bootstrapServers());
        }
    }

    @ConnectTest
    static class SharedToo {
        private final KafkaBroker broker;

        SharedToo(KafkaBroker broker) {
            this.broker = broker;
        }

        @Test
        void takes_one(TestReporter reporter) {
            reporter.publishEntry("broker", broker.bootstrapServers());
        }
    }

    @ConnectTest(broker = ConnectTest.Broker.IN_JVM)
    static class Own {
        @Test
        void takes_one(KafkaBroker broker, TestReporter reporter) {
            reporter.publishEntry("own", broker.bootstrapServers());
        }

        @Test
        void takes_another(KafkaBroker broker, TestReporter reporter) {
            reporter.publishEntry("own", broker.bootstrapServers());
        }
    }

    @ConnectTest(broker = ConnectTest.Broker.IN_JVM)
    static class OwnToo {
        @Test
        void takes_one(KafkaBroker broker, TestReporter reporter) {
            reporter.publishEntry("own", broker.bootstrapServers());
        }
    }

    @ConnectTest(broker = ConnectTest.Broker.IN_JVM)
    static class Failing {
        @Test
        void fails_on_purpose(KafkaBroker broker, TestReporter reporter) {
            reporter.publishEntry("broker", broker.bootstrapServers());
            throw new AssertionError("on purpose");
        }
    }

    @ConnectTest
    static class Outage {
        @Test
        void takes_one(KafkaBroker broker) {
            assertThat(broker.topic("outage").values()).isEmpty();
            broker.stop();
        }

        @Test
        void takes_another(KafkaBroker broker) {
            takes_one(broker);
        }
    }

    @ConnectTest
    static class Topics {
        private final TestTopic<String, String> constructed;

        Topics(@Topic("lines") TestTopic<String, String> constructed) {
            this.constructed = constructed;
        }

        @BeforeEach
        void write(@Topic("lines") TestTopic<String, String> lines) {
            lines.send(null, "before");
        }

        @Test
        void takes_one(@Topic("lines") TestTopic<byte[], byte[]> lines, TestReporter reporter) {
            assertThat(lines.name()).isEqualTo(constructed.name());
            reporter.publishEntry("topic", lines.name());
        }

        @Test
        void takes_another(TestReporter reporter) {
            reporter.publishEntry(Map.of("topic", constructed.name()));
        }

        @AfterEach
        void read(@Topic("lines") TestTopic<String, String> lines) {
            assertThat(lines.values()).containsExactly("before");
        }
    }

    @ConnectTest
    static class ClassTopic {
        @BeforeAll
        static void write(@Topic("lines") TestTopic<String, String> lines, TestReporter reporter) {
            reporter.publishEntry("topic", lines.name());
        }

        @Test
        void takes_one(@Topic("lines") TestTopic<String, String> lines, TestReporter reporter) {
            reporter.publishEntry("topic", lines.name());
        }

        @Test
        void takes_another(@Topic("lines") TestTopic<String, String> lines, TestReporter reporter) {
            reporter.publishEntry("topic", lines.name());
        }
    }

    @ConnectTest(broker = ConnectTest.Broker.IN_JVM)
    static class Outer {
        @Test
        void runs_outside(KafkaBroker broker, TestReporter reporter) {
            reporter.publishEntry("outer", broker.bootstrapServers());
        }

        @Nested
        class Inner {
            @Test
            void runs_inside(KafkaBroker broker, TestReporter reporter) {
                reporter.publishEntry("inner", broker.bootstrapServers());
            }
        }

        @Nested
        @ConnectTest(broker = ConnectTest.Broker.IN_JVM)
        class Choosing {
            @Test
            void runs_elsewhere(KafkaBroker broker, TestReporter reporter) {
                reporter.publishEntry("choosing", broker.bootstrapServers());
            }
        }
    }

    @ConnectTest
    static class Wrong {
        @Test
        void has_no_name(TestTopic<String, String> lines) {
            lines.values();
        }

        @Test
        void has_no_types(@Topic("lines") TestTopic<?, ?> lines) {
            lines.values();
        }

        @Test
        void other_count(
                @Topic("lines") TestTopic<String, String> lines,
                @Topic(value = "lines", partitions = 2) TestTopic<String, String> same) {
            lines.values();
        }
    }
}
