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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.ErrorPolicy;
import io.connectembedded.error.ConfigProblem;
import io.connectembedded.error.InvalidConfigException;
import io.connectembedded.error.ValidationReport;
import io.connectembedded.error.ValidationReport.Entry;
import io.connectembedded.error.WorkerStateException;
import io.connectembedded.test.ConnectTestDriver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code worker.validate} answers: Connect's validation, with its messages. */
class ValidationTest {

    private static final String HOSTILE = "io.connectembedded.behaviour.Plugins";

    private final Script script = Script.byHand();
    private final ConnectTestDriver driver = ConnectTestDriver.of(Host.byHand());

    @AfterEach
    void end() {
        driver.close();
        script.close();
    }

    private ValidationReport validate(ConnectorSpec spec) {
        ValidationReport report = driver.worker().validate(spec).await();
        assertThat(report.errorCount() == 0).as(report.problems().toString()).isEqualTo(report.isValid());
        assertThat(report.problems())
                .allSatisfy(problem -> assertThat(problem.remedy()).isNotBlank());
        return report;
    }

    private static List<String> errors(ValidationReport report, String key) {
        return report.entries().stream()
                .filter(entry -> entry.value().name().equals(key))
                .flatMap(entry -> entry.value().errorMessages().stream())
                .toList();
    }

    private static ConfigKey definition(ValidationReport report, String key) {
        return report.entries().stream()
                .filter(entry -> entry.value().name().equals(key))
                .map(Entry::definition)
                .findFirst()
                .orElseThrow();
    }

    private ConnectorSpec source(String... keysAndValues) {
        return script.source("src").withAll(map(keysAndValues));
    }

    private ConnectorSpec sink(String... keysAndValues) {
        return script.sink("sink").withAll(map(keysAndValues));
    }

