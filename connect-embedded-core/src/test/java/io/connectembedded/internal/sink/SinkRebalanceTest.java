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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.internal.lifecycle.Deadline;
import java.time.Duration;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SinkRebalanceTest {

    private final SinkFixture it = new SinkFixture();

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void only_new_partitions_are_opened() throws Exception {
        it.started(0);
        it.consumer.assign(0, 1);
        it.body.iterate();

        assertThat(it.task.calls).containsExactly("start", "open t-0", "open t-1");
        assertThat(it.metrics().partitions()).isEqualTo(2);
    }

    @Test
    void partitions_that_go_are_committed_and_closed_and_the_others_stay() throws Exception {
        it.started(0, 1);
        it.consumer.add(0, 0, "a");
        it.consumer.add(1, 0, "b");
        it.body.iterate();
        it.consumer.assign(1);
        it.body.iterate();
        assertThat(it.task.calls).endsWith("preCommit", "close t-0");
        assertThat(it.consumer.committed).containsExactly(offsets(0, 1));
        assertThat(it.metrics().partitions()).isEqualTo(1);
        it.end(false);

        assertThat(it.task.calls).endsWith("preCommit", "close t-1", "stop");
        assertThat(it.consumer.committed).containsExactly(offsets(0, 1), offsets(1, 1));
    }

    @Test
    void lost_partitions_are_closed_without_a_commit() throws Exception {
        it.started(0, 1);
        it.consumer.add(0, 0, "a");
        it.body.iterate();
        it.consumer.lose(0);
        it.body.iterate();
        it.commitIsDue();

        assertThat(it.task.calls).contains("close t-0");
        assertThat(it.consumer.committed).isEmpty();
    }

    @Test
    void records_kept_for_a_partition_that_went_are_dropped() throws Exception {
        it.started(0, 1);
        it.task.onPut = () -> {
            throw new RetriableException("busy");
        };
        it.consumer.add(0, 0, "a");
        it.consumer.add(1, 0, "b");
        it.body.iterate();
        it.consumer.assign(1);
        it.body.iterate();
        it.task.onPut = () -> {};
        it.body.iterate();

        assertThat(it.task.records).extracting(SinkRecord::value).containsExactly("b");
        assertThat(it.consumer.paused()).doesNotContain(partition(1));
    }

    @Test
    void a_new_partition_rests_too_while_a_batch_waits() throws Exception {
        it.started(0);
        it.task.onPut = () -> {
            throw new RetriableException("busy");
        };
        it.consumer.add(0, 0, "a");
        it.body.iterate();
        it.consumer.assign(0, 1);
        it.body.iterate();

        assertThat(it.consumer.paused()).containsExactlyInAnyOrder(partition(0), partition(1));
    }

    @Test
    void the_tasks_own_pauses_outlive_a_rebalance() throws Exception {
        it.started(0, 1);
        it.task.context().pause(partition(1));
        it.consumer.assign(1, 2);
        it.body.iterate();

        assertThat(it.consumer.paused()).containsExactly(partition(1));
    }

    @Test
    void a_position_the_task_asks_for_in_open_holds_from_the_first_poll() throws Exception {
        it.task.onOpen = () -> it.task.context().offset(partition(0), 5);
        it.started(0);
        it.consumer.add(0, 5, "f");
        it.body.iterate();
        it.commitIsDue();

        assertThat(it.task.records).extracting(SinkRecord::kafkaOffset).containsExactly(5L);
        assertThat(it.consumer.committed).containsExactly(offsets(0, 6));
    }

    @Test
    void an_open_that_fails_fails_the_task() throws Exception {
        it.task.onOpen = () -> {
            throw new ConnectException("no table");
        };

        assertThatThrownBy(() -> it.started(0))
                .isInstanceOf(ConnectException.class)
                .hasMessage("no table");
    }

    @Test
    void a_close_that_fails_in_a_rebalance_fails_the_task() throws Exception {
        it.started(0, 1);
        it.task.onClose = () -> {
            throw new ConnectException("disk full");
        };
        it.consumer.assign(1);

        assertThatThrownBy(it.body::iterate).hasMessage("disk full");
    }

    @Test
    void after_a_close_that_failed_nothing_is_opened_and_the_stage_is_close() throws Exception {
        it.started(0);
        it.task.onClose = () -> {
            throw new AssertionError("disk full");
        };
        it.consumer.assign(1);

        assertThatThrownBy(it.body::iterate).hasMessage("disk full");
        assertThat(it.body.stage()).isEqualTo("close");
        assertThat(it.task.calls).endsWith("close t-0");
    }

    @Test
    void a_pre_commit_that_fails_as_partitions_go_commits_nothing_and_closes_them() throws Exception {
        it.started(0, 1);
        it.consumer.add(0, 0, "a");
        it.body.iterate();
        it.task.preCommit = asked -> {
            throw new ConnectException("flush failed");
        };
        it.consumer.assign(1);
        it.body.iterate();

        assertThat(it.task.calls).endsWith("preCommit", "close t-0");
        assertThat(it.consumer.committed).isEmpty();
        assertThat(it.commits)
                .singleElement()
                .satisfies(each -> assertThat(each.failure())
                        .hasMessageStartingWith("The task failed in preCommit: ")
                        .hasMessageEndingWith("flush failed"));
    }

    @Test
    void a_stop_in_the_middle_of_a_rebalance_leaves_its_commit_a_share_of_the_grace() throws Exception {
        it.started(0, 1);
        it.consumer.add(0, 0, "a");
        it.body.iterate();
        it.task.onClose = () -> it.gate.stop(Deadline.after(it.time, Duration.ofSeconds(2)));
        it.consumer.failures.add(new WakeupException());
        it.consumer.failures.add(new InterruptException("after half of the grace"));
        it.consumer.assign(1);
        it.body.iterate();

        assertThat(it.consumer.commitLimits)
                .hasSize(3)
                .allSatisfy(limit -> assertThat(limit).isEqualTo(Duration.ofMillis(800)));
        assertThat(it.consumer.committed).containsExactly(offsets(0, 1));
    }

    @Test
    void a_commit_in_a_rebalance_that_is_woken_up_does_not_begin_its_limit_anew() throws Exception {
        it.started(0, 1);
        it.consumer.add(0, 0, "a");
        it.body.iterate();
        it.consumer.failures.add(new WakeupException());
        it.consumer.onCommit = () -> it.time.advance(Duration.ofSeconds(3));
        it.consumer.assign(1);
        it.body.iterate();

        assertThat(it.consumer.commitLimits).containsExactly(SinkFixture.LIMIT, Duration.ofSeconds(2));
    }
}
