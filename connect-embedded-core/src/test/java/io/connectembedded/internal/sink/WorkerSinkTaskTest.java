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

import io.connectembedded.internal.clients.SecuredClient;
import io.connectembedded.internal.lifecycle.TaskGate.Target;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerSinkTaskTest {

    private final SinkFixture it = new SinkFixture();

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void records_are_put_and_their_offsets_committed_when_the_interval_is_over() throws Exception {
        it.started(0);
        it.consumer.add(0, 0, "a");
        it.consumer.add(0, 1, "b");
        it.body.iterate();
        assertThat(it.consumer.committed).isEmpty();
        assertThat(it.metrics().inFlightRecords()).isEqualTo(2);
        it.commitIsDue();
        it.consumer.answer(null);

        assertThat(it.task.calls).containsExactly("start", "open t-0", "put [a, b]", "preCommit");
        assertThat(it.consumer.committed).containsExactly(offsets(0, 2));
        assertThat(it.commits).containsExactly(new SinkFixture.Commit(1, null));
        assertThat(it.metrics().inFlightRecords()).isZero();
        assertThat(it.metrics().read()).isEqualTo(2);
        assertThat(it.metrics().sent()).isEqualTo(2);
        assertThat(it.metrics().partitions()).isEqualTo(1);
    }

    @Test
    void an_unchanged_offset_is_not_committed_again() throws Exception {
        it.started(0);
        it.consumer.add(0, 0, "a");
        it.body.iterate();
        it.commitIsDue();
        it.consumer.answer(null);
        it.commitIsDue();

        assertThat(it.consumer.committed).hasSize(1);
    }

    @Test
    void a_batch_the_task_wants_again_is_put_again_and_meanwhile_nothing_is_read_or_committed() throws Exception {
        it.started(0);
        it.task.onPut = () -> {
            throw new RetriableException("database busy");
        };
        it.consumer.add(0, 0, "a");
        it.body.iterate();
        assertThat(it.consumer.paused()).containsExactly(partition(0));
        it.body.iterate();
        it.commitIsDue();
        assertThat(it.consumer.committed).isEmpty();
        it.task.onPut = () -> {};
        it.body.iterate();
        it.commitIsDue();

        assertThat(it.consumer.paused()).isEmpty();
        assertThat(it.task.records).hasSize(1);
        assertThat(it.consumer.committed).containsExactly(offsets(0, 1));
    }

    @Test
    void the_polls_between_two_tries_grow_longer_from_a_tenth_of_a_second() throws Exception {
        it.started(0);
        it.task.onPut = () -> {
            throw new RetriableException("busy");
        };
        it.consumer.add(0, 0, "a");
        it.body.iterate();
        it.consumer.polls.clear();
        for (int i = 0; i < 3; i++) {
            it.body.iterate();
        }

        assertThat(it.consumer.polls)
                .containsExactly(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400));
    }

    @Test
    void a_task_that_asks_for_a_timeout_gets_one_shorter_poll() throws Exception {
        it.started(0);
        it.task.context().timeout(50);
        it.consumer.polls.clear();
        it.body.iterate();
        it.body.iterate();

        assertThat(it.consumer.polls).containsExactly(Duration.ofMillis(50), SinkFixture.INTERVAL);
    }

    @Test
    void a_topic_the_consumer_may_not_read_fails_the_task_with_the_acl_to_add() throws Exception {
        it.refusals.of(SecuredClient.settings());
        it.started(0);
        it.consumer.setPollException(new TopicAuthorizationException(Set.of("t")));

        assertThatThrownBy(it.body::iterate)
                .hasCauseInstanceOf(TopicAuthorizationException.class)
                .hasMessageContaining("Task sink-fixture-0 may not read from Kafka")
                .hasMessageContaining("--allow-principal User:alice --operation Read --topic t");
        assertThat(it.body.stage()).isEqualTo("poll");
    }

    @Test
    void a_put_that_fails_otherwise_fails_the_task_and_commits_nothing_of_its_batch() throws Exception {
        it.started(0);
        it.task.onPut = () -> {
            throw new org.apache.kafka.common.errors.TimeoutException("kafka's own retriable is none here");
        };
        it.consumer.add(0, 0, "a");

        assertThatThrownBy(it.body::iterate).hasMessageContaining("kafka's own");
        assertThat(it.body.stage()).isEqualTo("put");
        it.end(true);
        assertThat(it.consumer.committed).isEmpty();
        assertThat(it.task.calls).endsWith("close t-0", "stop");
        assertThat(it.consumer.closed()).isTrue();
    }

    @Test
    void a_stop_commits_what_was_put_closes_the_partitions_and_then_stops_the_task() throws Exception {
        it.started(0, 1);
        it.consumer.add(1, 0, "a");
        it.body.iterate();
        it.end(false);

        assertThat(it.task.calls).endsWith("preCommit", "close t-0,t-1", "stop");
        assertThat(it.consumer.committed).containsExactly(offsets(1, 1));
    }

    @Test
    void the_last_commit_survives_a_wake_up_that_was_meant_for_the_poll() throws Exception {
        it.started(0);
        it.consumer.add(0, 0, "a");
        it.body.iterate();
        it.consumer.failures.add(new WakeupException());
        it.end(false);

        assertThat(it.consumer.committed).containsExactly(offsets(0, 1));
    }

    @Test
    void a_wake_up_ends_a_round_quietly() throws Exception {
        it.started(0);
        it.body.wakeUp();
        it.body.iterate();
        it.consumer.add(0, 0, "a");
        it.body.iterate();

        assertThat(it.task.records).hasSize(1);
    }

    @Test
    void a_task_whose_start_fails_is_stopped_and_nothing_else() throws Exception {
        it.task.onStart = () -> {
            throw new ConnectException("no table");
        };

        assertThatThrownBy(it.body::start).hasMessage("no table");
        it.end(true);
        assertThat(it.task.calls).containsExactly("start", "stop");
        assertThat(it.consumer.closed()).isTrue();
    }

    @Test
    void a_paused_task_reads_nothing_and_commits_what_it_has() throws Exception {
        it.started(0);
        it.consumer.add(0, 0, "a");
        it.body.iterate();
        it.body.pause();
        it.body.iterate();
        assertThat(it.consumer.paused()).containsExactly(partition(0));
        assertThat(it.consumer.committed).containsExactly(offsets(0, 1));
        it.body.resume();

        assertThat(it.consumer.paused()).isEmpty();
    }

    @Test
    void a_resume_leaves_alone_what_the_task_itself_paused() throws Exception {
        it.started(0, 1);
        it.task.context().pause(partition(1));
        it.body.pause();
        it.body.resume();

        assertThat(it.consumer.paused()).containsExactly(partition(1));
    }

    @Test
    void a_kept_batch_put_while_paused_does_not_wake_the_consumer() throws Exception {
        it.started(0);
        it.task.onPut = () -> {
            throw new RetriableException("busy");
        };
        it.consumer.add(0, 0, "a");
        it.body.iterate();
        it.gate.ask(Target.PAUSE);
        it.body.pause();
        it.task.onPut = () -> {};
        it.body.iterate();

        assertThat(it.task.records).hasSize(1);
        assertThat(it.consumer.paused()).containsExactly(partition(0));
    }

    @Test
    void a_pause_that_is_taken_back_before_the_task_comes_to_it_leaves_nothing_at_rest() throws Exception {
        it.started(0);
        it.task.onPut = () -> {
            throw new RetriableException("busy");
        };
        it.consumer.add(0, 0, "a");
        it.body.iterate();
        it.task.onPut = () -> it.gate.ask(Target.PAUSE);
        it.body.iterate();
        it.gate.ask(Target.RUN);

        assertThat(it.consumer.paused()).isEmpty();
    }

    @Test
    void what_the_task_asks_for_again_is_not_committed_before_it_has_had_it_again() throws Exception {
        it.started(0);
        it.task.onPut = () -> {
            it.task.context().offset(partition(0), 1);
            it.task.context().requestCommit();
        };
        it.consumer.add(0, 0, "a");
        it.consumer.add(0, 1, "b");
        it.body.iterate();
        it.task.onPut = () -> {};
        it.body.iterate();

        assertThat(it.consumer.committed).noneMatch(offsets(0, 2)::equals);
    }

    @Test
    void what_the_task_asks_for_again_is_not_committed_by_a_stop() throws Exception {
        it.started(0);
        it.task.onPut = () -> it.task.context().offset(partition(0), 1);
        it.consumer.add(0, 0, "a");
        it.consumer.add(0, 1, "b");
        it.body.iterate();
        it.end(false);

        assertThat(it.consumer.committed).noneMatch(offsets(0, 2)::equals);
    }

    @Test
    void a_task_may_go_back_and_reads_again_from_there() throws Exception {
        it.started(0);
        it.consumer.add(0, 0, "a");
        it.consumer.add(0, 1, "b");
        it.body.iterate();
        it.task.context().offset(partition(0), 1);
        it.body.iterate();

        assertThat(it.consumer.position(partition(0))).isEqualTo(1);
        it.commitIsDue();
        assertThat(it.consumer.committed).isEmpty();
    }

    @Test
    void an_abandoned_task_commits_nothing() throws Exception {
        it.started(0);
        it.consumer.add(0, 0, "a");
        it.body.iterate();
        it.body.cancel();
        it.end(false);

        assertThat(it.consumer.committed).isEmpty();
        assertThat(it.task.calls).endsWith("stop").doesNotContain("preCommit");
    }

    @Test
    void a_record_that_cannot_be_converted_fails_the_task_and_is_not_skipped() throws Exception {
        it.started(0);
        it.consumer.addRecord(new org.apache.kafka.clients.consumer.ConsumerRecord<>("t", 0, 0, null, null) {
            @Override
            public byte[] value() {
                throw new IllegalStateException("no UTF-8");
            }
        });

        assertThatThrownBy(it.body::iterate)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("VALUE_CONVERTER")
                .hasRootCauseMessage("no UTF-8");
        assertThat(it.body.stage()).isEqualTo("convert");
        it.end(true);
        assertThat(it.consumer.committed).isEmpty();
    }

    @Test
    void pre_commit_gets_maps_of_its_own() throws Exception {
        it.task.preCommit = asked -> {
            asked.clear();
            return Map.of(partition(0), new OffsetAndMetadata(1));
        };
        it.started(0);
        it.consumer.add(0, 0, "a");
        it.body.iterate();
        it.commitIsDue();

        assertThat(it.consumer.committed).containsExactly(offsets(0, 1));
    }
}
