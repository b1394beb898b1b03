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
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceConnector;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What plug-ins throw may hold secrets of their config; they reach neither a log nor an exception. */
@ConnectTest(
        allowedLogs = {
            "^ERROR \\S+\\.Acknowledgements commitRecord .* record: \\[hidden\\]",
            "^WARN \\S+\\.SinkDelivery The task asks for a batch of 1 records again: busy: \\[hidden\\]",
            "^WARN \\S+\\.Worker(Sink|Source)Task Failure while stopping the task; .* stop: \\[hidden\\]",
            "^WARN \\S+\\.WorkerSourceTask Poll failed and is tried again: poll: \\[hidden\\]"
        })
class SecretsInLogsTest {

    private static final String SECRET = "hunter22";

    private final Script script = Script.open();
    private final Lines lines = new Lines();
    private ConnectWorker worker;

    @BeforeEach
    void listen() {
        lines.start();
        root().addAppender(lines);
    }

    @AfterEach
    void end() {
        script.close();
        if (worker != null) {
            worker.close();
        }
        root().detachAppender(lines);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private void begin(KafkaBroker broker) {
        worker = Host.started(Host.builder(broker).name("secrets"));
    }

    @Test
    void what_a_sink_throws_from_put_and_stop_is_logged_without_its_secret(
            KafkaBroker broker, @Topic("s") TestTopic<String, String> topic) {
        begin(broker);
        script.failIn("task.put", new RetriableException("busy: " + SECRET));
        script.failIn("task.stop", new ConnectException("stop: " + SECRET, new IllegalStateException(SECRET)));
        ConnectorHandle sink = worker.connectors()
                .create(script.sink("snk").topics(topic.name()).with("db.password", SECRET))
                .await(LIMIT);
        topic.sendValues(List.of("a"));
        script.awaitPut(1);
        sink.delete().await(LIMIT);

        lines.await("busy: [hidden]");
        lines.await("stop: [hidden]");
        assertThat(lines.all).noneMatch(line -> line.contains(SECRET));
    }

    @Test
    void what_a_source_throws_from_poll_commit_record_and_stop_is_logged_without_its_secret(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        begin(broker);
        script.failIn("task.poll", new RetriableException("poll: " + SECRET));
        script.failIn("task.commitRecord", new ConnectException("record: " + SECRET));
        script.failIn("task.stop", new ConnectException("stop: " + SECRET));
        script.emit(Script.record(topic.name(), "a", 1));
        ConnectorHandle source = worker.connectors()
                .create(script.source("src").with("pass", SECRET))
                .await(LIMIT);
        script.awaitCalls("task.commitRecord", 1);
        source.delete().await(LIMIT);

        lines.await("poll: [hidden]");
        lines.await("record: [hidden]");
        lines.await("stop: [hidden]");
        assertThat(lines.all).noneMatch(line -> line.contains(SECRET));
    }

    @Test
    void what_a_connector_throws_from_its_config_is_reported_without_its_secret() {
        ConnectWorker.Builder builder = Host.builder("localhost:9092")
                .name("secrets")
                .connector(ConnectorSpec.source("bad", FailsInConfig.class).with("db.password", SECRET));
        Throwable thrown = catchThrowable(builder::build);

        assertThat(thrown).hasMessageContaining("no driver for [hidden]");
        assertThat(thrown.getMessage()).doesNotContain(SECRET);
    }

    /** Everything that is logged, with the traces of what was thrown. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {

        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            String trace =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            all.add(event.getFormattedMessage() + trace);
        }

        void await(String text) {
            Awaitility.await(text).atMost(LIMIT).until(() -> all.stream().anyMatch(line -> line.contains(text)));
        }
    }

    /** Shows a value of its config in what it throws. */
    public static final class FailsInConfig extends SourceConnector {

        @Override
        public ConfigDef config() {
            throw new ConnectException("no driver for " + SECRET);
        }

        @Override
        public void start(Map<String, String> config) {
            // Never comes to this.
        }

        @Override
        public Class<? extends Task> taskClass() {
            return ScriptSource.ScriptSourceTask.class;
        }

        @Override
        public List<Map<String, String>> taskConfigs(int max) {
            return List.of();
        }

        @Override
        public void stop() {
            // Nothing runs.
        }

        @Override
        public String version() {
            return "1";
        }
    }
}
