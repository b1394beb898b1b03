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
package io.connectembedded.behaviour.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.Failure;
import io.connectembedded.status.WorkerState;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What hostile plug-ins throw and answer: what fails is theirs alone, and the status tells connector, task and stage. */
@ConnectTest(
        allowedLogs = {
            "^ERROR \\S+\\.StateCell State transition bad\\S* \\S+ -> FAILED in",
            "^ERROR \\S+\\.Acknowledgements commitRecord of \\S+ failed",
            "^WARN \\S+\\.Connector(Run|Control) Connector bad\\S* failed in (stop|taskConfigs)",
            "^WARN \\S+\\.Worker(Sink|Source)Task Failure while",
            "^WARN \\S+\\.Worker(Sink|Source)Task Interrupted while",
            "^WARN \\S+\\.Abandoned Task bad\\S* did not return from poll",
            "^WARN \\S+\\.Engine Threads did not end in time and go on as daemons",
            "^WARN org\\.apache\\.kafka\\.clients\\.consumer\\.\\S+ .*is no longer assigned",
            "^WARN \\S+\\.TaskAssembly Commit of offsets of task bad\\S* failed"
        })
class HostileActsTest {

    private static final Duration GRACE = Duration.ofSeconds(2);

    /** A connector hostile in one method, and the stage its failure is told of; none: it goes on. */
    private record Row(String method, String stage, boolean ofTask, boolean sink) {

        static Row connector(String method, String stage) {
            return new Row(method, stage, false, false);
        }

        static Row source(String method, String stage) {
            return new Row(method, stage, true, false);
        }

        static Row sink(String method, String stage) {
            return new Row(method, stage, true, true);
        }

        String name() {
            return "bad-" + (sink ? "sink-" : "") + method.replace('.', '-');
        }

        /** Its name, or its class where it has none yet. */
        String who() {
            return switch (method) {
                case "task.constructor" -> "UnbornTask";
                case "task.version" -> "UnversionedTask";
                default -> name();
            };
        }

        ConnectorSpec spec(String topic) {
            return Stage.withSteps(sink ? Stage.sink(name(), topic) : Stage.source(name(), topic));
        }
    }

    private static final List<Row> FAILING = List.of(
            Row.connector("start", "start"),
            Row.connector("version", "start"),
            Row.connector("taskClass", "taskConfigs"),
            Row.connector("taskConfigs", "taskConfigs"),
            Row.source("task.constructor", "create"),
            Row.source("task.version", "create"),
            Row.source("converter.configure", "create"),
            Row.source("headers.configure", "create"),
            Row.source("transform.configure", "create"),
            Row.source("predicate.configure", "create"),
            Row.source("task.start", "start"),
            Row.source("poll", "poll"),
            Row.source("apply", "transform"),
            Row.source("test", "transform"),
            Row.source("fromConnectData", "convert"),
            Row.sink("task.start", "start"),
            Row.sink("open", "open"),
            Row.sink("put", "put"),
            Row.sink("toConnectData", "convert"));

    private static final List<Row> GOING_ON = List.of(
            Row.connector("stop", ""),
            Row.source("commit", ""),
            Row.source("commitRecord", ""),
            Row.source("task.stop", ""),
            Row.source("converter.close", ""),
            Row.source("headers.close", ""),
            Row.source("transform.close", ""),
            Row.source("predicate.close", ""),
            Row.sink("task.stop", ""));

    private final Scene scene = Scene.open();
    private final Stage.Abandonments told = new Stage.Abandonments();
    private ConnectWorker worker;

    @AfterEach
    void end() {
        scene.close();
        if (worker != null) {
            worker.close();
        }
        await().atMost(Stage.LIMIT).until(() -> Stage.threads("connect-acts").isEmpty());
    }

    private void begin(KafkaBroker broker, String topic) {
        worker = Stage.started(Stage.builder(broker.bootstrapServers())
                .name("acts")
                .listener(told)
                .shutdownTimeout(GRACE)
                .connector(Stage.source("neighbour", topic)));
    }

