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
package io.connectembedded.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.ConfigProblem;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.SomeConnectors.LinesSourceConnector;
import io.connectembedded.internal.plugin.SomeConnectors.TableSinkConnector;
import io.connectembedded.status.ConnectorType;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectorConfigTest {

    private final Problems problems = new Problems();

    @Test
    void a_sink_with_topics_is_accepted() {
        ConnectorConfig config = accepted(sink(Map.of("topics", "a, b", "tasks.max", "3")));

        assertThat(config.name()).isEqualTo("c");
        assertThat(config.type()).isEqualTo(ConnectorType.SINK);
        assertThat(config.topics()).containsExactly("a", "b");
        assertThat(config.tasksMax()).isEqualTo(3);
    }

    @Test
    void a_source_needs_no_topics_and_has_one_task_by_default() {
        ConnectorConfig config = accepted(source(Map.of()));

        assertThat(config.type()).isEqualTo(ConnectorType.SOURCE);
        assertThat(config.tasksMax()).isEqualTo(1);
    }

    @Test
    void a_sink_without_topics_is_refused() {
        assertThat(refused(sink(Map.of()))).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo("topics");
            assertThat(problem.message()).isEqualTo("The sink reads no topic");
            assertThat(problem.connector()).isEqualTo("c");
        });
    }

    @Test
    void a_sink_with_topics_and_a_regex_is_refused() {
        assertThat(refused(sink(Map.of("topics", "a", "topics.regex", "b.*"))))
                .singleElement()
                .extracting(ConfigProblem::message)
                .isEqualTo("Both topics and topics.regex are set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,,b", "a,", ",a"})
    void a_blank_entry_among_the_topics_is_refused_before_the_consumer_falls_over_it(String topics) {
        assertThat(refused(sink(Map.of("topics", topics)))).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo("topics");
            assertThat(problem.value()).isEqualTo(topics);
        });
    }

    @Test
    void a_regex_that_is_none_is_refused() {
        assertThat(refused(sink(Map.of("topics.regex", "a(")))).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo("topics.regex");
            assertThat(problem.message()).contains("Unclosed group");
        });
    }

    @ParameterizedTest
    @CsvSource({"0,[1", "-1,[1", "abc,whole number", "1.5,whole number"})
    void a_number_of_tasks_that_is_none_is_refused(String tasks, String remedy) {
        assertThat(refused(source(Map.of("tasks.max", tasks)))).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo("tasks.max");
            assertThat(problem.value()).isEqualTo(tasks);
            assertThat(problem.remedy()).contains(remedy).contains("default 1");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "a\tb", "a\u0000b", "a\nb"})
    void a_name_that_is_blank_or_holds_control_characters_is_refused(String name) {
        assertThat(refused(ConnectorSpec.of(name, Map.of("connector.class", LinesSourceConnector.class.getName()))))
                .extracting(ConfigProblem::key)
                .containsExactly("name");
    }

    @ParameterizedTest
    @CsvSource({
        "transforms,a",
        "predicates,p",
        "errors.tolerance,all",
        "errors.retry.timeout,-1",
        "errors.deadletterqueue.topic.name,dlq",
        "topic.creation.default.partitions,3",
        "exactly.once.support,required"
    })
    void a_setting_that_would_change_records_and_is_not_honoured_is_refused(String key, String value) {
        assertThat(refused(source(Map.of(key, value)))).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo(key);
            assertThat(problem.value()).isEqualTo(value);
            assertThat(problem.remedy()).startsWith("Remove it");
        });
    }

    @ParameterizedTest
    @CsvSource({"transforms,''", "errors.tolerance,none", "errors.retry.timeout,0", "exactly.once.support,requested"})
    void the_same_settings_at_their_defaults_are_accepted(String key, String value) {
        accepted(source(Map.of(key, value)));
    }

    @Test
    void all_problems_of_a_connector_are_reported_together() {
        assertThat(refused(sink(Map.of(
                        "tasks.max", "0",
                        "key.converter", "NoSuchConverter",
                        "header.converter", "no.such.Class",
                        "transforms", "t",
                        "topics.regex", "["))))
                .extracting(ConfigProblem::key)
                .containsExactlyInAnyOrder(
                        "tasks.max", "key.converter", "header.converter", "transforms", "topics.regex");
    }

    @Test
    void a_missing_class_is_refused_and_so_is_an_unknown_one() {
        assertThat(refused(ConnectorSpec.of("c", Map.of())))
                .extracting(ConfigProblem::key)
                .containsExactly("connector.class");
        assertThat(refused(ConnectorSpec.source("c", "NoSuch")))
                .extracting(ConfigProblem::message)
                .contains("No connector is known by the name NoSuch");
    }

    @Test
    void a_converter_given_as_an_object_is_not_looked_up() {
        ConnectorConfig config = accepted(source(Map.of()).keyConverter(new StringConverter()));

        assertThat(config.spec().objects()).containsOnlyKeys("key.converter");
    }

    @Test
    void overrides_lose_their_prefix() {
        assertThat(accepted(source(Map.of("producer.override.acks", "1", "producer.acks", "all")))
                        .overrides("producer.override."))
                .isEqualTo(Map.of("acks", "1"));
    }

    @Test
    void a_sinks_tasks_are_told_their_class_and_topics_and_a_sources_their_class() {
        assertThat(accepted(sink(Map.of("topics", "a,b"))).taskConfig(Map.of("k", "v"), "T"))
                .isEqualTo(Map.of("k", "v", "task.class", "T", "topics", "a,b"));
        assertThat(accepted(sink(Map.of("topics.regex", "a.*"))).taskConfig(Map.of(), "T"))
                .isEqualTo(Map.of("task.class", "T", "topics.regex", "a.*"));
        assertThat(accepted(source(Map.of("topics", "a"))).taskConfig(Map.of(), "T"))
                .isEqualTo(Map.of("task.class", "T"));
    }

    private ConnectorConfig accepted(ConnectorSpec spec) {
        var checked = ConnectorConfig.check(spec, plugins(), problems);
        assertThat(problems.list()).isEmpty();
        return checked.orElseThrow();
    }

    private static List<ConfigProblem> refused(ConnectorSpec spec) {
        Problems found = new Problems();
        assertThat(ConnectorConfig.check(spec, plugins(), found)).isEmpty();
        return found.list();
    }

    private static PluginClasses plugins() {
        return new PluginClasses(ConnectorConfigTest.class.getClassLoader(), Map.of());
    }

    private static ConnectorSpec source(Map<String, String> config) {
        return ConnectorSpec.source("c", LinesSourceConnector.class).withAll(config);
    }

    private static ConnectorSpec sink(Map<String, String> config) {
        return ConnectorSpec.sink("c", TableSinkConnector.class).withAll(config);
    }
}
