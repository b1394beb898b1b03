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
package io.connectembedded.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.event.ConnectEvent.RecordsFailed;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A batch that fails as a whole is split to find the records at fault: {@code errors.bisect}. */
class BisectTest {

    private final DrivenSink it = new DrivenSink();

    @AfterEach
    void end() {
        it.close();
    }

    private ConnectorSpec tolerant() {
        return it.spec().with("errors.bisect", "true").with("errors.tolerance", "all");
    }

    private static List<Object> numbers(int count) {
        return IntStream.range(0, count).<Object>mapToObj(Integer::toString).toList();
    }

    private void refuse(Object... values) {
        it.refuse(record -> List.of(values).contains(record.value()), new IllegalStateException("constraint violated"));
    }

    @Test
    void the_record_at_fault_is_given_up_and_the_others_are_delivered_in_order() {
        refuse("37");
        it.run(tolerant(), 1);
        it.topic.sendValues(numbers(100));
        it.rounds(40);
        assertThat(it.script.values())
                .hasSize(99)
                .doesNotContain("37")
                .isSortedAccordingTo(
                        (a, b) -> Integer.compare(Integer.parseInt((String) a), Integer.parseInt((String) b)));
        assertThat(it.connector.status().isRunning()).isTrue();
        assertThat(it.told.of(RecordsFailed.class)).singleElement().satisfies(event -> {
            assertThat(event.count()).isEqualTo(1);
            assertThat(event.first().message()).contains("constraint violated");
        });
        assertThat(it.sink.commit()).isTrue();
        assertThat(it.uncommitted()).isEmpty();
    }

    @Test
    void one_record_among_a_hundred_costs_fewer_than_twenty_puts() {
        refuse("99");
        it.run(tolerant(), 1);
        it.topic.sendValues(numbers(100));
        it.rounds(40);
        assertThat(it.script.count("task.put")).isLessThan(20);
        assertThat(it.script.values()).hasSize(99);
    }

    @Test
    void several_records_at_fault_are_all_found() {
        refuse("0", "1", "6");
        it.run(tolerant(), 1);
        it.topic.sendValues(numbers(7));
        it.rounds(40);
        assertThat(it.script.values()).containsExactly("2", "3", "4", "5");
        assertThat(it.told.of(RecordsFailed.class).stream()
                        .mapToLong(RecordsFailed::count)
                        .sum())
                .isEqualTo(3);
    }

    @Test
    void each_round_puts_one_piece_and_reads_nothing_else() {
        refuse("1");
        it.run(tolerant(), 1);
        it.topic.sendValues(numbers(4));
        it.sink.put();
        it.topic.sendValues(List.of("later"));
        for (int puts = 2; puts <= 5; puts++) {
            it.sink.put();
            assertThat(it.script.count("task.put")).isEqualTo(puts);
            assertThat(it.lastBatch()).noneMatch(record -> record.value().equals("later"));
        }
        it.rounds(5);
        assertThat(it.script.values()).containsExactly("0", "2", "3", "later");
    }

    @Test
    void without_tolerance_the_task_fails_and_names_the_record() {
        refuse("2");
        it.run(it.spec().with("errors.bisect", "true"), 1);
        it.topic.sendValues(numbers(4));
        assertThatThrownBy(() -> it.rounds(40))
                .isInstanceOf(ConnectorFailedException.class)
                .hasMessageContaining("t-0@2");
        assertThat(it.script.values()).containsExactly("0", "1");
        assertThat(it.uncommitted()).containsExactly("2", "3");
    }

    @Test
    void without_bisect_a_put_that_fails_is_never_tolerated_as_in_connect() {
        refuse("2");
        it.run(it.spec().with("errors.tolerance", "all"), 1);
        it.topic.sendValues(numbers(4));
        assertThatThrownBy(it.sink::put).isInstanceOf(ConnectorFailedException.class);
        assertThat(it.script.count("task.put")).isEqualTo(1);
    }

    @Test
    void a_record_asked_for_again_beyond_the_bound_is_found_too() {
        it.refuse(record -> record.value().equals("1"), new RetriableException("busy"));
        it.run(tolerant().with("errors.put.retry.timeout.ms", "500"), 1);
        it.topic.sendValues(numbers(4));
        it.sink.put();
        it.driver.advance(Duration.ofSeconds(20));
        assertThat(it.script.values()).containsExactly("0", "2", "3");
        assertThat(it.connector.status().isRunning()).isTrue();
    }

    @Test
    void a_stop_in_the_middle_commits_what_was_delivered_and_no_more() {
        refuse("3");
        it.run(tolerant(), 1);
        it.topic.sendValues(numbers(4));
        it.rounds(2);
        assertThat(it.script.values()).containsExactly("0", "1");
        it.connector.stop().await();
        assertThat(it.script.count("task.stop")).isEqualTo(1);
        it.script.put.clear();
        it.script.never("task.put");
        it.connector.resume().await();
        it.driver.settle();
        assertThat(it.script.values()).containsExactly("2", "3");
    }

    @Test
    void a_partition_that_goes_in_the_middle_takes_its_records_along() {
        it.refuse(record -> record.kafkaPartition() == 0, new IllegalStateException("constraint violated"));
        it.run(tolerant(), 2);
        it.topic.sendValues(numbers(8));
        it.rounds(1);
        it.sink.revoke(List.of(DrivenSink.ZERO));
        it.rounds(10);
        assertThat(it.script.put).hasSize(4).allMatch(record -> record.kafkaPartition() == 1);
        assertThat(it.told.of(RecordsFailed.class)).isEmpty();
    }
}
