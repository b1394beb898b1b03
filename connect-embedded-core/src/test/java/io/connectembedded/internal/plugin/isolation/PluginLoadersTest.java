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
package io.connectembedded.internal.plugin.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.connectembedded.internal.lifecycle.PluginScope;
import io.connectembedded.internal.plugin.PluginClasses;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginLoadersTest {

    private static final String GREETING =
            "package p; public class Greeting implements java.util.concurrent.Callable<String> {"
                    + " public String call() { return \"%s \" + new Helper(); } }";
    private static final String HELPER =
            "package p; public class Helper { public String toString() { return \"%s\"; } }";
    private static final String DRIVER = "package p; import java.sql.*; public class OwnDriver implements Driver {"
            + " static { try { DriverManager.registerDriver(new OwnDriver()); } catch (SQLException e) {"
            + " throw new RuntimeException(e); } }"
            + " public boolean acceptsURL(String url) { return url.startsWith(\"jdbc:own:\"); }"
            + " public Connection connect(String url, java.util.Properties p) { return null; }"
            + " public int getMajorVersion() { return 1; } public int getMinorVersion() { return 0; }"
            + " public boolean jdbcCompliant() { return false; }"
            + " public DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties p) { return null; }"
            + " public java.util.logging.Logger getParentLogger() { return null; } }";
    private static final String ASKS = "package p; import java.sql.*;"
            + " public class Asks implements java.util.concurrent.Callable<String> {"
            + " public String call() throws Exception {"
            + " return DriverManager.getDriver(\"jdbc:own:x\").getClass().getName(); } }";

    @TempDir
    private Path dir;

    private PluginLoaders loaders;

    @BeforeEach
    void open() {
        loaders = new PluginLoaders(getClass().getClassLoader());
    }

    @AfterEach
    void close() {
        loaders.close();
    }

    private PluginLocation location(String name, PluginJar content) throws IOException {
        Path folder = dir.resolve("plugins").resolve(name);
        content.jar(folder.resolve("plugin.jar"));
        return new PluginLocation(folder, List.of(folder.resolve("plugin.jar")));
    }

    private PluginLocation greeting(String name) throws IOException {
        return location(
                name,
                new PluginJar()
                        .type("p.Greeting", GREETING.formatted(name))
                        .type("p.Helper", HELPER.formatted("helped by " + name))
                        .resource("p/text.txt", name)
                        .resource("logback-test.xml", "<own/>"));
    }

    private Object call(PluginLocation location, String type) throws Exception {
        Class<?> found = Class.forName(type, true, loaders.of(location));
        return ((Callable<?>) PluginClasses.create(found, Callable.class)).call();
    }

    private static String text(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void each_location_has_classes_of_its_own_and_shares_the_api_with_the_host() throws Exception {
        PluginLocation one = greeting("one");
        PluginLocation two = greeting("two");

        assertThat(call(one, "p.Greeting")).isEqualTo("one helped by one");
        assertThat(call(two, "p.Greeting")).isEqualTo("two helped by two");
        assertThat(loaders.of(one)).isSameAs(loaders.of(one)).isNotSameAs(loaders.of(two));
        assertThat(PluginLoaders.locationOf(loaders.of(one).loadClass("p.Helper")))
                .contains(one);
        assertThat(PluginLoaders.locationOf(getClass())).isEmpty();
        assertThat(loaders.of(one).loadClass(PluginJar.class.getName())).isSameAs(PluginJar.class);
    }

    @Test
    void a_library_of_the_host_is_hidden_by_the_locations_own_and_visible_without_one() throws Exception {
        String type = "org.assertj.core.api.Assertions";
        PluginLocation own =
                location("own", new PluginJar().type(type, "package org.assertj.core.api; public class Assertions {}"));
        PluginLocation without = greeting("without");

        assertThat(loaders.of(own).loadClass(type).getClassLoader()).isSameAs(loaders.of(own));
        assertThat(loaders.of(without).loadClass(type).getClassLoader())
                .isSameAs(getClass().getClassLoader());
    }

    @Test
    void what_is_shared_is_the_hosts_even_if_the_location_brings_it() throws Exception {
        String type = "org.slf4j.Logger";
        PluginLocation own = location("own", new PluginJar().type(type, "package org.slf4j; public class Logger {}"));

        assertThat(loaders.of(own).loadClass(type)).isSameAs(org.slf4j.Logger.class);
    }

    @Test
    void a_shared_name_the_host_does_not_have_is_the_locations() throws Exception {
        String type = "org.apache.kafka.connect.runtime.OfTheReferenceRuntime";
        PluginLocation own = location(
                "own",
                new PluginJar()
                        .type(type, "package org.apache.kafka.connect.runtime; public class OfTheReferenceRuntime {}"));

        assertThat(loaders.of(own).loadClass(type).getClassLoader()).isSameAs(loaders.of(own));
    }

    @Test
    void service_files_of_the_host_do_not_leak_into_a_plugin() throws Exception {
        PluginLocation one = location(
                "one",
                new PluginJar()
                        .type("p.OwnDriver", DRIVER)
                        .service(Driver.class, "p.OwnDriver")
                        .resource("META-INF/notes.txt", "own"));
        ClassLoader loader = loaders.of(one);
        String ofHost = "META-INF/services/org.junit.platform.engine.TestEngine";

        assertThat(getClass().getClassLoader().getResource(ofHost)).isNotNull();
        assertThat(loader.getResource(ofHost)).isNull();
        assertThat(Collections.list(loader.getResources(ofHost))).isEmpty();
        assertThat(ServiceLoader.load(Driver.class, loader).stream()
                        .map(each -> each.type().getName()))
                .contains("p.OwnDriver");
        String own = "META-INF/services/java.sql.Driver";
        assertThat(Collections.list(loader.getResources(own))).hasSize(1);
        assertThat(loader.getResource("META-INF/notes.txt")).isNotNull();
        assertThat(loader.getResource("META-INF/MANIFEST.MF")).isNotNull();
    }

    @Test
    void resources_are_the_locations_first_and_then_the_hosts() throws Exception {
        ClassLoader loader = loaders.of(greeting("one"));

        assertThat(text(loader.getResource("logback-test.xml"))).isEqualTo("<own/>");
        assertThat(loader.getResource(getClass().getName().replace('.', '/') + ".class"))
                .isNotNull();
        List<URL> all = Collections.list(loader.getResources("logback-test.xml"));
        assertThat(text(all.get(0))).isEqualTo("<own/>");
        assertThat(all)
                .hasSize(1
                        + Collections.list(getClass().getClassLoader().getResources("logback-test.xml"))
                                .size());
    }

    @Test
    void no_archive_stays_open_whatever_a_plugin_left_open() throws Exception {
        ClassLoader loader = loaders.of(greeting("one"));
        List<InputStream> left = new ArrayList<>();
        left.add(loader.getResourceAsStream("p/text.txt"));
        left.add(loader.loadClass("p.Helper").getResourceAsStream("text.txt"));
        URL url = loader.getResource("p/text.txt");
        left.add(url.openStream());
        URLConnection cached = url.openConnection();
        cached.setUseCaches(true);
        left.add(cached.getInputStream());
        assertThat(cached.getContentLength()).isEqualTo(3);
        assertThat(url.openConnection().getLastModified()).isPositive();
        assertThat(url.openConnection().getContentType()).isEqualTo("text/plain");
        assertThat(text(url)).isEqualTo("one");
        assertThat(text(new URL(url, "Helper.class"))).isNotEmpty();
        assertThat(openFiles()).isNotEmpty();

        loaders.close();

        assertThat(openFiles()).isEmpty();
        assertThat(left).hasSize(4);
        assertThatThrownBy(url::openStream).hasMessageContaining("is closed");
    }

    private List<String> openFiles() throws IOException {
        List<String> open = new ArrayList<>();
        Path handles = Path.of("/proc/self/fd");
        if (!Files.isDirectory(handles)) {
            return List.of();
        }
        try (var links = Files.list(handles)) {
            for (Path link : links.toList()) {
                try {
                    Path target = Files.readSymbolicLink(link);
                    if (target.startsWith(dir.toRealPath())) {
                        open.add(target.toString());
                    }
                } catch (NoSuchFileException e) {
                    // The handle of this very listing is gone by now.
                    assertThat(link).doesNotExist();
                }
            }
        }
        return open;
    }

    @Test
    void two_workers_with_one_location_do_not_close_each_others_archives() throws Exception {
        PluginLocation one = greeting("one");
        try (PluginLoaders other = new PluginLoaders(getClass().getClassLoader())) {
            ClassLoader stays = other.of(one);
            try (InputStream open = stays.getResource("p/text.txt").openStream()) {
                assertThat(text(loaders.of(one).getResource("p/text.txt"))).isEqualTo("one");
                loaders.close();
                assertThat(open.readAllBytes()).isNotEmpty();
            }
            assertThat(stays.loadClass("p.Greeting")).isNotNull();
            assertThat(text(stays.getResource("p/text.txt"))).isEqualTo("one");
        }
    }

    @Test
    void drivers_of_a_location_come_with_its_first_plugin_and_go_with_its_loader() throws Exception {
        PluginLocation one = location(
                "one",
                new PluginJar()
                        .type("p.OwnDriver", DRIVER)
                        .type("p.Asks", ASKS)
                        .service(Driver.class, "p.OwnDriver\np.NotThere"));
        Driver ofHost = new HostDriver();
        DriverManager.registerDriver(ofHost);
        try {
            Class<?> asks = loaders.of(one).loadClass("p.Asks");
            WeakReference<ClassLoader> loader = new WeakReference<>(asks.getClassLoader());

            assertThat(call(one, "p.Asks")).isEqualTo("p.OwnDriver");
            asks = null;
            loaders.close();

            assertThat(Collections.list(DriverManager.getDrivers())).contains(ofHost);
            letGo(loader);
        } finally {
            DriverManager.deregisterDriver(ofHost);
        }
    }

    private static void letGo(WeakReference<ClassLoader> loader) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return loader.get() == null;
        });
    }

    @Test
    void a_loader_is_closed_when_the_last_thread_has_left_its_code() throws Exception {
        PluginLocation one = greeting("one");
        Class<?> type = loaders.of(one).loadClass("p.Greeting");
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<Object> stuck = threads.submit(() -> PluginScope.of(type).call(() -> {
                inside.countDown();
                goOn.await();
                // Not loaded before: its archive must be open still.
                return type.getClassLoader().loadClass("p.Helper").getName();
            }));
            inside.await();
            loaders.close();
            assertThat(openFiles()).isNotEmpty();

            goOn.countDown();

            assertThat(stuck.get()).isEqualTo("p.Helper");
            assertThat(openFiles()).isEmpty();
        } finally {
            goOn.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    void a_closed_worker_opens_no_loader_any_more() throws Exception {
        PluginLocation one = greeting("one");
        loaders.close();

        assertThatThrownBy(() -> loaders.of(one))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(one.toString());
    }

    @Test
    void many_threads_load_one_class_once() throws Exception {
        ClassLoader loader = loaders.of(greeting("one"));
        int count = 8;
        CyclicBarrier together = new CyclicBarrier(count);
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Callable<Class<?>>> asks = Collections.nCopies(count, () -> {
                together.await();
                return loader.loadClass("p.Greeting");
            });
            List<Class<?>> loaded = new ArrayList<>();
            for (Future<Class<?>> each : threads.invokeAll(asks)) {
                loaded.add(each.get());
            }
            assertThat(loaded).hasSize(count).containsOnly(loader.loadClass("p.Greeting"));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_class_tree_is_loaded_as_a_jar_is() throws Exception {
        Path tree = new PluginJar()
                .type("p.Greeting", GREETING.formatted("tree"))
                .type("p.Helper", HELPER.formatted("helped"))
                .tree(dir.resolve("tree"));

        assertThat(call(new PluginLocation(tree, List.of(tree)), "p.Greeting")).isEqualTo("tree helped");
    }

    /** As a host has one. */
    private static final class HostDriver implements Driver {

        @Override
        public java.sql.Connection connect(String url, java.util.Properties info) {
            throw new UnsupportedOperationException("connects to nothing");
        }

        @Override
        public boolean acceptsURL(String url) {
            return url.startsWith("jdbc:host:");
        }

        @Override
        public java.sql.DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties info) {
            return new java.sql.DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public java.util.logging.Logger getParentLogger() {
            return java.util.logging.Logger.getGlobal();
        }
    }
}
