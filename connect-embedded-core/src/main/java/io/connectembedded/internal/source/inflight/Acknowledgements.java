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
package io.connectembedded.internal.source.inflight;

import io.connectembedded.internal.clients.refusal.Asked;
import io.connectembedded.internal.clients.refusal.Refusing;
import io.connectembedded.internal.lifecycle.Failures;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of records: tells the task, and keeps for the task thread what is that thread's affair: the first failure
 * (I4), records Kafka refused that are tolerated, and dropped records whose reports were written later.
 */
public final class Acknowledgements {

    private static final Logger LOG = LoggerFactory.getLogger(Acknowledgements.class);

    /** A record Kafka did not take. */
    record Refused(SubmittedRecord entry, Exception cause) {}

    private final SourceTask task;
    private final Failures failures;
    private final Refusing refusing;
    private final boolean toleratesRefusal;
    private final boolean tellsTask;
    private volatile boolean telling; // on the producer's thread
    private volatile boolean loginRefused;
    private final AtomicReference<@Nullable ConnectException> failure = new AtomicReference<>();
    private final Queue<Refused> refused = new ConcurrentLinkedQueue<>();
    private final Queue<SourceRecord> dropped = new ConcurrentLinkedQueue<>();

    public Acknowledgements(SourceTask task, Failures failures, Refusing refusing, boolean toleratesRefusal) {
        this.task = task;
        this.failures = failures;
        this.refusing = refusing;
        this.toleratesRefusal = toleratesRefusal;
        this.tellsTask = overridesCommitRecord(task.getClass());
    }

    /** On the producer's thread, before the record counts as acknowledged. */
    void acked(SourceRecord record, RecordMetadata metadata) {
        telling = tellsTask;
        tell(record, metadata);
        telling = false;
    }

    /** On the producer's thread, or within {@code send}; {@code topic} is where it was sent, whatever the task named. */
    void refused(SubmittedRecord entry, String topic, Exception cause) {
        // Whom Kafka does not know it refuses every record: skipping them all would lose them for a password.
        if (toleratesRefusal && !Refusing.isLogin(cause)) {
            refused.add(new Refused(entry, cause));
            return;
        }
        failed(new ConnectException(
                "Kafka did not take a record for topic " + topic + " ("
                        + refusing.told(cause, Asked.writeAnywhere(topic))
                        + "); mend the cause and restart the task, it goes on from its last" + " committed offset",
                cause));
    }

    /** The task fails of this, unless it does already of something earlier; any thread. */
    void failed(ConnectException cause) {
        failure.compareAndSet(null, cause);
    }

    /** Kafka does not let the producer in any more, which it keeps to itself; any thread, which waits for nothing. */
    public void loginRefused() {
        loginRefused = true;
    }

    /** Task thread: the record reached no topic. */
    void dropped(SourceRecord record) {
        tell(record, null);
    }

    /** As {@link #dropped}, from any thread. */
    void droppedLater(SourceRecord record) {
        if (tellsTask) {
            dropped.add(record);
        }
    }

    /** Whether the task thread has something to do here. */
    boolean hasNews() {
        return failure.get() != null || loginRefused || !refused.isEmpty() || !dropped.isEmpty();
    }

    /** Whether the producer's thread is in the task, which may never return; any thread. */
    public boolean isTelling() {
        return telling;
    }

    /** Task thread; null when there is none. */
    @Nullable
    Refused nextRefused() {
        return refused.poll();
    }

    /** Task thread. */
    void tellDropped() {
        for (SourceRecord record = dropped.poll(); record != null; record = dropped.poll()) {
            tell(record, null);
        }
    }

    private void tell(SourceRecord record, @Nullable RecordMetadata metadata) {
        if (!tellsTask) {
            return;
        }
        try {
            task.commitRecord(record, metadata);
        } catch (Throwable t) {
            // As in Connect: whatever the task makes of it, there is nothing left to be done for the record.
            LOG.error(
                    "commitRecord of {} failed for a record of topic {}: {}",
                    task.getClass().getName(),
                    record.topic(),
                    failures.of("commitRecord", t).trace());
        }
    }

    /** On the task thread. */
    public void throwIfFailed() {
        ConnectException first = failure.get();
        if (first != null) {
            throw first;
        }
        if (loginRefused) {
            AuthenticationException refusal = new AuthenticationException("its words are in the log of Kafka's client");
            throw new ConnectException(
                    "Kafka does not take the task's records any more (" + refusing.told(refusal, Asked.cluster())
                            + "); mend the cause and restart the task, it goes on from its last committed offset",
                    refusal);
        }
    }

    /** Whether the task has a commitRecord of its own. */
    public static boolean overridesCommitRecord(Class<?> taskClass) {
        try {
            return taskClass
                                    .getMethod("commitRecord", SourceRecord.class, RecordMetadata.class)
                                    .getDeclaringClass()
                            != SourceTask.class
                    || taskClass.getMethod("commitRecord", SourceRecord.class).getDeclaringClass() != SourceTask.class;
        } catch (NoSuchMethodException | LinkageError e) {
            return true;
        }
    }
}
