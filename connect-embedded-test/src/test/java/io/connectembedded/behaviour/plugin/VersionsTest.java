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

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.InvalidConfigException;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.SourceDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several versions of one plug-in (KIP-891), each in a location of its own with its own libraries. */
class VersionsTest {

    private static final String SOURCE = "versions.LinesSourceConnector";
    private static final String STAMP = "versions.Stamp";
    private static final String LIBRARY = "versions.lib.Library";

    @TempDir
    static Path dir;

    @BeforeAll
    static void compile() throws IOException {
        PluginJars jars = new PluginJars(dir);
        for (String version : new String[] {"1.0", "1.2", "2.0-rc1"}) {
            jars.location("lines-" + version)
                    .plugin(SourceConnector.class, SOURCE, PluginCode.source(SOURCE, version, LIBRARY + ".name()"))
                    .plugin(
                            Transformation.class,
                            STAMP,
                            PluginCode.transformation(STAMP, version, "\" stamped by \" + " + LIBRARY + ".name()"))
                    .source(LIBRARY, PluginCode.library(LIBRARY, "library of " + version))
                    .write();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "latest|2.0-rc1",
                "''|2.0-rc1",
                "1.2|1.2",
                "[1.0]|1.0",
                "[1.0,2.0-alpha)|1.2",
                "(,1.2)|1.0",
                "[1.0],[2.0-alpha,)|2.0-rc1"
            })
    void the_newest_in_the_range_is_chosen(String range, String version) {
        try (ConnectWorker worker = Told.builder(dir, Map.of()).build()) {
            assertThat(worker.plugins().config("LinesSource", range).names()).containsExactly("of." + version);
        }
    }

    @Test
    void a_range_without_a_version_names_those_there_are() {
        try (ConnectWorker worker = Told.builder(dir, Map.of()).build()) {
            assertThatThrownBy(() -> worker.plugins().config("LinesSource", "[3,)"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("No version of " + SOURCE + " is in the range [3,)")
                    .hasMessageContaining("1.0 (" + dir.resolve("lines-1.0") + "), 1.2 (" + dir.resolve("lines-1.2")
                            + "), 2.0-rc1 (");
        }
    }

    @Test
    void a_range_of_a_connector_without_a_version_is_a_problem_of_its_key() {
        assertThatThrownBy(() -> Told.builder(dir, Map.of())
                        .connector(source("lines", "[3,)"))
                        .build())
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("connector.plugin.version")
                .hasMessageContaining("2.0-rc1");
    }

    @Test
    void what_is_no_range_is_refused() {
        try (ConnectWorker worker = Told.builder(dir, Map.of()).build()) {
            assertThatThrownBy(() -> worker.plugins().config("LinesSource", "[1.0"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[1.0 is no range of versions");
        }
    }

    @Test
    void versions_run_side_by_side_each_with_its_own_library_and_its_own_transformation() {
        try (ConnectTestDriver driver = ConnectTestDriver.of(Told.builder(dir, Map.of())
                .connector(source("old", "1.0"))
                .connector(source("new", "[1.1,2.0-alpha)"))
                .connector(source("newest", "latest")))) {
            assertThat(textOf(driver, "old")).isEqualTo("library of 1.0 stamped by library of 1.0");
            assertThat(textOf(driver, "new")).isEqualTo("library of 1.2 stamped by library of 1.2");
            assertThat(textOf(driver, "newest")).isEqualTo("library of 2.0-rc1 stamped by library of 2.0-rc1");
        }
    }

    @Test
    void a_transformation_in_a_version_is_taken_from_where_that_is() {
        try (ConnectTestDriver driver = ConnectTestDriver.of(Told.builder(dir, Map.of())
                .connector(source("old", "1.0").with("transforms.stamp.plugin.version", "1.2")))) {
            assertThat(textOf(driver, "old")).isEqualTo("library of 1.0 stamped by library of 1.2");
        }
    }

    private static ConnectorSpec source(String name, String version) {
        return ConnectorSpec.source(name, "LinesSource")
                .with("connector.plugin.version", version)
                .with("transforms", "stamp")
                .with("transforms.stamp.type", STAMP);
    }

    /** What the connector has sent to Kafka. */
    private static Object textOf(ConnectTestDriver driver, String connector) {
        SourceDriver source = driver.source(connector);
        assertThat(source.poll()).hasSize(1);
        source.ackAll();
        List<Object> sent = driver.topic("texts").values();
        return sent.get(sent.size() - 1);
    }
}
