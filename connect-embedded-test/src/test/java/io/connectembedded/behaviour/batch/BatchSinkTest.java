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
package io.connectembedded.behaviour.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.ErrorPolicy;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.inapp.InAppSink;
import io.connectembedded.inapp.SinkBatch;
import io.connectembedded.inapp.SinkHandler;
import io.connectembedded.inapp.TypedRecord;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.test.ConnectTestDriver;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sink of batches that saves its positions in transactions of its own: every row exactly once. */
class BatchSinkTest {

    private static final String T0 = Ledger.partition("t", 0);

    private final Ledger ledger = new Ledger();
    private final List<List<String>> handled = new ArrayList<>();
    private ConnectTestDriver driver;

    @AfterEach
    void end() {
        if (driver != null) {
            driver.close();
        }
        ledger.close();
    }

    private static ConnectorSpec sink(SinkHandler<SinkBatch<String>> handler) {
        return ConnectorSpec.sink("ledger", InAppSink.batches(String.class, handler))
                .topics("t");
    }

    private ConnectorSpec saving(SinkHandler<SinkBatch<String>> handler) {
        return sink(handler).offsetStore(ledger.store);
    }

    private void run(ConnectorSpec spec) {
        driver = ConnectTestDriver.of(spec);
    }

    private void send(Object... values) {
        driver.topic("t").sendValues(List.of(values));
    }

    /** The program of the README. */
    private void inOneTransaction(SinkBatch<String> batch) throws Exception {
        handled.add(batch.values());
        try (Connection tx = ledger.begin()) {
            Ledger.insert(tx, batch.values());
            batch.saveOffsets(tx);
            tx.commit();
        }
    }

    @Test
    void rows_and_positions_are_committed_together_and_a_crash_repeats_nothing() {
        run(saving(this::inOneTransaction));
        send("a", "b", "c");
        assertThat(driver.sink("ledger").put()).isEqualTo(3);
        assertThat(ledger.positions()).containsExactly(T0 + "=" + Ledger.offset(3));

        driver.crash();
        send("d");
        driver.settle();
        driver.restart();
        send("e");
        driver.settle();
        assertThat(ledger.lines()).containsExactly("a", "b", "c", "d", "e");
        assertThat(ledger.positions()).containsExactly(T0 + "=" + Ledger.offset(5));
    }

    @Test
    void a_crash_at_any_put_repeats_and_loses_nothing() {
        run(saving(this::inOneTransaction).with("consumer.override.max.poll.records", 3));
        driver.sink("ledger").arrivesIn(ledger::lines);
        for (int round = 0; round < 10; round++) {
            int first = round * 7;
            send(IntStream.range(first, first + 7).mapToObj(Integer::toString).toArray());
            driver.sink("ledger").put();
            driver.crash();
        }
        driver.settle();
        assertThat(ledger.lines())
                .containsExactlyElementsOf(
                        IntStream.range(0, 70).mapToObj(Integer::toString).toList());
        driver.delivery().nothingLost().noDuplicates();
    }

    @Test
    void a_transaction_that_was_rolled_back_is_put_again() {
        AtomicBoolean fails = new AtomicBoolean(true);
        run(saving(batch -> {
            handled.add(batch.values());
            try (Connection tx = ledger.begin()) {
                Ledger.insert(tx, batch.values());
                batch.saveOffsets(tx);
                if (fails.getAndSet(false)) {
                    tx.rollback();
                    throw new RetriableException("the database went away");
                }
                tx.commit();
            }
        }));
        send("a", "b");
        assertThat(driver.sink("ledger").put()).isZero();
        assertThat(ledger.lines()).isEmpty();
        driver.advance(Duration.ofSeconds(1));
        driver.settle();
        assertThat(ledger.lines()).containsExactly("a", "b");
        assertThat(handled).hasSize(2);
    }

