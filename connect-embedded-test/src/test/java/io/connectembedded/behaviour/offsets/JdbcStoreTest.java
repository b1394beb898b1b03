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
package io.connectembedded.behaviour.offsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.WorkerStartException;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.status.TaskState;
import io.connectembedded.status.WorkerState;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.ScriptedSource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Source offsets in a table of the host's database. */
@ConnectTest(
        allowedLogs = {
            "^WARN \\S+\\.TaskAssembly Commit of offsets of task src-0 failed and is tried again: The offset store JdbcOffsetStore",
            "^WARN \\S+\\.TaskAssembly Commit of offsets of task src-locked-0 failed and is tried again: The offset store did"
        })
class JdbcStoreTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final String ROWS = "select connector_name, partition_json, offset_json from connect_offsets";

    private final HostDatabase database = new HostDatabase();
    private final ScriptedSource source = ScriptedSource.create();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger("io.connectembedded");
    private final Logger commits =
            (Logger) LoggerFactory.getLogger("io.connectembedded.internal.engine.task.TaskAssembly");

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
        commits.setLevel(Level.INFO);
    }

    @AfterEach
    void end() {
        log.detachAppender(lines);
        commits.setLevel(null);
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains("swordfish"));
    }

    private ConnectWorker.Builder builder(String servers) {
        return ConnectWorker.builder()
                .bootstrapServers(servers)
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetStore(OffsetStore.jdbc(database).createTable())
                .shutdownTimeout(GRACE)
                .offsetFlushInterval(Duration.ofMinutes(1));
    }

    @Test
    void a_file_source_goes_on_from_the_last_commit_after_a_kill(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("in.txt"), "one\ntwo\nthree\n");
        ConnectWorker.Builder builder = builder("nobody:1")
                .connector(ConnectorSpec.source("lines", "FileStreamSource")
                        .with("file", file)
                        .with("topic", "lines"));
        try (ConnectTestDriver driver = ConnectTestDriver.of(builder)) {
            assertThat(driver.source("lines").poll()).hasSize(3);
            driver.source("lines").ack(1);
            assertThat(driver.source("lines").commit()).isTrue();
            driver.crash();
            assertThat(driver.source("lines").poll())
                    .extracting(record -> record.value())
                    .containsExactly("two", "three");
            driver.source("lines").ackAll();
            driver.delivery().nothingLost().noOffsetAhead();
        }
        assertThat(database.rows(ROWS)).containsExactly("lines {\"filename\":\"" + file + "\"} {\"position\":14}");
        assertThat(database.open()).isZero();
    }

    @Test
    void a_database_that_is_away_at_the_start_is_told_without_its_password_and_the_next_start_succeeds(
            KafkaBroker broker) {
        database.goAway();
        try (ConnectWorker worker =
                builder(broker.bootstrapServers()).connector(source.spec("src")).build()) {
            assertThatThrownBy(worker::start)
                    .isInstanceOf(WorkerStartException.class)
                    .hasMessage("The offset store JdbcOffsetStore(connect_offsets) could not be opened: the host's"
                            + " DataSource gives no connection: Connection is broken: jdbc:[hidden] (SQL state 08001)")
                    .satisfies(thrown -> assertThat(trace(thrown)).doesNotContain("swordfish"));
            database.comeBack();
            worker.start();
            assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
        }
        assertThat(database.open()).isZero();
    }

    private static String trace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    @Test
    void commits_fail_while_the_database_is_away_and_succeed_afterwards_and_each_is_said_once() throws Exception {
        source.emitValues("t", "a").emitValues("t", "b").emitValues("t", "c");
        try (ConnectTestDriver driver = ConnectTestDriver.of(builder("nobody:1").connector(source.spec("src")))) {
            poll(driver);
            assertThat(driver.source("src").commit()).isTrue();
            database.goAway();
            for (int i = 0; i < 2; i++) {
                poll(driver);
                assertThat(driver.source("src").commit()).isFalse();
                assertThat(driver.worker().connector("src").status().tasks())
                        .allMatch(task -> task.state() == TaskState.RUNNING);
            }
            database.comeBack();
            assertThat(driver.source("src").commit()).isTrue();
            driver.crash();
            assertThat(driver.source("src").poll()).isEmpty();
        }
        assertThat(database.rows(ROWS)).containsExactly("src {\"topic\":\"t\"} {\"position\":3}");
        List<ILoggingEvent> told = lines.list.stream()
                .filter(line -> line.getFormattedMessage().contains("ffsets of task src-0"))
                .toList();
        assertThat(told).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO);
        assertThat(told.get(0).getFormattedMessage())
                .contains("could not write 1 offsets: the host's DataSource gives no connection");
    }

    private static void poll(ConnectTestDriver driver) {
        driver.source("src").poll();
        driver.source("src").ackAll();
    }

    @Test
    void a_worker_closes_in_time_while_the_database_holds_a_write_back_and_its_connection_comes_back(KafkaBroker broker)
            throws Exception {
        ConnectWorker worker = builder(broker.bootstrapServers())
                .name("locked")
                .offsetFlushInterval(Duration.ofMillis(50))
                .connector(source.spec("src-locked"))
                .build();
        source.emitValues("t", "a");
        worker.start();
        await().atMost(LIMIT).until(() -> !database.rows(ROWS).isEmpty());
        try (worker;
                Connection lock = database.own();
                Statement statement = lock.createStatement()) {
            lock.setAutoCommit(false);
            statement.execute("update connect_offsets set revision = 7");
            source.emitValues("t", "b");
            await().atMost(LIMIT).until(() -> database.open() == 1);
            long begin = System.nanoTime();
            worker.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(GRACE.plusSeconds(1));
            lock.rollback();
        }
        await().atMost(LIMIT).until(() -> database.open() == 0);
    }
}
