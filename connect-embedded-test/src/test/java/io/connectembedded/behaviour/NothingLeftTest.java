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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.connectembedded.ConnectListener;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.event.ConnectEvent.WorkerChanged;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After close() a host finds its JVM as it was. */
@ConnectTest
class NothingLeftTest {

    private final Script script = Script.open();
    private final Script sink = Script.open();
    private ConnectWorker worker;

    @AfterEach
    void end() {
        script.close();
        sink.close();
        if (worker != null) {
            worker.close();
        }
    }

    /** Threads, MBeans and client threads that a worker may have made. */
    private static Set<String> ours() {
        Set<String> found = new TreeSet<>();
        found.addAll(Host.threads("connect-"));
        found.addAll(Host.threads("kafka-producer-network-thread | connector"));
        found.addAll(Host.threads("kafka-producer-network-thread | guest"));
        found.addAll(Host.threads("kafka-coordinator-heartbeat-thread | connect-"));
        found.addAll(Host.threads("kafka-admin-client-thread | connect"));
        found.addAll(beans("kafka.connect:*"));
        found.addAll(beans("io.connectembedded:*"));
        found.addAll(beans("kafka.producer:*"));
        found.addAll(beans("kafka.consumer:*"));
        found.removeIf(name -> name.startsWith("kafka.") && name.contains("client-id=\"test"));
        return found;
    }

