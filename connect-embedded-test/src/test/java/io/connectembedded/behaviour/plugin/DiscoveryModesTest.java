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
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.connectembedded.ConnectWorker;
import io.connectembedded.error.InvalidConfigException;
import io.connectembedded.plugin.PluginInfo;
import io.connectembedded.plugin.PluginType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code plugin.discovery}: which plug-ins of {@code plugin.path} are found in which mode, and what that loads. */
class DiscoveryModesTest {

    private static final String DECLARED = "plug.declared.DeclaredSourceConnector";
    private static final String UNDECLARED = "plug.silent.SilentSourceConnector";
    private static final String INHERITED = "plug.silent.InheritedSourceConnector";
    private static final String MADE = "plug.made";

    @TempDir
    static Path dir;

    private static PluginJars jars;

    @BeforeAll
    static void compile() throws IOException {
        jars = new PluginJars(dir.resolve("plugins"));
        jars.location("declared")
                .plugin(SourceConnector.class, DECLARED, PluginCode.source(DECLARED, "1.0", "\"d\""))
                .source("plug.declared.Probe", "package plug.declared; public class Probe {}")
                .write();
        Path silent = jars.location("silent")
                .source(UNDECLARED, counting(PluginCode.source(UNDECLARED, "2.0", "\"s\"")))
                .write();
        // What it extends is in another jar of the location, abstract, and itself extends Connect's type.
        jars.jar("silent/more.jar")
                .against(silent)
                .source("plug.silent.Base", "package plug.silent; abstract class Base extends SilentSourceConnector {}")
                .source(INHERITED, "package plug.silent; public class InheritedSourceConnector extends Base {}")
                .source("plug.silent.Hidden", "package plug.silent; class Hidden extends SilentSourceConnector {}")
                .source(
                        "plug.silent.Demanding",
                        "package plug.silent; public class Demanding extends SilentSourceConnector {"
                                + " public Demanding(String wanted) {} }")
                .write();
    }

    /** Its class tells when it is initialised. */
    private static String counting(String code) {
        return code.replaceFirst("\\{", "{ static { System.setProperty(\"" + MADE + "\", \"yes\"); }");
    }

    @Test
    void service_load_finds_what_service_files_name() {
        assertThat(Told.names(found("service_load"))).containsExactly(DECLARED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"only_scan", "hybrid_warn", "HYBRID_WARN"})
    void class_files_tell_of_the_others_where_they_are_read(String mode) {
        List<PluginInfo> found = found(mode);

        assertThat(Told.names(found)).containsExactly(DECLARED, INHERITED, UNDECLARED);
        assertThat(found).extracting(PluginInfo::problem).containsOnlyNulls();
        assertThat(found).extracting(PluginInfo::type).containsOnly(PluginType.SOURCE);
        assertThat(found).extracting(PluginInfo::version).containsExactly("1.0", "2.0", "2.0");
        assertThat(found.get(2).location())
                .isEqualTo(jars.folder().resolve("silent").toString());
    }

    @Test
    void hybrid_fail_refuses_the_build_and_names_each_plugin_without_a_service_file() {
        InvalidConfigException refused = catchThrowableOfType(InvalidConfigException.class, () -> build("hybrid_fail"));

        assertThat(refused.problems()).hasSize(2).allSatisfy(problem -> {
            assertThat(problem.key()).isEqualTo("plugin.discovery");
            assertThat(problem.message())
                    .contains("connector")
                    .contains(jars.folder().resolve("silent").toString());
            assertThat(problem.remedy()).contains("hybrid_warn");
        });
        assertThat(refused.getMessage())
                .contains(UNDECLARED)
                .contains(INHERITED)
                .doesNotContain(DECLARED);
    }

    @Test
    void hybrid_fail_builds_where_every_plugin_has_a_service_file() {
        try (ConnectWorker worker = Told.builder(
                        jars.folder().resolve("declared"), Map.of("plugin.discovery", "hybrid_fail"))
                .build()) {
            assertThat(worker.plugins().config("DeclaredSource").names()).containsExactly("of.1.0");
        }
    }

    @Test
    void another_mode_is_refused() {
        InvalidConfigException refused = catchThrowableOfType(InvalidConfigException.class, () -> build("guess"));

        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo("plugin.discovery");
            assertThat(problem.message() + problem.remedy()).contains("hybrid_warn");
        });
    }

    @Test
    void an_alias_without_a_service_file_is_found_by_its_class_file() {
        try (ConnectWorker worker = build("hybrid_warn")) {
            assertThat(worker.plugins().config("InheritedSource").names()).containsExactly("of.2.0");
        }
    }

    @Test
    void service_load_says_of_a_class_without_a_service_file_where_it_is() {
        try (ConnectWorker worker = build("service_load")) {
            assertThatThrownBy(() -> worker.plugins().config(UNDECLARED))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(jars.folder().resolve("silent").toString())
                    .hasMessageContaining("hybrid_warn");
        }
    }

    @Test
    void nothing_is_initialised_that_is_not_asked_for() {
        System.clearProperty(MADE);
        try (ConnectWorker worker = build("hybrid_warn")) {
            assertThat(worker.plugins().config("DeclaredSource")).isNotNull();
            assertThatThrownBy(() -> worker.plugins().config("NoSuchSource")).isNotNull();
            assertThat(System.getProperty(MADE)).isNull();

            assertThat(worker.plugins().config(UNDECLARED)).isNotNull();
            assertThat(System.getProperty(MADE)).isEqualTo("yes");
        } finally {
            System.clearProperty(MADE);
        }
    }

    @Test
    void the_class_path_is_listed_by_its_service_files_in_every_mode() {
        try (ConnectWorker worker = build("only_scan")) {
            assertThat(worker.plugins().list())
                    .filteredOn(plugin -> plugin.location().equals(PluginInfo.CLASS_PATH))
                    .extracting(PluginInfo::className, PluginInfo::type)
                    .contains(
                            tuple("org.apache.kafka.connect.transforms.RegexRouter", PluginType.TRANSFORMATION),
                            tuple("org.apache.kafka.connect.storage.StringConverter", PluginType.HEADER_CONVERTER));
        }
    }

    @Test
    void a_tree_of_class_files_and_a_single_jar_are_locations(@TempDir Path other) throws IOException {
        PluginJars more = new PluginJars(other);
        more.jar("tree.jar")
                .plugin(SourceConnector.class, DECLARED, PluginCode.source(DECLARED, "3.0", "\"t\""))
                .writeTree();
        more.jar("single.jar")
                .plugin(SourceConnector.class, DECLARED, PluginCode.source(DECLARED, "4.0", "\"s\""))
                .write();

        assertThat(Told.of(other, Map.of()))
                .extracting(PluginInfo::version, PluginInfo::location)
                .containsExactly(
                        tuple("3.0", other.resolve("tree").toString()),
                        tuple("4.0", other.resolve("single.jar").toString()));
    }

    private static List<PluginInfo> found(String mode) {
        return Told.of(jars.folder(), Map.of("plugin.discovery", mode));
    }

    private static ConnectWorker build(String mode) {
        return Told.builder(jars.folder(), Map.of("plugin.discovery", mode)).build();
    }
}
