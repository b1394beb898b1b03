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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.runtime.InternalSinkRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class BatchInHandTest {

    private final BatchInHand hand = new BatchInHand();

    private static InternalSinkRecord record(int partition, long offset) {
        ConsumerRecord<byte[], byte[]> original = new ConsumerRecord<>("t", partition, offset, null, null);
        return new ConsumedRecord(
                original, SchemaAndValue.NULL, new SchemaAndValue(null, "v" + offset), new ConnectHeaders());
    }

    private static List<InternalSinkRecord> records(int count) {
        return new ArrayList<>(
                IntStream.range(0, count).mapToObj(each -> record(0, each)).toList());
    }

    private List<Long> offsets() {
        return hand.piece().stream().map(SinkRecord::kafkaOffset).toList();
    }

    @Test
    void a_batch_is_one_piece_and_then_nothing_is_in_hand() {
        hand.add(records(3));
        assertThat(offsets()).containsExactly(0L, 1L, 2L);
        assertThat(hand.isWhole()).isTrue();
        assertThat(hand.next()).isFalse();
        assertThat(hand.left()).isZero();
    }

    @Test
    void halves_come_from_first_to_last_and_none_is_left_out() {
        hand.add(records(5));
        assertThat(hand.split()).isTrue();
        assertThat(offsets()).containsExactly(0L, 1L);
        assertThat(hand.split()).isTrue();
        assertThat(offsets()).containsExactly(0L);
        assertThat(hand.split()).isFalse();
        assertThat(hand.next()).isTrue();
        assertThat(offsets()).containsExactly(1L);
        assertThat(hand.next()).isTrue();
        assertThat(offsets()).containsExactly(2L, 3L, 4L);
        assertThat(hand.next()).isFalse();
    }

    @Test
    void a_record_whose_topic_was_renamed_goes_with_its_original_partition() {
        InternalSinkRecord renamed = (InternalSinkRecord)
                record(1, 0).newRecord("renamed", 0, null, null, null, "changed", null, new ConnectHeaders());
        hand.add(new ArrayList<>(List.of(record(0, 0), renamed, record(0, 1))));
        hand.forget(Set.of(new TopicPartition("t", 1)));
        assertThat(offsets()).containsExactly(0L, 1L);
        hand.forget(Set.of(new TopicPartition("t", 0)));
        assertThat(hand.left()).isZero();
    }

    @Test
    void what_is_left_after_a_partition_went_is_one_piece_without_what_was_delivered() {
        hand.add(new ArrayList<>(List.of(record(0, 0), record(1, 0), record(0, 1), record(0, 2))));
        hand.split();
        hand.split();
        hand.next();
        hand.forget(Set.of(new TopicPartition("t", 1)));
        assertThat(offsets()).containsExactly(1L, 2L);
    }

    @Test
    void what_is_left_begins_in_each_partition_with_its_first_record_that_was_not_put() {
        assertThat(hand.firstLeft()).isEmpty();
        hand.add(new ArrayList<>(List.of(record(0, 4), record(0, 7), record(1, 2), record(2, 9))));
        hand.split();
        hand.split();
        hand.next();
        TopicPartition zero = new TopicPartition("t", 0);
        TopicPartition one = new TopicPartition("t", 1);
        TopicPartition two = new TopicPartition("t", 2);
        assertThat(hand.firstLeft()).isEqualTo(Map.of(zero, 7L, one, 2L, two, 9L));
        hand.next();
        assertThat(hand.firstLeft()).isEqualTo(Map.of(one, 2L, two, 9L));
    }
}
