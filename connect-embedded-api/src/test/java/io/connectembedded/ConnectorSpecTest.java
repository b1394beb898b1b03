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
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.entry;

import io.connectembedded.inapp.SinkHandler;
import io.connectembedded.status.TargetState;
import java.util.Collections;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.apache.kafka.connect.storage.StringConverter;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

class ConnectorSpecTest {
    @Test
    void a_source_by_class_holds_its_name_and_its_class_first() {
        assertThat(ConnectorSpec.source("lines", SourceConnector.class)
                        .with("file", "in.txt")
                        .config())
                .containsExactly(
                        entry("name", "lines"),
                        entry("connector.class", SourceConnector.class.getName()),
                        entry("file", "in.txt"));
    }

    @Test
    void sources_and_sinks_by_class_and_by_name_differ_in_the_class_alone() {
        assertThat(ConnectorSpec.source("a", SourceConnector.class))
                .isEqualTo(ConnectorSpec.source("a", SourceConnector.class.getName()));
        assertThat(ConnectorSpec.sink("a", SinkConnector.class))
                .isEqualTo(ConnectorSpec.sink("a", SinkConnector.class.getName()))
                .isNotEqualTo(ConnectorSpec.source("a", SourceConnector.class));
    }

    @Test
    void a_sink_from_a_function_keeps_the_function_and_shows_a_reference() {
        SinkHandler<SinkRecord> handler = record -> {};
        ConnectorSpec spec = ConnectorSpec.sink("printer", handler);
        assertThat(spec.config())
                .containsExactly(
                        entry("name", "printer"),
                        entry("connector.class", "InAppSink"),
                        entry("handler", "${object:printer.handler}"));
        assertThat(spec.objects()).containsExactly(entry("handler", handler));
    }

    @Test
    void a_copy_method_leaves_the_original_alone() {
        ConnectorSpec before = ConnectorSpec.source("a", "Some").with("k", "1");
        Map<String, String> config = Map.copyOf(before.config());
        before.with("k", "2").without("k");
        before.tasks(3).topics("t").topicsMatching("t.*").withAll(Map.of("x", "y"));
        before.keyConverter(new StringConverter()).initialState(TargetState.PAUSED);
        assertThat(before.config()).isEqualTo(config);
        assertThat(before.objects()).isEmpty();
        assertThat(before.target()).isEqualTo(TargetState.STARTED);
    }

    @Test
    void the_maps_of_a_spec_cannot_be_modified() {
        ConnectorSpec spec = ConnectorSpec.sink("a", record -> {});
        assertThat(spec.config()).isUnmodifiable();
        assertThat(spec.objects()).isUnmodifiable();
    }

    @Test
    void typed_methods_write_connects_keys() {
        assertThat(ConnectorSpec.sink("a", "Some")
                        .tasks(4)
                        .topics("t1", "t2")
                        .topicsMatching("t.*")
                        .config())
                .contains(entry("tasks.max", "4"), entry("topics", "t1,t2"), entry("topics.regex", "t.*"));
    }

    @Test
    void the_last_writer_of_a_key_wins_in_either_spelling() {
        ConnectorSpec spec = ConnectorSpec.sink("a", "Some");
        assertThat(spec.tasks(4).with("tasks.max", 5).config()).containsEntry("tasks.max", "5");
        assertThat(spec.with("tasks.max", 5).tasks(4).config()).containsEntry("tasks.max", "4");
        assertThat(spec.tasks(4).withAll(Map.of("tasks.max", 6)).config()).containsEntry("tasks.max", "6");
    }

    @Test
    void text_over_an_object_removes_the_object_and_an_object_over_text_the_text() {
        Converter converter = new StringConverter();
        ConnectorSpec withObject = ConnectorSpec.sink("a", "Some").keyConverter(converter);
        ConnectorSpec withText = withObject.with("key.converter", StringConverter.class);
        assertThat(withText.objects()).isEmpty();
        assertThat(withText.config()).containsEntry("key.converter", StringConverter.class.getName());
        assertThat(withText.keyConverter(converter)).isEqualTo(withObject);
        assertThat(withObject.without("key.converter")).isEqualTo(ConnectorSpec.sink("a", "Some"));
    }

    @Test
    void converters_are_kept_as_objects_under_their_keys() {
        Converter key = new StringConverter();
        Converter value = new StringConverter();
        SimpleHeaderConverter header = new SimpleHeaderConverter();
        ConnectorSpec spec = ConnectorSpec.source("a", "Some")
                .keyConverter(key)
                .valueConverter(value)
                .headerConverter(header);
        assertThat(spec.objects())
                .containsExactly(
                        entry("key.converter", key),
                        entry("value.converter", value),
                        entry("header.converter", header));
        assertThat(spec.config())
                .contains(
                        entry("key.converter", "${object:a.key.converter}"),
                        entry("value.converter", "${object:a.value.converter}"),
                        entry("header.converter", "${object:a.header.converter}"));
    }

    @Test
    void a_config_map_may_repeat_the_name_but_not_change_it() {
        assertThat(ConnectorSpec.of("a", Map.of("name", "a", "x", "1")))
                .isEqualTo(ConnectorSpec.of("a", Map.of("x", 1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectorSpec.of("a", Map.of("name", "b")))
                .withMessageContainingAll("'a'", "'b'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectorSpec.source("a", "Some").without("name"))
                .withMessageContaining("'a'");
    }

    @Test
    void equality_is_by_name_config_objects_and_initial_state() {
        Converter converter = new StringConverter();
        ConnectorSpec spec = ConnectorSpec.source("a", "Some").with("k", 1).keyConverter(converter);
        ConnectorSpec same =
                ConnectorSpec.source("a", "Some").keyConverter(converter).with("k", "1");
        assertThat(spec).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(spec).isNotEqualTo(same.with("k", 2));
        assertThat(spec).isNotEqualTo(same.keyConverter(new StringConverter()));
        assertThat(spec).isNotEqualTo(same.initialState(TargetState.STOPPED));
        assertThat(ConnectorSpec.source("b", "Some")).isNotEqualTo(ConnectorSpec.source("a", "Some"));
    }

    @Test
    void its_text_shows_name_class_and_keys_but_no_value() {
        assertThat(ConnectorSpec.sink("a", "Some").with("connection.password", "s3cret"))
                .asString()
                .contains("a", "Some", "connection.password")
                .doesNotContain("s3cret");
    }

    @Test
    @NullUnmarked
    void a_null_argument_is_refused_by_its_name() {
        ConnectorSpec spec = ConnectorSpec.source("a", "Some");
        assertThatNullPointerException()
                .isThrownBy(() -> ConnectorSpec.source(null, "Some"))
                .withMessage("name");
        assertThatNullPointerException()
                .isThrownBy(() -> spec.keyConverter(null))
                .withMessage("converter");
        assertThatNullPointerException()
                .isThrownBy(() -> spec.withAll(Collections.singletonMap(null, "v")))
                .withMessageContaining("key");
        assertThatNullPointerException()
                .isThrownBy(() -> spec.withAll(Collections.singletonMap("batch.size", null)))
                .withMessageContaining("batch.size");
        assertThatNullPointerException()
                .isThrownBy(() -> spec.topics("t", null))
                .withMessageContaining("topics");
    }
}
