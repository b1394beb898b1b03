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
package io.connectembedded.behaviour.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.InvalidConfigException;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Isolated plug-ins are gone with their worker: classes, archives and drivers. */
@ConnectTest(
        allowedLogs = {
            "^WARN \\S+\\.Abandoned Task src-0 did not return from poll",
            "^WARN \\S+\\.Engine Threads did not end in time .*connect-guest-task-src-0"
        })
class LoadersLeftTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path dir;

    @BeforeEach
    void write() throws Exception {
        Seen.reset();
        BusyPlugin.write(dir);
    }

    @AfterEach
    void release() {
        Seen.release();
    }

    private ConnectWorker.Builder host(KafkaBroker broker) {
        return ConnectWorker.builder()
                .name("guest")
                .bootstrapServers(broker.bootstrapServers())
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetStore(OffsetStore.memory())
                .offsetFlushInterval(Duration.ofMillis(50))
                .shutdownTimeout(Duration.ofSeconds(2))
                .pluginPath(dir);
    }

    private static ConnectorSpec busy(String name) {
        return ConnectorSpec.source(name, BusyPlugin.NAME)
                .with("transforms", "t")
                .with("transforms.t.type", BusyPlugin.TRANSFORM)
                .with("key.converter", BusyPlugin.CONVERTER);
    }

    private void assertGone() {
        assertThat(Seen.count()).isPositive();
        await().atMost(LIMIT).untilAsserted(() -> {
            System.gc();
            assertThat(Seen.loaders()).isEmpty();
        });
        assertThat(openFiles()).isEmpty();
        assertThat(drivers()).isEmpty();
    }

    /** Of the plug-ins, whoever may see them. */
    private static Set<String> drivers() {
        Set<String> found = new TreeSet<>();
        DriverManager.drivers().map(Driver::toString).forEach(found::add);
        found.removeIf(name -> !name.startsWith("own."));
        return found;
    }

    private Set<String> openFiles() {
        Path handles = Path.of("/proc/self/fd");
        if (!Files.isDirectory(handles)) {
            return Set.of();
        }
        Set<String> open = new TreeSet<>();
        try (var links = Files.list(handles)) {
            for (Path link : links.toList()) {
                target(link).filter(target -> target.startsWith(dir)).ifPresent(target -> open.add(target.toString()));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return open;
    }

    private static Optional<Path> target(Path link) throws IOException {
        try {
            return Optional.of(Files.readSymbolicLink(link));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // the handle of the listing itself
        }
    }

    @Test
    void a_closed_worker_lets_go_of_its_plugins_also_while_the_host_holds_it(KafkaBroker broker) {
        ConnectWorker worker = host(broker).connector(busy("src")).build();
        worker.start();
        ConnectorHandle handle = worker.connector("src");
        assertThat(handle.running().await(LIMIT).isRunning()).isTrue();
        handle.update(spec -> spec.with("a", 1)).await(LIMIT);
        worker.validate(busy("other")).await(LIMIT);
        assertThat(worker.plugins().list()).isNotEmpty();
        assertThat(openFiles()).hasSize(2);
        worker.close();
        assertThat(worker.describe()).contains("src");
        assertGone();
        assertThat(worker.name()).isEqualTo("guest");
    }

    @Test
    void a_worker_that_was_never_started_lets_go_of_them(KafkaBroker broker) {
        try (ConnectWorker worker = host(broker).connector(busy("src")).build()) {
            assertThat(worker.plugins().list()).isNotEmpty();
            assertThat(openFiles()).isNotEmpty();
        }
        assertGone();
    }

    @Test
    void a_build_that_fails_lets_go_of_them(KafkaBroker broker) {
        ConnectWorker.Builder wrong = host(broker).connector(busy("src").with("tasks.max", "none"));
        assertThatThrownBy(wrong::build)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("tasks.max");
        assertGone();
    }

    @Test
    void a_worker_that_is_started_again_still_has_them(KafkaBroker broker) {
        try (ConnectWorker worker = host(broker).connector(busy("src")).build()) {
            for (int i = 0; i < 2; i++) {
                worker.start();
                assertThat(worker.connector("src").running().await(LIMIT).isRunning())
                        .isTrue();
                worker.stop();
            }
        }
        assertGone();
    }

    @Test
    void a_loader_in_whose_code_a_thread_is_stuck_is_left_to_it(KafkaBroker broker) throws Exception {
        Seen.hold();
        try (ConnectWorker worker = host(broker)
                .shutdownTimeout(Duration.ofMillis(200))
                .connector(busy("src"))
                .build()) {
            worker.start();
            Seen.awaitHeld();
        }
        assertThat(openFiles()).singleElement().asString().endsWith("busy.jar");
        Seen.release();
        await().atMost(LIMIT).until(() -> openFiles().isEmpty());
        assertGone();
    }

    @Test
    void two_hundred_connectors_come_and_go_and_leave_nothing_behind(KafkaBroker broker) {
        var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var classes = ManagementFactory.getClassLoadingMXBean();
        try (ConnectWorker worker = host(broker).build()) {
            worker.start();
            cycle(worker, 20);
            int loaded = classes.getLoadedClassCount();
            int threads = Thread.getAllStackTraces().size();
            long files = system.getOpenFileDescriptorCount();
            cycle(worker, 200);
            // Less than one for each; the JDK makes some of its own meanwhile.
            assertThat(classes.getLoadedClassCount()).isLessThanOrEqualTo(loaded + 100);
            await().atMost(LIMIT).until(() -> system.getOpenFileDescriptorCount() <= files + 5);
            assertThat(Thread.getAllStackTraces().size()).isLessThanOrEqualTo(threads + 3);
            assertThat(openFiles()).hasSize(2);
        }
        assertGone();
    }

    private static void cycle(ConnectWorker worker, int times) {
        for (int i = 0; i < times; i++) {
            ConnectorHandle made = worker.connectors().create(busy("src")).await(LIMIT);
            assertThat(made.running().await(LIMIT).isRunning()).isTrue();
            made.delete().await(LIMIT);
        }
    }
}
