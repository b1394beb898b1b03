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
package io.connectembedded.internal.engine.goal;

import io.connectembedded.status.TaskId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.jspecify.annotations.Nullable;

/** Passes every call on to a source task, and tells the run of what it sees. */
public final class SourceWatch extends SourceTask implements TaskWatch {
    private final TaskId id;
    private final SourceTask task;
    private final GoalRun run;
    private final Tally tally;
    private final boolean exactlyOnce;
    private final AtomicLong polled = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicInteger commits = new AtomicInteger(); // told since the last answer
    private volatile boolean caughtUp;
    private volatile Commit commitNow = () -> {};

    SourceWatch(TaskId id, SourceTask task, GoalRun run, Tally tally, boolean exactlyOnce) {
        this.id = id;
        this.task = task;
        this.run = run;
        this.tally = tally;
        this.exactlyOnce = exactlyOnce;
    }

    /** Begins a commit and waits for nothing. */
    @FunctionalInterface
    public interface Commit {
        void begin() throws InterruptedException;
    }

    /** How to begin a commit before it is time; task thread. */
    public void commitsBy(Commit commit) {
        commitNow = commit;
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        List<SourceRecord> records = task.poll();
        if (records == null || records.isEmpty()) {
            nothingCame();
            return records;
        }
        int count = 0;
        for (SourceRecord record : records) {
            count += record == null ? 0 : 1;
        }
        polled.addAndGet(count);
        run.moved();
        return records;
    }

    /** A commit that is told of may have begun before the last answer; the second one has not. */
    private void nothingCame() throws InterruptedException {
        if (caughtUp || isBusy()) {
            return;
        }
        if (polled.get() == 0 || exactlyOnce || commits.get() > 1) {
            caughtUp = true;
            run.changed();
        } else {
            commitNow.begin();
        }
    }

    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) throws InterruptedException {
        try {
            task.commitRecord(record, metadata);
        } finally {
            commits.set(0);
            answered.incrementAndGet();
            if (metadata == null) {
                tally.dropped.increment();
                run.moved();
            } else {
                tally.bytes.add(
                        Math.max(0, metadata.serializedKeySize()) + Math.max(0, metadata.serializedValueSize()));
                run.delivered(tally, 1);
                run.seen(record);
            }
        }
    }

    @Override
    public void commit() throws InterruptedException {
        commits.incrementAndGet();
        task.commit();
    }

    @Override
    public boolean isBusy() {
        return answered.get() < polled.get();
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public boolean isCaughtUp() {
        return caughtUp;
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
    public void stop() {
        run.ended(id, this);
        task.stop();
    }
}