    @Test
    void what_was_committed_before_the_function_failed_is_not_put_again() {
        AtomicBoolean fails = new AtomicBoolean(true);
        run(saving(batch -> {
            inOneTransaction(batch);
            if (fails.getAndSet(false)) {
                throw new RetriableException("the answer to the commit was lost");
            }
        }));
        send("a", "b");
        driver.sink("ledger").put();
        send("c");
        driver.settle();
        assertThat(handled).containsExactly(List.of("a", "b"), List.of("c"));
        assertThat(ledger.lines()).containsExactly("a", "b", "c");
    }

    @Test
    void a_failure_after_the_commit_fails_the_task_which_goes_on_behind_it() {
        AtomicBoolean fails = new AtomicBoolean(true);
        run(saving(batch -> {
            inOneTransaction(batch);
            if (fails.getAndSet(false)) {
                throw new IllegalStateException("bug after the commit");
            }
        }));
        send("a", "b");
        assertThatThrownBy(() -> driver.sink("ledger").put())
                .isInstanceOf(ConnectorFailedException.class)
                .hasStackTraceContaining("bug after the commit");
        driver.worker().connector("ledger").restart().await();
        send("c");
        driver.settle();
        assertThat(ledger.lines()).containsExactly("a", "b", "c");
    }

    @Test
    void positions_cover_what_a_transformation_drops_and_nothing_else_writes_them() {
        run(saving(this::inOneTransaction)
                .transform("no-odd", record -> ((String) record.value()).startsWith("odd") ? null : record));
        send("odd1", "a", "odd2");
        driver.sink("ledger").put();
        assertThat(ledger.positions()).containsExactly(T0 + "=" + Ledger.offset(3));
        send("odd3", "odd4");
        driver.sink("ledger").put();
        driver.sink("ledger").commit();
        assertThat(ledger.positions()).containsExactly(T0 + "=" + Ledger.offset(3));
        send("b");
        driver.settle();
        driver.restart();
        assertThat(ledger.positions()).containsExactly(T0 + "=" + Ledger.offset(6));
        assertThat(ledger.lines()).containsExactly("a", "b");
    }

    @Test
    void a_transaction_that_is_never_committed_is_told_of_and_costs_no_record() {
        AtomicBoolean forgets = new AtomicBoolean(true);
        run(saving(batch -> {
            Connection tx = ledger.begin();
            try (tx) {
                Ledger.insert(tx, batch.values());
                batch.saveOffsets(tx);
                if (forgets.get()) {
                    tx.rollback();
                } else {
                    tx.commit();
                }
            }
        }));
        send("a");
        driver.sink("ledger").put();
        send("b");
        assertThatThrownBy(() -> driver.sink("ledger").put())
                .isInstanceOf(ConnectorFailedException.class)
                .hasStackTraceContaining("its transaction was not committed. Call commit()");
        forgets.set(false);
        driver.worker().connector("ledger").restart().await();
        driver.settle();
        assertThat(ledger.lines()).containsExactly("a", "b");
    }

    @Test
    void a_last_transaction_that_is_never_committed_is_told_of_by_the_next_commit() {
        run(saving(batch -> {
            Connection tx = ledger.begin();
            try (tx) {
                Ledger.insert(tx, batch.values());
                batch.saveOffsets(tx);
                tx.rollback();
            }
        }));
        send("a");
        driver.sink("ledger").put();
        assertThatThrownBy(() -> driver.sink("ledger").commit())
                .isInstanceOf(ConnectorFailedException.class)
                .hasStackTraceContaining("its transaction was not committed. Call commit()");
    }

    @Test
    void a_transaction_fails_when_another_owner_has_moved_the_position_and_the_task_goes_on_from_there() {
        run(saving(this::inOneTransaction));
        send("a");
        driver.sink("ledger").put();
        ledger.move("ledger", "t", 0, 3);
        send("b", "c", "d");
        driver.sink("ledger").put();
        assertThat(ledger.lines()).containsExactly("a");
        driver.advance(Duration.ofSeconds(1));
        driver.settle();
        assertThat(ledger.lines()).containsExactly("a", "d");
        assertThat(ledger.positions()).containsExactly(T0 + "=" + Ledger.offset(4));
        assertThat(driver.worker().connector("ledger").status().isRunning()).isTrue();
    }

