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
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.InterruptPolicy;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.MBeanServer;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerNotification;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A host that has everything a JVM offers finds it as it was when its workers are closed, whatever their plug-ins did. */
@ConnectTest(
        allowedLogs = {
            "^ERROR \\S+\\.StateCell State transition bad\\S* \\S+ -> FAILED in",
            "^WARN \\S+\\.Abandoned (Connector|Task) bad\\S* did not return from",
            "^WARN \\S+\\.TaskControl Task bad\\S* failed in \\S+ while it was told to stop",
            "^WARN \\S+\\.Engine Threads did not end in time and go on as daemons",
            "^WARN \\S+\\.WorkerSinkTask The consumer of abandoned task"
        })
class GuestMannersTest {

    private static final Duration GRACE = Duration.ofMillis(800);
    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

    /** What a host has set up, as it looks to its own thread. */
    private record Surroundings(
            Map<String, String> mdc,
            Map<String, Level> levels,
            Set<String> beans,
            Thread.UncaughtExceptionHandler handler,
            List<Provider> providers,
            ClassLoader loader,
            List<Object> places,
            Properties properties,
            List<java.sql.Driver> drivers,
            Set<String> threads) {

        static Surroundings now() {
            return new Surroundings(
                    MDC.getCopyOfContextMap(),
                    levelsNow(),
                    beansNow(),
                    Thread.getDefaultUncaughtExceptionHandler(),
                    List.of(Security.getProviders()),
                    Thread.currentThread().getContextClassLoader(),
                    List.of(
                            Locale.getDefault(),
                            TimeZone.getDefault(),
                            Thread.currentThread().getName(),
                            Thread.currentThread().getPriority()),
                    (Properties) System.getProperties().clone(),
                    Collections.list(DriverManager.getDrivers()),
                    workersThreads());
        }

        private static Map<String, Level> levelsNow() {
            Map<String, Level> levels = new HashMap<>();
            for (Logger logger : ((LoggerContext) LoggerFactory.getILoggerFactory()).getLoggerList()) {
                if (logger.getLevel() != null) {
                    levels.put(logger.getName(), logger.getLevel());
                }
            }
            return levels;
        }

        private static Set<String> beansNow() {
            Set<String> names = new TreeSet<>();
            BEANS.queryNames(null, null).forEach(name -> names.add(name.getCanonicalName()));
            // The broker of the tests lives in this JVM, and its beans come and go with its clients.
            names.removeIf(name -> !name.startsWith("kafka.connect:")
                    && !name.startsWith("io.connectembedded:")
                    && !name.contains("client-id=connector-")
                    && !name.contains("client-id=guest"));
            return names;
        }

        private static Set<String> workersThreads() {
            Set<String> names = new TreeSet<>(Stage.threads("connect-"));
            names.addAll(Stage.threads("kafka-producer-network-thread | connector-"));
            names.addAll(Stage.threads("kafka-producer-network-thread | guest"));
            return names;
        }
    }

    /** What the host's own listeners hear. */
    private record Heard(List<String> all) implements NotificationListener, Thread.UncaughtExceptionHandler {

        @Override
        public void handleNotification(Notification notification, Object handback) {
            all.add(notification.getType() + " " + ((MBeanServerNotification) notification).getMBeanName());
        }

        @Override
        public String toString() {
            return "the host's own";
        }

        @Override
        public void uncaughtException(Thread thread, Throwable thrown) {
            all.add("uncaught " + thrown);
        }
    }

    private final Scene scene = Scene.open();
    private final List<String> notified = new CopyOnWriteArrayList<>();
    private final Heard heard = new Heard(notified);
    private Thread.UncaughtExceptionHandler handlerBefore;

    @BeforeEach
    void hostHasItsOwn() throws Exception {
        handlerBefore = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler(heard);
        MDC.put("request", "42");
        MDC.put("connector.context", "the host's own");
        BEANS.addNotificationListener(MBeanServerDelegate.DELEGATE_NAME, heard, null, null);
    }

