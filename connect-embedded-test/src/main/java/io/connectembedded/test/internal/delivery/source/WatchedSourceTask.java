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

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.jspecify.annotations.Nullable;

/** Passes every call on to the plug-in and tells the ledger. */
public final class WatchedSourceTask extends SourceTask {

    private final SourceTask task;
    private final SourceLedger.Incarnation ledger;
    private final Set<SourceRecord> dropped = Collections.newSetFromMap(new IdentityHashMap<>()); // not told yet
    private List<SourceRecord> polled = List.of();

    WatchedSourceTask(SourceTask task, SourceLedger.Incarnation ledger) {
        this.task = task;
        this.ledger = ledger;
    }

    /** What the last poll returned, once; empty for null. A copy: the worker and the plug-in share theirs. */
    public List<SourceRecord> takePolled() {
        List<SourceRecord> taken = polled;
        polled = List.of();
        return taken;
    }

    /** The worker dropped it on purpose, and may commit its offset before it tells the plug-in so. */
    public void dropped(SourceRecord record) {
        dropped.add(record);
        ledger.acked(record, null);
    }

    @Override
    public String version() {
        return task.version();
    }

    @Override
    public void initialize(SourceTaskContext context) {
        task.initialize(context);
    }

    @Override
    public void start(Map<String, String> config) {
        task.start(config);
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        polled = List.of();
        List<SourceRecord> records = task.poll();
        if (records != null) {
            polled = new ArrayList<>(records);
            ledger.polled(polled);
        }
        return records;
    }

    @Override
    public void commit() throws InterruptedException {
        ledger.commitCalled();
        task.commit();
    }

    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) throws InterruptedException {
        if (metadata != null || !dropped.remove(record)) {
            ledger.acked(record, metadata);
        }
        task.commitRecord(record, metadata);
    }

    @Override
    public void stop() {
        ledger.ended();
        task.stop();
    }
}
