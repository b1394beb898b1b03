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
package io.connectembedded.test.internal.script;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/** All records of a source, by the call that emitted them; they stay for tasks that start again. Thread-safe. */
final class EmittedRecords {

    /** One record and its place among all. */
    record Emitted(long place, SourceRecord record) {}

    private final List<List<Emitted>> batches = new ArrayList<>(); // guarded by this
    private long places; // guarded by this

    synchronized void add(List<SourceRecord> records) {
        List<Emitted> batch = new ArrayList<>(records.size());
        for (SourceRecord record : records) {
            batch.add(new Emitted(places++, record));
        }
        if (!batch.isEmpty()) {
            batches.add(Collections.unmodifiableList(batch));
        }
    }

    synchronized int batches() {
        return batches.size();
    }

    synchronized List<Emitted> batch(int number) {
        return batches.get(number);
    }

    /** The batches from this one on. */
    synchronized List<List<Emitted>> from(int batch) {
        return List.copyOf(batches.subList(batch, batches.size()));
    }
}
