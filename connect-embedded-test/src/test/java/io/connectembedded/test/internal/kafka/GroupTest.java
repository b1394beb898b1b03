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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupTest {

    private final DriverKafka kafka = new DriverKafka(new DriverClock());

    @BeforeEach
    void createTopic() {
        kafka.createTopic("t", 4);
    }

    private Member member(int task) {
        return new Member(kafka, task).reading("t");
    }

    @Test
    void members_share_all_partitions_evenly() {
        Member a = member(0);
        Member b = member(1);
        a.turn();
        b.turn();

        assertThat(a.told).containsExactly("assigned [t-0, t-2] of 2");
        assertThat(b.told).containsExactly("assigned [t-1, t-3] of 2");
        assertThat(a.consumer.pendingRebalance()).isFalse();
        assertThat(kafka.members("g")).containsExactly(a.consumer, b.consumer);
        assertThat(kafka.groupNames()).containsExactly("g");
    }

    @Test
    void who_joins_gets_partitions_only_after_their_holder_gave_them_up_in_its_poll() {
        Member a = member(0);
        a.turn();
        assertThat(a.told).containsExactly("assigned [t-0, t-1, t-2, t-3] of 4");

        Member b = member(1);
        b.turn();
        assertThat(b.told).isEmpty();
        assertThat(b.consumer.pendingRebalance()).isFalse();
        assertThat(a.consumer.pendingRebalance()).isTrue();

        a.turn();
        assertThat(a.told).last().isEqualTo("revoked [t-2, t-3] of 4");
        assertThat(a.consumer.assignment()).containsExactlyElementsOf(partitions(0, 1));
        assertThat(b.consumer.pendingRebalance()).isTrue();

        b.turn();
        assertThat(b.consumer.assignment()).containsExactlyInAnyOrderElementsOf(partitions(2, 3));
        assertThat(b.consumer.pendingRebalance()).isFalse();
        assertThat(a.consumer.pendingRebalance()).isFalse();
    }

    @Test
    void who_closes_is_told_of_its_partitions_and_leaves_them_to_the_others() {
        Member a = member(0);
        Member b = member(1);
        a.turn();
        b.turn();
        b.consumer.close();

        assertThat(b.told).last().isEqualTo("revoked [t-1, t-3] of 2");
        assertThat(kafka.members("g")).containsExactly(a.consumer);
        a.turn();
        assertThat(a.told).last().isEqualTo("assigned [t-1, t-3] of 4");
        assertThatThrownBy(() -> b.reading("t")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void partitions_that_come_later_are_assigned_at_a_next_poll() {
        Member a = new Member(kafka, 0).readingAll("[tu].*");
        a.turn();
        kafka.growTopic("t", 5);
        assertThat(a.consumer.pendingRebalance()).isTrue();
        a.turn();
        kafka.append(new ProducerRecord<>("u2", "x".getBytes(UTF_8)));
        kafka.append(new ProducerRecord<>("v", "y".getBytes(UTF_8)));

        assertThat(a.take()).containsExactly("x");
        assertThat(a.told)
                .containsExactly("assigned [t-0, t-1, t-2, t-3] of 4", "assigned [t-4] of 5", "assigned [u2-0] of 6");
    }

    @Test
    void a_subscription_makes_no_topic() {
        Member a = new Member(kafka, 0).reading("later");
        a.turn();
        assertThat(kafka.topicNames()).containsExactly("t");

        kafka.createTopic("later", 2);
        a.turn();
        assertThat(a.told).containsExactly("assigned [later-0, later-1] of 2");
    }

    @Test
    void once_moved_by_hand_partitions_move_only_by_hand() {
        Member a = member(0);
        Member b = member(1);
        a.turn();
        b.turn();
        a.consumer.give(partitions(1));
        a.turn();
        assertThat(a.told).hasSize(1);

        b.turn();
        a.turn();
        assertThat(b.told).last().isEqualTo("revoked [t-1] of 2");
        assertThat(a.told).last().isEqualTo("assigned [t-1] of 3");

        b.consumer.close();
        Member c = member(2);
        kafka.growTopic("t", 5);
        a.turn();
        c.turn();
        assertThat(c.told).isEmpty();
        assertThat(a.consumer.assignment()).containsExactlyElementsOf(partitions(0, 2, 1));

        kafka.shareEvenly("g");
        a.turn();
        c.turn();
        assertThat(a.consumer.assignment()).hasSize(3);
        assertThat(c.consumer.assignment()).hasSize(2);
    }

    @Test
    void what_is_taken_away_is_with_nobody_until_it_is_given() {
        Member a = member(0);
        Member b = member(1);
        a.turn();
        b.turn();
        a.consumer.revoke(partitions(0));
        b.consumer.lose(partitions(3));
        assertThat(a.consumer.pendingRebalance()).isTrue();
        a.turn();
        b.turn();
        a.turn();

        assertThat(a.told).last().isEqualTo("revoked [t-0] of 2");
        assertThat(b.told).last().isEqualTo("lost [t-3] of 2");
        assertThat(a.consumer.assignment()).containsExactlyElementsOf(partitions(2));
        assertThat(b.consumer.assignment()).containsExactlyElementsOf(partitions(1));

        b.consumer.give(partitions(0, 3));
        b.turn();
        assertThat(b.told).last().isEqualTo("assigned [t-0, t-3] of 3");
    }

    @Test
    void what_is_lost_and_given_back_goes_and_comes_within_one_poll() {
        Member a = member(0);
        a.turn();
        a.consumer.lose(partitions(1));
        a.consumer.give(partitions(1));
        a.turn();

        assertThat(a.told).endsWith("lost [t-1] of 4", "assigned [t-1] of 4");
    }

    @Test
    void a_partition_that_cannot_move_is_refused() {
        Member a = member(0);
        Member b = member(1);
        a.turn();

        assertThatThrownBy(() -> a.consumer.give(partitions(9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no partition t-9: topic t has 4 partitions");
        kafka.createTopic("u", 1);
        assertThatThrownBy(() -> a.consumer.give(List.of(new TopicPartition("u", 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sink-0");
        assertThatThrownBy(() -> b.consumer.revoke(partitions(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Task sink-1 does not have t-0");
    }

    @Test
    void a_task_that_starts_again_gets_what_it_was_given_by_hand() {
        Member a = member(0);
        member(1);
        a.consumer.give(partitions(0, 1, 2));
        a.consumer.kill();

        Member again = member(0);
        again.turn();
        assertThat(again.told).containsExactly("assigned [t-0, t-1, t-2] of 3");
    }

    @Test
    void committed_offsets_outlive_a_killed_consumer_which_commits_no_more() {
        Member a = member(0);
        a.turn();
        a.consumer.commitSync(Map.of(partitions(1).get(0), new OffsetAndMetadata(3)), Duration.ZERO);
        a.consumer.kill();

        assertThat(a.told).hasSize(1);
        assertThat(a.take()).isEmpty();
        assertThatThrownBy(() ->
                        a.consumer.commitSync(Map.of(partitions(1).get(0), new OffsetAndMetadata(4)), Duration.ZERO))
                .isInstanceOf(CommitFailedException.class);
        a.consumer.close();
        assertThat(a.told).hasSize(1);

        for (int number = 0; number < 5; number++) {
            kafka.append(new ProducerRecord<>("t", 1, null, ("v" + number).getBytes(UTF_8)));
        }
        Member b = member(1);
        assertThat(b.take()).containsExactly("v3", "v4");
    }

    @Test
    void an_administrator_sets_and_deletes_offsets() {
        TopicPartition first = partitions(0).get(0);
        kafka.setCommitted("g", Map.of(first, new OffsetAndMetadata(7)));
        assertThat(kafka.committed("g")).containsExactly(Map.entry(first, new OffsetAndMetadata(7)));

        kafka.deleteCommitted("g", List.of(first));
        assertThat(kafka.committed("g")).isEmpty();
    }

    @Test
    void a_group_nobody_was_in_has_nothing_and_is_not_made_by_asking() {
        assertThat(kafka.members("x")).isEmpty();
        assertThat(kafka.committed("x")).isEmpty();
        assertThat(kafka.groupNames()).isEmpty();
    }

    @Test
    void who_unsubscribes_leaves_and_may_come_back() {
        Member a = member(0);
        a.turn();
        a.consumer.unsubscribe();

        assertThat(a.told).last().isEqualTo("revoked [t-0, t-1, t-2, t-3] of 4");
        assertThat(a.consumer.subscription()).isEmpty();
        assertThat(kafka.members("g")).isEmpty();
        assertThatThrownBy(a::turn).isInstanceOf(IllegalStateException.class);

        a.reading("t").turn();
        assertThat(a.told).last().isEqualTo("assigned [t-0, t-1, t-2, t-3] of 4");
    }

    @Test
    void what_a_callback_throws_comes_out_of_the_poll_and_the_partitions_move_nevertheless() {
        DriverConsumer throwing = new Member(kafka, 0).consumer;
        throwing.subscribe(List.of("t"), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                throw new IllegalStateException("not now");
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
        });
        throwing.poll(Duration.ZERO);
        Member b = member(1);

        assertThatThrownBy(() -> throwing.poll(Duration.ZERO)).hasMessage("not now");
        assertThat(throwing.assignment()).hasSize(2);
        b.turn();
        assertThat(b.consumer.assignment()).hasSize(2);
    }
}
