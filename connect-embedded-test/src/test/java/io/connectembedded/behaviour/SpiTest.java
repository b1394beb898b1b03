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
import io.connectembedded.error.InvalidConfigException;
import io.connectembedded.test.ConnectTestDriver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkConnectorContext;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Methods of Connect's interfaces that no other test is about. */
class SpiTest {

    private static final String NAME = "spi";
    private static final String LETTERS = SpiProbes.Letters.class.getName();

    private final Script script = Script.byHand();
    private ConnectTestDriver driver;

    @BeforeEach
    void begin() {
        SpiProbes.CALLS.clear();
    }

    @AfterEach
    void end() {
        if (driver != null) {
            driver.close();
        }
        script.close();
    }

    private void run(ConnectorSpec... specs) {
        run(Host.byHand().offsetFlushInterval(Duration.ofHours(1)), specs);
    }

    private void run(ConnectWorker.Builder builder, ConnectorSpec... specs) {
        driver = ConnectTestDriver.of(builder.with("metric.reporters", SpiProbes.Meters.class.getName())
                .connectors(List.of(specs)));
    }

    private ConnectorSpec source() {
        return script.source(NAME);
    }

    private ConnectorSpec sink() {
        return script.sink(NAME).topics("t");
    }

    private static ConnectorSpec lettered(ConnectorSpec spec) {
        return spec.with("key.converter", LETTERS)
                .with("key.converter.level", 1)
                .with("value.converter", LETTERS)
                .with("value.converter.level", 2)
                .with("header.converter", LETTERS)
                .with("header.converter.level", 3);
    }

    private static Stream<KafkaMetric> metrics(String group) {
        return SpiProbes.METRICS.stream()
                .filter(each -> each.metricName().group().equals(group))
                .filter(each -> NAME.equals(each.metricName().tags().get("connector")));
    }

    private static Map<String, Object> values(String group) {
        return metrics(group).collect(Collectors.toMap(each -> each.metricName().name(), KafkaMetric::metricValue));
    }

    /** The tags of all metrics of plug-ins of the connector, but its name. */
    private static Set<String> measured() {
        Set<String> tags = new TreeSet<>();
        metrics("plugins").forEach(metric -> {
            assertThat(metric.metricValue()).isEqualTo(7.0);
            Map<String, String> own = new TreeMap<>(metric.metricName().tags());
            own.remove("connector");
            tags.add(own.toString());
        });
        return tags;
    }

    private static SourceRecord withHeader(Object key, Object value) {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString("h", "head");
        return new SourceRecord(
                Map.of("p", "a"),
                Map.of("o", 1),
                "t",
                null,
                Schema.STRING_SCHEMA,
                key,
                Schema.STRING_SCHEMA,
                value,
                5L,
                headers);
    }

    @Test
    void a_tasks_metrics_tell_classes_and_versions_of_connector_task_and_converters() {
        run(lettered(source()));
        assertThat(values("connector-task-metrics"))
                .containsEntry("connector-class", ScriptSource.class.getName())
                .containsEntry("connector-type", "source")
                .containsEntry("connector-version", "1.2.3")
                .containsEntry("task-class", ScriptSource.ScriptSourceTask.class.getName())
                .containsEntry("task-version", "1.2.3")
                .containsEntry("key-converter-class", LETTERS)
                .containsEntry("key-converter-version", "4.5")
                .containsEntry("value-converter-class", LETTERS)
                .containsEntry("value-converter-version", "4.5")
                .containsEntry("header-converter-class", LETTERS)
                .containsEntry("header-converter-version", "4.5");
        assertThat(values("connector-metrics")).containsEntry("connector-version", "1.2.3");
        driver.worker().connector(NAME).delete().await();
        assertThat(metrics("connector-task-metrics")).isEmpty();
    }

    @Test
    void a_task_that_knows_no_version_has_none() {
        run(plain());
        assertThat(values("connector-task-metrics"))
                .containsEntry("connector-version", "8.9")
                .containsEntry("connector-type", "sink")
                .containsEntry("task-version", "undefined");
    }

    @Test
    void metrics_of_a_source_connector_and_its_task_go_with_them() {
        script.always("task.start", () -> SpiProbes.measure(sourceContext().pluginMetrics()));
        run(source());
        SpiProbes.measure(script.connectorContext.pluginMetrics());
        assertThat(measured()).containsExactly("{task=0}", "{}");
        driver.worker().connector(NAME).delete().await();
        assertThat(measured()).isEmpty();
    }

