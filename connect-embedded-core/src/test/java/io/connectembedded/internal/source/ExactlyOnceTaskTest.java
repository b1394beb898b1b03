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

import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.source.ExactlyOnceFixture.Wish;
import io.connectembedded.internal.source.inflight.InFlightLimit;
import io.connectembedded.internal.transform.TransformationChain;
import io.connectembedded.internal.transform.TransformationLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask.TransactionBoundary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ExactlyOnceTaskTest {

    private ExactlyOnceFixture it = new ExactlyOnceFixture(new Wish());

    @AfterEach
    void close() {
        it.close();
    }

    private void with(Wish wish) {
        it.close();
        it = new ExactlyOnceFixture(wish);
    }

    private void with(TransactionBoundary boundary) {
        with(new Wish().boundary(boundary));
    }

    private static SourceRecord at(Map<String, ?> partition, Map<String, ?> offset, String topic, String value) {
        return new SourceRecord(partition, offset, topic, Schema.STRING_SCHEMA, value);
    }

    @Test
    void a_batch_and_its_offsets_are_one_transaction_and_the_task_hears_of_it_afterwards() throws Exception {
        it.task.hand(record(1, 1), record(2, 1), record(1, 2));
        List<Boolean> openWhenTold = new ArrayList<>();
        it.task.onCommitRecord = () -> openWhenTold.add(it.producer.transactionInFlight());
        it.body.start();
        it.rounds(1);

        assertThat(it.visible()).containsExactly("v1", "v1", "v2", "{\"o\":2}", "{\"o\":1}");
        assertThat(it.producer.history().get(3).key()).asString().isEqualTo("[\"c\",{\"p\":1}]");
        assertThat(it.producer.history().get(3).topic()).isEqualTo(ExactlyOnceFixture.OFFSETS);
        assertThat(it.task.calls)
                .containsExactly("start {k=v}", "commitRecord v1", "commitRecord v1", "commitRecord v2", "commit");
        assertThat(it.task.metadata).doesNotContainNull();
        assertThat(openWhenTold).containsExactly(false, false, false);
        assertThat(it.commits).containsExactly(new SourceFixture.Commit(2, null));
        assertThat(it.metric("transaction-size-max")).isEqualTo(3);
        assertThat(it.metric("transaction-size-min")).isEqualTo(3);
        assertThat(it.metric("transaction-size-avg")).isEqualTo(3);
        assertThat(it.metric("source-record-write-total")).isEqualTo(3);
    }

    @Test
    void zombies_are_fenced_and_transactions_begun_before_the_plug_in_may_read_its_offsets() {
        List<String> order = new ArrayList<>();
        Wish wish = new Wish()
                .producer(new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public void initTransactions() {
                        order.add("init");
                        super.initTransactions();
                    }
                });
        with(wish);
        it.fencing = () -> order.add("fence " + it.body.stage());
        it.confirming = () -> order.add("confirm");
        it.task.onStart = () -> order.add("start");
        it.body.start();

        assertThat(order).containsExactly("fence fence", "init", "confirm", "start");
    }

    @Test
    void an_empty_poll_commits_nothing_and_tells_the_task_so() throws Exception {
        it.task.polls.add(List::of);
        it.body.start();
        it.rounds(2);

        assertThat(it.task.calls).containsExactly("start {k=v}", "commit", "commit");
        assertThat(it.commits).isEmpty();
        assertThat(it.producer.commitCount()).isZero();
    }

    @Test
    void with_an_interval_whole_batches_are_committed_when_it_is_time_also_by_an_empty_poll() throws Exception {
        with(TransactionBoundary.INTERVAL);
        it.task.hand(record(1, 1));
        it.task.hand(record(1, 2));
        it.body.start();
        it.rounds(2);
        assertThat(it.visible()).isEmpty();
        assertThat(it.open()).containsExactly("v1", "v2");
        it.time.advance(ExactlyOnceFixture.INTERVAL);
        it.rounds(1);
        assertThat(it.visible()).containsExactly("v1", "v2", "{\"o\":2}");
        it.task.hand(record(1, 3));
        it.rounds(1);
        assertThat(it.visible()).hasSize(3);
    }

    @Test
    void an_interval_ends_early_when_as_many_records_are_kept_for_the_task_as_may_be_in_flight() throws Exception {
        Wish wish = new Wish().boundary(TransactionBoundary.INTERVAL);
        wish.limit = new InFlightLimit(3, Long.MAX_VALUE);
        with(wish);
        it.task.hand(record(1, 1), record(1, 2));
        it.task.hand(record(1, 3));
        it.body.start();
        it.rounds(1);
        assertThat(it.visible()).isEmpty();
        it.rounds(1);
        assertThat(it.visible()).contains("v3", "{\"o\":3}");
    }

    @Test
    void what_the_task_makes_of_its_maps_later_does_not_change_an_offset_that_waits_for_its_transaction()
            throws Exception {
        with(TransactionBoundary.INTERVAL);
        Map<String, Object> partition = new HashMap<>(Map.of("p", 1));
        Map<String, Object> offset = new HashMap<>(Map.of("o", 1));
        it.task.hand(at(partition, offset, "t", "a"));
        it.task.polls.add(() -> {
            partition.put("p", 2);
            offset.put("o", 2);
            return List.of();
        });
        it.body.start();
        it.rounds(2);
        it.time.advance(ExactlyOnceFixture.INTERVAL);
        it.rounds(1);

        assertThat(it.visible()).containsExactly("a", "{\"o\":1}");
        assertThat(it.producer.history().get(1).key()).asString().isEqualTo("[\"c\",{\"p\":1}]");
    }

    @Test
    void a_connector_commits_and_aborts_at_records_that_are_these_very_ones() throws Exception {
        with(TransactionBoundary.CONNECTOR);
        SourceRecord twin = record(1, 2);
        SourceRecord meant = record(1, 2);
        SourceRecord last = record(1, 4);
        it.task.polls.add(() -> {
            it.task.ends().commitTransaction(meant);
            it.task.ends().abortTransaction(last);
            return List.of(record(1, 1), twin, meant, record(1, 3), last, record(1, 5));
        });
        it.body.start();
        it.rounds(1);

        assertThat(it.visible()).containsExactly("v1", "v2", "v2", "{\"o\":2}", "{\"o\":4}");
        assertThat(it.open()).containsExactly("v5");
        assertThat(it.producer.commitCount()).isEqualTo(2);
        assertThat(it.task.metadata).hasSize(5);
        assertThat(it.task.metadata.subList(0, 3)).doesNotContainNull();
        assertThat(it.task.metadata.subList(3, 5)).containsOnlyNulls();
        assertThat(it.metric("transaction-size-max")).isEqualTo(3);
    }

    @Test
    void a_connector_commits_and_aborts_batches() throws Exception {
        with(TransactionBoundary.CONNECTOR);
        it.task.polls.add(() -> List.of(record(1, 1)));
        it.task.polls.add(() -> {
            it.task.ends().commitTransaction();
            return List.of(record(1, 2));
        });
        it.task.polls.add(() -> {
            it.task.ends().abortTransaction();
            return List.of(record(1, 3));
        });
        it.body.start();
        it.rounds(1);
        assertThat(it.visible()).isEmpty();
        it.rounds(1);
        assertThat(it.visible()).containsExactly("v1", "v2", "{\"o\":2}");
        it.rounds(1);
        assertThat(it.visible()).endsWith("{\"o\":2}", "{\"o\":3}").doesNotContain("v3");
    }

    @Test
    void both_ends_at_once_fail_the_task() throws Exception {
        with(TransactionBoundary.CONNECTOR);
        it.body.start();
        it.task.polls.add(() -> {
            it.task.ends().abortTransaction();
            it.task.ends().commitTransaction();
            return List.of(record(1, 1));
        });
        assertThatThrownBy(it.body::iterate)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Task c-0 asked for both commit and abort")
                .hasMessageContaining("corrected");
        SourceRecord both = record(1, 2);
        it.task.polls.add(() -> {
            it.task.ends().abortTransaction(both);
            it.task.ends().commitTransaction(both);
            return List.of(both);
        });
        assertThatThrownBy(it.body::iterate)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("topic t");
        it.end(true);
        assertThat(it.visible()).isEmpty();
    }

    @Test
    void only_a_connector_that_defines_boundaries_gets_a_context_for_it() {
        it.body.start();
        assertThat(it.task.ends()).isNull();
        with(TransactionBoundary.CONNECTOR);
        it.body.start();
        assertThat(it.task.ends()).isNotNull();
    }

    @Test
    void a_dropped_record_advances_its_offset_in_order_and_ends_transactions_too() throws Exception {
        Wish wish = new Wish().boundary(TransactionBoundary.CONNECTOR);
        wish.chain = errors -> new TransformationChain<>(
                List.of(TransformationLink.<SourceRecord>of(
                        "sieve", record -> record.value().equals("v2") ? null : record)),
                errors);
        with(wish);
        SourceRecord dropped = record(1, 2);
        it.task.polls.add(() -> {
            it.task.ends().commitTransaction(dropped);
            return List.of(record(1, 1), dropped);
        });
        it.body.start();
        it.rounds(1);

        assertThat(it.visible()).containsExactly("v1", "{\"o\":2}");
        assertThat(it.told).containsExactly("v2");
        assertThat(it.task.metadata).element(1).isNull();
    }

    @Test
    void equal_records_are_told_of_one_by_one_in_their_order() throws Exception {
        SourceRecord first = record(1, 1);
        SourceRecord equal = record(1, 1);
        assertThat(first).isEqualTo(equal);
        it.task.hand(first, record(1, 2), equal);
        it.body.start();
        it.rounds(1);

        assertThat(it.task.calls)
                .containsSubsequence("commitRecord v1", "commitRecord v2", "commitRecord v1", "commit");
    }

    @Test
    void a_record_kafka_refuses_fails_the_task_and_nothing_of_the_transaction_becomes_visible() throws Exception {
        with(new Wish().producer(ExactlyOnceFixture.mock(false)).boundary(TransactionBoundary.INTERVAL));
        it.task.hand(record(1, 1), record(1, 2));
        it.body.start();
        it.rounds(1);
        it.producer.completeNext();
        it.producer.errorNext(new RecordTooLargeException("1 GB"));

        assertThatThrownBy(it.body::iterate)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("task c-0 for topic t")
                .hasMessageContaining("1 GB")
                .hasMessageContaining("restart the task");
        it.end(true);
        assertThat(it.visible()).isEmpty();
        assertThat(it.producer.closed()).isTrue();
        assertThat(it.task.calls).containsExactly("start {k=v}", "stop");
    }

    @Test
    void a_task_that_fails_in_the_midst_of_a_transaction_leaves_nothing_visible() throws Exception {
        with(TransactionBoundary.INTERVAL);
        it.task.hand(record(1, 1));
        it.task.polls.add(() -> {
            throw new ConnectException("gone");
        });
        it.body.start();
        it.rounds(1);
        assertThatThrownBy(it.body::iterate).hasMessage("gone");
        it.end(true);

        assertThat(it.visible()).isEmpty();
        assertThat(it.commits).isEmpty();
    }

    @Test
    void a_pause_and_a_stop_commit_what_is_open() throws Exception {
        with(TransactionBoundary.INTERVAL);
        it.task.hand(record(1, 1));
        it.task.hand(record(1, 2));
        it.body.start();
        it.rounds(1);
        it.body.pause();
        assertThat(it.visible()).containsExactly("v1", "{\"o\":1}");
        it.body.resume();
        it.rounds(1);
        it.end(false);
        assertThat(it.visible()).containsExactly("v1", "{\"o\":1}", "v2", "{\"o\":2}");
        assertThat(it.task.calls).endsWith("commit", "stop");
    }

    @Test
    void a_stop_commits_for_a_connector_only_what_it_asked_for_and_no_part_of_a_batch() throws Exception {
        Wish wish = new Wish().boundary(TransactionBoundary.CONNECTOR).producer(answeringOffsets());
        wish.limit = new InFlightLimit(1, Long.MAX_VALUE);
        with(wish);
        it.task.polls.add(() -> {
            it.task.ends().commitTransaction();
            return List.of(record(1, 1), record(1, 2));
        });
        it.body.start();
        it.rounds(1);
        assertThat(it.open()).containsExactly("v1");
        it.producer.completeNext();
        it.end(false);
        assertThat(it.visible()).isEmpty();
    }

    private static MockProducer<byte[], byte[]> answeringOffsets() {
        return new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
                Future<RecordMetadata> answer = super.send(record, callback);
                if (record.topic().equals(ExactlyOnceFixture.OFFSETS)) {
                    completeNext();
                }
                return answer;
            }
        };
    }

    @Test
    void a_stop_asks_a_connector_for_its_last_wish() throws Exception {
        with(TransactionBoundary.CONNECTOR);
        it.task.hand(record(1, 1));
        it.body.start();
        it.rounds(1);
        it.task.ends().commitTransaction();
        it.end(false);
        assertThat(it.visible()).containsExactly("v1", "{\"o\":1}");
    }

    @Test
    void a_stop_while_kafka_does_not_answer_gives_the_last_transaction_up_in_time() throws Exception {
        with(new Wish().boundary(TransactionBoundary.INTERVAL).producer(ExactlyOnceFixture.mock(false)));
        it.task.hand(record(1, 1));
        it.body.start();
        it.rounds(1);
        long begin = System.nanoTime();
        it.end(false);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
        assertThat(it.visible()).isEmpty();
        assertThat(it.task.calls).containsExactly("start {k=v}", "stop");
    }

    @Test
    void who_took_over_or_what_took_too_long_is_told() throws Exception {
        it.task.hand(record(1, 1));
        it.body.start();
        it.producer.commitTransactionException = new ProducerFencedException("fenced");
        assertThatThrownBy(it.body::iterate)
                .isInstanceOf(ConnectException.class)
                .hasCauseInstanceOf(ProducerFencedException.class)
                .hasMessageContaining("task c-0")
                .hasMessageContaining("another producer has taken over its transactional id w-c-0")
                .hasMessageContaining("another worker of this name");
        assertThat(it.body.stage()).isEqualTo("commit");

        with(TransactionBoundary.INTERVAL);
        it.task.hand(record(1, 1));
        it.body.start();
        it.rounds(1);
        it.time.advance(ExactlyOnceFixture.TIMEOUT.plusSeconds(1));
        it.producer.commitTransactionException = new InvalidProducerEpochException("old");
        assertThatThrownBy(it.body::iterate)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("open for 61000 ms")
                .hasMessageContaining("transaction.timeout.ms=60000")
                .hasMessageContaining("transaction.boundary=poll");
        assertThat(it.metric("offset-commit-failure-percentage")).isPositive();
    }

    @Test
    void a_timeout_that_the_brokers_do_not_allow_is_told_with_the_settings() {
        it.producer.initTransactionException = new KafkaException(new InvalidTxnTimeoutException("too long"));
        assertThatThrownBy(it.body::start)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Task c-0")
                .hasMessageContaining("transaction.timeout.ms=60000")
                .hasMessageContaining("transaction.boundary.interval.ms");
        assertThat(it.body.stage()).isEqualTo("fence");
    }

    @Test
    void a_transaction_waits_for_the_letters_of_its_records_and_fails_with_them() throws Exception {
        MockProducer<byte[], byte[]> dead = ExactlyOnceFixture.mock(false);
        Wish wish = new Wish();
        wish.errors = LastDeadLettersTest.tolerant(dead);
        wish.chain = errors -> new TransformationChain<>(
                List.of(TransformationLink.<SourceRecord>of("broken", record -> {
                    if (record.value().equals("v2")) {
                        throw new DataException("no good");
                    }
                    return record;
                })),
                errors);
        with(wish);
        it.task.hand(record(1, 1), record(1, 2));
        it.task.hand(record(1, 3), record(1, 2));
        it.body.start();
        CompletableFuture<Boolean> openUntilThen = CompletableFuture.supplyAsync(() -> {
            await().until(() -> !dead.history().isEmpty());
            boolean open = it.producer.transactionInFlight() && it.producer.commitCount() == 0;
            return dead.completeNext() && open;
        });
        it.rounds(1);
        assertThat(openUntilThen.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(it.visible()).containsExactly("v1", "{\"o\":2}");

        CompletableFuture<Boolean> refused = CompletableFuture.supplyAsync(() -> {
            await().until(() -> dead.history().size() == 2);
            return dead.errorNext(new RecordTooLargeException("1 GB"));
        });
        assertThatThrownBy(it.body::iterate).hasMessageContaining("dead letter queue, topic dead");
        assertThat(refused.get(10, TimeUnit.SECONDS)).isTrue();
        it.end(true);
        assertThat(it.visible()).hasSize(2);
    }

    @Test
    void a_commit_whose_answer_is_lost_is_asked_for_again() throws Exception {
        int[] lost = {2};
        with(new Wish().producer(new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
            @Override
            public void commitTransaction() {
                if (lost[0]-- > 0) {
                    throw new TimeoutException("no answer within max.block.ms");
                }
                super.commitTransaction();
            }
        }));
        it.task.hand(record(1, 1));
        it.body.start();
        it.rounds(1);

        assertThat(it.visible()).containsExactly("v1", "{\"o\":1}");
        assertThat(it.producer.commitCount()).isEqualTo(1);
        assertThat(it.commits).hasSize(1);
    }

    @Test
    void a_commit_that_an_interrupt_broke_off_is_asked_for_again_at_the_end() throws Exception {
        boolean[] broken = new boolean[1];
        with(new Wish().producer(new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
            @Override
            public void commitTransaction() {
                if (!broken[0]) {
                    broken[0] = true;
                    throw new InterruptException("while it waited");
                }
                super.commitTransaction();
            }
        }));
        it.task.hand(record(1, 1));
        it.body.start();
        assertThatThrownBy(it.body::iterate).isInstanceOf(InterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
        it.end(false);

        assertThat(it.visible()).containsExactly("v1", "{\"o\":1}");
        assertThat(it.task.calls).containsExactly("start {k=v}", "commitRecord v1", "commit", "stop");
    }

    @Test
    void a_task_may_not_write_to_the_topic_of_its_own_offsets() {
        it.task.hand(at(Map.of("p", 1), Map.of("o", 1), ExactlyOnceFixture.OFFSETS, "x"));
        it.body.start();
        assertThatThrownBy(it.body::iterate)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("its own offsets are")
                .hasMessageContaining("offsets.storage.topic");
        assertThat(it.producer.transactionInFlight()).isFalse();
    }

    @Test
    void an_offset_that_cannot_be_stored_fails_the_task_with_its_record_invisible() {
        it.task.hand(at(Map.of("p", 1), Map.of("o", new Object()), "t", "x"));
        it.body.start();
        assertThatThrownBy(it.body::iterate).isInstanceOf(DataException.class).hasMessageContaining("'o'");
        assertThat(it.body.stage()).isEqualTo("commit");
        it.end(true);
        assertThat(it.visible()).isEmpty();
    }

    @Test
    void an_offset_that_is_too_large_fails_the_task_with_its_record_invisible() {
        with(new Wish().producer(new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
                if (!record.topic().equals(ExactlyOnceFixture.OFFSETS)) {
                    return super.send(record, callback);
                }
                callback.onCompletion(
                        new RecordMetadata(new TopicPartition(record.topic(), 0), -1, -1, -1, -1, -1),
                        new RecordTooLargeException("2 MB"));
                return CompletableFuture.failedFuture(new RecordTooLargeException("2 MB"));
            }
        }));
        it.task.hand(record(1, 1));
        it.body.start();
        assertThatThrownBy(it.body::iterate)
                .hasMessageContaining("the offsets of task c-0 for topic the-offsets")
                .hasMessageContaining("2 MB");
        it.end(true);
        assertThat(it.visible()).isEmpty();
    }

    @Test
    void a_null_offset_deletes_the_stored_one() throws Exception {
        it.task.hand(record(1, 1), at(Map.of("p", 1), null, "t", "x"));
        it.body.start();
        it.rounds(1);
        assertThat(it.visible()).containsExactly("v1", "x", "deleted");
    }

    @Test
    void offsets_go_where_connect_puts_them_whatever_partitioner_is_for_the_records() throws Exception {
        Node node = new Node(0, "h", 1);
        List<PartitionInfo> three = List.of(info(0, node), info(1, node), info(2, node));
        Cluster cluster = new Cluster("c", List.of(node), three, Set.of(), Set.of());
        with(new Wish()
                .producer(
                        new MockProducer<>(cluster, true, null, new ByteArraySerializer(), new ByteArraySerializer())));
        it.task.hand(record(1, 1), record(2, 1), record(3, 1));
        it.body.start();
        it.rounds(1);

        assertThat(it.producer.history().subList(3, 6))
                .allSatisfy(entry ->
                        assertThat(entry.partition()).isEqualTo(Utils.toPositive(Utils.murmur2(entry.key())) % 3));
    }

    private static PartitionInfo info(int partition, Node node) {
        return new PartitionInfo(ExactlyOnceFixture.OFFSETS, partition, node, new Node[] {node}, new Node[] {node});
    }

    @Test
    void back_pressure_holds_within_a_transaction_and_yields_to_answers() throws Exception {
        Wish wish = new Wish().boundary(TransactionBoundary.CONNECTOR).producer(ExactlyOnceFixture.mock(false));
        wish.limit = new InFlightLimit(2, Long.MAX_VALUE);
        with(wish);
        it.task.hand(record(1, 1), record(1, 2), record(1, 3));
        it.body.start();
        it.rounds(1);
        assertThat(it.open()).containsExactly("v1", "v2");
        CompletableFuture<Void> resting = CompletableFuture.runAsync(() -> {
            try {
                it.rounds(2);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> {
            it.producer.completeNext();
            return resting.isDone();
        });
        assertThat(it.open()).containsExactly("v1", "v2", "v3");
    }

    @Test
    void an_abandoned_task_commits_and_tells_nothing_more() throws Exception {
        with(TransactionBoundary.INTERVAL);
        it.task.hand(record(1, 1));
        it.task.polls.add(() -> {
            it.body.cancel();
            return List.of();
        });
        it.body.start();
        it.rounds(1);
        it.time.advance(ExactlyOnceFixture.INTERVAL);
        assertThatThrownBy(it.body::iterate).isInstanceOf(TaskGate.StoppedException.class);
        it.end(false);

        assertThat(it.visible()).isEmpty();
        assertThat(it.task.calls).containsExactly("start {k=v}", "stop");
        assertThat(it.producer.closed()).isTrue();
    }

    @Test
    void a_task_abandoned_while_it_is_fenced_does_not_fence_its_successor() {
        it.fencing = it.body::cancel;
        assertThatThrownBy(it.body::start).isInstanceOf(TaskGate.StoppedException.class);
        assertThat(it.producer.transactionInitialized()).isFalse();
        assertThat(it.task.calls).isEmpty();
        it.end(false);
    }

    @Test
    void a_stop_ends_the_wait_for_a_kafka_that_is_away_at_once() throws Exception {
        CountDownLatch away = new CountDownLatch(1);
        with(new Wish().producer(hangingIn(away)));
        CompletableFuture<Throwable> start = CompletableFuture.supplyAsync(() -> {
            try {
                it.body.start();
                return new AssertionError("started");
            } catch (RuntimeException e) {
                return e;
            }
        });
        await().until(it.delivery::awaitsKafka);
        it.gate.ask(TaskGate.Target.STOP);
        it.body.wakeUp();

        assertThat(start.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptException.class);
        assertThat(it.task.calls).isEmpty();
        it.end(false);
    }

    @Test
    void a_login_that_is_refused_meanwhile_fails_a_task_that_waits() throws Exception {
        with(new Wish().producer(hangingIn(new CountDownLatch(1))));
        CompletableFuture<Throwable> start = CompletableFuture.supplyAsync(() -> {
            try {
                it.body.start();
                return new AssertionError("started");
            } catch (RuntimeException e) {
                return e;
            }
        });
        await().until(it.delivery::awaitsKafka);
        it.delivery.loginRefused();

        assertThat(start.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Kafka does not take the records of task c-0 any more");
    }

    private static MockProducer<byte[], byte[]> hangingIn(CountDownLatch away) {
        return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
            @Override
            public void initTransactions() {
                try {
                    away.await();
                } catch (InterruptedException e) {
                    throw new InterruptException(e);
                }
                super.initTransactions();
            }
        };
    }

    @Test
    void a_send_that_kafka_gave_up_is_not_tried_again_within_its_transaction() {
        it.task.hand(record(1, 1));
        it.body.start();
        it.producer.sendException = new TimeoutException("no metadata");
        assertThatThrownBy(it.body::iterate)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("no metadata");
        it.end(true);
        assertThat(it.visible()).isEmpty();
    }
}