    @Test
    void a_position_that_is_altered_while_the_connector_is_stopped_is_gone_on_from() {
        run(saving(this::inOneTransaction));
        send("a", "b", "c");
        driver.settle();
        driver.worker().connector("ledger").stop().await();
        ledger.move("ledger", "t", 0, 1);
        driver.worker().connector("ledger").resume().await();
        driver.settle();
        assertThat(ledger.lines()).containsExactly("a", "b", "c", "b", "c");
    }

    @Test
    void a_rejected_record_is_given_up_alone_and_its_position_is_covered() {
        run(saving(batch -> {
                    List<String> good = new ArrayList<>();
                    for (TypedRecord<String> record : batch) {
                        if (record.value().equals("bad")) {
                            batch.reject(record, new DataException("no such customer"));
                        } else {
                            good.add(record.value());
                        }
                    }
                    try (Connection tx = ledger.begin()) {
                        Ledger.insert(tx, good);
                        batch.saveOffsets(tx);
                        tx.commit();
                    }
                })
                .errors(ErrorPolicy.deadLetterQueue("dlq")));
        send("a", "bad", "b");
        driver.settle();
        assertThat(ledger.lines()).containsExactly("a", "b");
        assertThat(driver.topic("dlq").values()).containsExactly("bad");
        assertThat(ledger.positions()).containsExactly(T0 + "=" + Ledger.offset(3));
        driver.crash();
        driver.settle();
        assertThat(driver.topic("dlq").values()).containsExactly("bad");
    }

    @Test
    void a_rejection_fails_the_task_when_failures_are_not_tolerated_also_when_it_is_caught() {
        run(saving(batch -> {
            try {
                batch.reject(batch.records().get(0), new DataException("no such customer"));
            } catch (RuntimeException e) {
                inOneTransaction(batch);
            }
        }));
        send("a");
        assertThatThrownBy(() -> driver.sink("ledger").put())
                .isInstanceOf(ConnectorFailedException.class)
                .hasStackTraceContaining("no such customer");
        assertThat(ledger.lines()).isEmpty();
    }

    @Test
    void a_record_that_is_refused_is_found_by_bisection_and_the_positions_of_pieces_are_saved() {
        run(saving(batch -> {
                    if (batch.values().contains("bad")) {
                        throw new IllegalArgumentException("constraint violated");
                    }
                    inOneTransaction(batch);
                })
                .with("errors.tolerance", "all")
                .with("errors.bisect", "true"));
        send("a", "b", "bad", "c", "d");
        driver.settle();
        driver.advance(Duration.ofSeconds(1));
        driver.settle();
        assertThat(ledger.lines()).containsExactly("a", "b", "c", "d");
        assertThat(ledger.positions()).containsExactly(T0 + "=" + Ledger.offset(5));
    }

    @Test
    void a_value_of_another_class_is_given_up_and_the_rest_of_its_batch_goes_on() {
        run(saving(this::inOneTransaction).errors(ErrorPolicy.deadLetterQueue("dlq")));
        send("a", 5L, "b");
        driver.settle();
        assertThat(ledger.lines()).containsExactly("a", "b");
        assertThat(driver.topic("dlq").values()).containsExactly(5L);
    }

    @Test
    void without_tolerance_a_value_of_another_class_fails_the_task_which_names_both_classes() {
        run(saving(this::inOneTransaction));
        send(5L);
        assertThatThrownBy(() -> driver.sink("ledger").put())
                .isInstanceOf(ConnectorFailedException.class)
                .hasStackTraceContaining("is a java.lang.Long and no java.lang.String");
    }

    @Test
    void java_records_are_made_of_maps() {
        record Order(String customer, long total) {}
        List<Order> orders = new ArrayList<>();
        run(ConnectorSpec.sink("orders", InAppSink.batches(Order.class, batch -> orders.addAll(batch.values())))
                .topics("t"));
        driver.topic("t").sendValues(List.of(Map.of("customer", "ann", "total", 7L)));
        driver.settle();
        assertThat(orders).containsExactly(new Order("ann", 7));
    }