    @Test
    void metrics_of_a_sinks_task_go_with_it() {
        script.once("task.start", () -> SpiProbes.measure(script.sinkContext.pluginMetrics()));
        run(sink());
        assertThat(measured()).containsExactly("{task=0}");
        driver.worker().connector(NAME).stop().await();
        assertThat(measured()).isEmpty();
    }

    @Test
    void converters_have_metrics_of_their_own() {
        run(lettered(sink()));
        assertThat(measured())
                .containsExactly("{converter=header, task=0}", "{converter=key, task=0}", "{converter=value, task=0}");
        driver.worker().connector(NAME).stop().await();
        assertThat(measured()).isEmpty();
    }

    private SourceTaskContext sourceContext() {
        var starts = script.calls("task.start");
        return (SourceTaskContext) starts.get(starts.size() - 1).argument();
    }

    @Test
    void a_source_connector_reads_the_offsets_of_its_tasks() {
        run(source());
        script.emit(Script.record("t", "a", 7));
        driver.settle();
        SourceConnectorContext context = (SourceConnectorContext) script.connectorContext;
        driver.source(NAME).commit();
        assertThat(context.offsetStorageReader().offset(Map.of("p", "a"))).isEqualTo(Map.of("o", 7L));
    }

    @Test
    void offsets_of_several_partitions_are_read_at_once_and_of_unknown_ones_there_are_none() {
        run(source());
        script.emit(Script.record("t", "a", 7), Script.record("t", "b", 8));
        driver.settle();
        driver.source(NAME).commit();
        assertThat(sourceContext()
                        .offsetStorageReader()
                        .offsets(List.of(Map.of("p", "a"), Map.of("p", "b"), Map.of("p", "c"))))
                .containsEntry(Map.of("p", "a"), Map.of("o", 7L))
                .containsEntry(Map.of("p", "b"), Map.of("o", 8L))
                .extractingByKey(Map.of("p", "c"))
                .isNull();
    }

    @Test
    void a_sink_connector_has_a_context_of_its_kind() {
        run(sink());
        assertThat(script.connectorContext).isInstanceOf(SinkConnectorContext.class);
    }

    private ConnectorSpec plain() {
        return ConnectorSpec.sink(NAME, SpiProbes.PlainSink.class).topics("t").with("number", "four");
    }

    @Test
    void a_sinks_task_is_initialized_started_with_its_config_opened_flushed_closed_and_stopped() {
        run(plain());
        driver.topic("t", 1).sendValues(List.of("one", "two"));
        driver.sink(NAME).put();
        driver.sink(NAME).commit();
        driver.worker().connector(NAME).stop().await();
        assertThat(SpiProbes.CALLS)
                .containsSubsequence(
                        "context true",
                        "initialize four",
                        "start four",
                        "open [t-0]",
                        "put 2",
                        "flush 2",
                        "close [t-0]",
                        "stop");
    }

    @Test
    void a_source_converts_with_headers_and_closes_its_converters() {
        run(lettered(source()));
        script.emit(withHeader("key", "value"));
        driver.settle();
        assertThat(SpiProbes.CALLS)
                .containsSubsequence("key@1 configured for keys true", "value@2 configured for keys false")
                .containsSubsequence(
                        "header@3 writes header h", "key@1 writes beside 1 headers", "value@2 writes beside 1 headers");
        driver.worker().connector(NAME).stop().await();
        assertThat(SpiProbes.CALLS).contains("key@1 closed", "value@2 closed", "header@3 closed");
        var bytes = driver.topic("t").as(byte[].class, byte[].class).records().get(0);
        assertThat((byte[]) bytes.key()).asString().isEqualTo("KEY");
        assertThat((byte[]) bytes.value()).asString().isEqualTo("VALUE");
    }

    @Test
    void a_sink_converts_with_headers() {
        Script writer = Script.byHand();
        run(lettered(sink()), lettered(writer.source("writes")));
        writer.emit(withHeader("key", "value"));
        driver.settle();
        writer.close();
        SinkRecord put = script.put.get(0);
        assertThat(put.key()).isEqualTo("key");
        assertThat(put.value()).isEqualTo("value");
        assertThat(put.headers().lastWithName("h").value()).isEqualTo("head");
        assertThat(SpiProbes.CALLS)
                .containsSubsequence(
                        "key@1 reads beside 1 headers", "value@2 reads beside 1 headers", "header@3 reads header h");
    }

