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
import static org.assertj.core.api.Assertions.tuple;

import io.connectembedded.ConnectWorker;
import io.connectembedded.error.WorkerStateException;
import io.connectembedded.plugin.PluginInfo;
import io.connectembedded.plugin.PluginType;
import io.connectembedded.plugin.Plugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plug-in that fails in whatever way never stops discovery: it is listed with its reason, and the others work. */
class BrokenPluginsTest {

    private static final String HEALTHY = "broken.HealthySourceConnector";

    @TempDir
    static Path dir;

    private static List<PluginInfo> listed;

    @BeforeAll
    static void compile() throws IOException {
        PluginJars jars = new PluginJars(dir);
        jars.location("a-broken")
                .source("broken.Base", PluginCode.source("broken.Base", "1", "null"))
                .without("broken.Base")
                .plugin(SourceConnector.class, "broken.Orphan", "package broken; public class Orphan extends Base {}")
                .plugin(
                        Converter.class,
                        "broken.Raging",
                        PluginCode.converter("broken.Raging", "throw new Error(\"rage\");"))
                .plugin(
                        Converter.class,
                        "broken.Unlinked",
                        PluginCode.converter("broken.Unlinked", "broken.Driver.name();"))
                .source("broken.Driver", PluginCode.library("broken.Driver", "driver"))
                .without("broken.Driver")
                .plugin(Converter.class, "broken.Hanging", PluginCode.converter("broken.Hanging", """
                        try {
                            new java.util.concurrent.CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }"""))
                .plugin(
                        Transformation.class,
                        "broken.Unsure",
                        PluginCode.transformation("broken.Unsure", "1", "\"\"")
                                .replace("return \"1\";", "throw new LinkageError(\"no version\");"))
                .service(Converter.class, "broken.Absent")
                .service(Converter.class, "broken.Driver2")
                .source("broken.Driver2", PluginCode.library("broken.Driver2", "no converter"))
                .write();
        jars.location("b-healthy")
                .plugin(SourceConnector.class, HEALTHY, PluginCode.source(HEALTHY, "1.0", "\"ok\""))
                .write();
        Files.writeString(Files.createDirectories(dir.resolve("c-corrupt")).resolve("cut.jar"), "no archive");
        listed = Told.of(dir, Map.of());
    }

    @Test
    void each_is_listed_with_its_reason() {
        assertThat(listed)
                .filteredOn(plugin -> plugin.problem() == null)
                .singleElement()
                .satisfies(plugin -> {
                    assertThat(plugin.className()).isEqualTo(HEALTHY);
                    assertThat(plugin.version()).isEqualTo("1.0");
                });
        assertThat(reasonOf("broken.Orphan")).contains("broken/Base");
        assertThat(reasonOf("broken.Raging")).contains("rage");
        assertThat(reasonOf("broken.Unlinked")).contains("broken/Driver");
        assertThat(reasonOf("broken.Hanging")).contains("did not return").contains("5 s");
        assertThat(reasonOf("broken.Unsure")).contains("no version");
        assertThat(reasonOf("broken.Absent")).contains("it is not there");
        assertThat(reasonOf("broken.Driver2")).contains("is no " + Converter.class.getName());
    }

    @Test
    void an_archive_that_cannot_be_opened_is_listed_too() {
        assertThat(listed)
                .filteredOn(plugin -> plugin.type() == PluginType.UNKNOWN)
                .singleElement()
                .satisfies(plugin -> assertThat(plugin.problem())
                        .contains(dir.resolve("c-corrupt").resolve("cut.jar").toString()));
    }

    @Test
    void a_plugin_that_hangs_is_interrupted_and_leaves_no_thread() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains("plugin-probe"));
    }

    @Test
    void one_that_is_asked_for_says_what_is_wrong_with_it() {
        try (ConnectWorker worker = Told.builder(dir, Map.of()).build()) {
            assertThatThrownBy(() -> worker.plugins().config("broken.Raging"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("rage");
            assertThatThrownBy(() -> worker.plugins().config("broken.Orphan"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("broken/Base");
            assertThat(worker.plugins().config("HealthySource").names()).containsExactly("of.1.0");
        }
    }

    @Test
    void a_folder_that_is_not_there_is_listed_and_stops_nothing(@TempDir Path empty) {
        Path absent = empty.resolve("absent");

        assertThat(Told.of(absent, Map.of()))
                .extracting(PluginInfo::type, PluginInfo::className)
                .containsExactly(tuple(PluginType.UNKNOWN, ""));
    }

    @Test
    void a_closed_worker_tells_nothing() {
        ConnectWorker worker = Told.builder(dir, Map.of()).build();
        Plugins plugins = worker.plugins();
        worker.close();

        assertThatThrownBy(plugins::list).isInstanceOf(WorkerStateException.class);
        assertThatThrownBy(() -> plugins.config("HealthySource")).isInstanceOf(WorkerStateException.class);
    }

    private static String reasonOf(String className) {
        return listed.stream()
                .filter(plugin -> plugin.className().equals(className))
                .map(PluginInfo::problem)
                .findFirst()
                .orElseThrow();
    }
}