    private ConnectorHandle create(ConnectorSpec spec) {
        return worker.connectors().create(spec).await(Stage.LIMIT);
    }

    /** The neighbour goes on, and so does the worker. */
    private void othersGoOn() {
        long polls = scene.count("neighbour.poll");
        scene.awaitCalls("neighbour.poll", polls + 3);
        assertThat(worker.connector("neighbour").status().isRunning()).isTrue();
        assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
    }

    private void closesWithNothingLeft() {
        assertThat(Stage.timed(worker::close)).isLessThan(GRACE.plusSeconds(1));
        assertThat(told.all()).isEmpty();
        assertThat(Stage.threads("connect-acts")).isEmpty();
    }

    private static Failure failure(ConnectorStatus status, boolean ofTask) {
        return ofTask ? status.tasks().get(0).failure() : status.failure();
    }

    private void tells(Row row) {
        ConnectorStatus status = worker.connector(row.name())
                .until(now -> now.hasFailed() && (!row.ofTask() || !now.tasks().isEmpty()))
                .await(Stage.LIMIT);
        assertThat(failure(status, row.ofTask())).as("failure of " + row.name()).isNotNull();
        assertThat(failure(status, row.ofTask()).stage()).as(row.name()).isEqualTo(row.stage());
        assertThat(failure(status, row.ofTask()).message()).as(row.name()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void whatever_is_thrown_fails_its_own_connector_or_task(
            int round, KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        begin(broker, topic.name());
        List<Row> rows = Stream.concat(FAILING.stream(), GOING_ON.stream()).toList();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            scene.always(
                    row.who(),
                    row.method(),
                    Scene.failing(Throwables.ALL.get((i + 3 * round) % Throwables.ALL.size())));
        }
        scene.always("bad-task-version", "taskClass", Scene.answering(HostileSource.UnversionedTask.class));
        scene.always("bad-task-constructor", "taskClass", Scene.answering(HostileSource.UnbornTask.class));
        List<CompletableFuture<ConnectorHandle>> created = rows.stream()
                .map(row -> worker.connectors().create(row.spec(topic.name())).toCompletableFuture())
                .toList();
        created.forEach(CompletableFuture::join);
        FAILING.forEach(this::tells);
        GOING_ON.forEach(row -> worker.connector(row.name()).running().await(Stage.LIMIT));
        scene.awaitCall("bad-commit.commit");
        scene.awaitCall("bad-commitRecord.commitRecord");
        assertThat(worker.connector("bad-commit").status().isRunning()).isTrue();
        othersGoOn();
        GOING_ON.stream().limit(4).forEach(row -> worker.connector(row.name()).restart());
        GOING_ON.forEach(row -> worker.connector(row.name()).delete().await(Stage.LIMIT));
        othersGoOn();
        closesWithNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 8, 9})
    void whatever_is_thrown_by_a_validation_is_an_answer(int which, KafkaBroker broker) {
        begin(broker, "");
        scene.always("bad", "validate", Scene.failing(Throwables.ALL.get(which)));
        assertThat(worker.validate(Stage.source("bad", "")).await(Stage.LIMIT).isValid())
                .isFalse();
        assertThat(catchThrowable(() -> create(Stage.source("bad", ""))))
                .isInstanceOf(io.connectembedded.error.InvalidConfigException.class)
                .hasMessageContaining("connector.class");
        othersGoOn();
        closesWithNothingLeft();
    }

