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

import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import io.connectembedded.status.TaskId;
import io.connectembedded.test.DeliveryReport;
import io.connectembedded.test.internal.delivery.fault.Faults;
import io.connectembedded.test.internal.delivery.fault.Promise;
import io.connectembedded.test.internal.delivery.sink.SinkLedger;
import io.connectembedded.test.internal.delivery.sink.TopicLogs;
import io.connectembedded.test.internal.delivery.sink.WatchedSinkTask;
import io.connectembedded.test.internal.delivery.source.SourceLedger;
import io.connectembedded.test.internal.delivery.source.WatchedSourceTask;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/**
 * What became of every record, over all crashes and restarts. What a task says and is told comes by {@code watch}; the
 * rest is told by whoever holds the fake Kafka. Broken promises are found when they are broken.
 */
public final class DeliveryLedger {

    private final Faults faults = new Faults();
    private final TopicLogs logs = new TopicLogs();
    private final Map<String, SourceLedger> sources = new LinkedHashMap<>();
    private final Map<String, SinkLedger> sinks = new LinkedHashMap<>();

    public WatchedSourceTask watch(TaskId id, SourceTask task) {
        return source(id.connector()).watch(id, task);
    }

    public WatchedSinkTask watch(TaskId id, SinkTask task) {
        return sink(id.connector()).watch(id, task);
    }

    public WatchedStore watch(OffsetStore store) {
        return new WatchedStore(store, this);
    }

    /** See {@link io.connectembedded.test.SourceDriver#knownBy}. */
    public void knownBy(String source, Function<? super SourceRecord, ?> identity) {
        source(source).knownBy(identity);
    }

    /** See {@link io.connectembedded.test.SinkDriver#arrivesIn}. */
    public void arrivesIn(String sink, Supplier<? extends Collection<?>> world) {
        sink(sink).arrivesIn(world);
    }

    /** The task's connector reads these topics, and no others any more. */
    public void subscribed(TaskId sinkTask, Predicate<String> topics) {
        sink(sinkTask.connector()).subscribed(topics);
    }

    /** The task begins here in this partition, by what its group has committed or else by policy. */
    public void positioned(TaskId sinkTask, TopicPartition partition, long offset) {
        sink(sinkTask.connector()).positioned(partition, offset);
    }

    /** The worker gave this record up, or a transformation dropped it: it is not to be put any more. */
    public void dropped(TaskId sinkTask, TopicPartition partition, long offset) {
        sink(sinkTask.connector()).dropped(partition, offset);
    }

    /** A record is on its topic, whoever sent it. */
    public void appended(ConsumerRecord<byte[], byte[]> record) {
        logs.appended(record);
    }

    /** Kafka has these offsets of the task's group. */
    public void committed(TaskId sinkTask, Map<TopicPartition, OffsetAndMetadata> offsets) {
        sink(sinkTask.connector()).committed(sinkTask, offsets);
    }

    /** No task there was says or is told anything any more. */
    public void crashed() {
        sources.values().forEach(SourceLedger::crashed);
    }

    void stored(Collection<StoredOffset> offsets) {
        offsets.forEach(offset -> source(offset.connector()).stored(offset));
    }

    /** A transaction wrote this, and its records are on their topics since the same moment. */
    public void storedWithItsRecords(StoredOffset offset) {
        source(offset.connector()).storedWithItsRecords(offset);
    }

    /** The transaction of a source task in which this record was has been committed, or else aborted. */
    public void ended(TaskId sourceTask, ConsumerRecord<byte[], byte[]> record, boolean committed) {
        source(sourceTask.connector()).ended(record, committed);
    }

    /** What the ledger knows when it is asked; {@code suffix} ends every message, and may be empty. */
    public DeliveryReport report(String suffix) {
        return new LedgerReport(this, suffix);
    }

    void check(Promise promise, String suffix) {
        Faults all = new Faults();
        all.addAll(promise, faults);
        sources.values().forEach(source -> source.check(promise, all));
        sinks.values().forEach(sink -> sink.check(promise, all));
        all.check(promise, suffix);
    }

    private SourceLedger source(String connector) {
        return sources.computeIfAbsent(connector, any -> new SourceLedger(faults));
    }

    private SinkLedger sink(String connector) {
        return sinks.computeIfAbsent(connector, any -> new SinkLedger(connector, logs, faults));
    }
}