    private static Map<String, String> map(String... keysAndValues) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1].replace("~", HOSTILE + "$"));
        }
        return map;
    }

    @Test
    void a_good_connector_is_valid_and_nothing_is_created() {
        ValidationReport report = validate(
                source("transforms", "t", "transforms.t.type", "~Numbered", "transforms.t.magic.number", "42"));

        report.orThrow();
        assertThat(report.connector()).isEqualTo("src");
        assertThat(report.groups())
                .contains("Common", "Transforms", "Predicates", "Error Handling", "Transforms: t", "Topic Creation");
        assertThat(definition(report, "transforms.t.magic.number").displayName).isEqualTo("magic.number");
        assertThat(definition(report, "number.of.things").defaultValue).isEqualTo(1);
        assertThat(driver.worker().connectors().names()).isEmpty();
        assertThat(script.all()).isEmpty();
    }

    @Test
    void a_wrong_connector_is_answered_and_its_report_throws_when_asked_to() {
        ValidationReport report = validate(source("tasks.max", "0", "number.of.things", "many"));

        assertThat(errors(report, "tasks.max"))
                .containsExactly("Invalid value 0 for configuration tasks.max: Value must be at least 1");
        assertThat(errors(report, "number.of.things"))
                .singleElement()
                .asString()
                .contains("Not a number");
        assertThat(report.errorCount()).isEqualTo(2);
        assertThatThrownBy(report::orThrow)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("tasks.max")
                .hasMessageContaining("number.of.things");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "transforms.t.type|java.lang.Object|does not implement the Transformation interface",
                "transforms.t.type|~Abstract|This class is abstract and cannot be created. Did you mean"
                        + " io.connectembedded.behaviour.Plugins$Abstract$Concrete?",
                "transforms.t.type|NoSuchTransform|Class NoSuchTransform could not be found.",
                "transforms.t.type|~NullConfig|must return a ConfigDef that is not null.",
                "transforms.t.type|~FailsInConfig|Error getting config definition from Transformation: not today",
                "transforms.t.magic.number|40|Value must be at least 42",
                "transforms.t.negate|true|Config 'transforms.t.negate' was provided but there is no config"
                        + " 'transforms.t.predicate' defining a predicate to be negated.",
                "transforms.t.predicate|q|No predicate of the alias 'q' is listed in 'predicates'",
                "transforms|t,t|Duplicate alias provided.",
                "predicates|p,p|Duplicate alias provided.",
                "predicates|p,x|Missing required configuration \"predicates.x.type\" which has no default value.",
                "predicates.p.type|java.lang.Object|does not implement the Predicate interface",
            })
    void a_wrong_chain_is_refused_with_connects_message(String key, String value, String message) {
        ConnectorSpec chain = source(
                "transforms",
                "t",
                "transforms.t.type",
                "~Numbered",
                "transforms.t.magic.number",
                "42",
                "predicates",
                "p",
                "predicates.p.type",
                "~Always");

        ValidationReport report = validate(chain.withAll(map(key, value)));

        assertThat(report.problems())
                .extracting(ConfigProblem::message)
                .anySatisfy(found -> assertThat(found).contains(message));
    }

    @Test
    void a_transform_without_type_and_one_without_its_options_are_refused() {
        ValidationReport report = validate(source("transforms", "dangler,plain", "transforms.plain.type", "~Numbered"));

        assertThat(errors(report, "transforms.dangler.type"))
                .containsExactly(
                        "Missing required configuration \"transforms.dangler.type\" which has no default value.");
        assertThat(errors(report, "transforms.plain.magic.number"))
                .containsExactly("Missing required configuration \"transforms.plain.magic.number\" which has no"
                        + " default value.");
    }

    @Test
    void a_validator_that_throws_is_an_error_of_its_key() {
        ValidationReport report =
                validate(source("transforms", "t", "transforms.t.type", "~FailsInValidator", "transforms.t.odd", "2"));

        assertThat(errors(report, "transforms.t.odd"))
                .singleElement()
                .asString()
                .contains("not today");
    }

    @Test
    void what_a_connector_says_of_a_key_of_the_runtime_comes_beside_what_connect_says() {
        ValidationReport report =
                validate(ConnectorSpec.source("c", Plugins.Unmodifiable.class).with("tasks.max", 0));

        assertThat(errors(report, "tasks.max"))
                .containsExactlyInAnyOrder(
                        "I like no number of tasks",
                        "Invalid value 0 for configuration tasks.max: Value must be at least 1");
    }

    @Test
    void a_transforms_own_predicate_option_is_masked_by_connects() {
        ValidationReport report = validate(source(
                "transforms",
                "t",
                "transforms.t.type",
                "~OwnPredicate",
                "transforms.t.predicate",
                "p",
                "predicates",
                "p",
                "predicates.p.type",
                "~Always"));

        assertThat(report.isValid()).as(report.problems().toString()).isTrue();
    }

    @Test
    void a_hosts_function_is_a_transform_without_a_class() {
        ValidationReport report = validate(source().transform("mine", record -> record));

        assertThat(report.isValid()).as(report.problems().toString()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "value.converter|NoSuchConverter|Class NoSuchConverter could not be found.",
                "value.converter|java.lang.Object|does not implement the Converter interface",
                "value.converter|~Unborn|Could not instantiate class",
                "key.converter|~Hidden|Could not find a public no-argument constructor for class",
                "header.converter|~Picky|does not implement the HeaderConverter interface",
                "value.converter|~PickyFails|Failed to load ConfigDef from value converter: not today",
            })
    void a_wrong_converter_is_refused_with_connects_message(String key, String value, String message) {
        assertThat(errors(validate(source(key, value)), key))
                .anySatisfy(error -> assertThat(error).contains(message));
    }

    @Test
    void a_converters_options_are_checked_below_its_key() {
        ValidationReport report = validate(source("value.converter", "~Picky", "value.converter.level", "high"));

        assertThat(errors(report, "value.converter.level"))
                .singleElement()
                .asString()
                .contains("Not a number");
        assertThat(validate(source("value.converter", "~Picky", "value.converter.level", "3"))
                        .isValid())
                .isTrue();
        assertThat(validate(source().valueConverter(new StringConverter())).isValid())
                .isTrue();
    }

    @Test
    void overrides_are_checked_for_the_clients_the_connector_will_have() {
        String wrong = "soon";
        assertThat(errors(validate(source("producer.override.linger.ms", wrong)), "producer.override.linger.ms"))
                .isNotEmpty();
        assertThat(errors(
                        validate(sink("topics", "a", "consumer.override.max.poll.records", wrong)),
                        "consumer.override.max.poll.records"))
                .isNotEmpty();
        assertThat(validate(sink("topics", "a", "producer.override.linger.ms", wrong))
                        .isValid())
                .as("a sink without dead letters has no producer")
                .isTrue();
        assertThat(errors(
                        validate(sink("topics", "a", "producer.override.linger.ms", wrong)
                                .errors(ErrorPolicy.deadLetterQueue("dead"))),
                        "producer.override.linger.ms"))
                .isNotEmpty();
    }

    @Test
    void a_sink_reads_either_topics_or_a_regex_and_never_its_own_dead_letters() {
        String none = "Must configure one of topics or topics.regex";
        assertThat(errors(validate(sink()), "topics")).containsExactly(none);
        assertThat(errors(validate(sink()), "topics.regex")).containsExactly(none);
        assertThat(errors(validate(sink("topics", "a", "topics.regex", "b.*")), "topics"))
                .containsExactly("topics and topics.regex are mutually exclusive options, but both are set.");
        assertThat(errors(validate(sink("topics.regex", "a(")), "topics.regex"))
                .singleElement()
                .asString()
                .contains("Invalid regex: Unclosed group");
        assertThat(errors(validate(sink("topics", "a, dead").errors(ErrorPolicy.deadLetterQueue("dead"))), "topics"))
                .containsExactly("The DLQ topic 'dead' may not be included in the list of topics"
                        + " ('topics=[a, dead]') consumed by the connector");
        assertThat(errors(
                        validate(sink("topics.regex", "d.*").errors(ErrorPolicy.deadLetterQueue("dead"))),
                        "topics.regex"))
                .containsExactly("The DLQ topic 'dead' may not be matched by the regex for the topics"
                        + " ('topics.regex=d.*') consumed by the connector");
    }

    @Test
    void a_connector_that_answers_null_or_throws_is_refused_and_named() {
        assertThat(errors(validate(ConnectorSpec.source("c", Plugins.NullDefinition.class)), "connector.class"))
                .containsExactly(
                        Plugins.NullDefinition.class.getName() + ".config() must return a ConfigDef that is not null.");
        assertThat(errors(validate(ConnectorSpec.source("c", Plugins.NullAnswer.class)), "connector.class"))
                .containsExactly(
                        Plugins.NullAnswer.class.getName() + ".validate() must return a Config that is not null.");
        assertThat(errors(validate(ConnectorSpec.source("c", Plugins.FailsInValidate.class)), "connector.class"))
                .singleElement()
                .asString()
                .contains("not today");
    }

    @Test
    void a_missing_and_an_unknown_class_are_told_with_everything_else() {
        ValidationReport missing = validate(ConnectorSpec.of("c", Map.of("tasks.max", "none")));
        ValidationReport unknown = validate(ConnectorSpec.source("c", "FileStreamSorce"));

        assertThat(errors(missing, "connector.class"))
                .containsExactly("Missing required configuration \"connector.class\" which has no default value.");
        assertThat(errors(missing, "tasks.max"))
                .contains("Invalid value none for configuration tasks.max: Not a number of type INT");
        assertThat(unknown.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message() + problem.remedy())
                        .contains("FileStreamSorce")
                        .contains("FileStreamSource"));
    }

    @Test
    void a_mistyped_key_and_one_of_an_alias_that_is_not_listed_are_warned_of() {
        ValidationReport report = validate(source(
                "errors.tolerence",
                "all",
                "transforms.t.type",
                "~Numbered",
                "transform.of.my.own",
                "x",
                "producer.override.acks",
                "all"));

        assertThat(report.isValid()).isTrue();
        assertThat(report.warnings())
                .extracting(ConfigProblem::key)
                .containsExactlyInAnyOrder("errors.tolerence", "transforms.t.type");
        assertThat(report.warnings().toString()).contains("errors.tolerance");
    }

    @Test
    void a_secret_is_in_no_part_of_the_report() {
        String secret = "s3cr3t-value";
        ValidationReport report = validate(source(
                "pass",
                secret,
                "tasks.max",
                secret,
                "value.converter",
                secret,
                "producer.override.sasl.jaas.config",
                secret,
                "transforms",
                "t",
                "transforms.t.type",
                "~Numbered",
                "transforms.t.magic.number",
                "42",
                "transforms.t.predicate",
                secret));

        assertThat(report.isValid()).isFalse();
        assertThat(report.toString()).doesNotContain(secret);
        assertThat(report.problems().toString()).doesNotContain(secret);
    }

    @Test
    void a_worker_that_does_not_run_refuses_in_the_completion() {
        try (ConnectWorker worker = Host.builder("localhost:9092").build()) {
            var answer = worker.validate(source());
            assertThatThrownBy(answer::await)
                    .isInstanceOf(WorkerStateException.class)
                    .hasMessageContaining("validation of connector src");
            assertThatThrownBy(() -> worker.validate(null)).isInstanceOf(NullPointerException.class);
        }
    }

    @Test
    void the_same_findings_refuse_a_create() {
        assertThatThrownBy(() -> driver.worker()
                        .connectors()
                        .create(source("transforms", "t"))
                        .await())
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("transforms.t.type");
    }
}
