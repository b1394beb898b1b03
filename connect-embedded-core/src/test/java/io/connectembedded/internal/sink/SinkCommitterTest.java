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

import static io.connectembedded.internal.sink.HandConsumer.partition;
import static io.connectembedded.internal.sink.SinkFixture.offsets;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.internal.clients.SecuredClient;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Through the task's body, for nothing but it commits. */
class SinkCommitterTest {

    private final SinkFixture it = new SinkFixture();

    @BeforeEach
    void two_partitions_with_two_records_each() throws Exception {
        it.started(0, 1);
        for (int partition = 0; partition < 2; partition++) {
            it.consumer.add(partition, 0, "a");
            it.consumer.add(partition, 1, "b");
        }
        it.body.iterate();
        assertThat(it.task.records).hasSize(4);
    }

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void a_subset_is_committed_as_answered() throws Exception {
        it.task.preCommit = asked -> offsets(1, 1);
        it.commitIsDue();

        assertThat(it.consumer.committed).containsExactly(offsets(1, 1));
    }

    @Test
    void what_was_not_delivered_or_not_asked_for_or_is_null_is_ignored() throws Exception {
        it.task.preCommit = asked -> {
            Map<TopicPartition, OffsetAndMetadata> answer = new HashMap<>();
            answer.put(partition(0), new OffsetAndMetadata(3));
            answer.put(partition(1), null);
            answer.put(partition(7), new OffsetAndMetadata(1));
            return answer;
        };
        it.commitIsDue();

        assertThat(it.consumer.committed).isEmpty();
    }

    @Test
    void no_answer_or_an_empty_one_skips_the_commit() throws Exception {
        it.task.preCommit = asked -> null;
        it.commitIsDue();
        it.task.preCommit = asked -> Map.of();
        it.commitIsDue();

        assertThat(it.consumer.committed).isEmpty();
        assertThat(it.commits).isEmpty();
    }

    @Test
    void a_pre_commit_that_throws_reads_everything_since_the_last_commit_again() throws Exception {
        it.commitIsDue();
        it.consumer.answer(null);
        it.consumer.add(0, 2, "c");
        it.body.iterate();
        it.task.preCommit = asked -> {
            throw new ConnectException("flush failed");
        };
        it.commitIsDue();

        assertThat(it.commits)
                .last()
                .satisfies(each -> assertThat(each.failure())
                        .isExactlyInstanceOf(ConnectException.class)
                        .hasMessageStartingWith("The task failed in preCommit: ")
                        .hasMessageEndingWith("flush failed"));
        assertThat(it.consumer.position(partition(0))).isEqualTo(2);
        assertThat(it.consumer.position(partition(1))).isEqualTo(2);
        assertThat(it.consumer.committed).hasSize(1);
    }

    @Test
    void a_commit_that_fails_is_told_and_tried_again_with_the_next() throws Exception {
        it.commitIsDue();
        it.consumer.answer(new IllegalStateException("coordinator moved"));
        assertThat(it.commits)
                .singleElement()
                .satisfies(each -> assertThat(each.failure()).hasMessage("coordinator moved"));
        it.commitIsDue();

        assertThat(it.consumer.committed).hasSize(2);
        assertThat(it.consumer.committed.get(1)).isEqualTo(it.consumer.committed.get(0));
    }

    @Test
    void a_commit_that_is_refused_is_told_with_the_acl_to_add() throws Exception {
        it.refusals.of(SecuredClient.settings());
        it.commitIsDue();
        it.consumer.answer(GroupAuthorizationException.forGroupId("connect-c"));

        assertThat(it.commits)
                .singleElement()
                .satisfies(each -> assertThat(each.failure())
                        .hasCauseInstanceOf(GroupAuthorizationException.class)
                        .hasMessageContaining("--allow-principal User:alice --operation Read --group connect-c"));
    }

    @Test
    void while_a_commit_is_unanswered_no_other_begins_and_a_request_waits_for_its_turn() throws Exception {
        it.commitIsDue();
        it.task.preCommit = asked -> offsets(0, 1);
        it.task.context().requestCommit();
        it.body.iterate();
        assertThat(it.consumer.committed).hasSize(1);
        it.consumer.answer(null);
        it.body.iterate();

        assertThat(it.consumer.committed).hasSize(2);
    }

    @Test
    void a_request_is_answered_once() throws Exception {
        it.task.context().requestCommit();
        it.body.iterate();
        it.consumer.answer(null);
        long asked = it.task.calls.stream().filter("preCommit"::equals).count();
        it.body.iterate();

        assertThat(it.task.calls).filteredOn("preCommit"::equals).hasSize((int) asked);
    }

    @Test
    void a_commit_beyond_its_limit_is_given_up_and_its_late_answer_skipped() throws Exception {
        it.commitIsDue();
        it.time.advance(SinkFixture.LIMIT);
        it.body.iterate();
        assertThat(it.commits)
                .singleElement()
                .satisfies(each -> assertThat(each.failure())
                        .isInstanceOf(TimeoutException.class)
                        .hasMessageContaining("did not answer"));
        it.consumer.answer(null);
        assertThat(it.commits).hasSize(1);
        assertThat(it.metrics().number("offset-commit-skip-total")).hasValue(1);
        it.commitIsDue();

        assertThat(it.consumer.committed).hasSize(2);
    }

    @Test
    void a_batch_that_waits_while_a_pre_commit_fails_comes_after_what_is_read_again() throws Exception {
        it.consumer.add(0, 2, "c");
        it.task.onPut = () -> {
            throw new RetriableException("busy");
        };
        it.body.iterate();
        it.task.preCommit = asked -> {
            throw new ConnectException("the file is full");
        };
        it.commitIsDue();
        it.task.calls.clear();
        it.task.onPut = () -> {};
        it.task.preCommit = asked -> asked;
        it.body.iterate();
        it.body.iterate();

        assertThat(it.consumer.position(partition(0))).isZero();
        assertThat(it.consumer.paused()).isEmpty();
        assertThat(it.task.calls).noneMatch(call -> call.contains("put"));
    }

    @Test
    void the_answer_to_a_commit_that_a_newer_one_overtook_is_skipped() throws Exception {
        it.commitIsDue();
        it.time.advance(SinkFixture.LIMIT);
        it.body.iterate();
        it.consumer.add(0, 2, "c");
        it.body.iterate();
        it.commitIsDue();
        it.consumer.answer(null);
        assertThat(it.metrics().number("offset-commit-completion-total")).hasValue(0);
        it.consumer.answer(null);

        assertThat(it.metrics().number("offset-commit-completion-total")).hasValue(1);
        assertThat(it.metrics().inFlightRecords()).isZero();
    }
}
