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

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.metrics.SinkTaskMetrics;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.SinkDriver;
import io.connectembedded.test.TestTopic;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** A scripted sink of topic {@code t} under a driver, for tests of what it is put and when. */
final class DrivenSink implements AutoCloseable {

    static final TopicPartition ZERO = new TopicPartition("t", 0);
    static final TopicPartition ONE = new TopicPartition("t", 1);

    final Script script = Script.byHand();
    final Told told = new Told();
    ConnectTestDriver driver;
    ConnectorHandle connector;
    SinkDriver sink;
    TestTopic<Object, Object> topic;

    ConnectorSpec spec() {
        return script.sink("sink").topics("t");
    }

    void run(ConnectorSpec spec, int partitions) {
        run(Host.byHand().offsetFlushInterval(Duration.ofMinutes(1)), spec, partitions);
    }

    void run(ConnectWorker.Builder builder, ConnectorSpec spec, int partitions) {
        driver = ConnectTestDriver.of(builder.listener(told).connector(spec));
        topic = driver.topic("t", partitions);
        sink = driver.sink("sink");
        connector = driver.worker().connector("sink");
    }

    /** A put that brings such a record fails so. */
    void refuse(Predicate<SinkRecord> atFault, RuntimeException failure) {
        script.always("task.put", () -> {
            if (lastBatch().stream().anyMatch(atFault)) {
                throw failure;
            }
        });
    }

    @SuppressWarnings("unchecked") // The scripted task notes the batch as the argument of its put.
    List<SinkRecord> lastBatch() {
        List<Script.Call> puts = script.calls("task.put");
        return (List<SinkRecord>) puts.get(puts.size() - 1).argument();
    }

    /** So many rounds of the task's loop, whatever comes of them. */
    void rounds(int count) {
        for (int i = 0; i < count; i++) {
            sink.put();
        }
    }

    SinkTaskMetrics metrics() {
        return (SinkTaskMetrics) connector.metrics().tasks().get(0);
    }

    /** What a worker that comes after a crash is given: all the group has not committed. */
    List<Object> uncommitted() {
        driver.crash();
        script.never("task.put");
        script.put.clear();
        driver.settle();
        return script.values();
    }

    @Override
    public void close() {
        if (driver != null) {
            driver.close();
        }
        script.close();
    }
}
