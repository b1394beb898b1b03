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

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.connect.errors.IllegalWorkerStateException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a sink task may ask of its context, facts 1.2, and when that is refused; preCommit, trap 11. */
class SinkContextTest {

    private final DrivenSink it = new DrivenSink();

    @AfterEach
    void end() {
        it.close();
    }

    @Test
    void in_start_nothing_is_assigned_and_a_pause_is_refused() {
        AtomicReference<Set<?>> assigned = new AtomicReference<>();
        AtomicReference<Throwable> refused = new AtomicReference<>();
        it.script.once("task.start", () -> {
            assigned.set(it.script.sinkContext.assignment());
            try {
                it.script.sinkContext.pause(DrivenSink.ZERO);
            } catch (IllegalWorkerStateException e) {
                refused.set(e);
            }
        });
        it.run(it.spec(), 1);
        it.sink.put();
        assertThat(assigned.get()).isEmpty();
        assertThat(refused.get()).hasMessageContaining("t-0");
        assertThat(it.script.sinkContext.assignment()).containsExactly(DrivenSink.ZERO);
    }

    @Test
    void once_the_task_has_ended_everything_is_refused() {
        it.run(it.spec(), 1);
        it.sink.put();
        it.connector.stop().await();
        var context = it.script.sinkContext;
        List<Runnable> asks = List.of(
                context::assignment,
                context::requestCommit,
                () -> context.timeout(1),
                () -> context.pause(DrivenSink.ZERO),
                () -> context.resume(DrivenSink.ZERO),
                () -> context.offset(DrivenSink.ZERO, 1),
                () -> context.offset(Map.of(DrivenSink.ZERO, 1L)));
        assertThat(asks)
                .allSatisfy(ask -> assertThatThrownBy(ask::run)
                        .isInstanceOf(IllegalWorkerStateException.class)
                        .hasMessageContaining("has ended"));
    }

    @Test
    void an_offset_asked_for_is_neither_delivered_nor_committed_beyond() {
        it.run(it.spec(), 1);
        it.topic.sendValues(List.of("0", "1", "2"));
        it.sink.put();
        it.script.once("task.putNothing", () -> it.script.sinkContext.offset(DrivenSink.ZERO, 1));
        it.sink.put();
        it.script.sinkContext.pause(DrivenSink.ZERO);
        it.sink.put();
        assertThat(it.sink.commit()).isFalse();
        it.script.sinkContext.resume(DrivenSink.ZERO);
        it.rounds(2);
        assertThat(it.script.values()).containsExactly("0", "1", "2", "1", "2");
        assertThat(it.sink.commit()).isTrue();
        assertThat(it.uncommitted()).isEmpty();
    }

    @Test
    void a_put_gets_an_empty_list_in_each_round_without_records() {
        it.run(it.spec(), 1);
        it.script.forgetCalls();
        it.rounds(3);
        assertThat(it.script.count("task.putNothing")).isEqualTo(3);
    }

    @Test
    void open_comes_before_the_seeks_it_asks_for() {
        AtomicReference<Object> opened = new AtomicReference<>();
        it.script.once("task.open", () -> {
            opened.set(it.script.sinkContext.assignment());
            it.script.sinkContext.offset(DrivenSink.ZERO, 2);
        });
        it.run(it.spec(), 1);
        it.topic.sendValues(List.of("0", "1", "2"));
        it.rounds(2);
        assertThat(opened.get()).isEqualTo(Set.of(DrivenSink.ZERO));
        assertThat(it.script.values()).containsExactly("2");
    }

    @Test
    void a_pre_commit_that_answers_null_or_nothing_skips_the_commit() {
        it.run(it.spec(), 1);
        it.topic.sendValues(List.of("0"));
        it.sink.put();
        it.script.preCommit = offsets -> null;
        assertThat(it.sink.commit()).isFalse();
        it.script.preCommit = offsets -> new HashMap<>();
        assertThat(it.sink.commit()).isFalse();
        it.script.preCommit = offsets -> Map.of(DrivenSink.ZERO, new OffsetAndMetadata(1));
        assertThat(it.sink.commit()).isTrue();
    }

    @Test
    void a_topic_that_comes_to_match_is_read() {
        it.run(it.script.sink("sink").topicsMatching("t.*"), 1);
        it.rounds(1);
        it.driver.topic("t-later").sendValues(List.of("later"));
        it.driver.advance(Duration.ofMinutes(6));
        it.rounds(2);
        assertThat(it.script.values()).containsExactly("later");
    }
}
