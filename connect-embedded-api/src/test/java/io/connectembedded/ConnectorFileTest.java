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
package io.connectembedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import io.connectembedded.error.ConfigProblem;
import io.connectembedded.error.InvalidConfigException;
import io.connectembedded.status.TargetState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectorFileTest {
    @TempDir
    private Path dir;

    @Test
    void a_properties_file_is_read_in_its_order() throws IOException {
        Path file = file("lines.properties", """
                # a comment
                name=lines
                zebra: 1
                connector.class=FileStreamSource
                apple = two\\
                        words
                """);
        ConnectorSpec spec = ConnectorSpec.load(file);
        assertThat(spec.name()).isEqualTo("lines");
        assertThat(spec.target()).isEqualTo(TargetState.STARTED);
        assertThat(spec.config())
                .containsExactly(
                        entry("name", "lines"),
                        entry("zebra", "1"),
                        entry("connector.class", "FileStreamSource"),
                        entry("apple", "twowords"));
    }

    @Test
    void a_properties_file_is_read_in_the_encoding_connect_reads() throws IOException {
        Path file = dir.resolve("lines.properties");
        Files.writeString(file, "name=lines\ntopic=\u00fcber\nsign=\\u20ac\n", StandardCharsets.ISO_8859_1);
        assertThat(ConnectorSpec.load(file).config()).contains(entry("topic", "\u00fcber"), entry("sign", "\u20ac"));
    }

    @Test
    void a_flat_json_file_is_read() throws IOException {
        Path file = file("lines.json", """
                {"name": "lines", "tasks.max": 2, "flag": true, "fields": ["a", "b"], "initial_state": "kept"}""");
        ConnectorSpec spec = ConnectorSpec.load(file);
        assertThat(spec.target()).isEqualTo(TargetState.STARTED);
        assertThat(spec.config())
                .containsExactly(
                        entry("name", "lines"),
                        entry("tasks.max", "2"),
                        entry("flag", "true"),
                        entry("fields", "a,b"),
                        entry("initial_state", "kept"));
    }

    @ParameterizedTest
    @CsvSource({"RUNNING, STARTED", "paused, PAUSED", "Stopped, STOPPED"})
    void a_json_file_in_the_shape_of_a_create_request_is_read(String initial, TargetState target) throws IOException {
        String text =
                "{'name': 'lines', 'config': {'connector.class': 'Some'}, 'initial_state': '%s', 'type': 'source'}";
        Path file = file("lines.JSON", text.formatted(initial));
        assertThat(ConnectorSpec.load(file))
                .isEqualTo(ConnectorSpec.source("lines", "Some").initialState(target));
    }

    @Test
    void a_create_request_without_initial_state_starts_and_may_repeat_the_name() throws IOException {
        Path file = file("lines.json", "{'name': 'lines', 'config': {'name': 'lines', 'connector.class': 'Some'}}");
        assertThat(ConnectorSpec.load(file)).isEqualTo(ConnectorSpec.source("lines", "Some"));
    }

    @Test
    void another_name_inside_config_is_refused() throws IOException {
        Path file = file("lines.json", "{'name': 'lines', 'config': {'name': 'other'}}");
        ConfigProblem problem = onlyProblem(file);
        assertThat(problem.connector()).isEqualTo("lines");
        assertThat(problem.key()).isEqualTo("name");
        assertThat(problem.value()).isEqualTo("other");
        assertThat(problem.message()).contains("'lines'", file.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lines.properties | connector.class=Some",
                "lines.properties | name=",
                "lines.json       | {\"connector.class\": \"Some\"}",
                "lines.json       | {\"config\": {\"name\": \"lines\"}}",
                "lines.json       | {\"name\": null}",
                "lines.json       | {\"name\": [\"lines\"]}"
            })
    void a_missing_name_is_refused(String name, String text) throws IOException {
        Path file = file(name, text);
        assertThat(problems(file)).anySatisfy(problem -> {
            assertThat(problem.key()).isEqualTo("name");
            assertThat(problem.message()).contains("missing", file.toString());
            assertThat(problem.remedy()).isNotBlank();
        });
    }

    @Test
    void every_value_that_is_no_text_is_refused_without_being_shown() throws IOException {
        Path file = file("lines.json", "{'name': 'lines', 'a': null, 'b': {'c': 's3cret'}, 'd': [['s3cret']]}");
        List<ConfigProblem> problems = problems(file);
        assertThat(problems).extracting(ConfigProblem::key).containsExactly("a", "b", "d");
        assertThat(problems).allSatisfy(problem -> {
            assertThat(problem.connector()).isEqualTo("lines");
            assertThat(problem.toString()).contains(file.toString()).doesNotContain("s3cret");
        });
    }

    @Test
    void an_unknown_initial_state_is_refused_with_the_three_there_are() throws IOException {
        Path file = file("lines.json", "{'name': 'lines', 'config': {}, 'initial_state': 'asleep'}");
        ConfigProblem problem = onlyProblem(file);
        assertThat(problem.key()).isEqualTo("initial_state");
        assertThat(problem.value()).isEqualTo("asleep");
        assertThat(problem.remedy()).contains("RUNNING", "PAUSED", "STOPPED");
    }

    @Test
    void broken_json_is_refused_with_its_place() throws IOException {
        Path file = file("lines.json", "{'name': 'lines'");
        ConfigProblem problem = onlyProblem(file);
        assertThat(problem.key()).isEqualTo(file.toString());
        assertThat(problem.message()).contains("JSON", "line 1");
    }

    @Test
    void a_broken_escape_in_a_properties_file_is_refused() throws IOException {
        Path file = file("lines.properties", "name=\\uXYZ");
        assertThat(onlyProblem(file).key()).isEqualTo(file.toString());
    }

    @Test
    void text_in_another_encoding_is_refused_for_json() throws IOException {
        Path file = dir.resolve("lines.json");
        Files.writeString(file, "{\"name\": \"\u00fcber\"}", StandardCharsets.ISO_8859_1);
        assertThat(onlyProblem(file).message()).contains("UTF-8");
    }

    @Test
    void a_file_that_cannot_be_read_is_refused_by_its_path() throws IOException {
        Path missing = dir.resolve("missing.json");
        assertThat(onlyProblem(missing).toString()).contains(missing.toString(), "does not exist");
        Path folder = Files.createDirectory(dir.resolve("folder.properties"));
        assertThat(onlyProblem(folder).toString()).contains(folder.toString(), "cannot be read");
    }

    @Test
    void an_unknown_extension_is_refused_with_those_known() throws IOException {
        Path file = file("lines.yaml", "name: lines");
        ConfigProblem problem = onlyProblem(file);
        assertThat(problem.key()).isEqualTo(file.toString());
        assertThat(problem.remedy()).contains(".properties", ".json");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }

    private static ConfigProblem onlyProblem(Path file) {
        List<ConfigProblem> problems = problems(file);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private static List<ConfigProblem> problems(Path file) {
        InvalidConfigException refused =
                catchThrowableOfType(InvalidConfigException.class, () -> ConnectorSpec.load(file));
        assertThat(refused).isNotNull();
        return refused.problems();
    }
}
