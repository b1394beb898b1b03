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
import io.connectembedded.ConnectorSpec;
import io.connectembedded.status.WorkerState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.file.FileStreamSourceConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** What the classes below are given, which run in a Jupiter engine of their own. */
class ConnectTestInjectionTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Workers that classes below were given, for a look at them after the run. */
    private static final List<ConnectWorker> GIVEN = new ArrayList<>();

    @AfterEach
    void forget() {
        GIVEN.clear();
    }

    @Test
    void a_worker_runs_is_one_within_a_test_and_is_closed_after_it() {
        TestRun.of(GivenAWorker.class).passed(2);
        assertThat(GIVEN).hasSize(2).allMatch(worker -> worker.state() == WorkerState.CLOSED);
        assertThat(GIVEN.get(0).name()).isNotEqualTo(GIVEN.get(1).name());
    }

    @Test
    void a_worker_of_before_all_belongs_to_the_class() {
        TestRun.of(GivenAWorkerForAll.class).passed(2);
        assertThat(GIVEN).singleElement().matches(worker -> worker.state() == WorkerState.CLOSED);
    }

    @Test
    void a_worker_of_a_constructor_lives_as_long_as_the_instance() {
        TestRun.of(ConstructedForEach.class).passed(2);
        assertThat(GIVEN).hasSize(2).allMatch(worker -> worker.state() == WorkerState.CLOSED);
        GIVEN.clear();
        TestRun.of(ConstructedOnce.class).passed(2);
        assertThat(GIVEN).singleElement().matches(worker -> worker.state() == WorkerState.CLOSED);
    }

    @Test
    void a_worker_runs_connectors_on_the_broker() {
        TestRun.of(MovesLines.class).passed(1);
    }

    @Test
    void whatever_injected_builders_build_is_closed_after_the_test() {
        TestRun.of(Builds.class).passed(1);
        assertThat(GIVEN).hasSize(3).allMatch(worker -> worker.state() == WorkerState.CLOSED);
        assertThat(GIVEN).extracting(ConnectWorker::name).doesNotHaveDuplicates();
    }

    @Test
    void the_configuration_chooses_the_broker_where_the_annotation_does_not() {
        Map<String, String> inJvm = Map.of("connectembedded.test.broker", "in-jvm");
        assertThat(TestRun.of(inJvm, TellsBroker.class, TellsBrokerToo.class)
                        .passed(2)
                        .reported("broker"))
                .doesNotHaveDuplicates();
        Map<String, String> shared = Map.of("connectembedded.test.broker", "Shared");
        assertThat(TestRun.of(shared, TellsBroker.class, TellsBrokerToo.class).passed(2).reported("broker").stream()
                        .distinct())
                .hasSize(1);
    }

    @Test
    void the_annotation_overrides_the_configuration() {
        Map<String, String> container =
                Map.of("connectembedded.test.broker", "container", "connectembedded.test.image", "no/image");
        TestRun.of(container, SharedWhateverIsConfigured.class).passed(1);
    }

    @Test
    void a_container_is_of_the_configured_image_or_of_the_one_the_annotation_names() {
        Map<String, String> container =
                Map.of("connectembedded.test.broker", "container", "connectembedded.test.image", "configured/image:1");
        assertThat(TestRun.of(container, TellsBroker.class).failed(1).failures())
                .singleElement()
                .asString()
                .contains("Image configured/image:1 cannot be started as a broker");
        assertThat(TestRun.of(container, OfAnImage.class).failed(1).failures())
                .singleElement()
                .asString()
                .contains("Image annotated/image:2 cannot be started as a broker");
    }

    @Test
    void a_configuration_that_names_no_broker_is_refused_with_those_there_are() {
        Map<String, String> wrong = Map.of("connectembedded.test.broker", "docker");
        assertThat(TestRun.of(wrong, TellsBroker.class).failed(1).failures())
                .singleElement()
                .asString()
                .contains("connectembedded.test.broker is 'docker'")
                .contains("use shared, in-jvm or container");
    }

    @ConnectTest
    static class GivenAWorker {
        private ConnectWorker before;

        @BeforeEach
        void take(ConnectWorker worker) {
            before = worker;
            GIVEN.add(worker);
        }

        @Test
        void takes_one(ConnectWorker worker) {
            assertThat(worker).isSameAs(before);
            assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
            assertThat(worker.name()).startsWith("GivenAWorker-");
            assertThat(worker.connectors().names()).isEmpty();
        }

        @Test
        void takes_another(ConnectWorker worker) {
            takes_one(worker);
        }

        @AfterEach
        void it_still_runs() {
            assertThat(before.state()).isEqualTo(WorkerState.RUNNING);
        }
    }

    @ConnectTest
    static class GivenAWorkerForAll {
        @BeforeAll
        static void take(ConnectWorker worker) {
            GIVEN.add(worker);
        }

        @Test
        void takes_one(ConnectWorker worker) {
            assertThat(worker).isSameAs(GIVEN.get(0));
            assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
        }

        @Test
        void takes_another(ConnectWorker worker) {
            takes_one(worker);
        }

        @AfterAll
        static void it_still_runs() {
            assertThat(GIVEN.get(0).state()).isEqualTo(WorkerState.RUNNING);
        }
    }

    @ConnectTest
    static class ConstructedForEach {
        private final ConnectWorker worker;

        ConstructedForEach(ConnectWorker worker) {
            this.worker = worker;
            GIVEN.add(worker);
        }

        @Test
        void takes_one() {
            assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
        }

        @Test
        void takes_another() {
            takes_one();
        }
    }

    @ConnectTest
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class ConstructedOnce extends ConstructedForEach {
        ConstructedOnce(ConnectWorker worker) {
            super(worker);
        }
    }

    @ConnectTest
    static class MovesLines {
        @Test
        void moves_lines(ConnectWorker worker, @Topic("lines") TestTopic<String, String> lines, @TempDir Path dir)
                throws Exception {
            Path file = Files.writeString(dir.resolve("in.txt"), "one\ntwo\n");
            worker.connectors()
                    .put(ConnectorSpec.source("lines", FileStreamSourceConnector.class)
                            .with("file", file)
                            .with("topic", lines.name()))
                    .await(LIMIT);
            assertThat(lines.awaitValues(2, LIMIT)).containsExactly("one", "two");
        }
    }

    @ConnectTest
    static class Builds {
        @Test
        void builds(ConnectWorker.Builder one, ConnectWorker.Builder other) {
            assertThat(one).isNotSameAs(other);
            GIVEN.add(one.build());
            GIVEN.add(one.startTimeout(LIMIT).build());
            GIVEN.add(other.build());
            GIVEN.get(2).start();
            assertThat(GIVEN.get(2).state()).isEqualTo(WorkerState.RUNNING);
        }
    }

    @ConnectTest
    static class TellsBroker {
        @Test
        void tells(KafkaBroker broker, TestReporter reporter) {
            reporter.publishEntry("broker", broker.bootstrapServers());
        }
    }

    @ConnectTest
    static class TellsBrokerToo extends TellsBroker {}

    @ConnectTest(broker = ConnectTest.Broker.SHARED_IN_JVM)
    static class SharedWhateverIsConfigured extends TellsBroker {}

    @ConnectTest(image = "annotated/image:2")
    static class OfAnImage extends TellsBroker {}
}
