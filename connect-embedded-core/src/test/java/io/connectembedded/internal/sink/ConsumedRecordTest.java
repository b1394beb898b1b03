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
package io.connectembedded.internal.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.runtime.InternalSinkRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class ConsumedRecordTest {

    private final ConsumerRecord<byte[], byte[]> original = new ConsumerRecord<>("t", 1, 5, null, new byte[] {7});
    private final ConsumedRecord record = new ConsumedRecord(
            original, SchemaAndValue.NULL, new SchemaAndValue(Schema.STRING_SCHEMA, "v"), new ConnectHeaders());

    private void assertMadeOfTheOriginal(SinkRecord made) {
        assertThat(made.originalTopic()).isEqualTo("t");
        assertThat(made.originalKafkaPartition()).isEqualTo(1);
        assertThat(made.originalKafkaOffset()).isEqualTo(5);
        assertThat(made)
                .isInstanceOfSatisfying(
                        InternalSinkRecord.class,
                        put -> assertThat(put.context().original()).isSameAs(original));
    }

    @Test
    void what_was_consumed_is_known_by_the_names_debezium_uses() throws Exception {
        assertMadeOfTheOriginal(record);
        // It takes the class for one of Connect before 3.8 when it has this method.
        assertThatThrownBy(() -> InternalSinkRecord.class.getMethod("originalRecord"))
                .isInstanceOf(NoSuchMethodException.class);
    }

    @Test
    void a_record_derived_from_another_keeps_where_it_came_from() {
        SinkRecord derived = record.newRecord("renamed", 9, null, null, null, "changed", 3L);
        SinkRecord again = derived.newRecord("again", 2, null, null, null, "twice", 4L);
        assertMadeOfTheOriginal(derived);
        assertMadeOfTheOriginal(again);
        assertThat(again.topic()).isEqualTo("again");
        assertThat(again.kafkaPartition()).isEqualTo(2);
        assertThat(again.kafkaOffset()).isEqualTo(5);
        assertThat(again.value()).isEqualTo("twice");
        assertThat(again.timestamp()).isEqualTo(4L);
    }

    @Test
    void a_derived_record_is_put_as_it_is() {
        SinkRecord derived = record.newRecord("renamed", 9, null, null, null, "changed", null);
        assertThat(record.became(derived)).isSameAs(derived);
        assertThat(record.became(record)).isSameAs(record);
    }

    @Test
    void a_record_a_transformation_made_by_itself_gets_the_place_it_came_from() {
        InternalSinkRecord made = record.became(new SinkRecord("other", 0, null, "k", null, "made", 17));
        assertMadeOfTheOriginal(made);
        assertThat(made.topic()).isEqualTo("other");
        assertThat(made.key()).isEqualTo("k");
        assertThat(made.kafkaOffset()).isEqualTo(17);
    }

    @Test
    void a_record_a_transformation_kept_of_another_gets_the_place_of_its_own() {
        ConsumedRecord other = new ConsumedRecord(
                new ConsumerRecord<>("other", 0, 1, null, null),
                SchemaAndValue.NULL,
                SchemaAndValue.NULL,
                new ConnectHeaders());
        assertMadeOfTheOriginal(record.became(other));
    }
}
