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
package io.connectembedded.internal.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.internal.transform.TaskConverters;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;

class SourceLettersTest {

    private final SourceLetters letters = new SourceLetters(
            "c",
            new LetterBytes(
                    new TaskConverters(new StringConverter(), new Refusing(), new SimpleHeaderConverter(), List.of())));

    private static SourceRecord record(Object value) {
        return new SourceRecord(
                Map.of("file", "a.txt"), Map.of("position", 7L), "t", 2, Schema.STRING_SCHEMA, "k", null, value, -1L);
    }

    private String value(Object value) {
        return new String(letters.letter("dead", record(value)).value(), StandardCharsets.UTF_8);
    }

    @Test
    void partition_and_offset_are_the_text_of_the_offset_store() {
        Map<String, String> origin = new LinkedHashMap<>();
        letters.origin(record("v"), origin::put);
        assertThat(origin)
                .containsEntry("topic", "t")
                .containsEntry("partition", "2")
                .containsEntry("source.partition", "{\"file\":\"a.txt\"}")
                .containsEntry("source.offset", "{\"position\":7}");
    }

    @Test
    void an_offset_that_cannot_be_stored_says_why() {
        Map<String, String> origin = new LinkedHashMap<>();
        letters.origin(
                new SourceRecord(Map.of("file", "a.txt"), Map.of("position", List.of(1)), "t", null, "v"), origin::put);
        assertThat(origin.get("source.offset")).contains("position");
        assertThat(origin).doesNotContainKey("partition");
    }

    @Test
    void what_its_converter_refuses_is_json_with_schema_and_else_its_text() {
        ProducerRecord<byte[], byte[]> letter = letters.letter("dead", record("v"));
        assertThat(new String(letter.key(), StandardCharsets.UTF_8)).isEqualTo("k");
        assertThat(letter.timestamp()).isNull();
        assertThat(value("v")).contains("\"schema\"", "\"payload\":\"v\"");
        assertThat(value(Thread.State.NEW)).isEqualTo("NEW");
        assertThat(letters.letter("dead", record(null)).value()).isNull();
    }

    @Test
    void what_cannot_even_show_itself_is_its_class() {
        assertThat(value(new Mute())).isEqualTo(Mute.class.getName());
    }

    private static final class Mute {

        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }
    }

    private static final class Refusing implements Converter {

        @Override
        public void configure(Map<String, ?> configs, boolean isKey) {
            // It has no options.
        }

        @Override
        public byte[] fromConnectData(String topic, Schema schema, Object value) {
            throw new DataException("never");
        }

        @Override
        public SchemaAndValue toConnectData(String topic, byte[] value) {
            throw new DataException("never");
        }
    }
}