    @AfterEach
    void hostGoes() throws Exception {
        scene.close();
        MDC.clear();
        Thread.setDefaultUncaughtExceptionHandler(handlerBefore);
        BEANS.removeNotificationListener(MBeanServerDelegate.DELEGATE_NAME, heard);
        await().atMost(Stage.LIMIT).until(() -> Stage.threads("connect-guest").isEmpty());
    }

    private static DataSource database(String url) throws SQLException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(url);
        run(database, "create table if not exists seen (at bigint)");
        return database;
    }

    private static void run(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long rows(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from seen")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static ConnectWorker.Builder guest(KafkaBroker broker) {
        return Stage.builder(broker.bootstrapServers()).name("guest").shutdownTimeout(GRACE);
    }

    /** A bean that was registered is unregistered again. */
    private void beansAreGone() {
        List<String> left = new ArrayList<>();
        for (String each : notified) {
            if (each.startsWith(MBeanServerNotification.REGISTRATION_NOTIFICATION)) {
                left.add(each.substring(each.indexOf(' ') + 1));
            } else if (each.startsWith(MBeanServerNotification.UNREGISTRATION_NOTIFICATION)) {
                left.remove(each.substring(each.indexOf(' ') + 1));
            }
        }
        assertThat(left).noneMatch(name -> name.startsWith("kafka.connect:"));
        assertThat(notified).noneMatch(each -> each.startsWith("uncaught"));
    }

    @Test
    void two_workers_of_equal_connectors_leave_everything_as_it_was(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic, @TempDir Path dir) throws Exception {
        DataSource file = database("jdbc:h2:file:" + dir.resolve("host") + ";DB_CLOSE_DELAY=-1");
        DataSource memory = database("jdbc:h2:mem:host;DB_CLOSE_DELAY=-1");
        Surroundings before = Surroundings.now();
        try (ConnectWorker first = Stage.started(guest(broker).connector(Stage.source("same", topic.name())));
                ConnectWorker second = Stage.started(guest(broker).connector(Stage.source("same", topic.name())))) {
            topic.awaitValues(2, Stage.LIMIT);
            assertThat(Surroundings.now().mdc()).isEqualTo(before.mdc());
            assertThat(first.connector("same").restart().await(Stage.LIMIT).isRunning())
                    .isTrue();
            assertThat(second.connector("same").pause().await(Stage.LIMIT).tasks())
                    .hasSize(1);
        }
        assertThat(Surroundings.now()).isEqualTo(before);
        beansAreGone();
        answers(file);
        answers(memory);
    }

    private static void answers(DataSource database) throws SQLException {
        long before = rows(database);
        run(database, "insert into seen values (1)");
        assertThat(rows(database)).isGreaterThan(before);
    }

    /** Does to the thread it is called on what a thread suffers. */
    @SuppressWarnings("ThreadPriorityCheck") // nobody should rely on it, and a plug-in of others does
    private static Object spoil(Object argument) {
        Thread thread = Thread.currentThread();
        thread.setName("mine");
        thread.setPriority(thread.getPriority() - 1);
        thread.setContextClassLoader(null);
        thread.setUncaughtExceptionHandler((other, thrown) -> {});
        MDC.put("request", "the plug-in's");
        MDC.put("connector.context", "the plug-in's");
        return Scene.USUAL;
    }

    @Test
    void plug_ins_that_fail_hang_and_spoil_their_threads_leave_everything_as_it_was(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic, @TempDir Path dir) throws Exception {
        DataSource file = database("jdbc:h2:file:" + dir.resolve("host") + ";DB_CLOSE_DELAY=-1");
        Surroundings before = Surroundings.now();
        ConnectWorker worker = Stage.started(guest(broker).connector(Stage.source("good", topic.name())));
        for (String method : List.of("start", "taskConfigs", "task.start", "poll", "commit", "commitRecord")) {
            scene.on("bad-spoils", method, GuestMannersTest::spoil);
            scene.on("good", method, GuestMannersTest::spoil);
        }
        scene.on("bad-fails", "poll", Scene.failing(() -> new StackOverflowError("simulated")));
        scene.on("bad-fails-early", "start", Scene.failing(() -> new NoClassDefFoundError("simulated")));
        scene.on("bad-hangs", "poll", scene::hang);
        for (String bad : List.of("bad-spoils", "bad-fails", "bad-fails-early", "bad-hangs")) {
            worker.connectors().create(Stage.source(bad, topic.name())).await(Stage.LIMIT);
        }
        worker.connector("bad-spoils").running().await(Stage.LIMIT);
        scene.awaitCall("bad-spoils.commit");
        for (String bad : List.of("bad-fails", "bad-fails-early")) {
            worker.connector(bad).until(status -> status.hasFailed()).await(Stage.LIMIT);
        }
        scene.awaitCall("bad-hangs.poll");
        assertThat(worker.connector("good").restart().await(Stage.LIMIT).isRunning())
                .isTrue();
        worker.close();
        scene.close();
        await().atMost(Stage.LIMIT).until(() -> scene.hung().stream().noneMatch(Thread::isAlive));
        // Other tests' abandoned clients may have left beans before.
        await().atMost(Stage.LIMIT)
                .until(() -> before.threads().containsAll(Surroundings.workersThreads())
                        && before.beans().containsAll(Surroundings.beansNow()));
        assertThat(Surroundings.now()).isEqualTo(before);
        beansAreGone();
        answers(file);
    }

    @Test
    void a_connector_that_shares_the_hosts_file_database_and_is_never_interrupted_spares_it(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic, @TempDir Path dir) throws Exception {
        DataSource file = database("jdbc:h2:file:" + dir.resolve("shared") + ";DB_CLOSE_DELAY=-1");
        topic.send(null, "one");
        scene.on("bad-shares", "put", argument -> {
            long at = 0;
            while (scene.isOpen()) {
                run(file, "insert into seen values (" + at++ + ")");
                run(file, "checkpoint sync");
            }
            return Scene.USUAL;
        });
        ConnectWorker worker = Stage.started(guest(broker));
        worker.connectors()
                .create(Stage.sink("bad-shares", topic.name()).interrupt(InterruptPolicy.never()))
                .await(Stage.LIMIT);
        scene.awaitCall("bad-shares.put");
        long before = rows(file);
        worker.close();
        assertThat(worker.describe()).contains("abandoned bad-shares-0 in put");
        assertThat(rows(file)).isGreaterThan(before);
        answers(file);
        scene.close();
        await().atMost(Stage.LIMIT).until(() -> Stage.threads("connect-guest").isEmpty());
        answers(file);
        run(file, "shutdown");
    }

    @Test
    void a_thread_of_the_hosts_that_was_interrupted_while_it_closed_a_worker_uses_its_database_on(
            KafkaBroker broker, @TempDir Path dir) throws Exception {
        DataSource file = database("jdbc:h2:file:" + dir.resolve("host") + ";DB_CLOSE_DELAY=-1");
        scene.on("bad-hangs", "poll", scene::hang);
        ConnectWorker worker = Stage.started(guest(broker).connector(Stage.source("bad-hangs", "")));
        scene.awaitCall("bad-hangs.poll");
        Thread.currentThread().interrupt();
        worker.close();
        assertThat(Thread.interrupted()).as("the host's flag is the host's").isTrue();
        answers(file);
        try (ConnectWorker next = Stage.started(guest(broker).connector(Stage.source("good", "")))) {
            ConnectorHandle good = next.connector("good");
            assertThat(good.status().isRunning()).isTrue();
            answers(file);
        } finally {
            scene.close();
        }
        answers(file);
    }
}
