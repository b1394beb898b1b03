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
import static org.awaitility.Awaitility.await;

import io.connectembedded.internal.plugin.PluginClasses;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** URLs and JDBC drivers of a location, where the JDK's ways are beside the usual ones. */
class OwnThingsTest {

    private static final String LATE = "package p; import java.sql.*; public class Late implements Driver {"
            + " static { try { DriverManager.registerDriver(new Late()); } catch (SQLException e) {"
            + " throw new RuntimeException(e); } }"
            + " public boolean acceptsURL(String url) { return false; }"
            + " public Connection connect(String url, java.util.Properties p) { return null; }"
            + " public int getMajorVersion() { return 1; } public int getMinorVersion() { return 0; }"
            + " public boolean jdbcCompliant() { return false; }"
            + " public DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties p) { return null; }"
            + " public java.util.logging.Logger getParentLogger() { return null; } }";
    private static final String CALM = "package p; import java.util.concurrent.*;"
            + " public class Calm implements Callable<String> { public String call() throws Exception {"
            + " return new CompletableFuture<String>().completeOnTimeout(\"calm\", 1, TimeUnit.MILLISECONDS).get(); } }";

    @TempDir
    private Path dir;

    private PluginLocation location(String name) throws IOException {
        Path jar = dir.resolve("plugins ü").resolve(name).resolve("plugin.jar");
        new PluginJar()
                .type("p.Late", LATE)
                .type("p.Calm", CALM)
                .resource("p/sub/text.txt", "text")
                .resource("top.txt", "top")
                .jar(jar);
        return new PluginLocation(jar.getParent(), List.of(jar));
    }

    private static String text(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_resource_leads_to_others_of_its_archive_as_with_the_jdk() throws Exception {
        try (PluginLoaders loaders = new PluginLoaders(getClass().getClassLoader())) {
            URL own = loaders.of(location("one")).getResource("p/sub/text.txt");
            URL ofJdk = new URL(own.toExternalForm());

            for (String other : List.of("/top.txt", "../../top.txt", "text.txt", "/p/Calm.class", "../Calm.class")) {
                assertThat(new URL(own, other).toExternalForm()).isEqualTo(new URL(ofJdk, other).toExternalForm());
            }
            assertThat(text(new URL(own, "/top.txt"))).isEqualTo("top");
            assertThat(text(new URL(own, "../../top.txt"))).isEqualTo("top");
        }
    }

    @Test
    void a_driver_that_registers_itself_only_when_drivers_are_taken_back_is_taken_back_too() throws Exception {
        try (PluginLoaders elsewhere = new PluginLoaders(getClass().getClassLoader())) {
            // As a host has it: of the same name, and no service file tells of it.
            Class.forName("p.Late", true, elsewhere.of(location("host")));
            WeakReference<ClassLoader> loader = closed(location("one"));

            await().atMost(Duration.ofSeconds(20)).until(() -> {
                System.gc();
                return loader.get() == null;
            });
        }
    }

    @Test
    void the_jdks_thread_for_timeouts_holds_no_plugin() throws Exception {
        WeakReference<ClassLoader> loader = closed(location("one"));

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return loader.get() == null;
        });
    }

    private WeakReference<ClassLoader> closed(PluginLocation location) throws Exception {
        try (PluginLoaders loaders = new PluginLoaders(getClass().getClassLoader())) {
            Class<?> calm = loaders.of(location).loadClass("p.Calm");
            assertThat(((Callable<?>) PluginClasses.create(calm, Callable.class)).call())
                    .isEqualTo("calm");
            return new WeakReference<>(calm.getClassLoader());
        }
    }
}