    @Test
    void positions_cannot_be_saved_without_a_table_and_that_is_no_record_s_fault() {
        run(sink(this::inOneTransaction).with("errors.tolerance", "all").with("errors.bisect", "true"));
        send("a", "b");
        assertThatThrownBy(() -> driver.sink("ledger").put())
                .isInstanceOf(ConnectorFailedException.class)
                .hasStackTraceContaining("declare it with .offsetStore(OffsetStore.jdbc(dataSource))");
    }

    @Test
    void positions_are_not_saved_by_a_connection_that_commits_by_itself() {
        run(saving(batch -> {
            try (Connection alone = ledger.database.getConnection()) {
                batch.saveOffsets(alone);
            }
        }));
        send("a");
        assertThatThrownBy(() -> driver.sink("ledger").put()).hasStackTraceContaining("call setAutoCommit(false)");
        assertThat(ledger.positions()).isEmpty();
    }

    @Test
    void a_failed_save_that_the_function_swallows_is_not_taken_for_done() {
        run(saving(batch -> {
            try (Connection tx = ledger.begin()) {
                Ledger.insert(tx, batch.values());
                try {
                    batch.saveOffsets(tx);
                } catch (RuntimeException e) {
                    tx.rollback();
                    return;
                }
                tx.commit();
            }
        }));
        send("a");
        driver.sink("ledger").put();
        ledger.move("ledger", "t", 0, 2);
        send("b", "c");
        driver.sink("ledger").put();
        driver.advance(Duration.ofSeconds(1));
        driver.settle();
        assertThat(ledger.lines()).containsExactly("a", "c");
    }

    @Test
    void a_function_that_does_not_save_has_its_positions_written_by_commits() {
        run(saving(batch -> handled.add(batch.values())));
        send("a", "b");
        driver.sink("ledger").put();
        assertThat(ledger.positions()).isEmpty();
        assertThat(driver.sink("ledger").commit()).isTrue();
        assertThat(ledger.positions()).containsExactly(T0 + "=" + Ledger.offset(2));
        driver.crash();
        send("c");
        driver.settle();
        assertThat(handled).containsExactly(List.of("a", "b"), List.of("c"));
    }

    @Test
    void any_sink_may_have_its_positions_in_a_store_and_begins_where_its_group_was() {
        OffsetStore store = OffsetStore.memory();
        List<Object> seen = new ArrayList<>();
        run(ConnectorSpec.sink("plain", record -> seen.add(record.value())).topics("t"));
        send("a");
        driver.settle();
        driver.sink("plain").commit();
        driver.worker()
                .connector("plain")
                .update(spec -> spec.offsetStore(store))
                .await();
        send("b");
        driver.settle();
        driver.sink("plain").commit();
        assertThat(stored(store)).containsExactly(T0 + "=" + Ledger.offset(2));
        driver.crash();
        driver.worker()
                .connector("plain")
                .update(spec -> spec.offsetStore(store))
                .await();
        send("c");
        driver.settle();
        assertThat(seen.subList(0, 2)).containsExactly("a", "b");
        assertThat(seen).endsWith("c");
    }

    private static List<String> stored(OffsetStore store) {
        try {
            return store.read("plain").stream()
                    .map(entry -> entry.partition() + "=" + entry.offset())
                    .toList();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_store_that_cannot_be_opened_fails_this_connector_alone() {
        ledger.database.setURL("jdbc:h2:tcp://localhost:1/nothing");
        driver = ConnectTestDriver.of(
                saving(this::inOneTransaction),
                ConnectorSpec.sink("other", record -> {}).topics("t"));
        assertThat(driver.worker().connector("ledger").status().tasks().get(0).failure())
                .isNotNull()
                .satisfies(failure -> assertThat(failure.message()).contains("could not be opened"));
        assertThat(driver.worker().connector("other").status().isRunning()).isTrue();
    }
}
