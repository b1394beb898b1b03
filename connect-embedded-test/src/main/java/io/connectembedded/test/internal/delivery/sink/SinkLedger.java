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
package io.connectembedded.test.internal.delivery.sink;

import io.connectembedded.status.TaskId;
import io.connectembedded.test.internal.delivery.fault.Content;
import io.connectembedded.test.internal.delivery.fault.Faults;
import io.connectembedded.test.internal.delivery.fault.Promise;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** What became of the records of one sink connector's topics. */
public final class SinkLedger {

    private final String connector;
    private final TopicLogs logs;
    private final Faults faults;
    private final Map<TopicPartition, PutPartition> partitions = new HashMap<>();
    private final Tally attempted = new Tally();
    private final Tally committed = new Tally();
    private final Set<Content> tooOften = new HashSet<>();
    private Predicate<String> reads = topic -> false;
    private @Nullable Supplier<? extends Collection<?>> world;

    public SinkLedger(String connector, TopicLogs logs, Faults faults) {
        this.connector = connector;
        this.logs = logs;
        this.faults = faults;
    }

    public void arrivesIn(Supplier<? extends Collection<?>> place) {
        world = place;
    }

    /** The topics its tasks read; they say so before they start. */
    public void subscribed(Predicate<String> topics) {
        reads = topics;
    }

    /** A task's position in this partition is this, by its group or by policy. */
    public void positioned(TopicPartition partition, long offset) {
        partition(partition).positioned(offset);
    }

    public WatchedSinkTask watch(TaskId id, SinkTask task) {
        return new WatchedSinkTask(id, task, this);
    }

    /** This record is not put, or was judged by the task and not taken: nobody has to have it. */
    public void dropped(TopicPartition partition, long offset) {
        partition(partition).dropped(offset);
    }

    void opened(Collection<TopicPartition> opened) {
        opened.forEach(partition -> partition(partition).anew());
    }

    /** The worker goes back to what is committed. */
    void preCommitFailed() {
        partitions.values().forEach(PutPartition::anew);
    }

    void asked(TopicPartition partition, long offset) {
        partition(partition).asked(offset);
    }

    void putting(TaskId task, Collection<SinkRecord> records) {
        for (SinkRecord record : records) {
            attempted.add(partitionOf(record).put(task, record).value);
        }
    }

    void put(Collection<SinkRecord> records) {
        for (SinkRecord record : records) {
            PutRecord put = partitionOf(record).at(record.originalKafkaOffset());
            if (put != null) {
                put.puts++;
            }
        }
    }

    void putFailed(Collection<SinkRecord> records) {
        records.forEach(record -> partitionOf(record).failed(record.originalKafkaOffset()));
    }

    public void committed(TaskId task, Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<Content, PutRecord> fresh = new LinkedHashMap<>();
        offsets.forEach((partition, offset) -> {
            PutPartition of = partition(partition);
            logs.between(partition, of.counted(), offset.offset(), record -> {
                if (of.isDropped(record.offset())) {
                    return;
                }
                PutRecord put = of.at(record.offset());
                if (put != null && (put.puts > 0 || worldJudges(put))) {
                    committed.add(put.value);
                    fresh.put(put.value, put);
                } else if (of.isOwed(record.offset())) {
                    faults.add(
                            Promise.NO_OFFSET_AHEAD,
                            () -> text(record) + ": had not been put when task " + task + " committed "
                                    + offset.offset());
                }
            });
            of.committed(offset.offset());
        });
        compare(fresh.values());
    }

    /** Once for each value: it must have arrived as often as its records are committed. */
    private void compare(Collection<PutRecord> fresh) {
        if (world == null) {
            return;
        }
        Tally arrived = Tally.of(world.get());
        for (PutRecord put : fresh) {
            if (put.isTombstone()) {
                continue;
            }
            int there = arrived.of(put.value);
            int needed = committed.of(put.value);
            if (there < needed) {
                faults.add(
                        Promise.NO_OFFSET_AHEAD,
                        () -> put + ": was committed when its value had arrived "
                                + (there == 0 ? "not at all" : there + " times of " + needed));
            }
        }
        findTooOften(arrived, tooOften, faults);
    }

    private void findTooOften(Tally arrived, Set<Content> known, Faults into) {
        arrived.forEach((value, there) -> {
            int puts = attempted.of(value);
            if (there > puts && known.add(value)) {
                into.add(
                        Promise.NOTHING_AGAIN_AFTER_COMMIT,
                        () -> "connector " + connector + ": value " + value + " arrived " + there
                                + " times, but was put " + puts + " times");
            }
        });
    }

    public void check(Promise promise, Faults into) {
        switch (promise) {
            case NOTHING_LOST -> findLost(into);
            case NO_DUPLICATES -> findDuplicates(into);
            case NOTHING_AGAIN_AFTER_COMMIT -> {
                if (world != null) {
                    findTooOften(Tally.of(world.get()), new HashSet<>(tooOften), into);
                }
            }
            default -> {
                // Found when it happens.
            }
        }
    }

    private void findLost(Faults into) {
        Tally arrived = world == null ? null : Tally.of(world.get());
        logs.forEach(reads, record -> {
            PutPartition of = partition(new TopicPartition(record.topic(), record.partition()));
            if (of.isDropped(record.offset())) {
                return;
            }
            PutRecord put = of.at(record.offset());
            if (arrived != null && put != null && worldJudges(put)) {
                if (!arrived.take(put.value)) {
                    into.add(Promise.NOTHING_LOST, () -> put + ": did not arrive");
                }
            } else if ((put == null || put.puts == 0) && of.isOwed(record.offset())) {
                into.add(Promise.NOTHING_LOST, () -> text(record) + ": was not put");
            }
        });
    }

    /** Whether it has arrived is seen there, whatever became of its put. */
    private boolean worldJudges(PutRecord put) {
        return world != null && !put.isTombstone();
    }

    private void findDuplicates(Faults into) {
        Tally once = new Tally();
        logs.forEach(any -> true, record -> {
            PutPartition of = partitions.get(new TopicPartition(record.topic(), record.partition()));
            PutRecord put = of == null ? null : of.at(record.offset());
            if (put != null) {
                once.add(put.value);
                if (world == null && put.puts > 1) {
                    int puts = put.puts;
                    into.add(Promise.NO_DUPLICATES, () -> put + ": was put " + puts + " times");
                }
            }
        });
        if (world != null) {
            Tally.of(world.get()).forEach((value, there) -> {
                int records = once.of(value);
                if (there > Math.max(1, records)) {
                    into.add(
                            Promise.NO_DUPLICATES,
                            () -> "connector " + connector + ": value " + value + " arrived " + there + " times, for "
                                    + records + " records");
                }
            });
        }
    }

    private String text(ConsumerRecord<byte[], byte[]> record) {
        return "connector " + connector + ": record at " + record.offset() + " of "
                + new TopicPartition(record.topic(), record.partition()) + " value " + Content.of(record.value());
    }

    private PutPartition partitionOf(SinkRecord record) {
        return partition(new TopicPartition(record.originalTopic(), record.originalKafkaPartition()));
    }

    private PutPartition partition(TopicPartition partition) {
        return partitions.computeIfAbsent(partition, any -> new PutPartition(partition, faults));
    }
}
