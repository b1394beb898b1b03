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
package io.connectembedded.behaviour.offsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.error.ConnectorNotFoundException;
import io.connectembedded.error.WorkerStateException;
import io.connectembedded.offset.ConnectorOffset;
import io.connectembedded.offset.ConnectorOffsets.Altered;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import io.connectembedded.status.ConnectorState;
import io.connectembedded.status.TargetState;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.SourceDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Offsets as an operator reads and changes them, on fake clients. */
class ConnectorOffsetsTest {

    private static final TopicPartition T0 = new TopicPartition("t", 0);

    private final Alterations connector = Alterations.open();
    private final OffsetStore store = OffsetStore.memory();
    private ConnectTestDriver driver;

    @AfterEach
    void end() {
        if (driver != null) {
            driver.close();
        }
        connector.close();
    }

    private ConnectWorker.Builder builder() {
        return ConnectWorker.builder()
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetStore(store);
    }

    private ConnectorHandle handle(ConnectorSpec spec) {
        return handle(builder(), spec);
    }

    private ConnectorHandle handle(ConnectWorker.Builder builder, ConnectorSpec spec) {
        driver = ConnectTestDriver.of(builder.connector(spec));
        return driver.worker().connector(spec.name());
    }

    private ConnectorHandle stopped(ConnectorSpec spec) {
        return handle(spec.initialState(TargetState.STOPPED));
    }

    private void stored(String partition, String offset) throws Exception {
        store.write(List.of(new StoredOffset("src", partition, offset)));
    }

    private Map<String, String> stored() throws Exception {
        Map<String, String> texts = new TreeMap<>();
        store.read("src").forEach(each -> texts.put(each.partition(), each.offset()));
        return texts;
    }

    private static ConnectorOffset position(Object partition, Object offset) {
        return new ConnectorOffset(Map.of("p", partition), offset == null ? null : Map.of("o", offset));
    }

