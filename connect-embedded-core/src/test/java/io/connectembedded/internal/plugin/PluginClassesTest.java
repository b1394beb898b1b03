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
package io.connectembedded.internal.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.connectembedded.JsonConverter;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.apache.kafka.connect.storage.StringConverter;
import org.apache.kafka.connect.transforms.ExtractField;
import org.apache.kafka.connect.transforms.Filter;
import org.apache.kafka.connect.transforms.RegexRouter;
import org.apache.kafka.connect.transforms.predicates.TopicNameMatches;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginClassesTest {

    private static final String REFERENCE = "org.apache.kafka.connect.json.JsonConverter";

    private final ListingLoader loader = new ListingLoader();
    private final PluginClasses plugins = new PluginClasses(loader, Map.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.connectembedded.internal.plugin.SomeConnectors$LinesSourceConnector",
                "LinesSourceConnector",
                "LinesSource"
            })
    void a_connector_is_found_by_class_simple_and_pruned_name(String name) throws Exception {
        loader.list(SourceConnector.class, SomeConnectors.LinesSourceConnector.class.getName());

        assertThat(plugins.find(name, PluginKind.CONNECTOR)).isEqualTo(SomeConnectors.LinesSourceConnector.class);
    }

    @Test
    void transformations_are_found_by_alias_as_in_connect_and_nested_ones_by_their_outer_class_too() throws Exception {
        PluginClasses real = new PluginClasses(getClass().getClassLoader(), Map.of());

        assertThat(real.find("Filter", PluginKind.TRANSFORMATION)).isEqualTo(Filter.class);
        assertThat(real.find("RegexRouter", PluginKind.TRANSFORMATION)).isEqualTo(RegexRouter.class);
        assertThat(real.find("TopicNameMatches", PluginKind.PREDICATE)).isEqualTo(TopicNameMatches.class);
        assertThat(real.find(ExtractField.Key.class.getName(), PluginKind.TRANSFORMATION))
                .isEqualTo(ExtractField.Key.class);
        assertThat(real.find("ExtractField$Key", PluginKind.TRANSFORMATION)).isEqualTo(ExtractField.Key.class);
        assertThatThrownBy(() -> real.find("Key", PluginKind.TRANSFORMATION))
                .isInstanceOf(PluginNotFoundException.class);
    }

    @Test
    void sources_and_sinks_share_one_name_space() throws Exception {
        loader.list(SinkConnector.class, SomeConnectors.TableSinkConnector.class.getName());

        assertThat(plugins.find("TableSink", PluginKind.CONNECTOR)).isEqualTo(SomeConnectors.TableSinkConnector.class);
    }

    @Test
    void the_aliases_of_connects_own_converters_are_known_from_their_service_files() throws Exception {
        PluginClasses real = new PluginClasses(getClass().getClassLoader(), Map.of());

        assertThat(real.find("String", PluginKind.CONVERTER)).isEqualTo(StringConverter.class);
        assertThat(real.find("StringConverter", PluginKind.HEADER_CONVERTER)).isEqualTo(StringConverter.class);
        assertThat(real.find("Simple", PluginKind.HEADER_CONVERTER)).isEqualTo(SimpleHeaderConverter.class);
        assertThat(real.find("ByteArray", PluginKind.CONVERTER).getName())
                .isEqualTo("org.apache.kafka.connect.converters.ByteArrayConverter");
    }

    @Test
    void an_alias_that_two_classes_share_is_none() {
        loader.list(
                SourceConnector.class,
                "org.example.LinesSourceConnector",
                "org.other.LinesSourceConnector",
                SomeConnectors.LinesSourceConnector.class.getName());

        assertThatThrownBy(() -> plugins.find("LinesSource", PluginKind.CONNECTOR))
                .isInstanceOf(PluginNotFoundException.class)
                .hasMessage("No connector is known by the name LinesSource");
    }

    @Test
    void the_same_class_listed_twice_keeps_its_alias() throws Exception {
        String name = SomeConnectors.LinesSourceConnector.class.getName();
        loader.list(SourceConnector.class, name, name);

        assertThat(plugins.find("LinesSource", PluginKind.CONNECTOR).getName()).isEqualTo(name);
    }

    @Test
    void the_runtimes_own_aliases_come_first() throws Exception {
        loader.list(SourceConnector.class, "org.example.LinesSourceConnector");
        PluginClasses own = new PluginClasses(loader, Map.of("LinesSource", SomeConnectors.LinesSourceConnector.class));

        assertThat(own.find("LinesSource", PluginKind.CONNECTOR)).isEqualTo(SomeConnectors.LinesSourceConnector.class);
    }

    @Test
    void a_misspelt_alias_is_answered_with_near_matches() {
        loader.list(
                SourceConnector.class, SomeConnectors.LinesSourceConnector.class.getName(), "org.example.JdbcSource");

        assertThat(refused("LineSorce").remedy())
                .isEqualTo("Did you mean LinesSource? Else add the jar that holds it to the class path");
    }

    @Test
    void a_misspelt_class_name_is_answered_with_near_matches_of_its_last_part() {
        loader.list(SourceConnector.class, SomeConnectors.LinesSourceConnector.class.getName());

        assertThat(refused("com.example.LinesSourceConector").remedy())
                .contains("Did you mean")
                .contains("LinesSourceConnector?");
    }

    @Test
    void a_name_like_no_other_is_answered_with_what_is_known() {
        loader.list(SourceConnector.class, SomeConnectors.LinesSourceConnector.class.getName());

        assertThat(refused("Xyz"))
                .hasMessage("No connector is known by the name Xyz")
                .extracting(PluginNotFoundException::remedy)
                .isEqualTo("Add the jar that holds it to the class path; known here: LinesSource, LinesSourceConnector,"
                        + " SomeConnectors$LinesSourceConnector");
    }

    @Test
    void a_class_of_another_kind_is_refused_with_what_is_wanted() {
        PluginNotFoundException refused = refused(StringConverter.class.getName());

        assertThat(refused.what()).isEqualTo(StringConverter.class.getName() + " is no connector that can be run");
        assertThat(refused.remedy()).contains(SourceConnector.class.getName()).contains(SinkConnector.class.getName());
    }

    @Test
    void an_abstract_class_is_refused() {
        assertThat(refused(SomeConnectors.Unfinished.class.getName()).what())
                .endsWith("is no connector that can be run");
        assertThat(refused(SinkConnector.class.getName()).what()).endsWith("is no connector that can be run");
    }

    @Test
    void the_alias_json_converter_is_always_ours() throws Exception {
        loader.list(Converter.class, REFERENCE);

        assertThat(plugins.find("JsonConverter", PluginKind.CONVERTER)).isEqualTo(JsonConverter.class);
        assertThat(plugins.find("Json", PluginKind.CONVERTER)).isEqualTo(JsonConverter.class);
    }

    @Test
    void the_references_json_converter_is_itself_where_it_is_present_and_ours_where_it_is_absent() throws Exception {
        assertThat(plugins.find(REFERENCE, PluginKind.CONVERTER).getName()).isEqualTo(REFERENCE);
        // Another loader: the JVM does not ask one twice for a class it has found.
        ListingLoader without = new ListingLoader();
        without.hide("org.apache.kafka.connect.json.");
        assertThat(new PluginClasses(without, Map.of()).find(REFERENCE, PluginKind.CONVERTER))
                .isEqualTo(JsonConverter.class);
    }

    @Test
    void comments_and_blank_lines_of_a_service_file_are_skipped() throws Exception {
        loader.list(
                SourceConnector.class,
                "# connectors of this jar",
                "",
                "  " + SomeConnectors.LinesSourceConnector.class.getName() + "  # the good one",
                "#org.example.OldSourceConnector");

        assertThat(plugins.find("LinesSource", PluginKind.CONNECTOR)).isNotNull();
        assertThat(refused("Old").remedy()).doesNotContain("OldSource");
    }

    @Test
    void only_the_class_asked_for_is_loaded_and_none_is_initialised() throws Exception {
        loader.list(
                SourceConnector.class,
                SomeConnectors.LinesSourceConnector.class.getName(),
                SomeConnectors.ExplodingSourceConnector.class.getName(),
                "org.example.AbsentSourceConnector");

        plugins.find("LinesSource", PluginKind.CONNECTOR);
        refused("Nothing");
        assertThat(loader.asked).doesNotContain(SomeConnectors.ExplodingSourceConnector.class.getName());

        Class<?> exploding = plugins.find("ExplodingSource", PluginKind.CONNECTOR);
        assertThat(SomeConnectors.INITIALISED).isEmpty();
        assertThatThrownBy(() -> PluginClasses.create(exploding, SourceConnector.class))
                .isInstanceOf(PluginNotFoundException.class)
                .hasMessageContaining("no licence");
    }

    @Test
    void a_class_whose_own_needs_are_missing_is_told_from_one_that_is_unknown() {
        loader.breakLinkOf("org.example.BrokenConnector");

        assertThat(refused("org.example.BrokenConnector").what())
                .startsWith("The connector class org.example.BrokenConnector cannot be loaded: ")
                .contains("org/example/Driver");
    }

    @Test
    void a_constructor_that_throws_is_told_with_its_cause() {
        assertThatThrownBy(() -> PluginClasses.create(SomeConnectors.Refusing.class, SourceConnector.class))
                .isInstanceOf(PluginNotFoundException.class)
                .hasMessageContaining("Refusing cannot be created: java.lang.IllegalStateException: not today")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_class_without_a_plain_public_constructor_is_told_so() {
        for (Class<?> plugin : List.of(SomeConnectors.Demanding.class, SomeConnectors.Secretive.class)) {
            assertThatThrownBy(() -> PluginClasses.create(plugin, SourceConnector.class))
                    .isInstanceOf(PluginNotFoundException.class)
                    .hasMessageEndingWith("has no public constructor without arguments");
        }
    }

    private PluginNotFoundException refused(String name) {
        PluginNotFoundException thrown =
                catchThrowableOfType(PluginNotFoundException.class, () -> plugins.find(name, PluginKind.CONNECTOR));
        assertThat(thrown).isNotNull();
        return thrown;
    }
}
