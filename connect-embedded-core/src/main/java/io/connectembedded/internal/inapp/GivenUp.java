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
package io.connectembedded.internal.inapp;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The records given up of what is in hand. A batch may be put many times, while a database is away for instance; each of
 * its records that is given up is reported once. Task thread.
 */
final class GivenUp {

    private final Set<SinkRecord> reported = Collections.newSetFromMap(new IdentityHashMap<>());

    /** These are put. Each partition is put in its order, so what came before them is over. */
    void begin(Collection<SinkRecord> records) {
        if (reported.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> first = new HashMap<>();
        records.forEach(record -> first.putIfAbsent(partition(record), record.originalKafkaOffset()));
        reported.removeIf(
                record -> record.originalKafkaOffset() < first.getOrDefault(partition(record), Long.MIN_VALUE));
    }

    private static TopicPartition partition(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }

    void report(SinkRecord record, Throwable why, ErrantRecordReporter reporter) {
        if (reported.add(record)) {
            // Awaited by whoever commits the position.
            Future<Void> unused = reporter.report(record, why);
        }
    }
}
