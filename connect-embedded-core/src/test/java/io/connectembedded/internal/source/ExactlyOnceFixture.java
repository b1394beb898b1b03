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

import io.connectembedded.internal.clients.refusal.Refusing;
import io.connectembedded.internal.error.ErrorHandling;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.Interrupts;
import io.connectembedded.internal.lifecycle.SettableTime;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.lifecycle.work.RealWaits;
import io.connectembedded.internal.lifecycle.work.WorkerThreads;
import io.connectembedded.internal.metrics.ConnectMetrics;
import io.connectembedded.internal.metrics.TaskMeters;
import io.connectembedded.internal.offset.ConnectorOffsetReader;
import io.connectembedded.internal.offset.StepStore;
import io.connectembedded.internal.source.exactlyonce.ExactlyOnce;
import io.connectembedded.internal.source.exactlyonce.ExactlyOnceDelivery;
import io.connectembedded.internal.source.inflight.InFlightLimit;
import io.connectembedded.internal.transform.TaskConverters;
import io.connectembedded.internal.transform.TransformationChain;
import io.connectembedded.metrics.SourceTaskMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask.TransactionBoundary;
import org.apache.kafka.connect.source.TransactionContext;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.apache.kafka.connect.storage.StringConverter;
import org.jspecify.annotations.Nullable;

/** A source task's body that writes in transactions of a producer in memory, to be driven by hand. */
final class ExactlyOnceFixture implements AutoCloseable {

    static final String OFFSETS = "the-offsets";
    static final Duration TIMEOUT = Duration.ofSeconds(60);
    static final Duration INTERVAL = Duration.ofSeconds(10);

    /** What a {@link ScriptedSource} does not note. */
    static class Source extends ScriptedSource {

        final List<@Nullable RecordMetadata> metadata = new CopyOnWriteArrayList<>();

        @Override
        public void commitRecord(SourceRecord record, RecordMetadata of) {
            calls.add("commitRecord " + record.value());
            metadata.add(of);
            super.commitRecord(record, of);
        }

        TransactionContext ends() {
            return context.transactionContext();
        }
    }

    final List<String> order = new CopyOnWriteArrayList<>();
    final SettableTime time = new SettableTime();
    final StepStore store = new StepStore();
    final TaskGate gate = new TaskGate(Time.SYSTEM, RealWaits.INSTANCE, TaskGate.Target.RUN);
    final List<SourceFixture.Commit> commits = new CopyOnWriteArrayList<>();
    final List<String> told = new CopyOnWriteArrayList<>();
    final Source task;
    final MockProducer<byte[], byte[]> producer;
    final Delivery delivery;
    final WorkerSourceTask body;
    Runnable fencing = () -> {};
    Runnable confirming = () -> {};
    private final ConnectMetrics metrics =
            new ConnectMetrics(Time.SYSTEM, Duration.ofSeconds(30), 2, Map.of(), List.of(new JmxReporter()));
    private final PeriodicCommits periodic = new PeriodicCommits(
            new WorkerThreads("w", null, ExactlyOnceFixture.class.getClassLoader()),
            Time.SYSTEM,
            Duration.ofHours(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            hung -> {});

    /** What a test may want otherwise. */
    static final class Wish {
        TransactionBoundary boundary = TransactionBoundary.POLL;
        MockProducer<byte[], byte[]> producer = mock(true);
        InFlightLimit limit = new InFlightLimit(Integer.MAX_VALUE, Long.MAX_VALUE);
        ErrorHandling<SourceRecord> errors = new ErrorHandling<>();
        Function<ErrorHandling<SourceRecord>, TransformationChain<SourceRecord>> chain =
                handling -> new TransformationChain<>(List.of(), handling);
        Source task = new Source();

        Wish boundary(TransactionBoundary wanted) {
            boundary = wanted;
            return this;
        }

        Wish producer(MockProducer<byte[], byte[]> wanted) {
            producer = wanted;
            return this;
        }
    }

    static MockProducer<byte[], byte[]> mock(boolean answersAtOnce) {
        return new MockProducer<>(answersAtOnce, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    ExactlyOnceFixture(Wish wish) {
        task = wish.task;
        producer = wish.producer;
        StringConverter text = new StringConverter();
        text.configure(Map.of(), false);
        SourceTaskParts parts = new SourceTaskParts(
                SourceFixture.ID,
                new SourceTaskParts.Plugin(
                        task,
                        task.getClass(),
                        () -> Map.of("k", "v"),
                        new ConnectorOffsetReader("c", store.storage()),
                        metrics.plugin(Map.of("connector", "c", "task", "0")),
                        SourceFixture.FAILURES,
                        Interrupts.USUAL),
                new SourceTaskParts.Steps(
                        wish.chain.apply(wish.errors),
                        new TaskConverters(text, text, new SimpleHeaderConverter(), List.of()),
                        wish.errors,
                        TopicCreation.none(),
                        topic -> {},
                        wish.limit,
                        record -> told.add(String.valueOf(record.value()))),
                new SourceTaskParts.Kafka(() -> producer, Refusing.NONE),
                gate,
                metrics,
                store.storage(),
                periodic,
                (partitions, took, failure) -> commits.add(new SourceFixture.Commit(partitions, failure)),
                time);
        delivery = new ExactlyOnceDelivery(
                parts,
                new TaskMeters(metrics, SourceFixture.ID, Time.SYSTEM),
                new ExactlyOnce(
                        wish.boundary,
                        INTERVAL,
                        OFFSETS,
                        "w-c-0",
                        TIMEOUT,
                        () -> fencing.run(),
                        () -> confirming.run()));
        body = new WorkerSourceTask(parts, delivery);
    }

    void rounds(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            body.iterate();
        }
    }

    void end(boolean failed) {
        Deadline deadline = Deadline.after(Time.SYSTEM, Duration.ofSeconds(2));
        body.finish(failed, deadline);
        body.close(deadline);
    }

    /** What a consumer that reads committed records would see, offsets as JSON. */
    List<String> visible() {
        return texts(producer.history());
    }

    List<String> open() {
        return texts(producer.uncommittedRecords());
    }

    private static List<String> texts(List<ProducerRecord<byte[], byte[]>> records) {
        List<String> texts = new ArrayList<>();
        records.forEach(record ->
                texts.add(record.value() == null ? "deleted" : new String(record.value(), StandardCharsets.UTF_8)));
        return texts;
    }

    double metric(String name) {
        return ((SourceTaskMetrics) body.metrics(Instant.EPOCH)).number(name).orElseThrow();
    }

    @Override
    public void close() {
        periodic.close();
        store.closeStorage();
        metrics.close();
    }
}