    private static Map<String, Object> ordered(String first, Object one, String second, Object two) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(first, one);
        map.put(second, two);
        return map;
    }

    // ---- going on there -------------------------------------------------------------------------------------------

    @Test
    void a_source_goes_on_where_its_offset_was_put_and_from_the_beginning_after_a_reset(@TempDir Path dir)
            throws Exception {
        Path file = Files.writeString(dir.resolve("in.txt"), "one\ntwo\nthree\n");
        ConnectorHandle lines = handle(ConnectorSpec.source("lines", "FileStreamSource")
                .with("file", file)
                .with("topic", "lines"));
        SourceDriver source = driver.source("lines");
        assertThat(polled(source)).containsExactly("one", "two", "three");
        source.ackAll();
        source.commit();
        Map<String, ?> partition = Map.of("filename", file.toString());
        assertThat(lines.offsets().read().await())
                .containsExactly(new ConnectorOffset(partition, Map.of("position", 14L)));

        lines.stop().await();
        assertThat(lines.offsets()
                        .alter(List.of(new ConnectorOffset(partition, Map.of("position", 4))))
                        .await())
                .isEqualTo(Altered.WITH_CONNECTOR);
        assertThat(lines.offsets().read().await())
                .containsExactly(new ConnectorOffset(partition, Map.of("position", 4L)));
        lines.resume().await();
        assertThat(polled(source)).containsExactly("two", "three");

        lines.stop().await();
        assertThat(lines.offsets().reset().await()).isEqualTo(Altered.WITH_CONNECTOR);
        assertThat(lines.offsets().read().await()).isEmpty();
        lines.resume().await();
        assertThat(polled(source)).containsExactly("one", "two", "three");
    }

    private static List<Object> polled(SourceDriver source) {
        return source.poll().stream().map(SourceRecord::value).toList();
    }

    @Test
    void a_sink_goes_on_where_its_offset_was_put_and_from_the_beginning_after_a_reset() {
        ConnectorHandle sink = handle(connector.sink("sink", "t"));
        driver.topic("t", 2).sendValues(List.of("a", "b", "c"));
        driver.settle();
        driver.sink("sink").commit();
        int all = connector.put.size();
        List<ConnectorOffset> before = sink.offsets().read().await();
        assertThat(before)
                .hasSize(2)
                .allSatisfy(each ->
                        assertThat((Object) each.partition().get("kafka_topic")).isEqualTo("t"));

        sink.stop().await();
        connector.put.clear();
        sink.offsets()
                .alter(List.of(ConnectorOffset.of(T0, 0), ConnectorOffset.of(new TopicPartition("t", 1), 0)))
                .await();
        assertThat(sink.offsets().read().await())
                .containsExactly(ConnectorOffset.of(T0, 0), ConnectorOffset.of(new TopicPartition("t", 1), 0));
        sink.resume().await();
        driver.settle();
        assertThat(connector.put).hasSize(all);

        driver.sink("sink").commit();
        sink.stop().await();
        connector.put.clear();
        assertThat(sink.offsets().reset().await()).isEqualTo(Altered.WITH_CONNECTOR);
        assertThat(sink.offsets().read().await()).isEmpty();
        sink.resume().await();
        driver.settle();
        assertThat(connector.put).hasSize(all);
    }

    @Test
    void offsets_may_be_put_before_the_first_start_of_a_connector_whatever_its_name() throws Exception {
        String name = "a/b {\"ü\"} %: ${x";
        Path file = Files.createTempFile("in", ".txt");
        try {
            Files.writeString(file, "one\ntwo\n");
            ConnectorHandle lines = stopped(ConnectorSpec.source(name, "FileStreamSource")
                    .with("file", file)
                    .with("topic", "lines"));
            assertThat(lines.offsets().read().await()).isEmpty();
            lines.offsets()
                    .alter(List.of(new ConnectorOffset(Map.of("filename", file.toString()), Map.of("position", 4))))
                    .await();
            lines.resume().await();
            assertThat(polled(driver.source(name))).containsExactly("two");
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void a_sink_that_was_never_started_begins_where_its_offset_was_put() {
        ConnectorHandle sink = stopped(connector.sink("s i/n:k", "t"));
        driver.topic("t").sendValues(List.of("a", "b", "c"));
        sink.offsets().alter(List.of(ConnectorOffset.of(T0, 2))).await();
        sink.resume().await();
        driver.settle();
        assertThat(connector.put).containsExactly("c");
    }

    @Test
    void a_sink_with_a_store_of_its_own_goes_on_where_its_position_was_put_there() throws Exception {
        OffsetStore own = OffsetStore.memory();
        own.write(List.of(
                new StoredOffset("sink", "{\"kafka_topic\":\"t\",\"kafka_partition\":0}", "{\"kafka_offset\":3}")));
        ConnectorHandle sink = stopped(connector.sink("sink", "t").offsetStore(own));
        driver.topic("t", 2).sendValues(List.of("a", "b", "c", "d", "e", "f"));
        assertThat(sink.offsets().read().await()).containsExactly(ConnectorOffset.of(T0, 3));

        TopicPartition one = new TopicPartition("t", 1);
        sink.offsets()
                .alter(List.of(ConnectorOffset.of(T0, 2), ConnectorOffset.of(one, 1)))
                .await();
        assertThat(own.read("sink"))
                .containsExactly(
                        new StoredOffset(
                                "sink", "{\"kafka_topic\":\"t\",\"kafka_partition\":0}", "{\"kafka_offset\":2}"),
                        new StoredOffset(
                                "sink", "{\"kafka_partition\":1,\"kafka_topic\":\"t\"}", "{\"kafka_offset\":1}"));
        sink.resume().await();
        driver.settle();
        assertThat(connector.put).hasSize(3);

        sink.stop().await();
        sink.offsets()
                .alter(List.of(new ConnectorOffset(ConnectorOffset.of(one, 0).partition(), null)))
                .await();
        assertThat(sink.offsets().read().await()).hasSize(1);
        sink.offsets().reset().await();
        assertThat(own.read("sink")).isEmpty();
        connector.put.clear();
        sink.resume().await();
        driver.settle();
        assertThat(connector.put).hasSize(6);
    }

    // ---- what is stored -------------------------------------------------------------------------------------------

    @Test
    void partitions_that_mean_the_same_are_read_as_one_and_the_newest_counts() throws Exception {
        stored("{\"a\":1,\"b\":2}", "{\"o\":1}");
        stored("{\"p\":\"x\"}", "{\"o\":7}");
        stored("{\"b\":2,\"a\":1}", "{\"o\":2}");
        ConnectorHandle src = handle(connector.source("src"));
        assertThat(src.offsets().read().await())
                .containsExactly(new ConnectorOffset(Map.of("a", 1L, "b", 2L), Map.of("o", 2L)), position("x", 7L));
    }

    @Test
    void a_partition_that_means_a_stored_one_takes_its_place_to_the_byte_of_its_key() throws Exception {
        stored("{\"a\":1,\"b\":2}", "{\"o\":1}");
        stored("{\"b\":2,\"a\":1}", "{\"o\":2}");
        stored("{\"a\":1,\"b\":3}", "{\"o\":3}");
        ConnectorHandle src = stopped(connector.source("src"));
        src.offsets()
                .alter(List.of(
                        new ConnectorOffset(ordered("b", (short) 2, "a", 1), ordered("y", 1.5f, "x", 9)),
                        new ConnectorOffset(ordered("b", 4, "a", "new"), Map.of("o", 4))))
                .await();
        assertThat(stored())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "{\"a\":1,\"b\":2}", "{\"y\":1.5,\"x\":9}",
                        "{\"b\":2,\"a\":1}", "{\"y\":1.5,\"x\":9}",
                        "{\"a\":1,\"b\":3}", "{\"o\":3}",
                        "{\"b\":4,\"a\":\"new\"}", "{\"o\":4}"));

        src.offsets()
                .alter(List.of(new ConnectorOffset(ordered("b", 2, "a", 1), null), position("never stored", null)))
                .await();
        assertThat(stored()).containsOnlyKeys("{\"a\":1,\"b\":3}", "{\"b\":4,\"a\":\"new\"}");
    }

    @Test
    void a_partition_that_is_none_is_an_empty_one() throws Exception {
        stored("null", "{\"o\":1}");
        ConnectorHandle src = stopped(connector.source("src"));
        assertThat(src.offsets().read().await()).containsExactly(new ConnectorOffset(Map.of(), Map.of("o", 1L)));
        src.offsets()
                .alter(List.of(new ConnectorOffset(Map.of(), Map.of("o", 2))))
                .await();
        assertThat(stored()).isEqualTo(Map.of("null", "{\"o\":2}"));
        Map<Object, Object> told = new LinkedHashMap<>();
        told.put(null, Map.of("o", 2L));
        assertThat(connector.calls.get(0).offsets()).isEqualTo(told);
    }

    @Test
    void what_cannot_be_read_is_told_and_can_be_altered_or_reset() throws Exception {
        stored("{\"p\":\"x\"}", "[1]");
        ConnectorHandle src = stopped(connector.source("src"));
        assertThatThrownBy(() -> src.offsets().read().await())
                .isInstanceOf(ConnectEmbeddedException.class)
                .hasMessage(
                        "The stored offset of source partition {\"p\":\"x\"} of connector src cannot be read; stop the"
                                + " connector and alter that offset, or reset all of them");
        src.offsets().alter(List.of(position("x", 1))).await();
        assertThat(stored()).isEqualTo(Map.of("{\"p\":\"x\"}", "{\"o\":1}"));

        stored("torn", "{\"o\":1}");
        assertThatThrownBy(() -> src.offsets().read().await()).hasMessageContaining("source partition torn");
        src.offsets().reset().await();
        assertThat(stored()).isEmpty();
        assertThat(connector.calls.get(1).offsets()).isEqualTo(singletonNull(Map.of("p", "x")));
    }

    private static Map<Object, Object> singletonNull(Object key) {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put(key, null);
        return map;
    }

    // ---- the connector's own word ---------------------------------------------------------------------------------

    @Test
    void the_connector_is_asked_first_as_connect_asks_it() throws Exception {
        stored("{\"p\":\"x\"}", "{\"o\":1}");
        ConnectorHandle src = handle(connector.source("src"));
        src.running().await();
        src.stop().await();
        connector.answer = () -> {
            assertThat(stored()).isEqualTo(Map.of("{\"p\":\"x\"}", "{\"o\":1}"));
            return false;
        };
        assertThat(src.offsets()
                        .alter(List.of(position("x", 2), position((byte) 3, null)))
                        .await())
                .isEqualTo(Altered.WORKER_ONLY);

        Alterations.Call call = connector.calls.get(0);
        assertThat(call.config())
                .isEqualTo(src.spec().config())
                .isNotSameAs(src.spec().config());
        Map<Object, Object> expected = singletonNull(Map.of("p", 3L));
        expected.put(Map.of("p", "x"), Map.of("o", 2L));
        assertThat(call.offsets()).isEqualTo(expected);
        assertThat(call.loader()).isSameAs(Alterations.Source.class.getClassLoader());
        assertThat(connector.started).hasSize(1).doesNotContain(call.by());
        assertThat(stored()).isEqualTo(Map.of("{\"p\":\"x\"}", "{\"o\":2}"));

        connector.answer = () -> false;
        assertThat(src.offsets().reset().await()).isEqualTo(Altered.WORKER_ONLY);
        assertThat(connector.calls.get(1).offsets()).isEqualTo(singletonNull(Map.of("p", "x")));
        src.offsets().reset().await();
        assertThat(connector.calls.get(2).offsets()).isEmpty();
    }

    @Test
    void a_connector_that_refuses_leaves_everything_as_it_is_and_its_words_are_told() throws Exception {
        stored("{\"p\":\"x\"}", "{\"o\":1}");
        ConnectorHandle src = stopped(connector.source("src"));
        connector.answer = () -> {
            throw new ConnectException("no such table");
        };
        assertThatThrownBy(() -> src.offsets().alter(List.of(position("x", 2))).await())
                .isInstanceOf(ConnectEmbeddedException.class)
                .hasMessage("Connector src refused the change of its offsets in " + Alterations.Source.class.getName()
                        + ".alterOffsets(): no such table; what the worker keeps is unchanged");
        connector.answer = () -> {
            throw new UnsupportedOperationException("not mine");
        };
        assertThatThrownBy(() -> src.offsets().reset().await())
                .hasMessageContaining("does not support that its offsets are changed")
                .hasMessageContaining("not mine");
        connector.answer = () -> {
            throw new StackOverflowError("deep");
        };
        assertThatThrownBy(() -> src.offsets().reset().await()).hasMessageContaining("deep");
        assertThat(stored()).isEqualTo(Map.of("{\"p\":\"x\"}", "{\"o\":1}"));

        connector.answer = () -> true;
        assertThat(src.offsets().reset().await()).isEqualTo(Altered.WITH_CONNECTOR);
    }

    @Test
    void a_connector_that_does_not_answer_is_given_up_and_nothing_is_written_when_it_does() throws Exception {
        ConnectorHandle src = stopped(connector.source("src"));
        connector.answer = () -> {
            driver.advance(Duration.ofSeconds(31));
            return true;
        };
        assertThatThrownBy(() -> src.offsets().alter(List.of(position("x", 2))).await())
                .isInstanceOf(ConnectEmbeddedException.class)
                .hasMessage("The alteration of the offsets of connector src was given up after PT30S: "
                        + Alterations.Source.class.getName()
                        + ".alterOffsets() did not return; what the worker keeps is"
                        + " unchanged, what the connector keeps elsewhere may still change");
        driver.settle();
        assertThat(stored()).isEmpty();
        connector.answer = () -> true;
        src.offsets().alter(List.of(position("x", 3))).await();
        src.resume().await();
        assertThat(stored()).hasSize(1);
    }

    @Test
    void the_connector_has_its_config_resolved_and_no_refusal_tells_a_secret(@TempDir Path dir) throws Exception {
        Path secrets = Files.writeString(dir.resolve("s.properties"), "password=hunter22\n");
        ConnectorHandle src = handle(
                builder()
                        .with("config.providers", "file")
                        .with("config.providers.file.class", FileConfigProvider.class.getName()),
                connector
                        .source("src")
                        .with("pass", "${file:" + secrets + ":password}")
                        .initialState(TargetState.STOPPED));
        src.offsets().reset().await();
        assertThat(connector.calls.get(0).config()).containsEntry("pass", "hunter22");

        connector.answer = () -> {
            throw new ConnectException("cannot log in with hunter22");
        };
        assertThatThrownBy(() -> src.offsets().reset().await())
                .hasMessageContaining("cannot log in with")
                .hasMessageNotContaining("hunter22")
                .hasNoCause();
    }

    // ---- refusals -------------------------------------------------------------------------------------------------

    @Test
    void a_change_needs_the_connector_stopped_and_a_look_does_not() throws Exception {
        stored("{\"p\":\"x\"}", "{\"o\":1}");
        ConnectorHandle src = handle(connector.source("src"));
        src.running().await();
        assertThatThrownBy(() -> src.offsets().reset().await())
                .isInstanceOf(WorkerStateException.class)
                .hasMessage("The reset of the offsets of connector src needs the connector STOPPED, and its target is"
                        + " STARTED; await stop() first, and resume() afterwards");
        src.pause().await();
        assertThatThrownBy(() -> src.offsets().alter(List.of(position("x", 2))).await())
                .isInstanceOf(WorkerStateException.class)
                .hasMessageContaining("its target is PAUSED");
        assertThat(src.offsets().read().await()).containsExactly(position("x", 1L));
        assertThat(connector.calls).isEmpty();
        src.stop().await();
        assertThat(src.offsets().read().await()).containsExactly(position("x", 1L));
        assertThat(src.status().state()).isEqualTo(ConnectorState.STOPPED);
    }

    @Test
    void offsets_of_a_connector_that_does_not_exist_are_refused_with_near_matches() {
        handle(connector.source("src")).running().await();
        ConnectorHandle src = driver.worker().connector("src");
        src.delete().await();
        assertThatThrownBy(() -> src.offsets().read().await()).isInstanceOf(ConnectorNotFoundException.class);
        assertThatThrownBy(() -> src.offsets().reset().await()).isInstanceOf(ConnectorNotFoundException.class);
        assertThat(connector.calls).isEmpty();
    }

    @Test
    void offsets_need_a_worker_that_runs() {
        ConnectorHandle src = stopped(connector.source("src"));
        driver.worker().stop();
        assertThatThrownBy(() -> src.offsets().read().await())
                .isInstanceOf(WorkerStateException.class)
                .hasMessageContaining("reading of the offsets of connector src");
    }

    @Test
    void offsets_no_source_has_are_refused_with_the_key_at_fault() throws Exception {
        ConnectorHandle src = stopped(connector.source("src"));
        assertThatThrownBy(() -> src.offsets().alter(List.of()).await())
                .isInstanceOf(ConnectEmbeddedException.class)
                .hasMessageContaining("needs at least one of them; reset() forgets all");
        assertThatThrownBy(() ->
                        src.offsets().alter(List.of(position("x", List.of(1)))).await())
                .isInstanceOf(ConnectEmbeddedException.class)
                .hasMessageContaining("A source offset given for connector src")
                .hasMessageContaining("for key 'o'; only null, strings, booleans, numbers and bytes");
        assertThatThrownBy(() -> src.offsets()
                        .alter(List.of(position(1, 1), position(1L, 2)))
                        .await())
                .hasMessage("The source partition {\"p\":1} of connector src is given twice; give it once");
        assertThat(connector.calls).isEmpty();
        assertThat(stored()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kafka_topic | none | 0  | 1   | topic none does not exist; correct its name
            kafka_topic | t    | 5  | 1   | topic t has no partition 5; it has 1, numbered from 0
            kafka_topic | t    | -1 | 1   | the 'kafka_partition' is '-1'; it begins at 0
            kafka_topic | t    | x  | 1   | the 'kafka_partition' is 'x'; give a whole number
            kafka_topic | t    | 0  | 1.5 | the 'kafka_offset' is '1.5'; give a whole number
            kafka_topic | t    | 0  | -2  | the 'kafka_offset' is '-2'; it begins at 0
            topic       | t    | 0  | 1   | the partition has the keys [kafka_partition, topic]; a sink's has exactly [kafka_partition, kafka_topic]
            """, quoteCharacter = '"')
    void offsets_no_sink_has_are_refused_with_the_value_at_fault(
            String key, String topic, String number, String value, String told) {
        ConnectorHandle sink = stopped(connector.sink("sink", "t"));
        driver.topic("t").sendValues(List.of("a"));
        Map<String, Object> partition = Map.of(key, topic, "kafka_partition", number);
        Map<String, Object> offset = Map.of("kafka_offset", value);
        assertThatThrownBy(() -> sink.offsets()
                        .alter(List.of(new ConnectorOffset(partition, offset)))
                        .await())
                .isInstanceOf(ConnectEmbeddedException.class)
                .hasMessage("Of the offsets given for sink connector sink " + told);
        assertThat(connector.calls).isEmpty();
        assertThat(sink.offsets().read().await()).isEmpty();
    }

    @Test
    void a_sinks_numbers_may_come_as_text_and_an_offset_without_value_is_forgotten() {
        ConnectorHandle sink = stopped(connector.sink("sink", "t").with("consumer.override.group.id", "mine"));
        driver.topic("t", 2).sendValues(List.of("a"));
        sink.offsets()
                .alter(List.of(
                        new ConnectorOffset(
                                Map.of("kafka_topic", "t", "kafka_partition", "0"), Map.of("kafka_offset", "1")),
                        ConnectorOffset.of(new TopicPartition("t", 1), 0)))
                .await();
        assertThat(connector.calls.get(0).offsets()).isEqualTo(Map.of(T0, 1L, new TopicPartition("t", 1), 0L));
        sink.offsets()
                .alter(List.of(new ConnectorOffset(ConnectorOffset.of(T0, 0).partition(), null)))
                .await();
        assertThat(sink.offsets().read().await()).containsExactly(ConnectorOffset.of(new TopicPartition("t", 1), 0));
        assertThat(connector.calls.get(1).offsets()).isEqualTo(singletonNull(T0));
    }

    @Test
    void a_group_that_others_are_in_is_waited_for_a_while_and_then_refused_by_name() {
        ConnectorHandle sink = stopped(connector.sink("sink", "t"));
        driver.topic("t").sendValues(List.of("a"));
        driver.worker()
                .connectors()
                .create(connector.sink("other", "t").with("consumer.override.group.id", "connect-sink"))
                .await();
        driver.settle();
        assertThatThrownBy(() -> sink.offsets().reset().await())
                .isInstanceOf(WorkerStateException.class)
                .hasMessageStartingWith(
                        "Consumer group connect-sink of sink connector sink still has members (task other-0),"
                                + " and only these may commit: stop whoever else is in the group");
    }
}
