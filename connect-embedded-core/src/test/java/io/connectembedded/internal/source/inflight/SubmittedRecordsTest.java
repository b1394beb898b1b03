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
package io.connectembedded.internal.source.inflight;

import static io.connectembedded.internal.source.ScriptedSource.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.internal.clients.refusal.Refusing;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.source.ScriptedSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SubmittedRecordsTest {

    private final Acknowledgements acknowledgements =
            new Acknowledgements(new ScriptedSource(), new Failures(Time.SYSTEM, text -> text), Refusing.NONE, false);
    private final InFlightBound bound = new InFlightBound(new InFlightLimit(100_000, 1_000_000));
    private final SubmittedRecords records = new SubmittedRecords(acknowledgements, bound, () -> {});

    @Test
    void an_offset_is_committable_once_every_earlier_record_of_its_partition_is_acknowledged() {
        SubmittedRecord first = submit(record(1, 1));
        SubmittedRecord second = submit(record(1, 2));
        SubmittedRecord third = submit(record(1, 3));

        ack(third);
        assertThat(committable()).isEmpty();
        ack(first);
        assertThat(committable()).isEqualTo(Map.of(Map.of("p", 1), Map.of("o", 1L)));
        ack(second);
        assertThat(committable()).isEqualTo(Map.of(Map.of("p", 1), Map.of("o", 3L)));
        assertThat(committable()).isEmpty();
    }

    @Test
    void a_partition_that_fails_to_be_looked_up_is_not_waited_for() {
        Object failing = new Object() {
            @Override
            public int hashCode() {
                throw new IllegalStateException("no hash");
            }
        };
        assertThatThrownBy(() -> records.submit(record(Collections.singletonMap("p", failing), 1), 1))
                .hasMessage("no hash");
        assertThat(records.inFlight()).isZero();
    }

    @Test
    void partitions_do_not_wait_for_each_other() {
        submit(record(1, 1));
        ack(submit(record(2, 1)));

        assertThat(committable()).isEqualTo(Map.of(Map.of("p", 2), Map.of("o", 1L)));
        assertThat(records.inFlight()).isEqualTo(1);
    }

    @Test
    void a_refused_record_is_no_longer_in_flight_and_holds_its_partition_back() {
        SubmittedRecord refused = submit(record(1, 1));
        ack(submit(record(1, 2)));
        refused.onCompletion(
                new RecordMetadata(new TopicPartition("t", 0), -1, -1, -1, -1, -1),
                new IllegalStateException("too large"));

        assertThat(records.inFlight()).isZero();
        assertThat(committable()).isEmpty();
    }

    @Test
    void a_withdrawn_record_counts_for_nothing() {
        ack(submit(record(1, 1)));
        SubmittedRecord withdrawn = submit(record(1, 2));
        records.withdraw(withdrawn);
        assertThat(records.inFlight()).isZero();
        ack(submit(record(1, 2)));

        assertThat(committable()).isEqualTo(Map.of(Map.of("p", 1), Map.of("o", 2L)));
        assertThat(records.takeAcked()).isEqualTo(2);
    }

    @Test
    void equal_partitions_in_different_maps_are_one() {
        SubmittedRecord first = submit(record(new HashMap<>(Map.of("p", 1)), 1));
        ack(submit(record(new HashMap<>(Map.of("p", 1)), 2)));
        assertThat(committable()).isEmpty();
        ack(first);

        assertThat(committable()).isEqualTo(Map.of(Map.of("p", 1), Map.of("o", 2L)));
    }

    @Test
    void the_partition_used_last_works_on_after_its_queue_was_emptied() {
        Map<String, Integer> partition = Map.of("p", 1);
        ack(submit(record(partition, 1)));
        assertThat(committable()).hasSize(1);
        ack(submit(record(2, 1)));
        ack(submit(record(partition, 2)));
        assertThat(committable()).hasSize(2);
        SubmittedRecord third = submit(record(partition, 3));
        assertThat(committable()).isEmpty();
        ack(third);

        assertThat(committable()).isEqualTo(Map.of(partition, Map.of("o", 3L)));
    }

    @Test
    void records_without_partition_and_offset_are_tracked_too() {
        ack(submit(new SourceRecord(null, null, "t", null, null)));

        assertThat(committable()).hasSize(1).containsEntry(null, null);
    }

    @Test
    void acknowledged_records_are_counted_whoever_advanced_them() {
        ack(submit(record(1, 1)));
        ack(submit(record(2, 1)));
        records.advance();
        ack(submit(record(1, 2)));

        assertThat(records.takeAcked()).isEqualTo(3);
        assertThat(records.takeAcked()).isZero();
    }

    @Test
    void waiting_for_acknowledgements_ends_with_the_last_or_at_the_limit() throws Exception {
        SubmittedRecord entry = submit(record(1, 1));
        assertThat(records.awaitAcked(Duration.ofMillis(20))).isFalse();
        var waiting = CompletableFuture.supplyAsync(() -> await(Duration.ofSeconds(20)));
        ack(entry);

        assertThat(waiting.get()).isTrue();
        assertThat(records.awaitAcked(Duration.ZERO)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 20_261_122})
    void acknowledgements_in_any_order_from_another_thread_never_overtake_an_earlier_record(long seed)
            throws Exception {
        Random random = new Random(seed);
        List<SubmittedRecord> inFlight = new ArrayList<>();
        Map<Integer, List<SubmittedRecord>> byPartition = new HashMap<>();
        Map<Integer, Integer> next = new HashMap<>();
        for (int round = 0; round < 200; round++) {
            for (int i = random.nextInt(8); i > 0; i--) {
                int partition = random.nextInt(6);
                SubmittedRecord entry = submit(record(partition, next.merge(partition, 1, Integer::sum)));
                byPartition.computeIfAbsent(partition, any -> new ArrayList<>()).add(entry);
                inFlight.add(entry);
            }
            List<SubmittedRecord> now = new ArrayList<>();
            for (int i = random.nextInt(8); i > 0 && !inFlight.isEmpty(); i--) {
                now.add(inFlight.remove(random.nextInt(inFlight.size())));
            }
            var acking = CompletableFuture.runAsync(() -> now.forEach(SubmittedRecordsTest::ack));
            assertNoneOvertaken(committable(), byPartition);
            acking.get();
        }
        inFlight.forEach(SubmittedRecordsTest::ack);
        assertThat(records.awaitAcked(Duration.ZERO)).isTrue();
        Map<?, ?> last = committable();
        long all = next.values().stream().mapToLong(Integer::longValue).sum();
        assertThat(records.takeAcked()).isEqualTo(all);
        last.forEach((partition, offset) ->
                assertThat(offset).isEqualTo(Map.of("o", (long) next.get(((Map<?, ?>) partition).get("p")))));
    }

    private static void assertNoneOvertaken(Map<?, ?> committable, Map<Integer, List<SubmittedRecord>> byPartition) {
        committable.forEach((partition, offset) -> {
            long position = (Long) ((Map<?, ?>) offset).get("o");
            assertThat(byPartition
                            .get((Integer) ((Map<?, ?>) partition).get("p"))
                            .subList(0, (int) position))
                    .allMatch(SubmittedRecord::isAcked);
        });
    }

    @Test
    void an_acknowledged_record_keeps_its_offset_alone() {
        SubmittedRecord first = submit(record(1, 1));
        SubmittedRecord second = submit(record(1, 2));
        ack(second);

        assertThat(second.offset()).isEqualTo(Map.of("o", 2L));
        assertThatThrownBy(second::record).isInstanceOf(IllegalStateException.class);
        assertThat(bound.records()).isEqualTo(2);
        ack(first);
        records.advance();
        assertThat(bound.records()).isZero();
        assertThat(bound.bytes()).isZero();
    }

    @Test
    void a_dropped_record_takes_its_turn_and_is_not_counted_as_written() {
        SubmittedRecord sent = submit(record(1, 1));
        records.settled(records.drop(record(1, 2)));
        assertThat(committable()).isEmpty();
        ack(sent);

        assertThat(committable()).isEqualTo(Map.of(Map.of("p", 1), Map.of("o", 2L)));
        assertThat(records.takeAcked()).isEqualTo(1);
    }

    @Test
    void a_dropped_record_that_was_not_reported_holds_its_partition_back() {
        SubmittedRecord lost = records.drop(record(1, 1));
        ack(submit(record(1, 2)));
        assertThat(records.inFlight()).isEqualTo(1);
        records.unsettled(lost);

        assertThat(records.inFlight()).isZero();
        assertThat(committable()).isEmpty();
    }

    @Test
    void records_behind_an_unacknowledged_one_count_against_the_bound() {
        InFlightBound small = new InFlightBound(new InFlightLimit(3, 1_000));
        SubmittedRecords few = new SubmittedRecords(acknowledgements, small, () -> {});
        SubmittedRecord head = few.submit(record(1, 1), 1);
        ack(few.submit(record(1, 2), 1));
        ack(few.submit(record(1, 3), 1));
        assertThat(few.hasRoom(1)).isFalse();
        ack(head);

        assertThat(few.hasRoom(1)).isTrue();
    }

    private SubmittedRecord submit(SourceRecord record) {
        return records.submit(record, 1);
    }

    private boolean await(Duration limit) {
        try {
            return records.awaitAcked(limit);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<?, ?> committable() {
        records.advance();
        return records.takeCommittable();
    }

    private static void ack(SubmittedRecord entry) {
        entry.onCompletion(null, null);
    }
}
