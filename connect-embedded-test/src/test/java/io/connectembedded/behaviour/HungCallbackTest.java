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
package io.connectembedded.behaviour;

import static io.connectembedded.behaviour.Host.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.event.ConnectEvent.PluginAbandoned;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plug-ins that never return from what is called outside the threads of tasks and connectors. */
@ConnectTest(
        allowedLogs = {
            "^WARN \\S+\\.TaskControl Task \\S+ failed in (create|start) while it was told to stop",
            "^WARN \\S+\\.Engine Threads did not end in time and go on as daemons: "
                    + "\\[connect-callback-(commit-callback|validation)",
            "^WARN \\S+\\.TaskAssembly Commit of offsets of task bad-0 failed .*ScriptSourceTask\\.commit\\(\\) "
                    + "failed",
            "^WARN \\S+\\.Abandoned (Connector bad-\\d+ did not return from validate|Task bad-0 did not return "
                    + "from commit)"
        })
class HungCallbackTest {

    private static final Duration GRACE = Duration.ofMillis(600);
    private static final Duration BOUND = GRACE.plusSeconds(1);
    private static final int MANY = 4;

    private final Script script = Script.open();
    private final Script other = Script.open();
    private final Told told = new Told();
    private ConnectWorker worker;

    @AfterEach
    void end() {
        script.close();
        other.close();
        if (worker != null) {
            worker.close();
        }
        await().atMost(LIMIT).until(() -> Host.threads("connect-callback").isEmpty());
    }

    private void begin(KafkaBroker broker) {
        worker = Host.started(Host.builder(broker)
                .name("callback")
                .listener(told)
                .shutdownTimeout(GRACE)
                .connector(other.source("good")));
    }

    private PluginAbandoned abandoned() {
        assertThat(told.of(PluginAbandoned.class)).hasSize(1);
        return told.of(PluginAbandoned.class).get(0);
    }

    @Test
    void a_commit_that_hangs_holds_up_nothing_else_and_is_told_when_the_worker_closes(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        begin(broker);
        script.hangIn("task.commit");
        worker.connectors().create(script.source("bad")).await(LIMIT);
        script.awaitBegun("task.commit");
        int commits = other.count("task.commit");
        other.awaitCalls("task.commit", commits + 2);
        script.emit(Script.record(topic.name(), "a", 1));
        topic.awaitValues(1, LIMIT);
        assertThat(Host.timed(worker::close)).isLessThan(BOUND);
        assertThat(script.count("task.stop")).isEqualTo(1);
        assertThat(Host.threads("connect-callback")).containsExactly("connect-callback-commit-callback");
        assertThat(worker.describe()).contains("abandoned bad-0 in commit");
        assertThat(abandoned().method()).isEqualTo("commit");
        assertThat(abandoned().connector()).isEqualTo("bad");
        assertThat(abandoned().task()).isZero();
    }

    @Test
    void a_commit_that_waits_is_interrupted_when_the_worker_closes(KafkaBroker broker) {
        begin(broker);
        script.waitIn("task.commit");
        worker.connectors().create(script.source("bad")).await(LIMIT);
        script.awaitBegun("task.commit");
        assertThat(Host.timed(worker::close)).isLessThan(BOUND);
        assertThat(Host.threads("connect-callback")).isEmpty();
        assertThat(told.of(PluginAbandoned.class)).isEmpty();
    }

    @Test
    void a_commit_that_hangs_while_its_connector_is_deleted_is_told_and_shown_while_the_worker_runs(
            KafkaBroker broker) {
        begin(broker);
        script.hangIn("task.commit");
        ConnectorHandle bad = worker.connectors().create(script.source("bad")).await(LIMIT);
        script.awaitBegun("task.commit");
        bad.delete().await(LIMIT);
        await().atMost(LIMIT).until(() -> !told.of(PluginAbandoned.class).isEmpty());
        assertThat(abandoned().method()).isEqualTo("commit");
        assertThat(worker.health().reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.connector()).isEqualTo("bad");
            assertThat(reason.text()).contains("commit").contains("abandoned");
        });
    }

    @Test
    void validations_that_hang_hold_up_no_other_and_are_told_when_the_worker_closes(KafkaBroker broker) {
        begin(broker);
        HangsInValidate.script = script;
        for (int i = 0; i < MANY; i++) {
            ConnectorSpec bad = ConnectorSpec.source("bad-" + i, HangsInValidate.class);
            Object unused = i % 2 == 0 ? worker.connectors().create(bad) : worker.validate(bad);
        }
        script.awaitCalls("validate", MANY);
        assertThat(worker.connectors()
                        .create(other.source("next"))
                        .await(Duration.ofSeconds(10))
                        .name())
                .isEqualTo("next");
        assertThat(worker.validate(other.source("more"))
                        .await(Duration.ofSeconds(10))
                        .isValid())
                .isTrue();
        assertThat(Host.timed(worker::close)).isLessThan(BOUND);
        assertThat(told.of(PluginAbandoned.class))
                .extracting(event -> event.connector() + " in " + event.method())
                .containsExactlyInAnyOrder(
                        "bad-0 in validate", "bad-1 in validate", "bad-2 in validate", "bad-3 in validate");
        assertThat(worker.describe()).contains("abandoned bad-0 in validate");
    }
}
