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
package io.connectembedded.test.internal.delivery.source;

import io.connectembedded.offset.StoredOffset;
import io.connectembedded.status.TaskId;
import io.connectembedded.test.internal.delivery.fault.Content;
import io.connectembedded.test.internal.delivery.fault.Faults;
import io.connectembedded.test.internal.delivery.fault.Promise;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** What became of the records of one source connector. */
public final class SourceLedger {

    private static final String NO_PARTITION = MapText.ofNullable(null);

    private final Faults faults;
    private final Map<String, SourceTrail> byText = new HashMap<>();
    private final Map<String, SourceTrail> byCanonicalText = new HashMap<>();
    private final Map<TaskId, SourceTrail> withoutPartition = new LinkedHashMap<>();
    private final Map<KnownRecord.Identity, KnownRecord> known = new LinkedHashMap<>();
    private final Set<Incarnation> live = new LinkedHashSet<>();
    private final CommittedPlaces places = new CommittedPlaces();
    private @Nullable Function<? super SourceRecord, ?> knownBy;

    public SourceLedger(Faults faults) {
        this.faults = faults;
    }

    /** See {@link io.connectembedded.test.SourceDriver#knownBy}. */
    public void knownBy(Function<? super SourceRecord, ?> identity) {
        knownBy = identity;
    }

    /** One instance of the plug-in's task, from its making to its stop or to a crash. */
    final class Incarnation {

        private final TaskId task;
        private final IdentityHashMap<SourceRecord, PolledRecord> inFlight = new IdentityHashMap<>();
        private final Set<SourceTrail> trails = new LinkedHashSet<>();
        private final Map<KnownRecord.Identity, Integer> seen = new HashMap<>();

        private Incarnation(TaskId task) {
            this.task = task;
        }

        void polled(List<SourceRecord> records) {
            for (SourceRecord record : records) {
                if (record == null) {
                    continue; // the worker refuses it
                }
                PolledRecord copy = copied(record);
                PolledRecord same = inFlight.putIfAbsent(record, copy);
                if (same != null) {
                    same.addAgain(copy);
                }
            }
        }

        private PolledRecord copied(SourceRecord record) {
            SourceTrail trail = trailOf(task, record.sourcePartition());
            trail.polledBy(this);
            trails.add(trail);
            String offset = MapText.of(record.sourceOffset());
            KnownRecord.Identity first = identity(trail, record);
            int nth = seen.merge(first, 1, Integer::sum);
            KnownRecord.Identity identity = nth == 1 ? first : first.numbered(nth);
            KnownRecord same = known.get(identity);
            if (same == null) {
                String shown = "offset " + offset + " value " + Content.of(record.value());
                same = new KnownRecord(task, identity, shown, trail.nextSequence());
                known.put(identity, same);
            }
            return trail.add(same, offset);
        }

        private KnownRecord.Identity identity(SourceTrail trail, SourceRecord record) {
            Function<? super SourceRecord, ?> chosen = knownBy;
            return chosen == null
                    ? new KnownRecord.Identity(
                            trail,
                            MapText.canonical(record.sourceOffset()),
                            record.topic(),
                            Content.of(record.key()),
                            Content.of(record.value()),
                            1)
                    : new KnownRecord.Identity(
                            trail, null, null, Content.of(chosen.apply(record)), Content.of(null), 1);
        }

        /** {@code metadata} is null for a record the worker dropped on purpose. */
        void acked(SourceRecord record, @Nullable RecordMetadata metadata) {
            PolledRecord polled = inFlight.remove(record);
            if (polled == null) {
                return;
            }
            if (polled.again != null) {
                inFlight.put(record, polled.again);
            }
            polled.settled = true;
            if (metadata == null) {
                polled.known.dropped = true;
            } else {
                polled.known.timesOnTopic++;
                polled.known.places.add(CommittedPlaces.place(metadata));
                polled.trail.onTopic(
                        polled, new TopicPartition(metadata.topic(), metadata.partition()), metadata.offset());
            }
        }

        void commitCalled() {
            for (SourceTrail trail : trails) {
                if (trail.isPolledBy(this)) {
                    trail.commitCalled();
                }
            }
        }

        void ended() {
            live.remove(this);
        }
    }

    public WatchedSourceTask watch(TaskId id, SourceTask task) {
        Incarnation incarnation = new Incarnation(id);
        live.add(incarnation);
        return new WatchedSourceTask(task, incarnation);
    }

    public void crashed() {
        live.clear();
    }

    public void stored(StoredOffset offset) {
        Collection<SourceTrail> trails = trailsOf(offset.partition());
        if (live.isEmpty()) {
            trails.forEach(trail -> {
                trail.altered(offset.offset());
                known.values().forEach(record -> record.passed &= !record.isOf(trail));
            });
        } else if (trails.isEmpty()) {
            faults.add(
                    Promise.NO_OFFSET_AHEAD,
                    () -> "partition " + offset.partition() + ": an offset " + offset.offset() + " of connector "
                            + offset.connector() + " was stored for it, but no record was handed out with it; a task"
                            + " changes maps it handed out");
        } else {
            storedBySome(trails, offset.offset());
        }
    }

    /** See {@link io.connectembedded.test.internal.delivery.DeliveryLedger#storedWithItsRecords}. */
    public void storedWithItsRecords(StoredOffset offset) {
        trailsOf(offset.partition()).forEach(trail -> trail.storedWithItsRecords(offset.offset()));
    }

    /** The transaction of this record has ended. */
    public void ended(ConsumerRecord<byte[], byte[]> record, boolean committed) {
        places.ended(record, committed);
    }

    /** Whose offset it is of tasks without partitions, nobody says: of those it fits. */
    private static void storedBySome(Collection<SourceTrail> trails, @Nullable String offset) {
        List<SourceTrail> fitting =
                trails.stream().filter(trail -> trail.isDone(offset)).toList();
        if (fitting.isEmpty()) {
            trails.iterator().next().stored(offset);
        } else {
            fitting.forEach(trail -> trail.stored(offset));
        }
    }

    private Collection<SourceTrail> trailsOf(String partition) {
        if (partition.equals(NO_PARTITION)) {
            return withoutPartition.values();
        }
        SourceTrail trail = byText.get(partition);
        return trail == null ? List.of() : List.of(trail);
    }

    /** Maps of equal entries are one partition, in whatever order their texts show them. */
    private SourceTrail trailOf(TaskId task, @Nullable Map<String, ?> partition) {
        if (partition == null) {
            return withoutPartition.computeIfAbsent(task, any -> new SourceTrail(NO_PARTITION, faults));
        }
        String text = MapText.ofNullable(partition);
        SourceTrail trail = byText.get(text);
        if (trail == null) {
            trail = byCanonicalText.computeIfAbsent(
                    String.valueOf(MapText.canonical(partition)), any -> new SourceTrail(text, faults));
            byText.put(text, trail);
        }
        return trail;
    }

    public void check(Promise promise, Faults into) {
        if (promise == Promise.EXACTLY_ONCE) {
            places.check(known.values(), into);
            return;
        }
        for (KnownRecord record : known.values()) {
            if (promise == Promise.NOTHING_LOST && record.isLost()) {
                into.add(promise, () -> record + ": was polled and is not on its topic");
            } else if (promise == Promise.NO_DUPLICATES && record.timesOnTopic > 1) {
                into.add(promise, () -> record + ": is on its topic " + record.timesOnTopic + " times");
            }
        }
    }
}
