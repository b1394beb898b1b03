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
package io.connectembedded.test.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.status.TaskId;
import io.connectembedded.test.DeliveryReport;
import io.connectembedded.test.internal.delivery.sink.WatchedSinkTask;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SinkDeliveryTest {

    private static final TaskId TASK = new TaskId("out", 0);
    private static final TopicPartition IN = new TopicPartition("in", 0);

    private final DeliveryLedger ledger = new DeliveryLedger();
    private final DeliveryReport report = ledger.report("");
    private final List<Object> world = new ArrayList<>();
    private final List<String> contextCalls = new ArrayList<>();
    private ScriptedTasks.Sink plugin;
    private WatchedSinkTask task;

    @BeforeEach
    void begin() {
        ledger.subscribed(TASK, "in"::equals);
        plugin = new ScriptedTasks.Sink();
        task = ledger.watch(TASK, plugin);
        task.initialize((SinkTaskContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {SinkTaskContext.class}, (proxy, method, args) -> {
                    contextCalls.add(method.getName() + Arrays.toString(args));
                    return null;
                }));
        task.open(List.of(IN));
    }

    private void append(int count) {
        for (int i = 0; i < count; i++) {
            ledger.appended(new ConsumerRecord<>("in", 0, i, null, ("v" + i).getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void put(long... offsets) {
        List<SinkRecord> records = new ArrayList<>();
        for (long offset : offsets) {
            records.add(new SinkRecord("in", 0, null, null, null, "v" + offset, offset));
        }
        task.put(records);
    }

    private void commit(long offset) {
        ledger.committed(TASK, Map.of(IN, new OffsetAndMetadata(offset)));
    }

    private void all() {
        report.nothingLost()
                .noOffsetAhead()
                .inOrder()
                .commitOnlyWhenDurable()
                .nothingAgainAfterCommit()
                .noDuplicates();
    }

    @Test
    void a_record_that_was_not_put_is_lost_and_its_commit_is_ahead() {
        append(3);
        put(0, 2);
        commit(3);

        assertThatThrownBy(report::nothingLost).hasMessageContaining("record at 1 of in-0 value v1: was not put");
        assertThatThrownBy(report::noOffsetAhead)
                .hasMessageContaining("record at 1 of in-0 value v1: had not been put when task out-0 committed 3");
    }

    @Test
    void a_put_that_failed_is_no_put_and_may_come_again() {
        append(2);
        plugin.putFails = new RetriableException("later");
        assertThatThrownBy(() -> put(0, 1)).hasMessage("later");
        assertThat(task.wantsAgain()).isTrue();
        commit(1);
        assertThatThrownBy(report::noOffsetAhead).hasMessageContaining("record at 0");
        assertThatThrownBy(report::nothingLost).hasMessageContaining("record at 0");

        put(0, 1);
        report.nothingLost().inOrder();
        assertThat(task.wantsAgain()).isFalse();
        assertThat(task.takeCount()).isEqualTo(2);
        assertThat(task.takeCount()).isZero();
    }

    @Test
    void what_has_not_arrived_is_lost_and_its_commit_is_ahead() {
        ledger.arrivesIn("out", () -> world);
        append(2);
        put(0, 1);
        world.add("v0");
        commit(2);

        assertThatThrownBy(report::nothingLost)
                .hasMessageContaining("task out-0: record at 1 of in-0 value v1: did not arrive")
                .hasMessageNotContaining("v0");
        assertThatThrownBy(report::noOffsetAhead)
                .hasMessageContaining("value v1: was committed when its value had arrived not at all")
                .hasMessageNotContaining("v0");
        world.add("v1");
        report.nothingLost();
    }

    @Test
    void each_of_two_equal_values_must_arrive() {
        ledger.arrivesIn("out", () -> world);
        for (int offset = 0; offset < 2; offset++) {
            ledger.appended(new ConsumerRecord<>("in", 0, offset, null, new byte[0]));
            task.put(new ArrayList<>(List.of(new SinkRecord("in", 0, null, null, null, "same", offset))));
        }
        world.add("same");
        commit(2);

        assertThatThrownBy(report::nothingLost).hasMessageContaining("record at 1 of in-0");
        assertThatThrownBy(report::noOffsetAhead).hasMessageContaining("arrived 1 times of 2");
        report.noDuplicates();
    }

    @Test
    void records_that_arrive_more_often_than_they_were_put_came_again() {
        ledger.arrivesIn("out", () -> world);
        append(1);
        put(0);
        world.add("v0");
        world.add("v0");

        assertThatThrownBy(report::nothingAgainAfterCommit).hasMessageContaining("v0 arrived 2 times, but was put 1");
        assertThatThrownBy(report::nothingAgainAfterCommit).hasMessageContaining("v0 arrived 2 times, but was put 1");
        assertThatThrownBy(report::noDuplicates).hasMessageContaining("v0 arrived 2 times, for 1 records");
        task.open(List.of(IN));
        put(0);
        report.nothingAgainAfterCommit();
    }

    @Test
    void what_came_again_is_found_at_a_commit_though_it_is_put_again_later() {
        ledger.arrivesIn("out", () -> world);
        append(2);
        put(0);
        world.add("v0");
        world.add("v0");
        commit(0);
        task.open(List.of(IN));
        put(0);

        assertThatThrownBy(report::nothingAgainAfterCommit).hasMessageContaining("v0 arrived 2 times, but was put 1");
    }

    @Test
    void a_committed_record_put_again_came_again_unless_the_task_asked_for_it() {
        append(3);
        put(0, 1);
        commit(2);
        plugin.rewind(IN, 1);
        put(1, 2);
        report.nothingLost().noOffsetAhead().inOrder().nothingAgainAfterCommit();
        task.open(List.of(IN));
        put(0);

        assertThatThrownBy(report::nothingAgainAfterCommit).hasMessageContaining("record at 0");
        assertThatThrownBy(report::noDuplicates)
                .hasMessageContaining("record at 1")
                .hasMessageContaining("2 times");
        assertThat(contextCalls).containsExactly("offset[in-0, 1]");
    }

    @Test
    void records_put_backwards_are_out_of_order() {
        append(2);
        put(1, 0);

        assertThatThrownBy(report::inOrder).hasMessageContaining("record at 0").hasMessageContaining("the one at 1");
    }

    @Test
    void records_put_again_after_a_rebalance_or_a_failed_pre_commit_are_in_order() {
        append(2);
        put(0, 1);
        task.open(List.of(IN));
        put(0, 1);
        plugin.preCommitFails = new IllegalStateException("no");
        assertThatThrownBy(() -> task.preCommit(Map.of())).hasMessage("no");
        put(0, 1);

        report.inOrder().nothingAgainAfterCommit();
    }

    @Test
    void records_of_a_topic_the_sink_does_not_read_are_not_its_to_deliver() {
        ledger.appended(new ConsumerRecord<>("else", 0, 0, null, new byte[0]));
        report.nothingLost();

        ledger.subscribed(TASK, "else"::equals);
        assertThatThrownBy(report::nothingLost).hasMessageContaining("record at 0 of else-0");
    }

    @Test
    void every_call_reaches_the_plug_in() {
        append(1);
        task.start(Map.of("k", "v"));
        put(0);
        assertThat(task.preCommit(Map.of())).isEmpty();
        task.close(List.of(IN));
        task.stop();

        assertThat(plugin.calls)
                .containsExactly("open [in-0]", "start {k=v}", "put 1", "preCommit", "close [in-0]", "stop");
        assertThat(task.version()).isEqualTo("7");
        all();
    }

    @Test
    void what_lies_before_the_first_position_is_neither_lost_nor_ahead() {
        append(3);
        ledger.positioned(TASK, IN, 2);
        commit(2);
        report.noOffsetAhead();
        assertThatThrownBy(report::nothingLost)
                .hasMessageContaining("record at 2 of in-0")
                .hasMessageNotContaining("record at 1");
        ledger.positioned(TASK, IN, 3);
        assertThatThrownBy(report::nothingLost).hasMessageContaining("record at 2 of in-0");

        put(2);
        all();
    }

    @Test
    void a_group_moved_back_by_somebody_else_gets_its_records_again() {
        append(2);
        put(0, 1);
        commit(2);
        ledger.positioned(TASK, IN, 1);
        put(1);

        report.nothingLost().inOrder().nothingAgainAfterCommit();
    }

    @Test
    void what_lies_before_a_position_the_task_asked_for_is_its_own_business() {
        append(3);
        plugin.putFails = new IllegalStateException("half way");
        assertThatThrownBy(() -> put(0, 1, 2)).hasMessage("half way");
        task.open(List.of(IN));
        plugin.rewind(IN, 2);
        commit(2);

        report.noOffsetAhead();
        assertThatThrownBy(report::nothingLost)
                .hasMessageContaining("record at 2 of in-0")
                .hasMessageNotContaining("record at 1");
        put(2);
        all();
    }

    @Test
    void a_world_decides_on_what_a_failed_put_delivered() {
        ledger.arrivesIn("out", () -> world);
        append(3);
        plugin.putFails = new IllegalStateException("half way");
        assertThatThrownBy(() -> put(0, 1)).hasMessage("half way");
        world.add("v0");
        task.open(List.of(IN));
        plugin.rewind(IN, 2);
        put(2);
        world.add("v2");
        commit(3);

        assertThatThrownBy(report::noOffsetAhead)
                .hasMessageContaining("value v1: was committed when its value had arrived not at all")
                .hasMessageNotContaining("v0");
        assertThatThrownBy(report::nothingLost)
                .hasMessageContaining("record at 1 of in-0 value v1: did not arrive")
                .hasMessageNotContaining("v0");
        world.add("v1");
        report.nothingLost().noDuplicates().nothingAgainAfterCommit();
    }

    @Test
    void tombstones_are_judged_by_their_put_and_not_by_the_world() {
        ledger.arrivesIn("out", () -> world);
        ledger.appended(new ConsumerRecord<>("in", 0, 0, null, null));
        ledger.appended(new ConsumerRecord<>("in", 0, 1, null, null));
        task.put(new ArrayList<>(List.of(new SinkRecord("in", 0, null, null, null, null, 0))));
        assertThatThrownBy(report::nothingLost)
                .hasMessageContaining("record at 1 of in-0")
                .hasMessageContaining("was not put")
                .hasMessageNotContaining("record at 0");

        task.put(new ArrayList<>(List.of(new SinkRecord("in", 0, null, null, null, null, 1))));
        commit(2);
        all();
        world.addAll(Arrays.asList(null, null, null));
        all();
    }
}
