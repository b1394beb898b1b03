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

import io.connectembedded.ConnectorSpec;
import io.connectembedded.JsonConverter;
import io.connectembedded.test.ConnectTestDriver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.RegexRouter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Real records through every transformation and predicate of connect-transforms, on a source and on a sink. */
class AllTransformationsTest {

    private static final Schema INNER = SchemaBuilder.struct()
            .name("inner")
            .field("c", Schema.STRING_SCHEMA)
            .build();
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .name("outer")
            .field("a", Schema.INT32_SCHEMA)
            .field("b", Schema.STRING_SCHEMA)
            .field("ts", Schema.INT64_SCHEMA)
            .field("inner", INNER)
            .build();
    private static final long TIME = 1_700_000_000_000L;

    private final JsonConverter json = JsonConverter.withSchemas();
    private final Script source = Script.byHand();
    private final Script plain = Script.byHand();
    private final Script changed = Script.byHand();
    private final ScriptStore store = new ScriptStore();
    private ConnectTestDriver driver;

    @AfterEach
    void end() {
        if (driver != null) {
            driver.close();
        }
        source.close();
        plain.close();
        changed.close();
    }

    static Stream<String> transformations() throws Exception {
        return ConnectTransforms.classes(Transformation.class).stream();
    }

    static Stream<String> predicates() throws Exception {
        return ConnectTransforms.classes(Predicate.class).stream();
    }

    private void drive(ConnectorSpec... specs) {
        driver = ConnectTestDriver.of(Host.byHand()
                .keyConverter(json)
                .valueConverter(json)
                .offsetStore(store)
                .connectors(List.of(specs)));
    }

    private static SourceRecord record(String topic, int number, boolean whole) {
        Struct data = new Struct(SCHEMA)
                .put("a", number)
                .put("b", "b" + number)
                .put("ts", TIME)
                .put("inner", new Struct(INNER).put("c", "deep"));
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString("other", "o");
        if (whole) {
            headers.addString("h", "x");
        }
        return new SourceRecord(
                Map.of("p", "a"),
                Map.of("o", number),
                topic,
                0,
                SCHEMA,
                data,
                whole ? SCHEMA : null,
                whole ? data : null,
                TIME,
                headers);
    }

    private static ConnectorSpec with(ConnectorSpec spec, String className) {
        ConnectorSpec changed = spec.with("transforms", "x").with("transforms.x.type", className);
        for (Map.Entry<String, String> option :
                ConnectTransforms.options(className).entrySet()) {
            changed = changed.with("transforms.x." + option.getKey(), option.getValue());
        }
        return changed;
    }

    private static <T> T made(String className, Class<T> type) throws ReflectiveOperationException {
        return type.cast(Class.forName(className).getDeclaredConstructor().newInstance());
    }

    @SuppressWarnings("unchecked") // The class says nothing of the records it takes.
    private static <R extends ConnectRecord<R>> R direct(String className, R record) throws Exception {
        try (Transformation<R> transformation = made(className, Transformation.class)) {
            transformation.configure(new HashMap<>(ConnectTransforms.options(className)));
            return transformation.apply(record);
        }
    }

    /** Everything a record consists of, but its offset in Kafka. */
    private static List<Object> parts(ConnectRecord<?> record) {
        List<Object> parts = new ArrayList<>();
        parts.add(record.topic());
        parts.add(record.keySchema());
        parts.add(record.key());
        parts.add(record.valueSchema());
        parts.add(record.value());
        parts.add(record.timestamp());
        record.headers().forEach(header -> parts.add(header.key() + "=" + header.value()));
        return parts;
    }

