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
package io.connectembedded.internal.source.exactlyonce;

import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.source.inflight.Acknowledgements;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of a transaction in the order of their dispatch, for {@code commitRecord} after its commit; nothing is kept
 * for a task that does not override it. Task thread.
 */
final class DispatchedRecords {

    private static final Logger LOG = LoggerFactory.getLogger(DispatchedRecords.class);

    private final SourceTask task;
    private final Failures failures;
    private final boolean keeps;
    private List<SourceRecord> records = new ArrayList<>();
    private List<@Nullable SentRecord> sent = new ArrayList<>(); // null: it reached no topic

    DispatchedRecords(SourceTask task, Failures failures) {
        this.task = task;
        this.failures = failures;
        this.keeps = Acknowledgements.overridesCommitRecord(task.getClass());
    }

    /** {@code as} null: dropped. */
    void add(SourceRecord record, @Nullable SentRecord as) {
        if (keeps) {
            records.add(record);
            sent.add(as);
        }
    }

    int kept() {
        return records.size();
    }

    /** None of them reaches a topic. */
    void aborted() {
        sent.replaceAll(each -> null);
    }

    /** After the commit, unless the task is abandoned meanwhile. */
    void tell(BooleanSupplier abandoned) {
        if (records.isEmpty()) {
            return;
        }
        List<SourceRecord> told = records;
        List<@Nullable SentRecord> as = sent;
        records = new ArrayList<>();
        sent = new ArrayList<>();
        for (int i = 0; i < told.size() && !abandoned.getAsBoolean(); i++) {
            SentRecord answered = as.get(i);
            tell(told.get(i), answered);
        }
    }

    private void tell(SourceRecord record, @Nullable SentRecord answered) {
        try {
            task.commitRecord(record, answered == null ? null : answered.metadata());
        } catch (Throwable t) {
            // As in Connect: whatever the task makes of it, the record is committed.
            LOG.error(
                    "commitRecord of {} failed for a record of topic {}: {}",
                    task.getClass().getName(),
                    record.topic(),
                    failures.of("commitRecord", t).trace());
        }
    }
}
