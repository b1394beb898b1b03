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
package io.connectembedded.internal.source;

import static io.connectembedded.internal.source.ScriptedSource.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.connectembedded.internal.clients.SecuredClient;
import io.connectembedded.internal.lifecycle.TaskGate.Target;
import io.connectembedded.internal.source.inflight.InFlightLimit;
import io.connectembedded.internal.source.inflight.SubmittedRecord;
import io.connectembedded.internal.source.inflight.SubmittedRecords;
import io.connectembedded.internal.transform.TransformationChain;
import io.connectembedded.internal.transform.TransformationLink;
import io.connectembedded.offset.StoredOffset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class WorkerSourceTaskTest {

    private final SourceFixture it = new SourceFixture();

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void a_record_goes_from_poll_to_kafka_and_its_offset_to_the_store_once_acknowledged() throws Exception {
        it.task.hand(record(1, 1), record(1, 2));
        it.body.start();
        it.body.iterate();
        assertThat(it.sent()).containsExactly("v1", "v2");
        assertThat(it.metrics().inFlightRecords()).isEqualTo(2);
        it.producer.completeNext();
        it.producer.completeNext();
        it.end(false);

        assertThat(it.store.stored("c")).containsExactly(offset(2));
        assertThat(it.task.calls).containsExactly("start {k=v}", "commit", "stop");
        assertThat(it.task.committedRecords).hasSize(2);
        assertThat(it.producer.closed()).isTrue();
        assertThat(it.commits).containsExactly(new SourceFixture.Commit(1, null));
    }

    @Test
    void the_metrics_count_every_record_also_those_a_commit_came_upon_first() throws Exception {
        it.task.hand(record(1, 1), record(1, 2), record(1, 3));
        it.body.start();
        it.body.iterate();
        for (int i = 0; i < 3; i++) {
            it.producer.completeNext();
        }
        it.end(false);

        assertThat(it.metrics().polled()).isEqualTo(3);
        assertThat(it.metrics().written()).isEqualTo(3);
        assertThat(it.metrics().sinceLastCommit()).isPresent();
        assertThat(it.metrics().number("offset-commit-max-time-ms").orElseThrow())
                .isNotNaN();
    }

    @Test
    void a_record_that_kafka_refuses_fails_the_next_round_and_holds_back_its_offset() throws Exception {
        it.task.hand(record(1, 1), record(1, 2));
        it.body.start();
        it.body.iterate();
        it.producer.errorNext(new RecordTooLargeException("1 GB"));
        it.producer.completeNext();

        assertThatThrownBy(it.body::iterate)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("topic t")
                .hasMessageContaining("1 GB")
                .hasMessageContaining("restart the task");
        it.end(true);
        assertThat(it.store.stored("c")).isEmpty();
        assertThat(it.task.committedRecords).hasSize(1);
    }

    @Test
    void a_failed_task_commits_what_was_acknowledged_without_waiting_for_the_rest() throws Exception {
        it.task.hand(record(1, 1), record(1, 2));
        it.body.start();
        it.body.iterate();
        it.producer.completeNext();
        it.end(true);

        assertThat(it.store.stored("c")).containsExactly(offset(1));
    }

    @Test
    void a_send_that_may_be_tried_again_keeps_the_record_and_the_rest_of_the_batch() throws Exception {
        it.task.hand(record(1, 1), record(1, 2));
        it.body.start();
        it.producer.sendException = new TimeoutException("no metadata yet");
        it.body.iterate();
        assertThat(it.sent()).isEmpty();
        assertThat(it.metrics().inFlightRecords()).isZero();
        it.producer.sendException = null;
        it.body.iterate();

        assertThat(it.sent()).containsExactly("v1", "v2");
        assertThat(it.metrics().polled()).isEqualTo(2);
    }

    @Test
    void a_send_that_is_refused_at_once_fails_the_task() {
        it.task.hand(record(1, 1));
        it.body.start();
        it.producer.sendException = new TopicAuthorizationException("t");

        assertThatThrownBy(it.body::iterate)
                .isInstanceOf(ConnectException.class)
                .hasMessageStartingWith("Kafka did not take a record for topic t");
        assertThat(it.body.stage()).isEqualTo("send");
    }

    @Test
    void a_topic_the_producer_may_not_write_fails_the_task_with_the_acl_to_add() throws Exception {
        it.refusals.of(SecuredClient.settings());
        it.task.hand(record(1, 1));
        it.body.start();
        it.body.iterate();
        it.producer.errorNext(new TopicAuthorizationException(Set.of("t")));

        assertThatThrownBy(it.body::iterate)
                .isInstanceOf(ConnectException.class)
                .hasCauseInstanceOf(TopicAuthorizationException.class)
                .hasMessageContaining(
                        "does not allow User:alice, the principal of task c-0, the operation Write on topic t")
                .hasMessageContaining("kafka-acls.sh --bootstrap-server kafka:9092 --add --allow-principal User:alice"
                        + " --operation Write --topic t");
    }

    @Test
    void a_poll_that_may_be_tried_again_and_one_that_finds_nothing_fail_nothing() throws Exception {
        it.task.polls.add(() -> {
            throw new RetriableException("lost connection");
        });
        it.task.polls.add(() -> {
            throw new TimeoutException("slow");
        });
        it.task.polls.add(List::of);
        it.task.hand(record(1, 1));
        it.body.start();
        for (int i = 0; i < 4; i++) {
            it.body.iterate();
        }

        assertThat(it.sent()).containsExactly("v1");
    }

    @Test
    void a_poll_that_fails_otherwise_fails_the_task() {
        it.task.polls.add(() -> {
            throw new ConnectException("gone");
        });
        it.body.start();

        assertThatThrownBy(it.body::iterate).hasMessage("gone");
        assertThat(it.body.stage()).isEqualTo("poll");
    }

    @Test
    void what_commit_record_throws_does_not_keep_the_offset_back() throws Exception {
        it.task.onCommitRecord = () -> {
            throw new IllegalStateException("the task's own trouble");
        };
        it.task.hand(record(1, 1));
        it.body.start();
        it.body.iterate();
        it.producer.completeNext();
        it.end(false);

        assertThat(it.store.stored("c")).containsExactly(offset(1));
    }

    @Test
    void a_task_whose_start_fails_is_stopped_and_commits_nothing() {
        it.task.onStart = () -> {
            throw new ConnectException("no such file");
        };

        assertThatThrownBy(it.body::start).hasMessage("no such file");
        it.end(true);
        assertThat(it.task.calls).containsExactly("start {k=v}", "stop");
        assertThat(it.producer.closed()).isTrue();
    }

    @Test
    void a_stop_gives_up_on_records_that_are_not_acknowledged_in_time() throws Exception {
        it.task.hand(record(1, 1), record(1, 2));
        it.body.start();
        it.body.iterate();
        it.producer.completeNext();
        it.gate.ask(Target.STOP);
        it.end(false);

        assertThat(it.store.stored("c")).containsExactly(offset(1));
    }

    @Test
    void an_abandoned_task_writes_no_offset_any_more() throws Exception {
        try (SourceFixture often = new SourceFixture(Duration.ofMillis(5))) {
            CountDownLatch inCallback = new CountDownLatch(1);
            often.task.onCommit = inCallback::countDown;
            often.task.hand(record(1, 1));
            often.body.start();
            often.body.iterate();
            assertThat(inCallback.await(10, TimeUnit.SECONDS)).isTrue();
            often.body.cancel();
            often.producer.completeNext();
            often.end(false);

            await().during(Duration.ofMillis(100)).until(() -> often.store.writes.isEmpty());
        }
    }

    @Test
    void a_task_abandoned_in_its_start_writes_no_offset_when_it_returns_after_all() throws Exception {
        try (SourceFixture often = new SourceFixture(Duration.ofMillis(5))) {
            often.task.onStart = often.body::cancel;
            often.body.start();

            await().during(Duration.ofMillis(100)).until(() -> !often.task.calls.contains("commit"));
        }
    }

    @Test
    void periodic_commits_store_what_is_acknowledged_while_the_task_is_in_poll() throws Exception {
        try (SourceFixture often = new SourceFixture(Duration.ofMillis(5))) {
            often.task.hand(record(1, 1));
            often.body.start();
            often.body.iterate();
            often.producer.completeNext();

            await().untilAsserted(() -> assertThat(often.store.stored("c")).containsExactly(offset(1)));
            await().untilAsserted(() -> assertThat(often.task.calls).contains("commit"));
        }
    }

    /** I1, seen from the store. */
    @ParameterizedTest
    @ValueSource(longs = {7, 11, 13})
    void whatever_the_order_of_acknowledgements_the_store_never_runs_ahead(long seed) throws Exception {
        Random random = new Random(seed);
        SubmittedRecords submitted = SourceFixture.submitted(it.task);
        SourceOffsets offsets = new SourceOffsets("c", submitted, it.store.storage());
        List<SubmittedRecord> entries = new ArrayList<>();
        List<SubmittedRecord> open = new ArrayList<>();
        for (long next = 1; next <= 60; next++) {
            SubmittedRecord entry = submitted.submit(record(1, next), 1);
            entries.add(entry);
            open.add(entry);
            while (!open.isEmpty() && random.nextBoolean()) {
                open.remove(random.nextInt(open.size())).onCompletion(null, null);
            }
            offsets.flush().get();
            for (StoredOffset stored : it.store.stored("c")) {
                int position = Integer.parseInt(stored.toString().replaceAll(".*\"o\":(\\d+).*", "$1"));
                assertThat(entries.subList(0, position)).allMatch(SubmittedRecord::isAcked);
            }
        }
        open.forEach(entry -> entry.onCompletion(null, null));
        offsets.flush().get();
        assertThat(it.store.stored("c")).containsExactly(offset(60));
    }

    private static StoredOffset offset(long position) {
        return new StoredOffset("c", "{\"p\":1}", "{\"o\":" + position + "}");
    }

    /** Kafka's producer keeps it to itself: records would wait for ever, and nobody hear of it. */
    @Test
    void a_login_that_is_refused_while_records_wait_fails_the_task() throws Exception {
        it.refusals.of(SecuredClient.settings());
        it.task.hand(record(1, 1));
        it.body.start();
        it.body.iterate();
        it.delivery.loginRefused();

        assertThatThrownBy(it.body::iterate)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Kafka at kafka:9092 refuses the login of user alice by task c-0")
                .hasMessageContaining("restart the task")
                .hasMessageNotContaining("hunter22");
    }

    @Test
    void a_refused_record_is_told_with_the_topic_it_was_sent_to() throws Exception {
        try (SourceFixture routed = new SourceFixture(
                new InFlightLimit(10, 1_000),
                errors -> new TransformationChain<>(
                        List.of(TransformationLink.<SourceRecord>of(
                                "route",
                                record -> record.newRecord(
                                        "elsewhere",
                                        null,
                                        record.keySchema(),
                                        record.key(),
                                        record.valueSchema(),
                                        record.value(),
                                        null))),
                        errors))) {
            routed.task.hand(record(1, 1));
            routed.body.start();
            routed.body.iterate();
            routed.producer.errorNext(new RecordTooLargeException("1 GB"));

            assertThatThrownBy(routed.body::iterate)
                    .hasMessageContaining("Kafka did not take a record for topic elsewhere (1 GB");
        }
    }
}
