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
package io.connectembedded.internal.source;

import io.connectembedded.internal.clients.refusal.LateRefusals;
import io.connectembedded.internal.clients.refusal.Refusing;
import io.connectembedded.internal.error.ErrorHandling;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.Interrupts;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.lifecycle.work.RealWaits;
import io.connectembedded.internal.lifecycle.work.WorkerThreads;
import io.connectembedded.internal.metrics.ConnectMetrics;
import io.connectembedded.internal.metrics.TaskMeters;
import io.connectembedded.internal.offset.ConnectorOffsetReader;
import io.connectembedded.internal.offset.StepStore;
import io.connectembedded.internal.source.inflight.Acknowledgements;
import io.connectembedded.internal.source.inflight.InFlightBound;
import io.connectembedded.internal.source.inflight.InFlightLimit;
import io.connectembedded.internal.source.inflight.SubmittedRecords;
import io.connectembedded.internal.transform.TaskConverters;
import io.connectembedded.internal.transform.TransformationChain;
import io.connectembedded.metrics.SourceTaskMetrics;
import io.connectembedded.status.TaskId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.apache.kafka.connect.storage.StringConverter;
import org.jspecify.annotations.Nullable;

/** A source task's body with a producer that answers when told to, to be driven by hand. */
final class SourceFixture implements AutoCloseable {

    static final TaskId ID = new TaskId("c", 0);
    static final Failures FAILURES = new Failures(Time.SYSTEM, text -> text.replace("hunter22", "[hidden]"));

    record Commit(int partitions, @Nullable Throwable failure) {}

    final ScriptedSource task = new ScriptedSource();
    final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    final LateRefusals refusals = new LateRefusals("task " + ID);
    final StepStore store = new StepStore();
    final TaskGate gate = new TaskGate(Time.SYSTEM, RealWaits.INSTANCE, TaskGate.Target.RUN);
    final List<Commit> commits = new CopyOnWriteArrayList<>();
    final List<TaskId> hung = new CopyOnWriteArrayList<>();
    final Delivery delivery;
    final WorkerSourceTask body;
    private final ConnectMetrics metrics =
            new ConnectMetrics(Time.SYSTEM, Duration.ofSeconds(30), 2, Map.of(), List.of(new JmxReporter()));
    private final PeriodicCommits periodic;

    /** Records in flight without a bound worth mentioning. */
    static SubmittedRecords submitted(SourceTask task) {
        return new SubmittedRecords(
                new Acknowledgements(task, FAILURES, Refusing.NONE, false),
                new InFlightBound(new InFlightLimit(Integer.MAX_VALUE, Long.MAX_VALUE)),
                () -> {});
    }

    SourceFixture() {
        this(Duration.ofHours(1));
    }

    SourceFixture(Duration commitInterval) {
        this(
                commitInterval,
                new InFlightLimit(Integer.MAX_VALUE, Long.MAX_VALUE),
                errors -> new TransformationChain<>(List.of(), errors),
                new ErrorHandling<>());
    }

    /** Without transformations. */
    SourceFixture(ErrorHandling<SourceRecord> errors) {
        this(
                Duration.ofHours(1),
                new InFlightLimit(Integer.MAX_VALUE, Long.MAX_VALUE),
                handling -> new TransformationChain<>(List.of(), handling),
                errors);
    }

    SourceFixture(InFlightLimit limit, Function<ErrorHandling<SourceRecord>, TransformationChain<SourceRecord>> chain) {
        this(Duration.ofHours(1), limit, chain, new ErrorHandling<>());
    }

    private SourceFixture(
            Duration commitInterval,
            InFlightLimit limit,
            Function<ErrorHandling<SourceRecord>, TransformationChain<SourceRecord>> chain,
            ErrorHandling<SourceRecord> errors) {
        WorkerThreads threads = new WorkerThreads("w", null, SourceFixture.class.getClassLoader());
        periodic = new PeriodicCommits(
                threads, Time.SYSTEM, commitInterval, Duration.ofSeconds(5), Duration.ofSeconds(5), hung::add);
        StringConverter key = new StringConverter();
        key.configure(Map.of(), true);
        StringConverter value = new StringConverter();
        value.configure(Map.of(), false);
        SourceTaskParts parts = new SourceTaskParts(
                ID,
                new SourceTaskParts.Plugin(
                        task,
                        task.getClass(),
                        () -> Map.of("k", "v"),
                        new ConnectorOffsetReader("c", store.storage()),
                        metrics.plugin(Map.of("connector", "c", "task", "0")),
                        FAILURES,
                        Interrupts.USUAL),
                new SourceTaskParts.Steps(
                        chain.apply(errors),
                        new TaskConverters(key, value, new SimpleHeaderConverter(), List.of()),
                        errors,
                        TopicCreation.none(),
                        topic -> {},
                        limit,
                        record -> {}),
                new SourceTaskParts.Kafka(() -> producer, refusals),
                gate,
                metrics,
                store.storage(),
                periodic,
                (partitions, took, failure) -> commits.add(new Commit(partitions, failure)),
                Time.SYSTEM);
        delivery = new AtLeastOnce(parts, new TaskMeters(metrics, ID, Time.SYSTEM));
        body = new WorkerSourceTask(parts, delivery);
    }

    void end(boolean failed) {
        Deadline deadline = Deadline.after(Time.SYSTEM, Duration.ofSeconds(2));
        body.finish(failed, deadline);
        body.close(deadline);
    }

    List<String> sent() {
        return producer.history().stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    SourceTaskMetrics metrics() {
        return (SourceTaskMetrics) body.metrics(Instant.EPOCH);
    }

    @Override
    public void close() {
        periodic.close();
        store.closeStorage();
        metrics.close();
    }
}
