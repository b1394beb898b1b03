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
package io.connectembedded.test.internal.kafka;

import static io.connectembedded.test.internal.kafka.Member.partitions;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class DriverConsumerTest {

    private static final TopicPartition FIRST = new TopicPartition("t", 0);
    private static final TopicPartition SECOND = new TopicPartition("t", 1);

    private final DriverKafka kafka = new DriverKafka(new DriverClock());

    private void append(int partition, String... values) {
        for (String value : values) {
            kafka.append(new ProducerRecord<>("t", partition, null, value.getBytes(UTF_8)));
        }
    }

    @Test
    void a_poll_returns_records_only_if_it_was_allowed_to() {
        append(0, "a", "b", "c");
        Member member = new Member(kafka, 0).reading("t");

        assertThat(member.polled()).isEmpty();
        assertThat(member.consumer.lag()).isEqualTo(3);
        assertThat(member.take(2)).containsExactly("a", "b");
        assertThat(member.polled()).isEmpty();
        member.consumer.allowNextPoll();
        member.consumer.allowNothing();
        assertThat(member.polled()).isEmpty();
        assertThat(member.consumer.hasRecords()).isTrue();
        assertThat(member.take()).containsExactly("c");
        assertThat(member.consumer.hasRecords()).isFalse();
    }

    @Test
    void a_poll_returns_no_more_than_its_setting_and_serves_every_partition() {
        kafka.createTopic("t", 2);
        append(0, "a", "b", "c", "d");
        append(1, "x");
        Member member = new Member(
                        kafka, 0, Map.of("group.id", "g", "auto.offset.reset", "earliest", "max.poll.records", "2"))
                .reading("t");

        assertThat(member.take()).containsExactly("a", "b");
        assertThat(member.take(100)).containsExactly("x", "c");
    }

    @Test
    void paused_partitions_rest() {
        kafka.createTopic("t", 2);
        append(0, "a");
        append(1, "x");
        Member member = new Member(kafka, 0).reading("t");
        member.turn();
        member.consumer.pause(partitions(0));

        assertThat(member.consumer.paused()).containsExactly(FIRST);
        assertThat(member.consumer.lag()).isEqualTo(1);
        assertThat(member.take()).containsExactly("x");

        member.consumer.resume(partitions(0));
        assertThat(member.take()).containsExactly("a");
        assertThatThrownBy(() -> member.consumer.pause(List.of(new TopicPartition("u", 0))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No current assignment for partition u-0");
    }

    @Test
    void it_goes_on_from_where_it_was_set() {
        append(0, "a", "b", "c");
        Member member = new Member(kafka, 0).reading("t");
        assertThat(member.take()).hasSize(3);
        assertThat(member.consumer.position(FIRST)).isEqualTo(3);

        member.consumer.seek(FIRST, 1);
        assertThat(member.consumer.position(FIRST)).isEqualTo(1);
        assertThat(member.take(1)).containsExactly("b");

        member.consumer.seekToBeginning(partitions(0));
        assertThat(member.take(1)).containsExactly("a");
        member.consumer.seekToEnd(partitions(0));
        assertThat(member.consumer.lag()).isZero();
        member.consumer.seek(FIRST, 99);
        assertThat(member.take(1)).containsExactly("a");
    }

    @Test
    void without_an_offset_the_setting_says_where_to_begin() {
        append(0, "a");
        Member earliest = new Member(kafka, 0, Map.of("group.id", "1", "auto.offset.reset", "earliest")).reading("t");
        Member latest = new Member(kafka, 0, Map.of("group.id", "2", "auto.offset.reset", "latest")).reading("t");
        Member usual = new Member(kafka, 0, Map.of("group.id", "3")).reading("t");
        Member none = new Member(kafka, 0, Map.of("group.id", "4", "auto.offset.reset", "none")).reading("t");
        latest.turn();
        usual.turn();
        append(0, "b");

        assertThat(earliest.take()).containsExactly("a", "b");
        assertThat(latest.take()).containsExactly("b");
        assertThat(usual.take()).containsExactly("b");
        assertThatThrownBy(none::turn).isInstanceOf(NoOffsetForPartitionException.class);
        assertThat(none.consumer.hasRecords()).isTrue();

        kafka.setCommitted("4", Map.of(FIRST, new OffsetAndMetadata(1)));
        assertThat(none.take()).containsExactly("b");
        none.consumer.seek(FIRST, 99);
        assertThatThrownBy(none::turn).isInstanceOf(OffsetOutOfRangeException.class);
    }

    @Test
    void settings_that_cannot_be_heeded_are_refused() {
        assertThatThrownBy(() -> new Member(kafka, 0, Map.of())).isInstanceOf(InvalidGroupIdException.class);
        assertThatThrownBy(() -> new Member(kafka, 0, Map.of("group.id", "g", "auto.offset.reset", "by_duration:PT1H")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("by_duration:PT1H");
    }

    @Test
    void a_commit_is_answered_at_once_or_refused_when_told() {
        List<String> heard = new ArrayList<>();
        kafka.watch(new Watched(heard));
        kafka.createTopic("t", 2);
        Member member = new Member(kafka, 0).reading("t");
        member.turn();
        member.consumer.commitAsync(
                Map.of(FIRST, new OffsetAndMetadata(0)),
                (offsets, failure) -> heard.add(offsets.keySet() + " " + failure));
        assertThat(heard).endsWith("sink-0 committed t-0@0", "[t-0] null");

        member.consumer.failNextCommit(new TimeoutException("no answer"));
        member.consumer.commitAsync(
                Map.of(FIRST, new OffsetAndMetadata(9)),
                (offsets, failure) -> heard.add(offsets.keySet() + " " + failure.getMessage()));
        assertThat(heard).last().isEqualTo("[t-0] no answer");

        member.consumer.failNextCommit(new TimeoutException("no answer"));
        Map<TopicPartition, OffsetAndMetadata> second = Map.of(SECOND, new OffsetAndMetadata(2));
        assertThatThrownBy(() -> member.consumer.commitSync(second, Duration.ZERO))
                .isInstanceOf(TimeoutException.class);
        assertThat(kafka.committed("g")).containsOnlyKeys(FIRST);

        member.consumer.commitSync(second);
        assertThat(heard).last().isEqualTo("sink-0 committed t-1@2");
        assertThat(member.consumer.committed(member.consumer.assignment()))
                .isEqualTo(Map.of(FIRST, new OffsetAndMetadata(0), SECOND, new OffsetAndMetadata(2)));
    }

    @Test
    void waking_it_up_wakes_nobody() {
        append(0, "a");
        Member member = new Member(kafka, 0).reading("t");
        member.consumer.wakeup();

        assertThat(member.take()).containsExactly("a");
    }

    @Test
    void a_batch_knows_its_next_offsets() {
        append(0, "a", "b");
        Member member = new Member(kafka, 0).reading("t");
        member.consumer.allowNextPoll();

        assertThat(member.consumer.poll(Duration.ZERO).nextOffsets())
                .isEqualTo(Map.of(FIRST, new OffsetAndMetadata(2)));
        assertThat(member.consumer.endOffsets(partitions(0))).isEqualTo(Map.of(FIRST, 2L));
        assertThat(member.consumer.beginningOffsets(partitions(0))).isEqualTo(Map.of(FIRST, 0L));
        assertThat(member.consumer.currentLag(FIRST)).hasValue(0);
    }

    @Test
    void what_it_does_not_have_it_says() {
        Member member = new Member(kafka, 0).reading("t");

        assertThatThrownBy(() -> member.consumer.assign(partitions(0)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("assignment without a group");
    }

    @Test
    void a_watch_hears_what_a_member_reads_and_where_it_begins() {
        List<String> heard = new ArrayList<>();
        kafka.watch(new Watched(heard));
        append(0, "a", "b");
        heard.clear();
        Member member = new Member(kafka, 0, Map.of("group.id", "g", "auto.offset.reset", "latest")).readingAll("t");
        assertThat(heard).containsExactly("sink-0 reads t: true");
        member.turn();
        member.consumer.seek(FIRST, 1);
        member.take();
        member.consumer.seek(FIRST, 9);
        member.turn();

        assertThat(heard).containsExactly("sink-0 reads t: true", "sink-0 begins in t-0@2", "sink-0 begins in t-0@2");
    }
}
