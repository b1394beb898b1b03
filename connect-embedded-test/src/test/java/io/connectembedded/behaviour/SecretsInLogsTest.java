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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.test.ConnectTestDriver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What plug-ins throw may hold secrets of their config; they reach neither a log nor an exception. */
class SecretsInLogsTest {

    private static final String SECRET = "hunter22";

    private final Script script = Script.byHand();
    private final Lines lines = new Lines();

    @BeforeEach
    void listen() {
        lines.start();
        root().addAppender(lines);
    }

    @AfterEach
    void end() {
        script.close();
        root().detachAppender(lines);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Test
    void what_a_sink_throws_from_put_and_stop_is_logged_without_its_secret() {
        script.failIn("task.put", new RetriableException("busy: " + SECRET));
        script.failIn("task.stop", new ConnectException("stop: " + SECRET, new IllegalStateException(SECRET)));
        try (ConnectTestDriver driver = ConnectTestDriver.of(
                Host.byHand().connector(script.sink("snk").topics("t").with("db.password", SECRET)))) {
            driver.topic("t").sendValues(List.of("a"));
            driver.sink("snk").put();
            driver.sink("snk").put();
            driver.worker().connector("snk").delete().await();
        }
        assertThat(script.values()).containsExactly("a");
        lines.show("busy: [hidden]", "stop: [hidden]");
    }

    @Test
    void what_a_source_throws_from_poll_commit_record_and_stop_is_logged_without_its_secret() {
        script.failIn("task.poll", new RetriableException("poll: " + SECRET));
        script.failIn("task.commitRecord", new ConnectException("record: " + SECRET));
        script.failIn("task.stop", new ConnectException("stop: " + SECRET));
        script.emit(Script.record("t", "a", 1));
        try (ConnectTestDriver driver = ConnectTestDriver.of(
                Host.byHand().connector(script.source("src").with("pass", SECRET)))) {
            driver.source("src").poll();
            driver.settle();
            driver.worker().connector("src").delete().await();
        }
        lines.show("poll: [hidden]", "record: [hidden]", "stop: [hidden]");
    }

    @Test
    void what_a_converter_throws_from_its_close_is_logged_without_its_secret() {
        try (ConnectTestDriver driver = ConnectTestDriver.of(Host.byHand()
                .connector(script.source("src")
                        .with("pass", SECRET)
                        .with("value.converter", FailsToClose.class.getName())))) {
            driver.source("src").poll();
            driver.worker().connector("src").delete().await();
        }
        lines.show("close: [hidden]");
    }

    @Test
    void what_a_connector_throws_from_its_config_is_reported_without_its_secret() {
        ConnectWorker.Builder builder = Host.byHand()
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

        void show(String... texts) {
            for (String text : texts) {
                assertThat(all).anyMatch(line -> line.contains(text));
            }
            assertThat(all).noneMatch(line -> line.contains(SECRET));
        }
    }

    /** Shows a value of the connector's config in what it throws. */
    public static final class FailsToClose extends StringConverter {

        @Override
        public void close() {
            throw new IllegalStateException("close: " + SECRET);
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
