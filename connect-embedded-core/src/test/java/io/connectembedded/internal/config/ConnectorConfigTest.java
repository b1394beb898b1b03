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
import static org.assertj.core.api.Assertions.tuple;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.ConfigProblem;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.SomeConnectors.LinesSourceConnector;
import io.connectembedded.internal.plugin.SomeConnectors.TableSinkConnector;
import io.connectembedded.status.ConnectorType;
import java.util.HashMap;
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
        assertThat(refused(sink(Map.of())))
                .allSatisfy(problem -> {
                    assertThat(problem.message()).isEqualTo("Must configure one of topics or topics.regex");
                    assertThat(problem.connector()).isEqualTo("c");
                })
                .extracting(ConfigProblem::key)
                .containsExactlyInAnyOrder("topics", "topics.regex");
    }

    @Test
    void a_sink_with_topics_and_a_regex_is_refused() {
        assertThat(refused(sink(Map.of("topics", "a", "topics.regex", "b.*"))))
                .extracting(ConfigProblem::message)
                .containsOnly("topics and topics.regex are mutually exclusive options, but both are set.");
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
    @CsvSource({"offsets.storage.topic,a b", "transaction.boundary,never", "exactly.once.support,maybe"})
    void a_value_that_transactions_cannot_have_is_refused(String key, String value) {
        assertThat(refused(source(Map.of(key, value)))).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo(key);
            assertThat(problem.value()).isEqualTo(value);
        });
    }

    @ParameterizedTest
    @CsvSource({"transforms,''", "transaction.boundary,poll", "errors.retry.timeout,0", "exactly.once.support,REQUESTED"
    })
    void the_same_settings_at_their_defaults_are_accepted(String key, String value) {
        accepted(source(Map.of(key, value)));
    }

    @Test
    void all_problems_of_a_connector_are_reported_together() {
        assertThat(refused(sink(Map.of(
                        "tasks.max", "0",
                        "key.converter", "NoSuchConverter",
                        "header.converter", "no.such.Class",
                        "transforms", "t,t",
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
    void the_error_settings_are_typed_and_have_connects_defaults() {
        ErrorSettings given = accepted(sink(Map.of(
                        "topics", "a",
                        "errors.tolerance", "all",
                        "errors.retry.timeout", "-1",
                        "errors.log.include.messages", "true",
                        "errors.deadletterqueue.topic.name", "dead",
                        "errors.bisect", "true")))
                .errors();
        ErrorSettings byDefault =
                accepted(source(Map.of("errors.bisect", "true"))).errors();

        assertThat(given.toleratesAll()).isTrue();
        assertThat(given.retryTimeout()).isEqualTo(-1);
        assertThat(given.logMessages()).isTrue();
        assertThat(given.dlqTopic()).isEqualTo("dead");
        assertThat(given.dlqReplication()).isEqualTo((short) 3);
        assertThat(given.bisect()).isTrue();
        assertThat(byDefault)
                .isEqualTo(new ErrorSettings(
                        false,
                        0,
                        60_000,
                        new ErrorSettings.Log(false, false),
                        new ErrorSettings.DeadLetters("", (short) 3, false),
                        false,
                        -1));
    }

    @Test
    void transforms_come_in_the_order_of_the_list_without_the_runtimes_own_keys() {
        ConnectorConfig config = accepted(source(Map.of(
                "transforms", "second, first",
                "transforms.first.type", "F",
                "transforms.first.predicate", "p ",
                "transforms.first.negate", "true",
                "transforms.first.field", "x",
                "transforms.second.type", "S",
                "predicates", "p",
                "predicates.p.type", "P",
                "predicates.p.pattern", "a.*")));

        assertThat(config.transforms())
                .containsExactly(
                        new TransformSettings("second", "S", null, null, false, Map.of()),
                        new TransformSettings("first", "F", null, "p", true, Map.of("field", "x")));
        assertThat(config.predicates())
                .containsExactly(new PredicateSettings("p", "P", null, Map.of("pattern", "a.*")));
    }

    @Test
    void topic_groups_inherit_from_the_default_group_which_is_asked_last() {
        List<TopicGroup> groups = accepted(source(Map.of(
                        "topic.creation.groups", "logs",
                        "topic.creation.default.partitions", "3",
                        "topic.creation.default.replication.factor", "-1",
                        "topic.creation.default.include", "ignored",
                        "topic.creation.logs.include", "log-.*",
                        "topic.creation.logs.exclude", "log-x",
                        "topic.creation.logs.partitions", "7",
                        "topic.creation.logs.cleanup.policy", "compact")))
                .topicCreation();

        assertThat(groups).extracting(TopicGroup::name).containsExactly("logs", "default");
        assertThat(groups.get(0).partitions()).isEqualTo(7);
        assertThat(groups.get(0).replication()).isEqualTo((short) -1);
        assertThat(groups.get(0).configs()).isEqualTo(Map.of("cleanup.policy", "compact"));
        assertThat(groups.get(0).isFor("log-a")).isTrue();
        assertThat(groups.get(0).isFor("log-x")).isFalse();
        assertThat(groups.get(1).isFor("anything")).isTrue();
        assertThat(groups.get(1).partitions()).isEqualTo(3);
    }

    @Test
    void a_config_that_says_nothing_of_topics_creates_none_and_a_sink_never_does() {
        assertThat(accepted(source(Map.of())).topicCreation()).isEmpty();
        assertThat(accepted(sink(Map.of("topics", "a", "topic.creation.default.partitions", "x")))
                        .topicCreation())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "topic.creation.default.partitions,0,'Number of partitions must be positive, or -1'",
        "topic.creation.default.replication.factor,-2,Replication factor must be positive",
        "topic.creation.logs.include,[,Syntax error in regular expression",
        "topic.creation.groups,'logs,logs',Duplicate alias provided.",
        "topic.creation.groups,'logs,',Empty alias provided."
    })
    void a_wrong_topic_group_is_refused(String key, String value, String message) {
        Map<String, String> config = new HashMap<>(Map.of(
                "topic.creation.groups", "logs",
                "topic.creation.logs.include", "a",
                "topic.creation.default.partitions", "1",
                "topic.creation.default.replication.factor", "1"));
        config.put(key, value);

        assertThat(refused(source(config)))
                .extracting(ConfigProblem::key, ConfigProblem::message)
                .anySatisfy(found -> {
                    assertThat(found.toList().get(0)).isEqualTo(key);
                    assertThat(found.toList().get(1)).asString().contains(message);
                });
    }

    @Test
    void the_default_group_must_say_partitions_and_replication_and_the_others_what_they_include() {
        assertThat(refused(source(Map.of("topic.creation.groups", "logs"))))
                .extracting(ConfigProblem::message)
                .containsExactlyInAnyOrder(
                        "Missing required configuration \"topic.creation.default.partitions\""
                                + " which has no default value.",
                        "Missing required configuration \"topic.creation.default.replication.factor\""
                                + " which has no default value.",
                        "Missing required configuration \"topic.creation.logs.include\""
                                + " which has no default value.");
    }

    @ParameterizedTest
    @CsvSource({
        "topics,'a,dead','The DLQ topic ''dead'' may not be included in the list of topics (''topics=[a, dead]'')"
                + " consumed by the connector'",
        "topics.regex,d.*,'The DLQ topic ''dead'' may not be matched by the regex for the topics"
                + " (''topics.regex=d.*'') consumed by the connector'"
    })
    void a_dead_letter_queue_the_sink_reads_itself_is_refused(String key, String value, String message) {
        assertThat(refused(sink(Map.of(key, value, "errors.deadletterqueue.topic.name", "dead"))))
                .extracting(ConfigProblem::key, ConfigProblem::message)
                .containsExactly(tuple(key, message));
    }

    @ParameterizedTest
    @CsvSource({
        "errors.tolerance,some",
        "errors.retry.timeout,soon",
        "errors.put.retry.timeout.ms,-2",
        "config.action.reload,now",
        "tasks.max.enforce,maybe"
    })
    void a_value_that_is_none_of_the_allowed_is_refused(String key, String value) {
        assertThat(refused(sink(Map.of("topics", "a", key, value))))
                .extracting(ConfigProblem::key)
                .containsExactly(key);
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
