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
package io.connectembedded.internal.source;

import io.connectembedded.internal.lifecycle.Failures;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Kafka answers to a record that was sent: tells the task, and keeps the first failure for the task thread (I4). */
final class Acknowledgements {

    private static final Logger LOG = LoggerFactory.getLogger(Acknowledgements.class);

    private final SourceTask task;
    private final Failures failures;
    private final boolean tellsTask;
    private final AtomicReference<@Nullable ConnectException> failure = new AtomicReference<>();

    Acknowledgements(SourceTask task, Failures failures) {
        this.task = task;
        this.failures = failures;
        this.tellsTask = overridesCommitRecord(task.getClass());
    }

    /** On the producer's thread, before the record counts as acknowledged. */
    void acked(SourceRecord record, RecordMetadata metadata) {
        if (!tellsTask) {
            return;
        }
        try {
            task.commitRecord(record, metadata);
        } catch (Throwable t) {
            // As in Connect, the record is in Kafka whatever the task makes of it.
            LOG.error(
                    "commitRecord of {} failed for a record of topic {}: {}",
                    task.getClass().getName(),
                    record.topic(),
                    failures.of("commitRecord", t).trace());
        }
    }

    void failed(SourceRecord record, Exception cause) {
        failure.compareAndSet(
                null,
                new ConnectException(
                        "Kafka did not take a record for topic " + record.topic()
                                + " (" + cause.getMessage()
                                + "); mend the cause and restart the task, it goes on from its last"
                                + " committed offset",
                        cause));
    }

    /** On the task thread. */
    void throwIfFailed() {
        ConnectException first = failure.get();
        if (first != null) {
            throw first;
        }
    }

    private static boolean overridesCommitRecord(Class<?> taskClass) {
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
