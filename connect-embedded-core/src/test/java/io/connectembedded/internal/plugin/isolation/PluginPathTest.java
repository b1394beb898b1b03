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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginPathTest {

    @TempDir
    private Path dir;

    @Test
    void each_child_is_a_location_a_folder_of_jars_a_jar_a_zip_or_a_tree_of_classes() throws Exception {
        Path plugins = Files.createDirectories(dir.resolve("plugins"));
        Path inFolder = new PluginJar().resource("a.txt", "a").jar(plugins.resolve("folder/lib/deep.jar"));
        Path beside = new PluginJar().resource("a.txt", "a").jar(plugins.resolve("folder/Own.JAR"));
        Path single = new PluginJar().resource("a.txt", "a").jar(plugins.resolve("single.jar"));
        Path zip = new PluginJar().resource("a.txt", "a").jar(plugins.resolve("zipped.zip"));
        Path tree = new PluginJar().type("p.A", "package p; public class A {}").tree(plugins.resolve("tree"));
        Files.createDirectories(plugins.resolve("empty/of/all"));
        Files.writeString(plugins.resolve("readme.txt"), "no plug-in");

        PluginPath found = PluginPath.of(List.of(plugins));

        assertThat(found.problems()).isEmpty();
        assertThat(found.locations())
                .containsExactly(
                        new PluginLocation(plugins.resolve("folder"), List.of(beside, inFolder)),
                        new PluginLocation(single, List.of(single)),
                        new PluginLocation(tree, List.of(tree)),
                        new PluginLocation(zip, List.of(zip)));
        assertThat(found.locations().get(0).name()).isEqualTo("folder");
    }

    @Test
    void jars_win_over_class_files_beside_them_as_in_connect() throws Exception {
        Path both = Files.createDirectories(dir.resolve("plugins/both"));
        new PluginJar().type("p.A", "package p; public class A {}").tree(both);
        Path jar = new PluginJar().resource("a.txt", "a").jar(both.resolve("a.jar"));

        assertThat(PluginPath.of(List.of(dir.resolve("plugins"))).locations())
                .containsExactly(new PluginLocation(both, List.of(jar)));
    }

    @Test
    void an_archive_that_is_broken_is_told_and_the_rest_is_there() throws Exception {
        Path plugins = Files.createDirectories(dir.resolve("plugins/one")).getParent();
        Path good = new PluginJar().resource("a.txt", "a").jar(plugins.resolve("one/good.jar"));
        Path bad = Files.writeString(plugins.resolve("one/bad.jar"), "no archive");
        Path alone = Files.writeString(plugins.resolve("alone.jar"), "");

        PluginPath found = PluginPath.of(List.of(plugins));

        assertThat(found.locations()).containsExactly(new PluginLocation(plugins.resolve("one"), List.of(good)));
        assertThat(found.problems())
                .hasSize(2)
                .anySatisfy(text -> assertThat(text).contains(bad.toString(), "copy it there again"))
                .anySatisfy(text -> assertThat(text).contains(alone.toString(), "remove it"));
    }

    @Test
    void a_folder_that_is_not_there_or_is_none_is_told_and_the_others_are_read() throws Exception {
        Path plugins = Files.createDirectories(dir.resolve("plugins"));
        Path jar = new PluginJar().resource("a.txt", "a").jar(plugins.resolve("a.jar"));
        Path file = Files.writeString(dir.resolve("file.txt"), "text");

        PluginPath found = PluginPath.of(List.of(dir.resolve("missing"), file, plugins));

        assertThat(found.locations()).containsExactly(new PluginLocation(jar, List.of(jar)));
        assertThat(found.problems())
                .satisfiesExactly(
                        first -> assertThat(first).contains(dir.resolve("missing") + " of plugin.path is not there"),
                        second -> assertThat(second).contains(file + " of plugin.path is no folder"));
    }

    @Test
    void links_are_followed_once_and_dangling_ones_are_told() throws Exception {
        Path plugins = Files.createDirectories(dir.resolve("plugins/linked")).getParent();
        Path elsewhere = new PluginJar().resource("a.txt", "a").jar(dir.resolve("store/real.jar"));
        Files.createSymbolicLink(plugins.resolve("linked/link.jar"), elsewhere);
        Files.createSymbolicLink(plugins.resolve("linked/again.jar"), elsewhere);
        Files.createSymbolicLink(plugins.resolve("linked/loop"), plugins);
        Files.createSymbolicLink(plugins.resolve("linked/gone.jar"), dir.resolve("nowhere.jar"));

        PluginPath found = PluginPath.of(List.of(plugins));

        assertThat(found.locations())
                .containsExactly(new PluginLocation(plugins.resolve("linked"), List.of(elsewhere.toRealPath())));
        assertThat(found.problems())
                .singleElement()
                .satisfies(text -> assertThat(text).contains("gone.jar"));
    }

    @Test
    void a_folder_named_twice_counts_once() throws Exception {
        Path plugins = Files.createDirectories(dir.resolve("plugins"));
        Path jar = new PluginJar().resource("a.txt", "a").jar(plugins.resolve("a.jar"));

        PluginPath found = PluginPath.of(List.of(plugins, plugins.resolve("../plugins"), jar));

        assertThat(found.locations()).hasSize(1);
    }

    @Test
    void dots_behind_a_link_mean_the_folder_beside_what_is_linked() throws Exception {
        Path plugins = Files.createDirectories(dir.resolve("store/plugins"));
        new PluginJar().resource("a.txt", "a").jar(plugins.resolve("a.jar"));
        Files.createDirectories(dir.resolve("store/release-1"));
        Path current = Files.createSymbolicLink(dir.resolve("current"), dir.resolve("store/release-1"));

        PluginPath found = PluginPath.of(List.of(current.resolve("../plugins")));

        assertThat(found.problems()).isEmpty();
        assertThat(found.locations()).hasSize(1);
    }
}
