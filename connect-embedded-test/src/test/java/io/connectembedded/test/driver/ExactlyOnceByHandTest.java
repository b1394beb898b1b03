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
package io.connectembedded.test.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.RecordingSink;
import io.connectembedded.test.SourceDriver;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources that write exactly once, and offsets in a topic, without a broker. */
class ExactlyOnceByHandTest {

    private static final List<Integer> ALL =
            IntStream.rangeClosed(1, CountingSource.LAST).boxed().toList();

    private static ConnectWorker.Builder worker(ConnectorSpec... connectors) {
        return ConnectWorker.builder()
                .name("numbers")
                .with("exactly.once.source.support", "enabled")
                .offsetStore(OffsetStore.kafka("offsets"))
                .connectors(List.of(connectors));
    }

    private static ConnectorSpec numbers(String boundary) {
        return ConnectorSpec.source("numbers", CountingSource.class)
                .with("exactly.once.support", "required")
                .with("transaction.boundary", boundary);
    }

    private static List<Object> numbers(ConnectTestDriver driver) {
        return driver.topic("numbers").values();
    }

    /** How many offsets of the source a reader of committed records finds. */
    private static long offsets(ConnectTestDriver driver) {
        return driver.topic("offsets").as(String.class, String.class).values().stream()
                .filter(offset -> offset.contains("last"))
                .count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"poll", "interval", "connector"})
    void a_crash_in_the_middle_of_a_transaction_leaves_neither_records_nor_offsets(String boundary) {
        try (ConnectTestDriver driver = ConnectTestDriver.of(worker(numbers(boundary)))) {
            SourceDriver source = driver.source("numbers");
            if (boundary.equals("poll")) {
                source.failNextCommit(new KafkaException("gone"));
                assertThatThrownBy(source::poll).isInstanceOf(ConnectorFailedException.class);
            } else {
                source.poll();
                source.ackAll();
            }
            assertThat(numbers(driver)).isEmpty();
            assertThat(offsets(driver)).isZero();

            driver.crash();
            assertThat(numbers(driver)).isEmpty();
            assertThat(offsets(driver)).isZero();

            driver.settle();
            assertThat(numbers(driver)).isEqualTo(ALL);
            driver.delivery().exactlyOnce();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"poll", "interval", "connector"})
    void a_crash_after_a_commit_repeats_nothing(String boundary) {
        try (ConnectTestDriver driver = ConnectTestDriver.of(worker(numbers(boundary)))) {
            SourceDriver source = driver.source("numbers");
            source.poll();
            source.poll();
            source.commit();
            int committed = boundary.equals("connector") ? 4 : 6;
            assertThat(numbers(driver)).isEqualTo(ALL.subList(0, committed));
            assertThat(offsets(driver)).isPositive();

            driver.crash();
            assertThat(numbers(driver)).isEqualTo(ALL.subList(0, committed));
            driver.settle();
            assertThat(numbers(driver)).isEqualTo(ALL);
            driver.delivery().exactlyOnce().nothingAgainAfterCommit().commitOnlyWhenDurable();
        }
    }

    @Test
    void a_commit_that_is_not_answered_in_time_is_asked_for_again() {
        try (ConnectTestDriver driver = ConnectTestDriver.of(worker(numbers("poll")))) {
            driver.source("numbers").failNextCommit(new TimeoutException("late"));
            driver.settle();
            assertThat(numbers(driver)).isEqualTo(ALL);
            driver.delivery().exactlyOnce();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"poll", "interval", "connector"})
    void whatever_happens_each_number_is_there_once(String boundary) {
        for (long seed = 1; seed <= 40; seed++) {
            try (ConnectTestDriver driver = ConnectTestDriver.of(worker(numbers(boundary)))) {
                driver.chaos(seed).exactlyOnce().inOrder();
                assertThat(numbers(driver)).as("seed %d", seed).isEqualTo(ALL);
            }
        }
    }

    @Test
    void a_source_that_starts_at_its_offset_instead_of_after_it_is_found() {
        assertThatThrownBy(() -> {
                    for (long seed = 1; seed <= 20; seed++) {
                        try (ConnectTestDriver driver =
                                ConnectTestDriver.of(worker(numbers("poll").with(CountingSource.AGAIN, true)))) {
                            driver.chaos(seed).exactlyOnce();
                        }
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not there exactly once")
                .hasMessageContaining("seed");
    }

    @Test
    void a_sink_that_reads_what_is_committed_gets_nothing_else() {
        RecordingSink sink = RecordingSink.create();
        ConnectorSpec save =
                sink.spec("save").topics("numbers").with("consumer.override.isolation.level", "read_committed");
        try (ConnectTestDriver driver = ConnectTestDriver.of(worker(numbers("interval"), save))) {
            driver.topic("numbers", 1);
            driver.source("numbers").poll();
            driver.source("numbers").ackAll();
            assertThat(driver.sink("save").put()).isZero();
            driver.crash();
            driver.settle();
            assertThat(sink.records()).extracting(SinkRecord::value).isEqualTo(ALL);
        }
    }

    @Test
    void an_offset_topic_needs_no_broker_under_a_driver() {
        ConnectWorker.Builder worker = ConnectWorker.builder()
                .offsetStore(OffsetStore.kafka("offsets"))
                .connector(ConnectorSpec.source("numbers", CountingSource.class));
        try (ConnectTestDriver driver = ConnectTestDriver.of(worker)) {
            SourceDriver source = driver.source("numbers");
            source.poll();
            source.ackAll();
            assertThat(source.commit()).isTrue();
            source.poll();
            driver.crash();
            driver.settle();
            assertThat(numbers(driver)).isEqualTo(ALL);
            driver.delivery().noDuplicates().noOffsetAhead();
            assertThatThrownBy(() -> source.failNextCommit(new KafkaException("no")))
                    .hasMessageContaining("does not write exactly once");
            assertThatCode(() -> driver.delivery().exactlyOnce()).doesNotThrowAnyException();
        }
    }
}