    @Test
    void transformations_and_predicates_are_asked_told_of_and_closed() {
        Class<?> probe = SpiProbes.Bystander.class;
        run(source().with("transforms", "x")
                .with("transforms.x.type", probe.getName())
                .with("transforms.x.name", "x")
                .with("transforms.x.predicate", "p")
                .with("predicates", "p")
                .with("predicates.p.type", probe.getName())
                .with("predicates.p.name", "p"));
        script.emit(Script.record("t", "a", 1));
        driver.settle();
        assertThat(SpiProbes.CALLS).containsSubsequence("p tested", "x applied");
        assertThat(values("connector-transform-metrics"))
                .containsEntry("transform-class", probe.getName())
                .containsEntry("transform-version", "6.7");
        assertThat(values("connector-predicate-metrics"))
                .containsEntry("predicate-class", probe.getName())
                .containsEntry("predicate-version", "6.7");
        driver.worker().connector(NAME).stop().await();
        assertThat(SpiProbes.CALLS).contains("p closed", "x closed");
    }

    @Test
    void every_kind_of_plug_in_defines_its_options() {
        driver = ConnectTestDriver.of(Host.byHand());
        var report = driver.worker()
                .validate(lettered(source())
                        .with("transforms", "x")
                        .with("transforms.x.type", SpiProbes.Bystander.class.getName())
                        .with("predicates", "p")
                        .with("predicates.p.type", SpiProbes.Bystander.class.getName()))
                .await();
        assertThat(report.problems()).isEmpty();
        assertThat(report.entries())
                .extracting(entry -> entry.value().name())
                .contains(
                        "key.converter.level",
                        "value.converter.level",
                        "header.converter.level",
                        "transforms.x.level",
                        "predicates.p.level",
                        "number.of.things");
    }

    @Test
    void an_override_policy_is_told_which_client_of_which_connector_is_to_have_what() {
        run(
                Host.byHand().with("connector.client.config.override.policy", SpiProbes.Judge.class.getName()),
                sink().with("consumer.override.max.poll.records", 5));
        assertThat(SpiProbes.CALLS)
                .isNotEmpty()
                .containsOnly("CONSUMER sink " + NAME + " ScriptSink {max.poll.records=5}");
    }

    @Test
    void what_an_override_policy_refuses_is_refused_in_its_words() {
        assertThatThrownBy(() -> run(
                        Host.byHand().with("connector.client.config.override.policy", SpiProbes.Judge.class.getName()),
                        source().with("producer.override.retries", 5)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("producer.override.retries")
                .hasMessageContaining("not this one");
    }

    @Test
    void a_record_a_transformation_moved_keeps_its_place_in_kafka_beside_its_new_one() {
        run(sink().transform(
                        "moved",
                        record -> record.newRecord(
                                "other", 9, null, record.key(), null, record.value(), 3L, record.headers())));
        driver.topic("t", 2).sendValues(List.of("zero", "one", "two"));
        driver.settle();
        SinkRecord put = script.put.stream()
                .filter(record -> record.value().equals("one"))
                .findFirst()
                .orElseThrow();
        assertThat(put.topic()).isEqualTo("other");
        assertThat(put.kafkaPartition()).isEqualTo(9);
        assertThat(put.originalTopic()).isEqualTo("t");
        assertThat(put.originalKafkaPartition()).isEqualTo(1);
        assertThat(put.originalKafkaOffset()).isEqualTo(put.kafkaOffset()).isZero();
        assertThat(put.timestamp()).isEqualTo(3L);
        assertThat(put.timestampType()).isEqualTo(TimestampType.CREATE_TIME);
    }

    @Test
    void what_pre_commit_answers_is_committed() {
        script.preCommit = offsets -> Map.of(DrivenSink.ZERO, new OffsetAndMetadata(1));
        run(sink());
        driver.topic("t", 1).sendValues(List.of("one", "two"));
        driver.sink(NAME).put();
        assertThat(driver.sink(NAME).commit()).isTrue();
        driver.crash();
        script.put.clear();
        driver.settle();
        assertThat(script.values()).containsExactly("two");
    }
}
