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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.status.TaskState;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.RecordingSink;
import io.connectembedded.test.SinkDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sink moved by hand, step by step. */
class SinkByHandTest {

    private static final List<TopicPartition> ALL = List.of(part(0), part(1), part(2), part(3));

    private final RecordingSink recording = RecordingSink.create();
    private ConnectTestDriver driver;
    private SinkDriver sink;

    @AfterEach
    void end() {
        driver.close();
    }

    private static TopicPartition part(int partition) {
        return new TopicPartition("t", partition);
    }

    private void drive(int tasks, int partitions) {
        driver = ConnectTestDriver.of(ConnectWorker.builder()
                .offsetFlushInterval(Duration.ofSeconds(10))
                .connector(recording.spec("sink").topics("t").tasks(tasks)));
        driver.topic("t", partitions);
        sink = driver.sink("sink");
    }

    private void send(Object... values) {
        driver.topic("t").sendValues(List.of(values));
    }

    private List<Object> values() {
        return recording.records().stream().map(SinkRecord::value).toList();
    }

    /** The calls since this was asked last, but those of connectors. */
    private List<String> news() {
        List<String> calls = new ArrayList<>(recording.calls());
        List<String> fresh = calls.subList(seen, calls.size());
        seen = calls.size();
        return fresh.stream().filter(call -> !call.startsWith("connector.")).toList();
    }

    private int seen;

    @Test
    void two_tasks_share_four_partitions_evenly() {
        drive(2, 4);
        send("p0", "p1", "p2", "p3");
        sink.put();
        sink.task(1).put();
        assertThat(sink.put() + sink.task(1).put() + recording.records().size()).isGreaterThanOrEqualTo(4);
        driver.settle();
        assertThat(values()).containsExactlyInAnyOrder("p0", "p1", "p2", "p3");
        send("p0", "p1", "p2", "p3");
        assertThat(sink.put()).isEqualTo(2);
        assertThat(sink.task(1).put()).isEqualTo(2);
    }

    @Test
    void partitions_given_taken_and_lost_are_opened_committed_and_closed() {
        drive(1, 2);
        sink.put();
        assertThat(news()).containsExactly("start", "open");
        send("a", "b");
        assertThat(sink.put()).isEqualTo(2);
        sink.revoke(List.of(part(0)));
        assertThat(news()).containsExactly("put", "preCommit", "flush", "close");
        sink.lose(List.of(part(1)));
        assertThat(news()).containsExactly("close");
        send("c", "d");
        assertThat(sink.put()).isZero();
        sink.assign(List.of(part(0), part(1)));
        assertThat(news()).containsExactly("open");
        // What was revoked was committed, what was lost was not.
        assertThat(sink.put()).isEqualTo(3);
        assertThat(values()).containsExactlyInAnyOrder("a", "b", "c", "b", "d");
    }

    @Test
    void a_partition_taken_away_stays_with_nobody_until_it_is_given() {
        drive(2, 2);
        driver.settle();
        sink.assign(List.of(part(0)));
        sink.task(1).assign(List.of(part(1)));
        sink.revoke(List.of(part(0)));
        send("a", "b");
        driver.settle();
        driver.restart();
        driver.settle();
        assertThat(values()).containsExactly("b");
        sink.task(1).assign(List.of(part(0)));
        assertThat(sink.put()).isZero();
        assertThat(sink.task(1).put()).isEqualTo(1);
        driver.delivery().nothingLost().noDuplicates();
    }