    static Stream<Arguments> answers() {
        Map<Object, Object> own = new LinkedHashMap<>();
        own.put("self", own);
        List<Object> withNull = new ArrayList<>(Arrays.asList(new Object[] {null}));
        return Stream.of(
                        new Answer(Row.connector("taskClass", "taskConfigs"), null, "null from taskClass()"),
                        new Answer(Row.source("taskClass", "create"), String.class, "String"),
                        new Answer(Row.connector("taskConfigs", "taskConfigs"), null, "null from taskConfigs()"),
                        new Answer(Row.connector("taskConfigs", "taskConfigs"), withNull, "a null among"),
                        new Answer(Row.connector("taskConfigs", "taskConfigs"), List.of(own), "String"),
                        new Answer(
                                Row.connector("taskConfigs", "taskConfigs"),
                                Collections.nCopies(Integer.MAX_VALUE, Map.of()),
                                "greater than 1"),
                        new Answer(Row.source("poll", "poll"), List.of("no record"), "String"),
                        new Answer(Row.source("poll", "poll"), Collections.nCopies(Integer.MAX_VALUE, null), ""),
                        new Answer(Row.sink("toConnectData", "convert"), null, "answered null"))
                .map(Arguments::of);
    }

    /** What a method answers, and what the failure says of it; too much to be shown, perhaps. */
    private record Answer(Row row, Object value, String message) {
        @Override
        public String toString() {
            return row.method() + " " + message;
        }
    }

    @ParameterizedTest
    @MethodSource("answers")
    void an_answer_that_makes_no_sense_fails_its_own_connector_or_task(
            Answer answer, KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        begin(broker, topic.name());
        Row row = answer.row();
        scene.always(row.who(), row.method(), Scene.answering(answer.value()));
        create(row.spec(topic.name()));
        tells(row);
        assertThat(failure(worker.connector(row.name()).status(), row.ofTask()).message())
                .contains(answer.message());
        othersGoOn();
        worker.connector(row.name()).delete().await(Stage.LIMIT);
        closesWithNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate", "config"})
    void a_validation_that_answers_null_is_refused(String method, KafkaBroker broker) {
        begin(broker, "");
        scene.always("bad", "validate", Scene.answering(null));
        scene.always("Undefined", "config", Scene.answering(null));
        ConnectorSpec bad = method.equals("validate")
                ? Stage.source("bad", "")
                : ConnectorSpec.source("bad-config", HostileSource.Undefined.class);
        assertThat(catchThrowable(() -> create(bad))).hasMessageContaining("must return a Config");
        othersGoOn();
        closesWithNothingLeft();
    }

    @Test
    void a_null_that_connect_takes_is_taken(KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        begin(broker, topic.name());
        scene.always("bad-null", "version", Scene.answering(null));
        scene.always("HostileTask", "task.version", Scene.answering(null));
        scene.on("bad-null", "poll", Scene.answering(null), Scene.answering(Arrays.asList(null, null)));
        scene.always("bad-null", "fromConnectHeader", Scene.answering(null));
        scene.always("bad-null-sink", "preCommit", Scene.answering(null));
        scene.on("bad-null-sink", "toConnectData", Scene.answering(SchemaAndValue.NULL));
        ConnectorHandle source = create(Stage.withSteps(Stage.source("bad-null", topic.name())));
        ConnectorHandle sink = create(Stage.withSteps(Stage.sink("bad-null-sink", topic.name())));
        assertThat(source.running().await(Stage.LIMIT).version()).isEqualTo("undefined");
        scene.awaitCalls("bad-null.poll", 5);
        scene.awaitCalls("bad-null-sink.preCommit", 2);
        assertThat(source.status().isRunning()).isTrue();
        assertThat(sink.status().isRunning()).isTrue();
        othersGoOn();
        closesWithNothingLeft();
    }

    @Test
    void a_task_that_spins_leaves_the_others_their_share_and_is_named(KafkaBroker broker) {
        begin(broker, "");
        scene.on("bad-spins", "poll", scene::spin);
        create(Stage.source("bad-spins", ""));
        scene.awaitCall("bad-spins.poll");
        othersGoOn();
        assertThat(Stage.timed(worker::close)).isLessThan(GRACE.plusSeconds(1));
        assertThat(told.all()).containsExactly("bad-spins-0 in poll");
        assertThat(worker.describe()).contains("abandoned bad-spins-0 in poll");
    }
}
