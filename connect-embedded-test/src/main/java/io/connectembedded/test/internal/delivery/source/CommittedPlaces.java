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

import io.connectembedded.test.internal.delivery.fault.Faults;
import io.connectembedded.test.internal.delivery.fault.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Where records of transactions stand, and whether a reader of committed records finds each once. */
final class CommittedPlaces {

    private final Set<String> committed = new LinkedHashSet<>();
    private final Set<String> aborted = new LinkedHashSet<>();

    static String place(RecordMetadata metadata) {
        return metadata.topic() + "-" + metadata.partition() + "@" + metadata.offset();
    }

    void ended(ConsumerRecord<byte[], byte[]> record, boolean made) {
        (made ? committed : aborted).add(record.topic() + "-" + record.partition() + "@" + record.offset());
    }

    void check(Collection<KnownRecord> known, Faults into) {
        if (committed.isEmpty() && aborted.isEmpty()) {
            return; // no transactions here
        }
        Set<String> unknown = new LinkedHashSet<>(committed);
        List<KnownRecord> nowhere = new ArrayList<>();
        for (KnownRecord record : known) {
            unknown.removeAll(record.places);
            List<String> found =
                    record.places.stream().filter(committed::contains).sorted().toList();
            if (found.size() > 1) {
                into.add(Promise.EXACTLY_ONCE, () -> record + ": is there " + found.size() + " times, at " + found);
            } else if (found.isEmpty()
                    && !record.dropped
                    && record.places.stream().noneMatch(aborted::contains)) {
                nowhere.add(record);
            }
        }
        checkRest(nowhere, unknown, into);
    }

    /** When the answer to a commit is lost, no task is told where its records are; each of them is somewhere then. */
    private static void checkRest(List<KnownRecord> nowhere, Set<String> unknown, Faults into) {
        if (nowhere.size() > unknown.size()) {
            nowhere.forEach(record -> into.add(
                    Promise.EXACTLY_ONCE,
                    () -> record + ": was polled and is not committed"
                            + (unknown.isEmpty() ? "" : ", if it is not one of those at " + unknown)));
        } else if (nowhere.size() < unknown.size()) {
            into.add(
                    Promise.EXACTLY_ONCE,
                    () -> "records at " + unknown + ": are committed, though no task was told of them; "
                            + (nowhere.isEmpty()
                                    ? "all records are elsewhere, too"
                                    : "those nowhere else are " + nowhere));
        }
    }
}