    private static Set<String> beans(String pattern) {
        try {
            Set<String> names = new TreeSet<>();
            ManagementFactory.getPlatformMBeanServer()
                    .queryNames(new ObjectName(pattern), null)
                    .forEach(name -> names.add(name.getCanonicalName()));
            return names;
        } catch (MalformedObjectNameException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_closed_worker_leaves_no_thread_bean_or_file(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic, @TempDir Path dir) throws Exception {
        topic.send(null, "warm");
        Set<String> before = ours();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        AtomicReference<ClassLoader> inPlugin = new AtomicReference<>();
        script.once("task.start", () -> inPlugin.set(Thread.currentThread().getContextClassLoader()));
        worker = Host.started(Host.builder(broker)
                .name("guest")
                .offsetStore(OffsetStore.file(dir.resolve("offsets.dat")))
                .connector(script.source("guest-src"))
                .connector(sink.sink("guest-sink").topics(topic.name())));
        script.emit(Script.record(topic.name(), "a", 1));
        sink.awaitPut(2);
        Set<String> during = ours();
        during.removeAll(before);
        assertThat(during.stream().filter(name -> name.startsWith("connect-")))
                .isNotEmpty()
                .allMatch(name -> name.startsWith("connect-guest-"));
        assertThat(Host.threads("connect-guest-"))
                .contains(
                        "connect-guest-control",
                        "connect-guest-events",
                        "connect-guest-offsets",
                        "connect-guest-connector-guest-src",
                        "connect-guest-task-guest-src-0",
                        "connect-guest-task-guest-sink-0");
        assertThat(inPlugin.get()).isSameAs(ScriptSource.class.getClassLoader());
        worker.close();
        assertThat(ours()).isEqualTo(before);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(loader);
        assertThat(openFiles(dir)).isEmpty();
    }

    private static Set<String> openFiles(Path dir) throws IOException {
        Path handles = Path.of("/proc/self/fd");
        Set<String> open = new TreeSet<>();
        if (!Files.isDirectory(handles)) {
            return open;
        }
        try (var links = Files.list(handles)) {
            links.forEach(link -> {
                try {
                    Path target = Files.readSymbolicLink(link);
                    if (target.startsWith(dir.toAbsolutePath())) {
                        open.add(target.toString());
                    }
                } catch (IOException e) {
                    // The handle of this very listing is gone by now.
                    assertThat(link).doesNotExist();
                }
            });
        }
        return open;
    }

    @Test
    void a_worker_whose_start_failed_leaves_nothing() {
        Set<String> before = ours();
        ConnectWorker worker = Host.builder("127.0.0.1:1")
                .name("guest")
                .startTimeout(Duration.ofMillis(300))
                .connector(script.source("src"))
                .build();
        assertThatThrownBy(worker::start).hasMessageContaining("127.0.0.1:1");
        worker.close();
        assertThat(ours()).isEqualTo(before);
    }

    @Test
    void two_hundred_workers_leave_nothing_behind(KafkaBroker broker) {
        var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        cycle(broker, 3);
        Set<String> before = ours();
        int threads = Thread.getAllStackTraces().size();
        long files = system.getOpenFileDescriptorCount();
        int beans = ManagementFactory.getPlatformMBeanServer().getMBeanCount();
        cycle(broker, 200);
        assertThat(ours()).isEqualTo(before);
        // Connections end a moment later on the broker's side, which is in this JVM.
        await().atMost(LIMIT).until(() -> system.getOpenFileDescriptorCount() <= files + 5);
        assertThat(Thread.getAllStackTraces().size()).isLessThanOrEqualTo(threads + 3);
        assertThat(ManagementFactory.getPlatformMBeanServer().getMBeanCount()).isLessThanOrEqualTo(beans + 5);
    }

    private void cycle(KafkaBroker broker, int times) {
        for (int i = 0; i < times; i++) {
            try (ConnectWorker worker = Host.started(
                    Host.builder(broker).name("guest").connector(ConnectorSpec.source("idle", IdleSource.class)))) {
                assertThat(worker.connector("idle").status().isRunning()).isTrue();
                assertThat(worker.name()).isEqualTo("guest");
            }
        }
    }

    @Test
    void of_two_workers_with_equal_names_the_first_keeps_connects_plain_names(KafkaBroker broker) {
        String plain = "kafka.connect:connector=twin,type=connector-metrics";
        String plainTask = "kafka.connect:connector=twin,task=0,type=source-task-metrics";
        String plainProducer = "kafka.producer:client-id=connector-producer-twin-0,type=producer-metrics";
        AtomicInteger secondEvents = new AtomicInteger();
        try (ConnectWorker first = Host.started(twin(broker))) {
            try (ConnectWorker second = Host.started(twin(broker)
                    .listener(ConnectListener.on(WorkerChanged.class, e -> secondEvents.incrementAndGet())))) {
                assertThat(first.name()).isEqualTo("guest");
                assertThat(second.name()).isEqualTo("guest-2");
                assertThat(beans("kafka.connect:*"))
                        .contains(
                                plain,
                                plainTask,
                                "kafka.connect:connector=twin,type=connector-metrics,worker=guest-2",
                                "kafka.connect:connector=twin,task=0,type=source-task-metrics,worker=guest-2");
                assertThat(beans("kafka.producer:*"))
                        .contains(
                                plainProducer,
                                "kafka.producer:client-id=guest-2-connector-producer-twin-0,type=producer-metrics");
                assertThat(Host.threads("connect-guest-2-")).contains("connect-guest-2-control");
                int before = secondEvents.get();
                first.connector("twin").pause().await(LIMIT);
                assertThat(second.connector("twin").status().isRunning()).isTrue();
                assertThat(secondEvents.get()).isEqualTo(before);
            }
            assertThat(beans("kafka.connect:*")).contains(plain, plainTask).noneMatch(name -> name.contains("guest-2"));
            assertThat(beans("kafka.producer:*")).contains(plainProducer);
            ConnectorHandle twin = first.connector("twin");
            assertThat(twin.resume().await(LIMIT).isRunning()).isTrue();
        }
    }

    private ConnectWorker.Builder twin(KafkaBroker broker) {
        return Host.builder(broker).name("guest").connector(script.source("twin"));
    }

    @Test
    void the_class_loader_of_the_plugins_is_let_go(KafkaBroker broker) {
        WeakReference<ClassLoader> loader = runWithOwnLoader(broker);
        await().atMost(LIMIT).until(() -> {
            System.gc();
            return loader.get() == null;
        });
    }

    private static WeakReference<ClassLoader> runWithOwnLoader(KafkaBroker broker) {
        ClassLoader host = Thread.currentThread().getContextClassLoader();
        ClassLoader own = new IsolatedPlugins(host);
        Thread.currentThread().setContextClassLoader(own);
        try (ConnectWorker worker = Host.started(Host.builder(broker)
                .name("guest")
                .classLoader(own)
                .with("offset.flush.interval.ms", 20)
                .connector(ConnectorSpec.source("idle", IdleSource.class.getName())))) {
            ConnectorHandle handle = worker.connector("idle");
            handle.update(spec -> spec.with("a", 1)).await(LIMIT);
            assertThat(handle.running().await(LIMIT).isRunning()).isTrue();
        } finally {
            Thread.currentThread().setContextClassLoader(host);
        }
        return new WeakReference<>(own);
    }

    /** Defines the plug-in anew, so that its classes are this loader's own. */
    private static final class IsolatedPlugins extends URLClassLoader {

        IsolatedPlugins(ClassLoader parent) {
            super(new URL[0], parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(IdleSource.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }

        private Class<?> define(String name) {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void a_host_of_its_own_ends_by_itself_with_nothing_printed_and_no_hook(KafkaBroker broker) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "-Dlogback.configurationFile=quiet-logback.xml",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        QuietHost.class.getName(),
                        broker.bootstrapServers())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(printed).isEqualTo("hooks " + Map.of("added", 0) + System.lineSeparator());
    }
}
