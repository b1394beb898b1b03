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

import io.connectembedded.error.ConnectorFailedException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A batch the task asks for again, facts 7.3 and trap 10. */
class RedeliveryTest {

    private final DrivenSink it = new DrivenSink();

    @AfterEach
    void end() {
        it.close();
    }

    private void busy() {
        it.script.failAlwaysIn("task.put", new RetriableException("busy"));
    }

    @Test
    void it_has_no_bound_unless_one_is_set() {
        busy();
        it.run(it.spec(), 1);
        it.topic.sendValues(List.of("one"));
        it.sink.put();
        it.driver.advance(Duration.ofHours(3));
        assertThat(it.connector.status().isRunning()).isTrue();
        it.script.never("task.put");
        it.driver.advance(Duration.ofSeconds(31));
        assertThat(it.script.values()).containsExactly("one");
    }

    @Test
    void past_its_bound_the_task_fails_and_says_what_to_do() {
        busy();
        it.run(it.spec().with("errors.tolerance", "all").with("errors.put.retry.timeout.ms", "1000"), 1);
        it.topic.sendValues(List.of("one", "two"));
        it.sink.put();
        it.driver.advance(Duration.ofMillis(600));
        assertThat(it.connector.status().isRunning()).isTrue();
        it.driver.advance(Duration.ofSeconds(2));
        assertThat(it.connector.status().tasks().get(0).failure().message())
                .contains("a batch of 2 records, t-0@0 to t-0@1", "errors.put.retry.timeout.ms=1000", "busy")
                .contains("errors.bisect=true");
        assertThat(it.uncommitted()).containsExactly("one", "two");
    }

    @Test
    void a_put_that_succeeds_in_time_starts_the_clock_anew() {
        busy();
        it.run(it.spec().with("errors.put.retry.timeout.ms", "1000"), 1);
        for (String value : List.of("one", "two", "three")) {
            busy();
            it.topic.sendValues(List.of(value));
            it.sink.put();
            it.driver.advance(Duration.ofMillis(600));
            it.script.never("task.put");
            it.driver.advance(Duration.ofMillis(400));
        }
        assertThat(it.script.values()).containsExactly("one", "two", "three");
    }

    @Test
    void kafkas_own_retriable_exception_is_none_in_a_put() {
        it.script.failIn("task.put", new org.apache.kafka.common.errors.TimeoutException("no answer"));
        it.run(it.spec(), 1);
        it.topic.sendValues(List.of("one"));
        assertThatThrownBy(it.sink::put).isInstanceOf(ConnectorFailedException.class);
    }

    @Test
    void a_paused_connector_goes_on_asking_and_reads_nothing_before_it_is_resumed() {
        busy();
        it.run(it.spec(), 1);
        it.topic.sendValues(List.of("one"));
        it.sink.put();
        it.connector.pause().await();
        it.topic.sendValues(List.of("two"));
        it.script.never("task.put");
        it.driver.advance(Duration.ofSeconds(1));
        assertThat(it.script.values()).containsExactly("one");
        it.connector.resume().await();
        it.driver.settle();
        assertThat(it.script.values()).containsExactly("one", "two");
    }

    @Test
    void a_batch_whose_partitions_all_went_waits_no_longer_and_the_others_go_on() {
        it.refuse(record -> record.kafkaPartition() == 0, new RetriableException("busy"));
        it.run(it.spec(), 2);
        it.script.once("task.putNothing", () -> it.script.sinkContext.pause(DrivenSink.ONE));
        it.sink.put();
        it.topic.sendValues(List.of("zero", "one"));
        it.rounds(1);
        it.script.once("task.close", () -> it.script.sinkContext.resume(DrivenSink.ONE));
        it.sink.revoke(List.of(DrivenSink.ZERO));
        it.rounds(2);
        assertThat(it.script.values()).containsExactly("one");
    }

    @Test
    void a_stop_while_a_batch_waits_is_prompt_and_commits_nothing_of_it() {
        busy();
        it.run(it.spec(), 1);
        it.topic.sendValues(List.of("one"));
        it.sink.put();
        it.connector.stop().await();
        assertThat(it.script.count("task.stop")).isEqualTo(1);
        assertThat(it.uncommitted()).isEmpty();
        it.script.never("task.put");
        it.driver.worker().connector("sink").resume().await();
        it.driver.settle();
        assertThat(it.script.values()).containsExactly("one");
    }
}
