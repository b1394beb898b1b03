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
package io.connectembedded.test.internal.kafka.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.JsonConverter;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.internal.kafka.DriverClock;
import io.connectembedded.test.internal.kafka.DriverKafka;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;

class DriverTopicTest {

    private final DriverKafka kafka = new DriverKafka(new DriverClock());
    private final TestTopic<Object, Object> topic = topic(JsonConverter.withSchemas());

    private TestTopic<Object, Object> topic(Converter values) {
        Converter keys = JsonConverter.withSchemas();
        SimpleHeaderConverter headers = new SimpleHeaderConverter();
        headers.configure(Map.of("type", "header"));
        return DriverTopic.connectData("t", kafka, keys, values, headers);
    }

    @Test
    void connect_data_comes_back_with_its_schema() {
        Schema schema = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
        Struct order = new Struct(schema).put("id", 7L);
        topic.send("k", order);
        topic.send(null, new SchemaAndValue(Schema.OPTIONAL_INT8_SCHEMA, null));

        SinkRecord first = topic.records().get(0);
        assertThat(first.keySchema()).isEqualTo(Schema.STRING_SCHEMA);
        assertThat(first.key()).isEqualTo("k");
        assertThat(first.valueSchema()).isEqualTo(schema);
        assertThat(first.value()).isEqualTo(order);
        assertThat(first.timestamp()).isEqualTo(DriverClock.START.toEpochMilli());
        SinkRecord second = topic.records().get(1);
        assertThat(second.kafkaOffset()).isEqualTo(1);
        assertThat(second.valueSchema()).isEqualTo(Schema.OPTIONAL_INT8_SCHEMA);
        assertThat(second.key()).isNull();
    }

    @Test
    void a_value_of_java_has_the_schema_of_its_class_and_a_collection_none() {
        List<Object> values =
                Arrays.asList("s", 1, 2L, (short) 3, (byte) 4, 5f, 6d, true, Map.of("a", 1L), List.of(1L, 2L), null);
        topic.sendValues(values);

        assertThat(topic.values()).containsExactlyElementsOf(values);
        assertThat(topic.records())
                .extracting(record -> record.valueSchema() == null
                        ? null
                        : record.valueSchema().type())
                .containsExactly(
                        Schema.Type.STRING,
                        Schema.Type.INT32,
                        Schema.Type.INT64,
                        Schema.Type.INT16,
                        Schema.Type.INT8,
                        Schema.Type.FLOAT32,
                        Schema.Type.FLOAT64,
                        Schema.Type.BOOLEAN,
                        null,
                        null,
                        null);
        topic.send(null, new byte[] {1, 2});
        assertThat(topic.records().get(11).valueSchema().type()).isEqualTo(Schema.Type.BYTES);
    }

    @Test
    void other_types_pass_the_converters_by() {
        TestTopic<String, Long> longs = topic.as(String.class, Long.class);
        longs.send("k", 7L);
        longs.send(null, null);

        assertThat(longs.values()).containsExactly(7L, null);
        assertThat(topic.as(byte[].class, byte[].class).values().get(0)).containsExactly(0, 0, 0, 0, 0, 0, 0, 7);
        assertThat(longs.records().get(0).key()).isEqualTo("k");
        assertThat(longs.records().get(0).valueSchema()).isNull();
        assertThat(longs.name()).isEqualTo("t");
        assertThatThrownBy(() -> topic.as(String.class, Thread.class)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void headers_are_converted_or_left_as_they_are() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("h", "12".getBytes(UTF_8));
        kafka.append(new ProducerRecord<>("t", null, null, null, null, headers));

        assertThat(topic.records().get(0).headers().lastWithName("h").value()).isEqualTo((byte) 12);
        assertThat(topic.as(String.class, String.class)
                        .records()
                        .get(0)
                        .headers()
                        .lastWithName("h")
                        .value())
                .isEqualTo("12".getBytes(UTF_8));
    }

    @Test
    void what_the_topic_cannot_be_read_or_written_as_is_named() {
        topic.as(String.class, String.class).send(null, "not of json");

        assertThatThrownBy(topic::values)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("The value of t-0@0 is not of the type this topic is read as");
        assertThatThrownBy(() -> topic.send(null, new Object()))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("The value is not of the type topic t is written as");
        assertThatThrownBy(() -> topic.as(String.class, Long.class).values()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void it_never_waits() {
        assertThatThrownBy(() -> topic.awaitValues(1, Duration.ofDays(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the topic does not exist");
        assertThat(kafka.topicNames()).isEmpty();

        topic.sendValues(List.of("a", "b"));
        assertThat(topic.awaitValues(1, Duration.ZERO)).containsExactly("a", "b");
        assertThatThrownBy(() -> topic.awaitValues(3, Duration.ofDays(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("expected at least 3 records, but 2 came: [a, b]")
                .hasMessageContaining("never waits");
    }

    @Test
    void values_are_in_order_within_a_partition() {
        kafka.createTopic("t", 2);
        TestTopic<Object, Object> strings = topic(new StringConverter());
        strings.sendValues(List.of("a", "b", "c", "d"));

        assertThat(strings.values()).containsExactly("a", "c", "b", "d");
        assertThatThrownBy(() -> kafka.createTopic("t", 3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("exists with 2 partitions");
    }
}
