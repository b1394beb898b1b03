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

import io.connectembedded.ConnectorSpec;
import io.connectembedded.test.ConnectTestDriver;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Defects of Connect that we are to beat, beside those of {@link SinkDefectsTest} and {@link LifeCycleDefectsTest}. */
class DefectsTest {

    private final Script script = Script.byHand();
    private final ScriptStore store = new ScriptStore();
    private ConnectTestDriver driver;

    @AfterEach
    void end() {
        driver.close();
        script.close();
    }

    private void running(ConnectorSpec spec) {
        driver = ConnectTestDriver.of(Host.byHand().offsetStore(store).connector(spec));
    }

    /** Connect keys them by value where it is to call back for each, and so calls once. */
    @Test
    void two_equal_records_have_two_commit_record_calls() {
        running(script.source("src"));
        SourceRecord record = Script.record("t", "a", 1);
        script.emit(record, Script.record("t", "a", 1), record);
        driver.settle();
        assertThat(driver.topic("t").values()).hasSize(3);
        assertThat(script.count("task.commitRecord")).isEqualTo(3);
    }

    /** In Connect the future a report answers throws an UnsupportedOperationException. */
    @Test
    void a_report_of_an_errant_record_may_be_cancelled() {
        AtomicReference<Future<Void>> report = new AtomicReference<>();
        AtomicReference<Boolean> cancelled = new AtomicReference<>();
        script.once("task.put", () -> {
            report.set(script.sinkContext.errantRecordReporter().report(lastRecord(), new DataException("not mine")));
            cancelled.set(report.get().cancel(true));
        });
        running(script.sink("snk")
                .topics("t")
                .with("errors.tolerance", "all")
                .with("errors.deadletterqueue.topic.name", "dlq"));
        driver.topic("t").sendValues(List.of("one"));
        driver.sink("snk").put();
        assertThat(report.get()).isDone();
        assertThat(cancelled.get()).isEqualTo(report.get().isCancelled());
        assertThat(driver.worker().connector("snk").status().isRunning()).isTrue();
        driver.settle();
        assertThat(driver.topic("dlq").values())
                .as("it is written all the same")
                .containsExactly("one");
    }

    @SuppressWarnings("unchecked") // The scripted task notes the batch as the argument of its put.
    private SinkRecord lastRecord() {
        List<Script.Call> puts = script.calls("task.put");
        return ((List<SinkRecord>) puts.get(puts.size() - 1).argument()).get(0);
    }

    /** In Connect a long poll holds back every acknowledgement that came meanwhile. */
    @Test
    void what_is_acknowledged_after_a_poll_is_committed_without_another_poll() {
        running(script.source("src"));
        script.emit(Script.record("t", "a", 1));
        driver.source("src").poll();
        script.forgetCalls();
        driver.source("src").ackAll();
        assertThat(driver.source("src").commit()).isTrue();
        assertThat(store.offset("a")).isEqualTo(1);
        assertThat(script.count("task.poll")).isZero();
    }
}
