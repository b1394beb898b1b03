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
package io.connectembedded.internal.sink;

import io.connectembedded.internal.clients.refusal.LateRefusals;
import io.connectembedded.internal.error.ErrorHandling;
import io.connectembedded.internal.error.PendingReports;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.SettableTime;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.lifecycle.work.RealWaits;
import io.connectembedded.internal.metrics.ConnectMetrics;
import io.connectembedded.internal.metrics.SinkMeters;
import io.connectembedded.internal.metrics.TaskMeters;
import io.connectembedded.internal.transform.TaskConverters;
import io.connectembedded.internal.transform.TransformationChain;
import io.connectembedded.metrics.SinkTaskMetrics;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.apache.kafka.connect.storage.StringConverter;
import org.jspecify.annotations.Nullable;

/** A sink task's body on a mock consumer and a settable clock, to be driven by hand. */
final class SinkFixture implements AutoCloseable {

    static final Duration INTERVAL = Duration.ofSeconds(60);
    static final Duration LIMIT = Duration.ofSeconds(5);

    record Commit(int partitions, @Nullable Throwable failure) {}

    final SettableTime time = new SettableTime();
    final ScriptedSink task = new ScriptedSink();
    final HandConsumer consumer = new HandConsumer();
    final LateRefusals refusals = new LateRefusals("task sink-fixture-0");
    final TaskGate gate = new TaskGate(time, RealWaits.INSTANCE, TaskGate.Target.RUN);
    final List<Commit> commits = new ArrayList<>();
    final WorkerSinkTask body;
    private final ConnectMetrics metrics =
            new ConnectMetrics(time, Duration.ofSeconds(30), 2, Map.of(), List.of(new JmxReporter()));

    SinkFixture() {
        this(new SinkTaskParts.Commits(INTERVAL, LIMIT));
    }

    SinkFixture(SinkTaskParts.Commits where) {
        TaskId id = new TaskId("sink-fixture", 0);
        StringConverter key = new StringConverter();
        key.configure(Map.of(), true);
        StringConverter value = new StringConverter();
        value.configure(Map.of(), false);
        ErrorHandling<ConsumerRecord<byte[], byte[]>> errors = new ErrorHandling<>();
        body = new WorkerSinkTask(new SinkTaskParts(
                id,
                new SinkTaskParts.Plugin(
                        task,
                        () -> Map.of("k", "v"),
                        metrics.plugin(Map.of("connector", id.connector())),
                        new Failures(time, text -> text.replace("hunter22", "[hidden]"))),
                new SinkTaskParts.Topics(List.of("t"), ""),
                new SinkTaskParts.Steps(
                        new TaskConverters(key, value, new SimpleHeaderConverter(), List.of()),
                        new TransformationChain<>(List.of(), errors),
                        errors,
                        new SinkTaskParts.Reports(new PendingReports(), null),
                        new SinkTaskParts.PutPolicy(-1, false),
                        topic -> {},
                        record -> {}),
                new SinkTaskParts.Kafka(() -> consumer, refusals),
                gate,
                new SinkMeters(metrics, new TaskMeters(metrics, id, time)),
                where,
                (partitions, took, failure) -> commits.add(new Commit(partitions, failure)),
                time));
    }

    /** Started, with these partitions assigned. */
    SinkFixture started(int... partitions) throws InterruptedException {
        body.start();
        consumer.assign(partitions);
        body.iterate();
        return this;
    }

    void end(boolean failed) {
        Deadline deadline = Deadline.after(time, Duration.ofSeconds(2));
        body.finish(failed, deadline);
        body.close(deadline);
    }

    /** The interval of commits has gone by. */
    void commitIsDue() throws InterruptedException {
        time.advance(INTERVAL);
        body.iterate();
    }

    SinkTaskMetrics metrics() {
        return (SinkTaskMetrics) body.metrics(Instant.EPOCH);
    }

    static Map<TopicPartition, OffsetAndMetadata> offsets(int partition, long offset) {
        return Map.of(HandConsumer.partition(partition), new OffsetAndMetadata(offset));
    }

    @Override
    public void close() {
        metrics.close();
    }
}