    @Test
    void a_partition_is_taken_from_its_task_when_it_is_given_to_another() {
        drive(2, 4);
        driver.settle();
        send("p0", "p1", "p2", "p3");
        sink.put();
        sink.task(1).put();
        sink.task(1).assign(ALL);
        send("q0", "q1", "q2", "q3");
        assertThat(sink.put()).isZero();
        assertThat(sink.task(1).put()).isEqualTo(4);
        driver.settle();
        driver.delivery().nothingLost().noDuplicates().inOrder().nothingAgainAfterCommit();
        assertThatThrownBy(() -> sink.assign(List.of(part(9)))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sink.revoke(List.of(part(0)))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_commit_tells_whether_offsets_were_committed() {
        drive(1, 1);
        assertThat(sink.commit()).isFalse();
        send("a");
        assertThat(sink.commit()).isFalse();
        sink.put();
        recording.failIn("preCommit", new IllegalStateException("not now"));
        assertThat(sink.commit()).isFalse();
        sink.put();
        assertThat(sink.commit()).isTrue();
        assertThat(sink.commit()).isFalse();
        assertThat(values()).containsExactly("a", "a");
    }

    @Test
    void offsets_are_committed_at_their_interval() {
        drive(1, 1);
        send("a");
        sink.put();
        driver.advance(Duration.ofMillis(9_999));
        assertThat(recording.calls()).doesNotContain("preCommit");
        driver.advance(Duration.ofMillis(1));
        assertThat(recording.calls()).containsOnlyOnce("preCommit");
        send("b");
        sink.put();
        driver.advance(Duration.ofSeconds(10));
        driver.crash();
        send("c");
        assertThat(sink.put()).isEqualTo(1);
        assertThat(values()).containsExactly("a", "b", "c");
    }

    @Test
    void a_batch_the_task_wants_again_is_put_again_at_its_time_and_not_before() {
        drive(1, 1);
        sink.put();
        recording.failIn("put", new RetriableException("busy")).failIn("put", new RetriableException("busy"));
        send("a", "b");
        assertThat(sink.put()).isZero();
        int puts = puts();
        driver.advance(Duration.ofMillis(99));
        assertThat(puts()).isEqualTo(puts);
        driver.advance(Duration.ofMillis(1));
        assertThat(puts()).isEqualTo(puts + 1);
        driver.advance(Duration.ofMillis(199));
        assertThat(values()).isEmpty();
        driver.advance(Duration.ofMillis(1));
        assertThat(values()).containsExactly("a", "b");
        assertThat(sink.put()).isZero();
    }

    private int puts() {
        return (int) recording.calls().stream().filter("put"::equals).count();
    }

    @Test
    void time_delivers_nothing_new() {
        drive(1, 1);
        send("a");
        driver.advance(Duration.ofHours(1));
        assertThat(values()).isEmpty();
        assertThat(sink.put()).isEqualTo(1);
    }

    @Test
    void a_paused_sink_is_given_nothing_and_a_failed_or_stopped_one_cannot_put() {
        drive(1, 1);
        ConnectorHandle connector = driver.worker().connector("sink");
        connector.pause().await();
        send("a");
        assertThat(sink.put()).isZero();
        connector.resume().await();
        recording.failIn("put", new IllegalStateException("constraint"));
        assertThatThrownBy(sink::put)
                .isInstanceOf(ConnectorFailedException.class)
                .hasMessageContaining("constraint");
        assertThatThrownBy(sink::put).isInstanceOf(IllegalStateException.class).hasMessageContaining("FAILED");
        connector.stop().await();
        assertThatThrownBy(sink::put).isInstanceOf(IllegalStateException.class).hasMessageContaining("STOPPED");
        connector.resume().await();
        assertThat(sink.put()).isEqualTo(1);
    }

    @Test
    void a_task_that_fails_while_time_passes_is_failed_and_time_goes_on() {
        drive(1, 1);
        sink.put();
        recording.failIn("put", new RetriableException("busy")).failIn("put", new IllegalStateException("broken"));
        send("a");
        sink.put();
        var begin = driver.now();
        driver.advance(Duration.ofMinutes(1));
        assertThat(driver.now()).isEqualTo(begin.plusSeconds(60));
        assertThat(driver.worker().connector("sink").status().tasks().get(0).state())
                .isEqualTo(TaskState.FAILED);
    }
}