    /** As it comes back from Kafka. */
    private List<Object> throughKafka(SourceRecord record) {
        var key = json.toConnectData(
                record.topic(), json.fromConnectData(record.topic(), record.keySchema(), record.key()));
        var value = json.toConnectData(
                record.topic(), json.fromConnectData(record.topic(), record.valueSchema(), record.value()));
        return parts(record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                key.schema(),
                key.value(),
                value.schema(),
                value.value(),
                record.timestamp(),
                record.headers()));
    }

    @ParameterizedTest
    @MethodSource("transformations")
    void a_source_writes_what_the_transformation_makes_of_its_record(String className) throws Exception {
        drive(with(source.source("src"), className), plain.sink("reads").with("topics.regex", ".*"));
        SourceRecord given = record("out", 7, true);
        SourceRecord expected = direct(className, given);
        if (expected != null) {
            driver.topic(expected.topic(), 1);
        }
        source.emit(given);
        driver.settle();

        if (expected == null) {
            assertThat(plain.put).isEmpty();
        } else {
            assertThat(plain.put)
                    .singleElement()
                    .satisfies(put -> assertThat(parts(put))
                            .isEqualTo(throughKafka(expected))
                            .isNotEqualTo(throughKafka(given)));
        }
        driver.source("src").commit();
        assertThat(store.offset("a")).isEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource("transformations")
    void a_sink_is_put_what_the_transformation_makes_of_its_record(String className) throws Exception {
        drive(
                source.source("src"),
                plain.sink("plain").topics("in"),
                with(changed.sink("changed").topics("in"), className));
        driver.topic("in", 1);
        source.emit(record("in", 7, true));
        driver.settle();

        SinkRecord given = plain.put.get(0);
        SinkRecord expected = direct(className, given);
        if (expected == null) {
            assertThat(changed.put).isEmpty();
        } else {
            assertThat(changed.put).singleElement().satisfies(put -> {
                assertThat(parts(put)).isEqualTo(parts(expected)).isNotEqualTo(parts(given));
                assertThat(put.originalTopic()).isEqualTo("in");
                assertThat(put.originalKafkaOffset()).isZero();
            });
        }
    }

    private static ConnectorSpec routed(ConnectorSpec spec, String predicate, boolean negate) {
        ConnectorSpec routed = spec.transform(
                        "r",
                        RegexRouter.class,
                        Map.of("regex", "(.*)", "replacement", "routed", "predicate", "p", "negate", negate))
                .with("predicates", "p")
                .with("predicates.p.type", predicate);
        for (Map.Entry<String, String> option :
                ConnectTransforms.options(predicate).entrySet()) {
            routed = routed.with("predicates.p." + option.getKey(), option.getValue());
        }
        return routed;
    }

    /** Topics in the order of {@code given}, as they are to be. */
    private static List<String> expected(String className, boolean negate, List<? extends ConnectRecord<?>> given)
            throws Exception {
        List<String> topics = new ArrayList<>();
        for (ConnectRecord<?> each : given) {
            topics.add(tested(className, each) ^ negate ? "routed" : each.topic());
        }
        return topics;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // as above
    private static boolean tested(String className, ConnectRecord<?> record) throws Exception {
        try (Predicate predicate = made(className, Predicate.class)) {
            predicate.configure(ConnectTransforms.options(className));
            return predicate.test(record);
        }
    }

    @ParameterizedTest
    @MethodSource("predicates")
    void a_predicate_says_for_which_records_a_transformation_is(String className) throws Exception {
        for (boolean negate : List.of(false, true)) {
            Script from = Script.byHand();
            Script to = Script.byHand();
            Script all = Script.byHand();
            try (ConnectTestDriver each = ConnectTestDriver.of(Host.byHand()
                    .keyConverter(json)
                    .valueConverter(json)
                    .connectors(List.of(
                            routed(from.source("src"), className, negate),
                            all.sink("all").with("topics.regex", ".*"),
                            routed(to.sink("sink").with("topics.regex", ".*"), className, negate))))) {
                List<SourceRecord> given = List.of(record("one", 1, true), record("two", 2, false));
                List.of("one", "two", "routed").forEach(topic -> each.topic(topic, 1));
                from.emit(given.toArray(new SourceRecord[0]));
                each.settle();

                assertThat(all.put.stream().map(SinkRecord::topic).toList())
                        .containsExactlyInAnyOrderElementsOf(expected(className, negate, given))
                        .contains("routed");
                assertThat(to.put.stream().map(SinkRecord::topic).toList())
                        .containsExactlyInAnyOrderElementsOf(expected(className, negate, List.copyOf(all.put)));
            } finally {
                List.of(from, to, all).forEach(Script::close);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"false, 2", "true, 1"})
    void filtered_records_are_dropped_and_their_offsets_advance(boolean negate, int left) {
        AtomicInteger seen = new AtomicInteger();
        ConnectorSpec spec = plain.sink("sink")
                .topics("in")
                .transform("count", each -> {
                    seen.incrementAndGet();
                    return each;
                })
                .with("transforms", "count,drop")
                .with("transforms.drop.type", "Filter")
                .with("transforms.drop.predicate", "p")
                .with("transforms.drop.negate", Boolean.toString(negate))
                .with("predicates", "p")
                .with("predicates.p.type", "HasHeaderKey")
                .with("predicates.p.name", "h");
        drive(source.source("src"), spec);
        driver.topic("in", 1);
        source.emit(record("in", 1, true), record("in", 2, false));
        driver.settle();
        assertThat(plain.put)
                .singleElement()
                .satisfies(put -> assertThat(((Struct) put.key()).get("a")).isEqualTo(left));
        driver.sink("sink").commit();
        driver.restart();
        driver.settle();
        assertThat(seen).as("records read, once each").hasValue(2);
    }

    @Test
    void every_transformation_and_predicate_of_the_jar_is_covered() throws Exception {
        Set<String> all = ConnectTransforms.classes(Transformation.class);
        all.addAll(ConnectTransforms.classes(Predicate.class));

        assertThat(all).hasSizeGreaterThanOrEqualTo(29).allSatisfy(ConnectTransforms::options);
    }
}
